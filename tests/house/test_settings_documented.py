import re
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
NAMES = {name.upper() for name in Settings.model_fields}


def test_every_setting_stands_in_the_example_with_a_comment() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    shown = {line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    assert shown == NAMES
    for number, line in enumerate(lines):
        if line.partition("=")[0] in NAMES:
            assert lines[number - 1].startswith("#"), line


def test_the_example_works_as_it_stands() -> None:
    settings = Settings(_env_file=ROOT / ".env.example")
    assert settings.database.get_backend_name() == "sqlite"


def test_every_setting_is_explained_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {name for name in NAMES if f"`{name}`" not in readme} == set()


def test_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", readme)) <= targets
