from dataclasses import replace
from datetime import date, timedelta

import pytest
from desks import Staffed
from tipping import CONTENT, DAY, STORY, Office, everything, rows

from bot.errors import Refused, TipUnknown, UnsealError, WrongMove
from bot.keypair import KeyPair
from bot.staff.account import Role
from bot.tips.desk import Desk
from bot.tips.keys import KeyRing
from bot.tips.listing import Wanted
from bot.tips.sealing import opened_upkeep
from bot.tips.tip import Content, Status

AUDITOR, VERIFIER, FORWARDER = Role.AUDITOR, Role.VERIFIER, Role.FORWARDER
OWN = frozenset({"kelurahan-kukusan"})


def told(**changed: object) -> Content:
    return Content(replace(CONTENT.account, **changed))  # type: ignore[arg-type]


async def test_the_first_reader_brings_a_tip_from_new_to_read_and_reading_is_noted(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    desk = await staffed.desk()
    for _ in range(2):
        opened = await desk.open(tip.id)
        assert opened.case.account.story == STORY
        assert opened.case.tip.status is Status.READ
    assert opened.left == 6
    assert [(each.event, each.author) for each in opened.case.history] == [("dibaca", "siti")]
    assert (await office.found(receipt)).status is Status.READ
    assert await staffed.trail() == [("read-tips", tip.id, "done", "")] * 2


async def test_the_trail_and_the_tables_hold_no_word_of_a_tip(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk()
    await desk.open(tip.id)
    await desk.note(tip.id, "Lurah ini pernah dilaporkan.")
    await desk.ask(tip.id, "Ada foto kausnya?")
    await desk.mark_office(tip.id, "kecamatan-beji")
    await desk.close(tip.id, Status.REJECTED, reason="Bukan ASN.")
    found = await everything(office.database)
    words = (STORY, "pernah dilaporkan", "foto kausnya", "Bukan ASN", "kecamatan-beji")
    assert [each for each in words if each in found] == []


async def test_a_question_reaches_the_receipt_and_its_answer_the_desk(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    desk = await staffed.desk()
    await desk.ask(tip.id, "Ada foto?")
    assert (await office.found(receipt)).status is Status.NEEDS_INFO
    assert await office.remarks(tip, receipt) == ["petugas: Ada foto?"]
    await office.answers(tip, "Ada dua.")
    [line] = await desk.listed()
    assert not line.answered
    await office.mover.move_parcels()
    [line] = await desk.listed()
    assert line.answered
    opened = await desk.open(tip.id)
    assert [each.text for each in opened.case.remarks] == ["Ada foto?", "Ada dua."]
    await desk.ask(tip.id, "Kirim ya.")
    await desk.ask(tip.id, "Masih ditunggu.")
    [line] = await desk.listed()
    assert not line.answered
    assert line.tip.status is Status.NEEDS_INFO


async def test_notes_are_read_by_colleagues_and_never_by_the_sender(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    desk = await staffed.desk()
    await desk.note(tip.id, "Mirip aduan kemarin.")
    opened = await desk.open(tip.id)
    assert [each.text for each in opened.case.notes] == ["Mirip aduan kemarin."]
    assert await office.remarks(tip, receipt) == []


@pytest.mark.parametrize("verb", ["open", "note", "ask", "close", "mark_serious", "hold"])
async def test_a_tip_about_ones_own_office_is_refused_and_the_refusal_noted(
    verb: str, office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk(await staffed.actor(offices=OWN))
    acts = {
        "open": lambda: desk.open(tip.id),
        "note": lambda: desk.note(tip.id, "x"),
        "ask": lambda: desk.ask(tip.id, "x"),
        "close": lambda: desk.close(tip.id, Status.REJECTED, reason="x"),
        "mark_serious": lambda: desk.mark_serious(tip.id, serious=False),
        "hold": lambda: desk.hold(tip.id, held=True),
    }
    with pytest.raises(Refused) as caught:
        await acts[verb]()
    assert caught.value.reason == "office"
    [(_, subject, outcome, reason)] = await staffed.trail()
    assert (subject, outcome, reason) == (tip.id, "refused", "office")
    [row] = await rows(office.database, "tips")
    assert row["status"] == "baru"


async def test_a_tip_about_ones_own_office_is_not_listed_found_or_called_similar(
    office: Office, staffed: Staffed
) -> None:
    _, hidden = await office.sends()
    _, seen = await office.sends(told(office=""))
    desk = await staffed.desk(await staffed.actor(offices=OWN))
    assert [each.tip.id for each in await desk.listed()] == [seen.id]
    assert [each.tip.id for each in await desk.search("kaus")] == [seen.id]
    assert (await desk.open(seen.id)).similar == ()
    assert (
        hidden.id
        not in await (await staffed.desk(await staffed.actor(FORWARDER, offices=OWN))).export()
    )


async def test_an_office_that_a_reader_marks_sees_the_tip_no_more(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends(told(office=""))
    theirs = await staffed.desk(await staffed.actor(offices=OWN))
    await theirs.open(tip.id)
    await (await staffed.desk()).mark_office(tip.id, "kelurahan-kukusan")
    with pytest.raises(Refused):
        await theirs.open(tip.id)
    assert await theirs.listed() == []
    assert await theirs.search("kaus") == []


async def test_a_tip_is_not_given_to_somebody_of_the_office_it_is_about(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk()
    await staffed.actor(VERIFIER, name="budi")
    await staffed.actor(VERIFIER, name="lina", offices=OWN)
    await staffed.actor(AUDITOR, name="adit")
    for name, reason in {
        "lina": "office",
        "adit": "account-unknown",
        "x": "account-unknown",
    }.items():
        with pytest.raises(Refused) as caught:
            await desk.assign(tip.id, name)
        assert caught.value.reason == reason
    await desk.assign(tip.id, "budi")
    [line] = await desk.listed(Wanted(assigned="budi"))
    assert line.tip.id == tip.id
    assert await desk.listed(Wanted(assigned="")) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {"Beji", "Limo"}),
        (Wanted(status=Status.READ), {"Limo"}),
        (Wanted(district="beji"), {"Beji"}),
        (Wanted(office="kelurahan-kukusan"), {"Beji", "Limo"}),
        (Wanted(office="bkpsdm"), set()),
        (Wanted(within=6), {"Beji"}),
        (Wanted(within=0), set()),
    ],
)
async def test_the_list_is_filtered(
    wanted: Wanted, found: set[str], office: Office, staffed: Staffed
) -> None:
    await office.sends()
    _, other = await office.sends(told(district="Limo", day=None))
    desk = await staffed.desk()
    await desk.open(other.id)
    assert {each.tip.district for each in await desk.listed(wanted)} == found


async def test_the_deadline_counts_from_the_event_and_may_be_over(
    office: Office, staffed: Staffed
) -> None:
    await office.sends(told(day=DAY - timedelta(days=9)))
    [line] = await (await staffed.desk()).listed()
    assert (line.deadline, line.left) == (date(2026, 11, 23), -2)


async def test_pranks_are_told_apart_and_may_be_taken_back(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk()
    for serious in (False, True):
        await desk.mark_serious(tip.id, serious=serious)
        [line] = await desk.listed()
        assert line.serious is serious


async def test_similar_tips_are_shown_together(office: Office, staffed: Staffed) -> None:
    _, tip = await office.sends()
    _, same = await office.sends(told(story="Pak lurah Kukusan membagikan kaus calon di kantor"))
    await office.sends(
        told(
            story="Guru SD memasang stiker partai di mobilnya.",
            who="seorang guru",
            where="Jalan Raya Limo",
            village="",
            witnesses="",
        )
    )
    assert (await (await staffed.desk()).open(tip.id)).similar[0].tip.id == same.id


async def test_search_finds_words_in_a_kecamatan_and_forgets_what_is_gone(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    _, other = await office.sends(told(district="Limo", story="Camat memberi kaus partai."))
    desk = await staffed.desk()
    assert {each.tip.id for each in await desk.search("kaus")} == {tip.id, other.id}
    assert [each.tip.id for each in await desk.search("kaus", district="limo")] == [other.id]
    assert [each.tip.id for each in await desk.search("", district="Beji")] == [tip.id]
    assert await desk.search("sepeda") == []
    await office.withdraws(await office.found(receipt))
    await office.mover.move_parcels()
    assert [each.tip.id for each in await desk.search("kaus")] == [other.id]


async def test_a_closed_tip_stays_closed_and_keeps_its_day_for_retention(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    desk = await staffed.desk()
    with pytest.raises(WrongMove, match="closed as"):
        await desk.close(tip.id, Status.READ, reason="x")
    with pytest.raises(WrongMove, match="belum-dibaca"):
        await desk.close(tip.id, Status.DONE, reason="x")
    await desk.close(tip.id, Status.REJECTED, reason="Bukan ASN.")
    assert (await office.found(receipt)).status is Status.REJECTED
    with pytest.raises(WrongMove):
        await desk.ask(tip.id, "masih ada?")
    case = (await desk.open(tip.id)).case
    assert case.history[-1].text == "Bukan ASN."
    [row] = await rows(office.database, "tips")
    assert opened_upkeep(office.key, tip.receipt, bytes(row["upkeep"])).closed == DAY


async def test_a_hold_is_shown_and_let_go(office: Office, staffed: Staffed) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk()
    for held in (True, False):
        await desk.hold(tip.id, held=held)
        assert (await desk.open(tip.id)).case.held is held
    events = [each.event for each in (await desk.open(tip.id)).case.history]
    assert events == ["ditahan", "dibaca", "dilepas"]


@pytest.mark.parametrize(
    ("start", "why"), [("zz", "pendek"), ("", "pendek"), ("0000", "tidak-ada"), ("abc", "pendek")]
)
async def test_a_number_that_names_no_tip_is_told(
    start: str, why: str, office: Office, staffed: Staffed
) -> None:
    with pytest.raises(TipUnknown, match=why):
        await (await staffed.desk()).open(start)


async def test_a_tip_is_named_by_the_beginning_of_its_number(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    assert (await (await staffed.desk()).open(tip.id[:6])).case.tip.id == tip.id


@pytest.mark.parametrize(
    ("verb", "role", "act"),
    [
        ("listed", AUDITOR, "read-tips"),
        ("search", AUDITOR, "read-tips"),
        ("open", AUDITOR, "read-tips"),
        ("note", AUDITOR, "note-tips"),
        ("ask", AUDITOR, "ask-tips"),
        ("assign", AUDITOR, "assign-tips"),
        ("close", AUDITOR, "close-tips"),
        ("hold", AUDITOR, "close-tips"),
        ("mark_office", AUDITOR, "note-tips"),
        ("mark_serious", AUDITOR, "note-tips"),
        ("export", VERIFIER, "export-register"),
    ],
)
async def test_who_lacks_the_role_is_refused_and_the_refusal_noted(
    verb: str, role: Role, act: str, office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    actor = await staffed.actor(role)
    desk: Desk = await staffed.desk(actor)
    acts = {
        "listed": desk.listed,
        "search": lambda: desk.search("kaus"),
        "open": lambda: desk.open(tip.id),
        "note": lambda: desk.note(tip.id, "x"),
        "ask": lambda: desk.ask(tip.id, "x"),
        "assign": lambda: desk.assign(tip.id, actor.account.name),
        "close": lambda: desk.close(tip.id, Status.REJECTED, reason="x"),
        "hold": lambda: desk.hold(tip.id, held=True),
        "mark_office": lambda: desk.mark_office(tip.id, "bkpsdm"),
        "mark_serious": lambda: desk.mark_serious(tip.id, serious=False),
        "export": desk.export,
    }
    with pytest.raises(Refused):
        await acts[verb]()
    [(noted, _, outcome, reason)] = await staffed.trail()
    assert (noted, outcome, reason) == (act, "refused", "role")


async def test_a_session_that_was_ended_does_nothing(office: Office, staffed: Staffed) -> None:
    _, tip = await office.sends()
    actor = await staffed.actor()
    desk = await staffed.desk(actor)
    async with office.database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM sessions")
    with pytest.raises(Refused):
        await desk.note(tip.id, "x")
    assert await rows(office.database, "tip_papers") == []
    assert (await staffed.trail())[0][2:] == ("refused", "session")


async def test_without_the_key_a_tip_is_listed_and_not_read(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk(ring=KeyRing.of([KeyPair.new()]))
    [line] = await desk.listed()
    assert (line.tip.id, line.deadline) == (tip.id, None)
    assert await desk.search("kaus") == []
    with pytest.raises(UnsealError, match="kunci-lain"):
        await desk.open(tip.id)


async def test_whom_it_is_hidden_from_cannot_be_read_hides_it_from_every_office(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends(told(office=""))
    await (await staffed.desk()).mark_office(tip.id, "bkpsdm")
    ring = KeyRing.of([KeyPair.new()])
    somebody = await staffed.actor(offices=frozenset({"inspektorat"}))
    assert await (await staffed.desk(somebody, ring=ring)).listed() == []
    assert len(await (await staffed.desk(ring=ring)).listed()) == 1
