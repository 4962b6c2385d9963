from datetime import date, timedelta

import pytest
from fakes import Person

from bot.database.engine import Database
from bot.questions import store
from bot.questions.counting import DAYS, Asked, Share, asked, share
from bot.questions.outcome import ASKED, Outcome
from bot.wiring import Services

TODAY = date(2026, 11, 25)


async def counted(
    database: Database, kind: str, subject: str, times: int, *, days_ago: int = 0
) -> None:
    async with database.transaction() as connection:
        for _ in range(times):
            day = TODAY - timedelta(days=days_ago)
            await store.count(connection, kind, subject, day=day)


async def outcomes(services: Services) -> dict[Outcome, int]:
    found = await asked(services.database, today=services.clock.today())
    return dict(found.outcomes)


async def test_each_typed_question_counts_once_by_what_it_came_to(
    person: Person, services: Services
) -> None:
    await person.says("boleh gak gw like postingan paslon?")
    await person.says("resep rendang yang enak gimana ya")
    assert await outcomes(services) == {
        Outcome.ANSWERED: 1,
        Outcome.ASKED_BACK: 0,
        Outcome.DECLINED: 1,
    }


async def test_a_question_that_is_asked_back_counts_no_second_time_when_it_is_chosen(
    person: Person, services: Services
) -> None:
    await person.says("like")
    before = await outcomes(services)
    assert before[Outcome.ASKED_BACK] == 1
    await person.says("1")
    assert await outcomes(services) == before


async def test_a_tap_and_a_tip_are_no_questions(person: Person, services: Services) -> None:
    await person.says(tapping="ask:like-unggahan-calon")
    await person.says("lapor")
    assert sum((await outcomes(services)).values()) == 0


async def test_only_the_last_thirty_days_are_told(services: Services) -> None:
    database = services.database
    await counted(database, ASKED, Outcome.ANSWERED, 6)
    await counted(database, ASKED, Outcome.DECLINED, 7, days_ago=DAYS - 1)
    await counted(database, ASKED, Outcome.DECLINED, 9, days_ago=DAYS)
    found = await asked(database, today=TODAY)
    assert len(found.days) == DAYS
    assert found.days[0] == (TODAY - timedelta(days=DAYS - 1), 7)
    assert found.days[-1] == (TODAY, 6)
    assert (found.at_least, found.most) == (13, 7)


async def test_a_topic_of_few_is_not_told(services: Services) -> None:
    await counted(services.database, "jawaban", "like-unggahan-calon", 5)
    await counted(services.database, "jawaban", "foto-bersama-calon", 4)
    found = await asked(services.database, today=TODAY)
    assert found.topics == (("like-unggahan-calon", 5),)


@pytest.mark.parametrize("whole", [50, 51, 99, 100, 101, 400])
def test_no_share_tells_a_count_under_five_from_another(whole: int) -> None:
    told = {share(part, whole) for part in range(1, 5)}
    assert len(told) == 1


def test_shares_are_not_told_of_fewer_than_fifty() -> None:
    assert share(20, 49) is None
    assert share(20, 50) == Share(40, 10)


def test_the_sum_of_days_leaves_hidden_days_out() -> None:
    days = ((TODAY - timedelta(days=1), 4), (TODAY, 9))
    told = Asked(days, dict.fromkeys(Outcome, 0), (), cards=0, wrong=0)
    assert told.at_least == 9
