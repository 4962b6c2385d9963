"""What must never lie in the tree."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOSTS = ("pypi" + ".org", "python" + "hosted", "deb.debian" + ".org", "npm" + "js")
SECRETS = re.compile(r"\b\d{8,10}:AA[\w-]{30,}|\bAC[0-9a-f]{32}\b|-----BEGIN [A-Z ]*PRIVATE KEY")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def texts() -> dict[Path, str]:
    found = {}
    for path in tracked():
        if path.suffix not in {".png", ".jpg"}:
            found[path] = path.read_text("utf-8")
    return found


def test_no_registry_address_no_secret_and_no_path_of_a_machine_is_kept() -> None:
    for path, text in texts().items():
        if path.name == "test_tree.py":
            continue
        assert not any(host in text for host in HOSTS), path
        assert not SECRETS.search(text), path
        assert not re.search(r"/home/\w+|/Users/\w+", text), path


def test_locked_libraries_carry_their_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        pins = [line for line in lines if "==" in line]
        assert pins
        assert all(line.rstrip().endswith("\\") for line in pins)
        assert not [line for line in lines if line.startswith(("-i", "--index", "--extra-index"))]
