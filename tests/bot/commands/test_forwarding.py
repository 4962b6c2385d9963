import json
from pathlib import Path
from uuid import uuid4

from logged_in import Terminal
from tipping import CONTENT, DAY, STORY, Office

from bot.errors import Refused, WrongMove
from bot.providers import Ground
from bot.reporting import forwarding
from bot.staff.account import Role
from bot.tips.evidence.files import Store
from bot.tips.tip import Package


def forwards(terminal: Terminal, *, sent: bool = True) -> str:
    """Forward a tip, and have the register take it unless told not to; return its id."""
    tip = terminal.takes()
    package = Package(uuid4().hex, tip.id, "bkn", DAY, CONTENT.account)

    async def ran(office: Office) -> None:
        ground = Ground(terminal.settings, office.clock, office.key, office.database, None)
        forwarder, _ = forwarding(ground, Store(terminal.settings.evidence_folder))
        async with office.database.transaction() as connection:
            pair = forwarder._worker.pair()
            await forwarder.enqueue(connection, package, pair.public)
        if sent:
            assert await forwarder.run() == 1

    terminal.on_database(ran)
    return package.id


def test_what_waits_is_listed_and_given_up(staffed_terminal: Terminal) -> None:
    name = forwards(staffed_terminal, sent=False)
    assert f"{name[:8]}  2" in staffed_terminal.runs("forwarding", "list").output
    assert "dibatalkan" in staffed_terminal.runs("forwarding", "give-up", name[:8]).output
    assert staffed_terminal.runs("forwarding", "list").output.startswith("Tidak ada yang menunggu")
    listed = staffed_terminal.runs("forwarding", "list", "--state", "given-up").output
    assert listed.startswith(name[:8])


def test_only_what_is_stopped_is_retried_or_settled(staffed_terminal: Terminal) -> None:
    name = forwards(staffed_terminal, sent=False)
    for words in (("retry", name), ("settle", name, "BWS-1")):
        refused = staffed_terminal.runs("forwarding", *words).exception
        assert isinstance(refused, WrongMove)
        assert "sekarang menunggu" in str(refused)
        assert "berhenti atau belum pasti sampai" in str(refused)


def test_the_register_is_exported_and_printed(staffed_terminal: Terminal, tmp_path: Path) -> None:
    forwards(staffed_terminal)
    table, data, sheet = (tmp_path / name for name in ("r.csv", "r.json", "r.pdf"))
    told = staffed_terminal.runs("register", "export", str(table))
    assert "1 entri ditulis" in told.output, told.exception
    staffed_terminal.runs("register", "export", str(data), "--year", "2001")
    number = table.read_text().split('"')[35]
    staffed_terminal.runs("register", "print", number, str(sheet))
    assert STORY in table.read_text()
    assert json.loads(data.read_text()) == []
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sheet.stat().st_mode & 0o077 == 0


def test_who_may_not_export_the_register_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    terminal.logs_in(Role.VERIFIER)
    terminal.has_a_desk()
    told = terminal.runs("register", "export", str(tmp_path / "r.csv"))
    assert isinstance(told.exception, Refused)
    assert not (tmp_path / "r.csv").exists()
