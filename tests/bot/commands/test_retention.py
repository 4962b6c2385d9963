from logged_in import Terminal

from bot.errors import Refused
from bot.staff.account import Role


def test_an_admin_sees_what_would_go_and_erases_it(terminal: Terminal) -> None:
    terminal.logs_in(Role.ADMIN)
    plan = terminal.runs("retention", "plan").output
    assert "0  Aduan yang ditutup" in plan
    assert "0  Keadaan percakapan" in plan
    assert "0 baris dihapus." in terminal.runs("retention", "run").output


def test_nobody_else_erases(terminal: Terminal) -> None:
    terminal.logs_in(Role.VERIFIER)
    for verb in ("plan", "run"):
        refused = terminal.runs("retention", verb)
        assert isinstance(refused.exception, Refused)
        assert "enghapus" not in refused.output
