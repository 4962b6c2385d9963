"""Staff who answer those that wait, without a console."""

from sqlalchemy import text

from bot.questions.inquiries import store
from bot.questions.inquiries.notifying import Sent
from bot.questions.inquiries.store import Row
from bot.questions.inquiries.wording import answered
from bot.wiring import Services

FERRY = "kapal feri ke pulau seribu berangkat jam berapa"
ANSWER = "Jadwal feri ada di dermaga, bukan urusan netralitas."


async def staff_answer(services: Services, told: str = ANSWER, *, entry: str = "") -> Sent:
    """Answer whoever waits for anything."""
    guide = services.guide.current
    async with services.database.transaction() as connection:
        questions = {each.question for each in await store.every(connection)}
        return await services.inquiries.send(
            connection,
            questions,
            said=lambda question: answered(guide, question, told, entry=entry),
            now=services.clock.now(),
        )


async def inquiries(services: Services) -> list[Row]:
    async with services.database.reading() as connection:
        return list(await store.every(connection))


async def everything(services: Services) -> str:
    """Return the table as a thief reads it."""
    async with services.database.reading() as connection:
        found = (await connection.execute(text("SELECT * FROM inquiries"))).mappings().all()
    return str(
        [{k: bytes(v) if isinstance(v, memoryview) else v for k, v in e.items()} for e in found]
    )
