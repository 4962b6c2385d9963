from datetime import timedelta

from fakes import FakeClock

from bot.database.engine import open_database
from bot.settings import Settings
from bot.tips.counting import standing
from bot.tips.store import tips
from bot.tips.store.tips import SealedTip
from bot.tips.tip import CLOSED, Status, Tip


async def test_open_tips_are_counted_by_status_and_those_that_wait_by_age(
    settings: Settings, clock: FakeClock
) -> None:
    database = open_database(settings.database)
    today = clock.today()
    came = [(0, Status.NEW), (3, Status.READ), (4, Status.NEEDS_INFO), (7, Status.READ)]
    came += [(8, Status.NEW), (9, Status.FORWARDED), (10, Status.DONE), (11, Status.REJECTED)]
    async with database.transaction() as connection:
        for days, status in came:
            name = f"{days:032x}"
            day = today - timedelta(days=days)
            tip = Tip(name, day, status, "Beji", "dinas-a" if days else "", "", name.encode())
            await tips.add_tip(connection, SealedTip(tip, b"", b"", b""))

    found = await standing(database, today=today)
    assert (found.fresh, found.pressing, found.overdue, found.waiting) == (2, 2, 1, 5)
    assert found.by_status[Status.FORWARDED] == 1
    assert not found.by_status.keys() & CLOSED
    but = await standing(database, today=today, but={"dinas-a"})
    assert (but.waiting, but.by_status[Status.READ]) == (1, 0)
    await database.close()
