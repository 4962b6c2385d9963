"""The list of an unlocked desk: kept in memory, brought up to date by what changed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from desks import Staffed
from sqlalchemy import event
from tipping import CONTENT, DAY, STORY, Office

from bot.crypto import ServerKey
from bot.staff.account import Role
from bot.tips.acting import Acting
from bot.tips.desk import Desk
from bot.tips.keys import KeyRing
from bot.tips.search import Index
from bot.tips.shelf import Shelf
from bot.tips.tip import Content, Status, Tip
from knowledge.language import tokens

OWN = frozenset({"kelurahan-kukusan"})
ELSEWHERE = Content(replace(CONTENT.account, office=""))
Change = Callable[[Desk, Office, Tip], Awaitable[object]]


async def answered(desk: Desk, office: Office, tip: Tip) -> None:
    await desk.ask(tip.id, "Ada foto?")
    await office.answers(tip, "Ada.")
    await office.mover.move_parcels()


CHANGES: dict[str, tuple[Change, Callable[[object], object]]] = {
    "read": (lambda desk, _, tip: desk.open(tip.id), lambda line: line.tip.status == "dibaca"),  # type: ignore[attr-defined]
    "assigned": (lambda desk, _, tip: desk.assign(tip.id, "siti"), lambda line: line.assigned),  # type: ignore[attr-defined]
    "prank": (
        lambda desk, _, tip: desk.mark_serious(tip.id, serious=False),
        lambda line: not line.serious,  # type: ignore[attr-defined]
    ),
    "held": (lambda desk, _, tip: desk.hold(tip.id, held=True), lambda line: line.held),  # type: ignore[attr-defined]
    "answered": (answered, lambda line: line.answered),  # type: ignore[attr-defined]
    "marked": (
        lambda desk, _, tip: desk.mark_office(tip.id, "kecamatan-beji"),
        lambda line: "kecamatan-beji" in line.offices,  # type: ignore[attr-defined]
    ),
    "closed": (
        lambda desk, _, tip: desk.close(tip.id, Status.REJECTED, reason="x"),
        lambda line: line.tip.status == "ditolak",  # type: ignore[attr-defined]
    ),
}


async def shelf_of(acting: Acting) -> Shelf:
    shelf = Shelf(Index(tokens))
    await shelf.catch_up(acting, words=True)
    return shelf


@pytest.mark.parametrize("change", CHANGES)
async def test_whatever_changes_a_tip_changes_its_line(
    change: str, office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends(ELSEWHERE)
    acting = await staffed.acting()
    shelf = await shelf_of(acting)
    act, shows = CHANGES[change]
    [before] = shelf.lines
    assert not shows(before)
    await act(await staffed.desk(acting.actor), office, tip)
    await shelf.catch_up(acting)
    [after] = shelf.lines
    assert shows(after)


async def test_what_comes_is_there_and_what_goes_is_not(office: Office, staffed: Staffed) -> None:
    _, first = await office.sends(ELSEWHERE)
    acting = await staffed.acting()
    shelf = await shelf_of(acting)
    await office.withdraws(first)
    _, second = await office.sends(ELSEWHERE)
    await shelf.catch_up(acting, words=True)
    assert [each.tip.id for each in shelf.lines] == [second.id]
    assert shelf.index.find("kaus") == [second.id]


async def test_what_is_hidden_is_not_kept_and_comes_back_when_it_is_shown(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends(ELSEWHERE)
    await office.sends()
    theirs = await staffed.acting(await staffed.actor(offices=OWN))
    shelf = await shelf_of(theirs)
    assert [each.tip.id for each in shelf.lines] == [tip.id]
    others = await staffed.desk(await staffed.actor(Role.VERIFIER, name="budi"))
    await others.mark_office(tip.id, "kelurahan-kukusan")
    await shelf.catch_up(theirs, words=True)
    assert (shelf.lines, shelf.index.find("kaus"), tip.id in shelf.index) == ((), [], False)
    await others.unmark_office(tip.id, "kelurahan-kukusan")
    await shelf.catch_up(theirs, words=True)
    assert shelf.index.find("kaus") == [tip.id]


async def test_days_left_are_counted_anew_each_day(office: Office, staffed: Staffed) -> None:
    await office.sends()
    acting = await staffed.acting()
    shelf = await shelf_of(acting)
    assert [each.left for each in shelf.lines] == [6]
    staffed.office.clock.forward(seconds=24 * 60 * 60)  # type: ignore[attr-defined]
    await shelf.catch_up(acting)
    assert [each.left for each in shelf.lines] == [5]


async def test_nothing_is_opened_where_nothing_changed(office: Office, staffed: Staffed) -> None:
    for _ in range(3):
        await office.sends()
    acting = await staffed.acting()
    shelf = await shelf_of(acting)
    said: list[str] = []
    engine = office.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *each: said.append(each[2]))
    acting.ring.pairs.clear()
    await shelf.catch_up(acting, words=True)
    assert len([each for each in said if each.startswith("SELECT")]) == 2
    assert len(shelf.lines) == 3


async def test_without_the_key_a_line_shows_what_is_clear_and_no_words(
    office: Office, staffed: Staffed
) -> None:
    await office.sends(ELSEWHERE)
    acting = await staffed.acting(ring=KeyRing({"0" * 16: office.pair}))
    shelf = await shelf_of(acting)
    [line] = shelf.lines
    assert (line.tip.district, line.deadline, shelf.index.find("kaus")) == ("Beji", None, [])


async def test_clearing_leaves_no_word_of_a_tip(office: Office, staffed: Staffed) -> None:
    await office.sends()
    shelf = await shelf_of(await staffed.acting())
    shelf.in_order(lambda line: line.tip.id)
    shelf.clear()
    kept = repr(vars(shelf)) + repr(vars(shelf.index))
    assert not [each for each in (*STORY.lower().split(), "Beji", str(DAY)) if each in kept]


async def test_listing_reads_no_tip_in_the_eyes_of_the_trail(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    desk = await staffed.desk()
    await desk.listed()
    await desk.search("kaus")
    assert (await office.found(receipt)).status is Status.NEW
    assert tip.id not in {subject for _, subject, _, _ in await staffed.trail()}


async def test_a_tip_of_another_server_key_stops_no_list(office: Office, staffed: Staffed) -> None:
    await office.sends()
    acting = await staffed.acting()
    acting.reader = replace(acting.reader, key=ServerKey(b"y" * 32))
    shelf = await shelf_of(acting)
    assert [each.held for each in shelf.lines] == [False]
