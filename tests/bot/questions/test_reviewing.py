from datetime import date, timedelta

from bot.questions import feedback
from bot.questions.guide import LiveGuide
from bot.questions.reviewing import grouped, missed, unanswered
from bot.wiring import Services

DAY = date(2026, 11, 20)
FLAG = "boleh gak pasang bendera partai di pagar rumah dinas"
SAME = "pasang bendera partai di rumah dinas boleh?"
OTHER = "arisan ibu2 kader partai boleh ikut?"


async def test_unanswered_questions_come_in_groups_the_most_frequent_first(
    services: Services,
) -> None:
    async with services.database.transaction() as connection:
        await feedback.keep_question(connection, OTHER, day=DAY)
        for each, after in ((FLAG, 0), (SAME, 1), (FLAG, 3)):
            await feedback.keep_question(connection, each, day=DAY + timedelta(after))
    first, second = await unanswered(services.database, services.guide.current)
    assert first.questions == (FLAG, SAME)
    assert first.times == 3
    assert first.days == (DAY, DAY + timedelta(1), DAY + timedelta(3))
    assert second.questions == (OTHER,)


def test_what_is_nearest_comes_with_its_probability(guide: LiveGuide) -> None:
    (group,) = grouped([(DAY, "gw ngelike status cawalkot barusan")], guide.current)
    (best, share), *_ = group.nearest
    assert best == "like-unggahan-calon"
    assert 0.3 < share <= 1


def test_a_question_is_scrubbed_again_before_it_is_shown(guide: LiveGuide) -> None:
    (group,) = grouped([(DAY, "foto sama pak Zulkifran, hp 0812 3456 7890")], guide.current)
    assert group.questions == ("foto sama pak [nama], hp [nomor]",)


def test_no_questions_make_no_group(guide: LiveGuide) -> None:
    assert grouped([], guide.current) == ()


async def test_answers_that_missed_come_worst_first_with_how_often_they_helped(
    services: Services,
) -> None:
    async with services.database.transaction() as connection:
        for entry, after in (("a", 0), ("b", 0), ("b", 2), ("b", 2)):
            day = DAY + timedelta(after)
            await feedback.count(connection, "kurang-tepat", entry, day=day)
        await feedback.count(connection, "membantu", "b", day=DAY)
        await feedback.count(connection, "jawaban", "c", day=DAY)
    first, second = await missed(services.database)
    assert (first.entry, first.times, first.helped) == ("b", 3, 1)
    assert first.days == (DAY, DAY + timedelta(2))
    assert (second.entry, second.times, second.helped) == ("a", 1, 0)
