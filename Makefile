# make run: start with the web chat.  make test: the whole suite.  Both set everything up first.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test coverage check bench study pictures lock clean

help: ## Show these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# The locks are whole, so pip need not resolve: it would reach for a newer release of what a package asks for with extras.
$(VENV)/run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "JagaNetral needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

run: $(VENV)/run ## Start the server with the web chat on http://127.0.0.1:8000 (or PORT=)
	$(BIN)/jaganetral serve --port $(PORT)

test: $(VENV)/dev ## Run the whole test suite
	$(BIN)/python -m pytest -n auto --dist worksteal

coverage: $(VENV)/dev ## The same, and fail where branch coverage is below what we hold (twice the time)
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term

check: $(VENV)/dev ## Lint, format, types, import contracts, knowledge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/jaganetral knowledge check

bench: $(VENV)/dev ## Print speed and memory as ratios against baselines of the same run
	$(BIN)/python -m pytest tests/benchmarks -o python_files='bench_*.py' -o python_functions='bench_*' -s --force-enable-socket -q

study: $(VENV)/dev ## Measure the matcher without each part, and with other thresholds (minutes)
	$(BIN)/python -m pytest tests/benchmarks -o python_files='study_*.py' -o python_functions='bench_*' -s --force-enable-socket -q

pictures: $(VENV)/dev ## Draw README's pictures anew, from a server with made-up data (needs Chromium)
	$(BIN)/python -m pytest tests/browser -o python_files='draw_*.py' -o python_functions='draw_*' -q

lock: $(VENV)/dev ## Pin the newest allowed libraries again
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --upgrade -c requirements.lock -o requirements-dev.lock

clean: ## Remove the virtual environment (data stays)
	rm -rf $(VENV)
