from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeClock, Person
from sqlalchemy import text
from tipping import Cupboard

from bot import retention
from bot.channels import web
from bot.conversation.store import ConversationStore
from bot.messages import IncomingMessage, Reply
from bot.questions import store
from bot.retention import Keepers, Retention
from bot.tips.expiry import Expiry
from bot.wiring import Services


class NoJobs:
    """A job engine that has nothing to delete."""

    async def delete_finished(self, *, before: object) -> int:
        del before
        return 0


@pytest.fixture
def cleaning(services: Services, clock: FakeClock) -> Retention:
    expiry = Expiry(services.key, drop=Cupboard().drop)
    trail, talks = services.staffing.room.trail, ConversationStore(services.key)
    keepers = Keepers(trail, services.evidence.of_drafts, expiry, talks, services.inquiries)
    jobs: Any = NoJobs()
    return Retention(services.database, keepers, jobs=jobs, clock=clock)


async def rows(services: Services, table: str) -> int:
    async with services.database.reading() as connection:
        return int(await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


@pytest.mark.parametrize(
    ("table", "kept_for"),
    [
        ("message_claims", retention.MESSAGE_CLAIMS),
        ("conversations", timedelta(days=27, hours=21)),  # 30 days from Monday 0:00 UTC on
    ],
)
async def test_rows_go_when_their_time_is_over_and_not_before(
    table: str,
    kept_for: timedelta,
    services: Services,
    cleaning: Retention,
    clock: FakeClock,
    person: Person,
) -> None:
    await person.says("/mulai")
    clock.moment += kept_for
    await cleaning.run()
    assert await rows(services, table) == 1
    clock.forward(seconds=1)
    await cleaning.run()
    assert await rows(services, table) == 0


async def test_replies_that_never_arrived_go_before_48_hours_are_over(
    services: Services, cleaning: Retention, clock: FakeClock
) -> None:
    browser = web.address("x" * 43)
    async with services.database.transaction() as connection:
        await services.outbox.post(
            connection, IncomingMessage("m", browser), replies=[Reply("halo")], now=clock.now()
        )
    clock.moment += retention.OUTBOX
    await cleaning.run()
    assert await rows(services, "outbox") == 1
    clock.forward(seconds=1)
    await cleaning.run()
    assert await rows(services, "outbox") == 0


async def test_unanswered_questions_go_after_90_days(
    services: Services, cleaning: Retention, clock: FakeClock
) -> None:
    today = clock.today()
    async with services.database.transaction() as connection:
        for age in (90, 91):
            await store.keep_question(connection, f"{age}", day=today - timedelta(days=age))
    assert await cleaning.run() == 1
    async with services.database.reading() as connection:
        assert [question for _, question in await store.unanswered(connection)] == ["90"]


async def test_answers_stay_and_counts_of_days_go_after_400_days(
    services: Services, cleaning: Retention, clock: FakeClock, person: Person
) -> None:
    await person.says("boleh gak gw like postingan paslon?")
    clock.forward(days=400)
    await cleaning.run()
    assert await rows(services, "answers") == 1
    assert await rows(services, "tallies") > 0
    clock.forward(days=1)
    await cleaning.run()
    assert await rows(services, "tallies") == 0
    assert await rows(services, "answers") == 1
    assert clock.today() > date(2027, 1, 1)


async def test_a_plan_counts_what_would_go_and_nothing_goes(
    services: Services, cleaning: Retention, clock: FakeClock, person: Person
) -> None:
    await person.says("/mulai")
    clock.forward(days=400)
    plan = await cleaning.plan()
    assert (plan["conversations"], plan["message claims"], plan["tips"]) == (1, 1, 0)
    assert await rows(services, "conversations") == 1
    assert await cleaning.run() >= sum(plan.values())
    assert sum((await cleaning.plan()).values()) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_went_is_not_in_the_files_of_sqlite_either(
    services: Services, cleaning: Retention, clock: FakeClock
) -> None:
    word = "kumis-kucing-di-halaman"
    async with services.database.transaction() as connection:
        await store.keep_question(connection, word, day=clock.today() - timedelta(days=91))
    folder = Path(str(services.database.url.database)).parent
    assert any(word.encode() in each.read_bytes() for each in folder.iterdir())
    await cleaning.run()
    assert not any(word.encode() in each.read_bytes() for each in folder.iterdir())
