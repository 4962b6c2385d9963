import pytest

from bot.staff.account import ALLOWED, CONFIRMED, Account, Act, Role


def with_roles(*roles: Role, disabled: bool = False) -> Account:
    return Account("1", "siti", "Siti", frozenset(roles), disabled=disabled)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_one_table_lists_and_nothing_else(role: Role, act: Act) -> None:
    assert with_roles(role).may(act) is (role in ALLOWED[act])


@pytest.mark.parametrize("act", Act)
def test_without_a_role_or_disabled_nothing_is_allowed(act: Act) -> None:
    assert not with_roles().may(act)
    assert not with_roles(*Role, disabled=True).may(act)


def test_nobody_who_writes_reminders_approves_them_by_the_same_role() -> None:
    assert ALLOWED[Act.APPROVE_BROADCASTS].isdisjoint(ALLOWED[Act.DRAFT_BROADCASTS])


def test_administrators_of_accounts_do_not_read_tips() -> None:
    assert not with_roles(Role.ADMIN).may(Act.READ_TIPS)


def test_what_leaves_the_house_or_opens_doors_is_confirmed() -> None:
    assert {Act.FORWARD_TIPS, Act.APPROVE_BROADCASTS, Act.MANAGE_STAFF} <= CONFIRMED
