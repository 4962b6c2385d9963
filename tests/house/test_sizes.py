"""The house keeps its rooms small enough to read in one go."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "knowledge", "webhooks")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def functions() -> Iterator[tuple[str, Function]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.name}", node


def length(node: Function) -> int:
    """Return the lines of a function without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]


def at(values: list[int], share: float) -> int:
    return sorted(values)[int(len(values) * share)]


def test_files_are_short() -> None:
    lengths = {str(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    values = list(lengths.values())
    assert statistics.median(values) <= 90
    assert at(values, 0.95) <= 200, sorted(lengths, key=lengths.__getitem__)[-6:]
    assert max(values) <= 300, max(lengths, key=lengths.__getitem__)


def test_functions_are_short() -> None:
    lengths = {name: length(node) for name, node in functions()}
    values = list(lengths.values())
    assert statistics.median(values) <= 8
    assert at(values, 0.95) <= 25, sorted(lengths, key=lengths.__getitem__)[-20:]
    assert max(values) <= 40, max(lengths, key=lengths.__getitem__)


def test_arguments_are_few_and_named_from_the_third_on() -> None:
    for name, node in functions():
        given = [each.arg for each in node.args.posonlyargs + node.args.args]
        positional = [each for each in given if each not in {"self", "cls"}]
        total = len(positional) + len(node.args.kwonlyargs)
        if node.name == "__init__" or is_command(node) or node.name in {"__call__", "receive"}:
            continue
        assert total <= 5, name
        assert len(positional) <= 3, name


def is_command(node: Function) -> bool:
    """Tell whether Typer reads the arguments of a function from the command line."""
    return any("command" in ast.unparse(each) for each in node.decorator_list)


def test_no_import_hides_in_a_function() -> None:
    for name, node in functions():
        assert not any(isinstance(each, ast.Import | ast.ImportFrom) for each in ast.walk(node)), (
            name
        )


def test_no_package_passes_on_what_another_module_has() -> None:
    for path in sources():
        if path.name == "__init__.py":
            body = ast.parse(path.read_text("utf-8")).body
            assert all(isinstance(each, ast.Expr) for each in body), path


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "base", "tools"}
    assert not [path for path in sources() if path.stem in drawers]
