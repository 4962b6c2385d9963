import pytest
from tipping import CONTENT, DAY, EVIDENCE, STORY, Office, everything, rows

from bot.errors import DeskClosed
from bot.keypair import KeyPair
from bot.tips.keys import KeyRing
from bot.tips.sealing import opened_content, opened_originals, opened_upkeep
from bot.tips.tip import Content, Status


async def test_a_tip_waits_as_a_parcel_and_its_receipt_finds_it_all_the_same(
    office: Office,
) -> None:
    receipt, tip = await office.sends(moved=False)
    assert (tip.status, tip.day, tip.district) == (Status.NEW, DAY, "Beji")
    assert await rows(office.database, "tips") == []
    async with office.database.reading() as connection:
        assert await office.intake.waiting(connection) == 1
    await office.mover.move_parcels()
    moved = await office.found(receipt)
    assert moved.id != tip.id
    assert moved.office == "kelurahan-kukusan"
    assert await rows(office.database, "parcels") == []


async def test_only_the_receipt_of_a_tip_finds_it(office: Office) -> None:
    await office.sends()
    assert await office.look_up(KeyPair.new()) is None


async def test_nobody_but_the_desk_opens_a_tip_and_originals_are_sealed_apart(
    office: Office,
) -> None:
    _, tip = await office.sends()
    [row] = await rows(office.database, "tips")
    content = opened_content(office.ring, bytes(row["sealed"]))
    assert content.account == CONTENT.account
    assert [each.original for each in content.evidence] == [b""]
    assert content.evidence[0].key == EVIDENCE.key
    assert opened_originals(office.ring, bytes(row["originals"])) == {EVIDENCE.id: b"o" * 32}
    assert opened_upkeep(office.key, tip.receipt, bytes(row["upkeep"])).files == (EVIDENCE.id,)


async def test_no_table_holds_a_word_of_a_tip_in_clear(office: Office) -> None:
    receipt, tip = await office.sends()
    await office.answers(tip, "Ada tiga orang saksi.")
    found = await everything(office.database)
    await office.mover.move_parcels()
    found += await everything(office.database)
    told = (STORY, "Lurah Kukusan", "Kukusan'", "tetangga", "tiga orang", EVIDENCE.id, "halaman")
    assert [each for each in told if each in found] == []
    assert receipt.private.hex() not in found


async def test_a_tip_row_has_these_columns_and_no_moment(office: Office) -> None:
    await office.sends()
    [row] = await rows(office.database, "tips")
    sealed = {"sealed", "originals", "upkeep", "casework"}
    clear = {"id", "day", "status", "district", "office", "target", "receipt"}
    assert set(row) == sealed | clear
    assert str(row["day"]) == str(DAY)


async def test_lengths_tell_no_number_of_files(office: Office) -> None:
    await office.sends(Content(CONTENT.account))
    await office.sends()
    first, second = await rows(office.database, "tips")
    for column in ("originals", "upkeep"):
        assert len(bytes(first[column])) == len(bytes(second[column]))


async def test_without_a_desk_key_nothing_is_taken(office: Office) -> None:
    closed = Office(office.database, office.key, office.clock)
    async with closed.database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM public_keys")
        assert not await closed.intake.is_open(connection)
    with pytest.raises(DeskClosed, match="desk new-key"):
        await closed.sends()
    assert await rows(closed.database, "parcels") == []


async def test_a_sender_reads_own_answers_before_and_after_they_are_moved(office: Office) -> None:
    receipt, tip = await office.sends()
    await office.answers(tip, "Ada saksi.")
    assert await office.remarks(tip, receipt) == ["pelapor: Ada saksi."]
    await office.mover.move_parcels()
    assert await office.remarks(tip, receipt) == ["pelapor: Ada saksi."]


async def test_a_tip_that_waits_is_withdrawn_at_once_with_its_files(office: Office) -> None:
    receipt, tip = await office.sends(moved=False)
    await office.answers(tip, "Tunggu.")
    await office.withdraws(tip)
    assert await office.look_up(receipt) is None
    assert office.cupboard.dropped == [EVIDENCE.id]
    assert await rows(office.database, "parcels") == []


async def test_a_moved_tip_that_is_withdrawn_vanishes_with_the_next_parcels(
    office: Office,
) -> None:
    receipt, tip = await office.sends()
    await office.answers(tip, "Sebentar.")
    await office.mover.move_parcels()
    await office.withdraws(tip)
    assert await office.look_up(receipt) is None
    await office.mover.move_parcels()
    for table in ("tips", "tip_papers", "parcels"):
        assert await rows(office.database, table) == []
    assert office.cupboard.dropped == [EVIDENCE.id]


async def test_what_follows_a_new_desk_key_is_sealed_to_it(office: Office) -> None:
    await office.sends()
    office.pair = KeyPair.new()
    await office.opens()
    receipt, tip = await office.sends(Content(CONTENT.account))
    await office.answers(tip, "di kantor")
    await office.mover.move_parcels()
    ring = KeyRing.of([office.pair])
    sealed = [bytes(each["sealed"]) for each in await rows(office.database, "tips")]  # type: ignore[call-overload]
    assert sorted(ring.opens(each) for each in sealed) == [False, True]
    [paper] = await rows(office.database, "tip_papers")
    assert ring.opens(bytes(paper["sealed"]))  # type: ignore[call-overload]
    assert await office.remarks(tip, receipt) == ["pelapor: di kantor"]
