from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.broadcasts.broadcast import MOVES, Broadcast, Content, Illustration, State
from bot.contacts.contact import Audience, Category, Group
from bot.messages import Choice, Template

START = datetime(2026, 11, 26, 9, tzinfo=UTC)
REMINDER = Broadcast(
    "1",
    "Masa tenang",
    Content("Besok masa tenang.", (Choice("ask:x", "Tanya"),), Template("HX1", ("Depok",))),
    Audience(Category.REMINDERS, groups=frozenset({Group.STAFF, Group.PUBLIC})),
    START,
    START + timedelta(hours=4),
    author="rina",
)


def approved(broadcast: Broadcast, by: str = "tono") -> Broadcast:
    return replace(broadcast, approver=by, approved=broadcast.fingerprint)


def test_an_approval_holds_for_exactly_what_was_approved() -> None:
    assert approved(REMINDER).is_approved
    assert approved(replace(REMINDER, state=State.APPROVED)).is_approved


@pytest.mark.parametrize(
    "change",
    [
        {"content": Content("Besok masa tenang!")},
        {"content": replace(REMINDER.content, choices=())},
        {"content": replace(REMINDER.content, template=Template("HX1", ("Bogor",)))},
        {"content": replace(REMINDER.content, illustration=Illustration("abc", "image/png", 9))},
        {"audience": Audience(Category.EDUCATION)},
        {"audience": replace(REMINDER.audience, groups=frozenset({Group.STAFF}))},
        {"audience": replace(REMINDER.audience, districts=frozenset({"Beji"}))},
        {"audience": replace(REMINDER.audience, channels=frozenset({"telegram"}))},
        {"starts_at": START + timedelta(minutes=1)},
        {"ends_at": START + timedelta(hours=5)},
    ],
)
def test_any_change_of_what_was_approved_voids_the_approval(
    change: dict[str, object],
) -> None:
    assert not replace(approved(REMINDER), **change).is_approved  # type: ignore[arg-type]


def test_nobody_approves_their_own_reminder_and_nobody_is_no_approver() -> None:
    assert not approved(REMINDER, by="rina").is_approved
    assert not approved(REMINDER, by="").is_approved


def test_every_state_is_reached_and_only_the_last_ones_are_final() -> None:
    reached = {State.DRAFT}.union(*MOVES.values())
    assert reached == set(State)
    assert {each for each in State if not MOVES[each]} == {State.DONE, State.CANCELLED}
