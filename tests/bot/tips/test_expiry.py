from dataclasses import replace
from datetime import date, timedelta

import pytest
from desks import Staffed
from fakes import FakeClock
from tipping import CONTENT, DAY, EVIDENCE, Office, rows

from bot.crypto import ServerKey
from bot.retention import TIPS, erased_on
from bot.tips.expiry import Expiry
from bot.tips.tip import Content, Status


@pytest.fixture
def expiry(office: Office) -> Expiry:
    return Expiry(office.key, drop=office.cupboard.drop)


async def erase(office: Office, expiry: Expiry, before: date) -> int:
    async with office.database.transaction() as connection:
        assert await expiry.due(connection, before=before) >= 0
        return await expiry.erase(connection, before=before)


async def test_a_closed_tip_goes_with_papers_and_files_and_an_open_one_stays(
    office: Office, staffed: Staffed, expiry: Expiry
) -> None:
    receipt, tip = await office.sends()
    other, _ = await office.sends()
    desk = await staffed.desk()
    await desk.close(tip.id, Status.REJECTED, reason="x")
    assert await erase(office, expiry, DAY) == 0
    assert office.cupboard.dropped == []
    assert await erase(office, expiry, DAY + timedelta(days=1)) == 1
    assert office.cupboard.dropped == [EVIDENCE.id]
    assert await rows(office.database, "tip_papers") == []
    assert await office.look_up(receipt) is None
    assert await office.look_up(other)


async def test_a_tip_goes_on_the_day_that_staff_were_told_and_not_before(
    office: Office, staffed: Staffed, expiry: Expiry
) -> None:
    _, tip = await office.sends()
    await (await staffed.desk()).close(tip.id, Status.REJECTED, reason="x")
    told = erased_on(office.clock.today())
    assert await erase(office, expiry, told - timedelta(days=1) - TIPS) == 0
    assert await erase(office, expiry, told - TIPS) == 1


async def test_a_held_tip_stays_until_it_is_let_go(
    office: Office, staffed: Staffed, expiry: Expiry, clock: FakeClock
) -> None:
    _, tip = await office.sends()
    desk = await staffed.desk()
    await desk.close(tip.id, Status.REJECTED, reason="x")
    await desk.hold(tip.id, held=True)
    assert await erase(office, expiry, DAY + timedelta(days=900)) == 0
    await desk.hold(tip.id, held=False)
    assert await erase(office, expiry, DAY + timedelta(days=900)) == 1


async def test_what_another_server_key_sealed_stays_and_stops_nothing(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    await (await staffed.desk()).close(tip.id, Status.REJECTED, reason="x")
    expiry = Expiry(ServerKey(b"y" * 32), drop=office.cupboard.drop)
    assert await erase(office, expiry, DAY + timedelta(days=900)) == 0
    assert len(await rows(office.database, "tips")) == 1


async def test_files_of_tips_and_parcels_are_no_orphans(
    office: Office, staffed: Staffed, expiry: Expiry
) -> None:
    await office.sends()
    later = replace(EVIDENCE, id="f" * 32)
    await office.sends(Content(CONTENT.account, (later,)), moved=False)
    async with office.database.reading() as connection:
        assert await expiry.files(connection) == {EVIDENCE.id, later.id}
