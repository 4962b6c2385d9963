from logged_in import Terminal

from bot.errors import Refused
from bot.staff.account import Role


def test_an_admin_sees_what_would_go_and_erases_it(terminal: Terminal) -> None:
    terminal.logs_in(Role.ADMIN)
    plan = terminal.runs("retention", "plan").output
    assert "0 tips" in plan
    assert "0 conversations" in plan
    assert "0 rows erased" in terminal.runs("retention", "run").output


def test_nobody_else_erases(terminal: Terminal) -> None:
    terminal.logs_in(Role.VERIFIER)
    for verb in ("plan", "run"):
        assert isinstance(terminal.runs("retention", verb).exception, Refused)
