"""Thirty days of questions on a server that runs: days of many, of few and of none."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.database.engine import open_database
from bot.questions import store
from bot.questions.inquiries import store as inquiries
from bot.questions.outcome import ASKED, Outcome
from bot.settings import Settings
from webhooks.console.questions import _digest

TOPICS = {"like-unggahan-calon": 9, "foto-bersama-calon": 2}
_A_DAY = (0, 2, 7, 11, 4)


def asked_questions(data: Path) -> str:
    """Count questions in the folder *data* of a server; return the path of the page that tells."""

    async def made() -> None:
        database = open_database(Settings(_env_file=None, data_dir=data).database)
        today = datetime.now(UTC).date()
        async with database.transaction() as connection:
            for number in range(25):
                day = today - timedelta(days=number)
                for each in range(_A_DAY[number % len(_A_DAY)]):
                    outcome = Outcome.DECLINED if each == 1 else Outcome.ANSWERED
                    await store.count(connection, ASKED, outcome, day=day)
            for entry, times in TOPICS.items():
                for _ in range(times):
                    await store.count(connection, "jawaban", entry, day=today)
        await database.close()

    # The browser's own loop runs in this thread.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, made()).result()
    return "/"


def waiting_asker(data: Path) -> str:
    """Have somebody wait for an answer in the folder *data*; return the page that answers."""
    question = "boleh flerb qwop sebelum apel pagi"

    async def made() -> None:
        database = open_database(Settings(_env_file=None, data_dir=data).database)
        today = datetime.now(UTC).date()
        row = inquiries.Row("0" * 32, "1" * 32, today - timedelta(days=12), question, b"sealed")
        async with database.transaction() as connection:
            waiting = {each.question for each in await inquiries.every(connection)}
            if question not in waiting:
                await store.keep_question(connection, question, day=today)
                await inquiries.keep(connection, row)
        await database.close()

    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, made()).result()
    return f"/pertanyaan/jawaban?kelompok={_digest([question])}"
