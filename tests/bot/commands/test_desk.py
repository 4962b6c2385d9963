import os
from datetime import timedelta

import pytest
from logged_in import WORDS, Terminal
from tipping import STORY
from typer.testing import CliRunner

from bot.commands.desk import converse, read_line
from bot.commands.seat import seated, unlock
from bot.errors import KeyFileError, Refused, SettingsError
from bot.staff.account import Role
from bot.tips.keys import lock_of, open_desk_key

OTHER = "enam kata yang lain sama sekali"


def test_a_key_is_made_shown_to_senders_and_takes_the_place_of_an_older_one(
    terminal: Terminal,
) -> None:
    terminal.logs_in(Role.ADMIN)
    result = terminal.runs("desk", "new-key", typed=f"{WORDS}\n{WORDS}\n")
    path = terminal.settings.desk_key
    assert f"{lock_of(path).id} ditulis ke" in result.output
    tip = terminal.takes()
    terminal.runs("desk", "new-key", typed=f"{WORDS}\n{WORDS}\n")
    newer = terminal.takes()
    assert len(list(path.parent.glob("desk.*key"))) == 2
    terminal.logs_in(Role.VERIFIER, name="budi")
    listed = terminal.runs("tips", "list").output
    assert tip.id in listed
    assert newer.id in listed
    assert STORY in terminal.runs("tips", "show", tip.id).output


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("pendek\npendek\n", KeyFileError), (f"{WORDS}\n{OTHER}\n", SettingsError)],
)
def test_a_weak_or_mistyped_passphrase_makes_no_key(
    typed: str, kind: type[Exception], terminal: Terminal
) -> None:
    terminal.logs_in(Role.ADMIN)
    assert isinstance(terminal.runs("desk", "new-key", typed=typed).exception, kind)
    assert not terminal.settings.desk_key.exists()


def test_who_may_not_manage_the_key_makes_none(terminal: Terminal) -> None:
    terminal.logs_in(Role.FORWARDER)
    result = terminal.runs("desk", "new-key", typed=f"{WORDS}\n{WORDS}\n")
    assert isinstance(result.exception, Refused)
    assert "mengelola kunci" in str(result.exception)
    assert not terminal.settings.desk_key.exists()


def test_the_passphrase_is_changed(staffed_terminal: Terminal) -> None:
    typed = f"{WORDS}\n{OTHER}\n{OTHER}\n"
    assert "sudah diganti" in staffed_terminal.runs("desk", "passphrase", typed=typed).output
    assert open_desk_key(staffed_terminal.settings.desk_key, OTHER)


def test_an_unlocked_desk_takes_verbs_until_its_end_and_asks_no_more(
    staffed_terminal: Terminal,
) -> None:
    tip = staffed_terminal.takes()
    lines = iter(
        [
            "list\n",
            f"show {tip.id}\n",
            "note\n",
            f"note {tip.id} 'tanpa penutup\n",
            "show ffffffff\n",
            "\n",
            f"note {tip.id} 'dua kata'\n",
            "search kaus\n",
        ]
    )
    with CliRunner().isolation(input=f"{WORDS}\n") as (out, err, _), seated() as seat:
        unlock(seat)
        converse(seat, lambda _: next(lines, None))
        told, errors = out.getvalue().decode(), err.getvalue().decode()
    assert told.count("1 aduan.") == 2
    assert STORY in told
    assert f"Catatan pada aduan {tip.id} disimpan." in told
    assert "Missing argument" in errors
    assert "Tanda kutipnya" in errors
    assert "Tidak ada aduan yang nomornya diawali ffffffff" in errors
    assert "Usage" in told


def test_a_desk_is_left_at_the_end_of_the_input_and_when_nobody_types(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as typed:
        monkeypatch.setattr("sys.stdin", typed)
        os.write(writing, b"list\n")
        assert read_line("meja> ") == "list\n"
        assert read_line("meja> ", idle=timedelta()) is None
        os.close(writing)
        assert read_line("meja> ") is None
    assert capsys.readouterr().out.startswith("meja> ")
