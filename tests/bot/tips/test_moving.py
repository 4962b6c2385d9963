from collections import Counter
from dataclasses import replace

import pytest
from databases import ON_POSTGRES
from tipping import CONTENT, DAY, EVIDENCE, STORY, Office, rows

from bot.crypto import ServerKey
from bot.errors import WrongMove
from bot.tips.case import Event
from bot.tips.progress import Progress
from bot.tips.sealing import opened_note, opened_upkeep, sealed_upkeep
from bot.tips.store import tips
from bot.tips.tip import Content, Status

MORE = replace(EVIDENCE, id="f" * 32)


@pytest.fixture
def progress(office: Office) -> Progress:
    return Progress(office.key, clock=office.clock)


async def move(office: Office, tip_id: str, *statuses: Status) -> None:
    progress = Progress(office.key, clock=office.clock)
    for status in statuses:
        async with office.database.transaction() as connection:
            await progress.move(connection, tip_id, status, author="siti")


async def test_staff_are_told_numbers_and_kecamatan_once_and_only_when_parcels_move(
    office: Office,
) -> None:
    for _ in range(2):
        await office.sends(moved=False)
    assert office.told == []
    assert await office.mover.move_parcels() == 2
    assert office.told == [Counter({("tip", "Beji"): 2})]
    assert await office.mover.move_parcels() == 0
    assert len(office.told) == 1


async def test_tips_are_moved_in_no_order_that_they_came_in(office: Office) -> None:
    sent = [(await office.sends(moved=False))[0].public for _ in range(12)]
    await office.mover.move_parcels()
    kept = [bytes(each["receipt"]) for each in await rows(office.database, "tips")]
    assert sorted(kept) == sorted(sent)
    assert kept != sent


async def test_an_answer_brings_a_tip_back_to_the_readers(office: Office) -> None:
    receipt, tip = await office.sends()
    await move(office, tip.id, Status.READ, Status.NEEDS_INFO)
    await office.answers(tip, "Ada.")
    assert (await office.found(receipt)).status is Status.NEEDS_INFO
    await office.mover.move_parcels()
    assert (await office.found(receipt)).status is Status.READ
    history = [
        each for each in await rows(office.database, "tip_papers") if each["kind"] == "status"
    ]
    last = max(history, key=lambda each: int(str(each["place"])))
    assert opened_note(office.ring, bytes(last["sealed"])).author == "pelapor"


async def test_more_evidence_is_added_and_known_to_retention(office: Office) -> None:
    _, tip = await office.sends()
    async with office.database.transaction() as connection:
        await office.intake.add_evidence(connection, tip, (MORE,), day=DAY)
    await office.mover.move_parcels()
    [row] = await rows(office.database, "tips")
    assert opened_upkeep(office.key, tip.receipt, bytes(row["upkeep"])).files == (
        EVIDENCE.id,
        MORE.id,
    )


async def test_what_comes_for_a_tip_that_is_gone_is_dropped_with_its_files(office: Office) -> None:
    _, tip = await office.sends(Content(CONTENT.account))
    async with office.database.transaction() as connection:
        await office.intake.add_evidence(connection, tip, (MORE,), day=DAY)
        await tips.delete_tip(connection, tip.id)
    await office.mover.move_parcels()
    assert office.cupboard.dropped == [MORE.id]
    assert await rows(office.database, "tip_papers") == []


@pytest.mark.parametrize("held", [True, False])
async def test_a_forwarded_or_held_tip_stays_and_the_desk_reads_that_it_was_withdrawn(
    *, held: bool, office: Office
) -> None:
    receipt, tip = await office.sends()
    if held:
        async with office.database.transaction() as connection:
            found = await tips.find_tip(connection, tip.id)
            assert found
            upkeep = replace(opened_upkeep(office.key, tip.receipt, found.upkeep), held=True)
            sealed = sealed_upkeep(office.key, tip.receipt, upkeep)
            await tips.change_tip(connection, tip.id, {"upkeep": sealed})
    else:
        await move(office, tip.id, Status.READ, Status.FORWARDED)
    await office.withdraws(tip)
    await office.mover.move_parcels()
    assert await office.look_up(receipt)
    papers = await rows(office.database, "tip_papers")
    notes = [opened_note(office.ring, bytes(each["sealed"])).event for each in papers]
    assert Event.WITHDRAWN in notes
    assert office.cupboard.dropped == []


async def test_a_parcel_that_fails_keeps_no_other_and_stays(office: Office) -> None:
    stranger = Office(office.database, ServerKey(b"x" * 32), office.clock, pair=office.pair)
    _, tip = await office.sends()
    async with office.database.transaction() as connection:
        await stranger.intake.add_evidence(connection, tip, (MORE,), day=DAY)
    await office.sends(moved=False)
    assert await office.mover.move_parcels() == 1
    assert len(await rows(office.database, "parcels")) == 1
    assert len(await rows(office.database, "tips")) == 2


async def test_a_tip_moves_only_where_its_status_leads(office: Office, progress: Progress) -> None:
    _, tip = await office.sends()
    with pytest.raises(WrongMove, match="cannot become"):
        await move(office, tip.id, Status.DONE)
    with pytest.raises(WrongMove, match="gone"):
        await move(office, "0" * 16, Status.READ)
    await move(office, tip.id, Status.READ, Status.FORWARDED)
    async with office.database.transaction() as connection:
        assert await progress.settle(connection, tip.id, Status.IN_PROGRESS)
        assert not await progress.settle(connection, tip.id, Status.RECEIVED)
        assert not await progress.settle(connection, "0" * 16, Status.DONE)
        assert await progress.settle(connection, tip.id, Status.DONE)
    [row] = await rows(office.database, "tips")
    assert opened_upkeep(office.key, tip.receipt, bytes(row["upkeep"])).closed == DAY


async def test_the_public_process_cannot_read_what_it_took(office: Office) -> None:
    await office.sends()
    [row] = await rows(office.database, "tips")
    for column in ("sealed", "originals"):
        sealed = bytes(row[column])
        assert STORY.encode() not in sealed
        for purpose in ("tip-upkeep", "conversation", "tip"):
            with pytest.raises(Exception, match="does not open"):
                office.key.open(sealed, purpose=purpose, context=bytes(row["receipt"]).hex())


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
async def test_postgresql_tells_neither_order_nor_transaction_of_recent_tips(
    office: Office,
) -> None:
    for _ in range(6):
        await office.sends()
    async with office.database.reading() as connection:
        written = (await connection.exec_driver_sql("SELECT xmin FROM tips")).scalars().all()
    assert len(written) == 6
    assert len({str(each) for each in written}) == 1
