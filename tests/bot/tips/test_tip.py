from datetime import date

from bot.tips.tip import CLOSED, MOVES, Account, Status


def test_every_status_has_its_moves_and_only_closed_ones_have_none() -> None:
    assert set(MOVES) == set(Status)
    assert {each for each in Status if not MOVES[each]} == CLOSED


def test_every_status_can_be_reached_from_a_new_tip() -> None:
    reached, fresh = {Status.NEW}, {Status.NEW}
    while fresh:
        fresh = {after for each in fresh for after in MOVES[each]} - reached
        reached |= fresh
    assert reached == set(Status)


def test_nothing_that_a_sender_told_shows_in_a_repr() -> None:
    told = Account("cerita", "Lurah X", "kemarin", date(2026, 11, 1), "TPS 3", links=("http://a",))
    for secret in ("cerita", "Lurah", "kemarin", "2026", "TPS", "http"):
        assert secret not in repr(told)
