"""The commands of staff as people type them."""

import re
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.database.migrating import migrate
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.staff import passwords

PASSWORD = "kopi tubruk di teras belakang"
Run = Callable[..., Result]


@pytest.fixture
def run(
    settings: Settings, guide: LiveGuide, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    from colleagues import CHEAP  # noqa: PLC0415

    url = settings.database_url.get_secret_value()
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("STAFF_SESSION_FILE", str(tmp_path / "session.json"))
    monkeypatch.setattr(passwords, "MODERATE", CHEAP._cost)
    monkeypatch.setattr(passwords.Passwords.__init__, "__defaults__", (CHEAP._cost,))
    monkeypatch.setattr("bot.guiding.live_guide", lambda **_: guide)
    migrate(settings.database)

    def running(*words: str, typed: tuple[str, ...] = ()) -> Result:
        return CliRunner().invoke(app, list(words), input="\n".join(typed) + "\n")

    return running


def code_of(result: Result) -> str:
    assert result.exit_code == 0, result.output + str(result.exception)
    return re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", result.output)[0]  # type: ignore[index]


def come_in(
    run: Run, code: str, monkeypatch: pytest.MonkeyPatch, *, wrong_first: bool = False
) -> str:
    secret = pyotp.random_base32()
    monkeypatch.setattr("bot.staff.totp.new_secret", lambda: secret)
    shown = pyotp.TOTP(secret).now()
    tries = ("000000", shown) if wrong_first else (shown,)
    result = run("staff", "accept", typed=(code, PASSWORD, PASSWORD, *tries))
    assert result.exit_code == 0, result.output + str(result.exception)
    assert "otpauth://totp/" in result.output
    return str(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", result.output)[-1])


def test_from_the_first_code_to_a_disabled_colleague(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = come_in(run, code_of(run("staff", "first")), monkeypatch, wrong_first=True)
    assert "Sudah ada akun" in str(run("staff", "first").exception)
    entered = run("login", typed=("admin", PASSWORD, recovery))
    assert "Selamat datang" in entered.output
    assert "Pengelola akun" in run("whoami").output
    invited = run("staff", "invite", "rina", "--role", "approver", "--office", "bkpsdm")
    come_in(run, code_of(invited), monkeypatch)
    listed = run("staff", "list").output
    assert "rina" in listed
    assert "Penyetuju pengingat" in listed
    assert "admin" in run("staff", "sessions").output
    assert run("staff", "role", "rina", "--role", "editor").exit_code == 0
    assert run("staff", "disable", "rina").exit_code == 0
    assert "dinonaktifkan" in run("staff", "list").output
    assert run("staff", "enable", "rina").exit_code == 0
    code_of(run("staff", "renew", "rina"))
    assert re.search(r"/petugas [0-9A-Z]{4}-[0-9A-Z]{4}", run("staff", "link-telegram").output)
    trail = run("audit", "list").output
    assert "mengelola akun" in trail
    assert run("audit", "verify").exit_code == 0
    trail = run("audit", "list").output
    assert re.search(r"membaca jejak audit.* list", trail)
    assert re.search(r"membaca jejak audit.* verify", trail)
    assert "menerima undangan" in trail
    assert "Jejak audit utuh" in run("audit", "verify").output
    assert "tidak ada sesi" not in run("staff", "sessions").output.lower()
    assert "Anda sudah keluar" in run("logout").output
    assert "jaganetral login" in str(run("whoami").exception)


def test_wrong_input_is_told_and_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    recovery = come_in(run, code_of(run("staff", "first")), monkeypatch)
    wrong = run("login", typed=("admin", "not the password", recovery))
    assert "tidak cocok" in str(wrong.exception)
    run("login", typed=("admin", PASSWORD, recovery))
    office = run("staff", "invite", "rina", "--role", "editor", "--office", "pusat")
    assert "pusat" in str(office.exception)
    assert "rina" not in run("staff", "list").output
    assert run("staff", "invite", "rina", "--role", "lurah").exit_code == 2
    assert "tidak ada sesi" in str(run("staff", "end-session", "abc").exception).lower()
    assert run("audit", "verify", "--head", "rubbish").exit_code == 2


def test_a_password_is_changed_by_whoever_knows_the_old_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = come_in(run, code_of(run("staff", "first")), monkeypatch)
    run("login", typed=("admin", PASSWORD, recovery))
    new = "hujan turun di bulan juni"
    changed = run("password", typed=(PASSWORD, new, "typo", new, new))
    assert "Kata sandi diganti" in changed.output
    assert "tidak sama" in changed.output
    assert "sudah berakhir" in str(run("whoami").exception)


def test_an_exported_trail_is_nobody_elses_to_read_and_runs_nowhere(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    recovery = come_in(run, code_of(run("staff", "first")), monkeypatch)
    run("login", typed=("admin", PASSWORD, recovery))
    file = tmp_path / "trail.csv"
    assert "baris disimpan" in run("audit", "export", str(file)).output
    assert file.stat().st_mode & 0o077 == 0
    assert file.read_text("utf-8").startswith("nomor,waktu,akun")
    assert not re.search(r"(^|,)[=+@-]", file.read_text("utf-8"), re.MULTILINE)
    before = file.read_text("utf-8")
    assert "Pilih nama lain" in str(run("audit", "export", str(file)).exception)
    assert file.read_text("utf-8") == before
