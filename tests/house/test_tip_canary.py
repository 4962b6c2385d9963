"""From a sender's first word to the backend's answer, nothing of it stands anywhere in clear."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from canaries import table_names
from receiving import echoing, posted
from towns import (
    ANSWER,
    FILE_NAME,
    MARK,
    QUESTION,
    SECRETS,
    STORY,
    Talker,
    Town,
    on_telegram,
    on_the_web,
    on_whatsapp,
    shown,
)

from bot.jobs.engine import Job
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.evidence import cleaning, fetching
from bot.tips.receipt import find_receipt, grouped
from bot.tips.search import Index
from knowledge.language import tokens


async def begins_with_a_file(talker: Talker, send_file: Callable[[], Awaitable[Any]]) -> None:
    """Lead a sender to where evidence is asked for, and have a file come."""
    await talker.says("/lapor")
    await talker.taps("Mulai")
    assert "Ada bukti?" in shown(await talker.says(STORY))
    assert "Berkas" in shown(await send_file())


async def tells(town: Town, talker: Talker, send_file: Callable[[], Awaitable[Any]]) -> str:
    """Lead a sender to a receipt, and return it."""
    await begins_with_a_file(talker, send_file)
    await town.fetches()
    assert "Dari mana" in shown(await talker.says("cukup"))
    asked = shown(await talker.taps("Saya lihat sendiri"))
    assert "berkas asli" in asked
    assert await town.told(SECRETS) == []
    assert MARK in shown(await talker.taps("Tidak"))
    return find_receipt(shown(await talker.taps("Kirim")))


async def asks(town: Town, receipt: str) -> str:
    """Have staff read the tip and ask its sender; return its number."""
    await town.services.tipping.mover.move_parcels()
    acting = await town.acting()
    desk = Desk(acting, Index(tokens))
    async with town.services.database.reading() as connection:
        (tip,) = await in_hand(connection)
    opened = await desk.open(tip)
    assert MARK in opened.case.account.story
    assert len(opened.case.evidence) == 1
    await desk.ask(tip, QUESTION)
    return tip


async def in_hand(connection: Any) -> list[str]:  # noqa: ANN401
    rows = await connection.exec_driver_sql("SELECT id FROM tips")
    return [name for (name,) in rows]


async def forwards(town: Town, tip: str) -> None:
    """Have staff forward a tip to a backend that fails loudly at first, and then takes it."""
    await town.services.tipping.mover.move_parcels()
    dispatch = Dispatch(await town.acting())
    await dispatch.redact(tip, ["saksi"])
    town.receiver.troubles = [echoing]
    await dispatch.forward(tip, "bkn", reason="Unsurnya lengkap.")
    await town.services.forwarder.run()
    while town.services.forwarder._running.locked():
        await asyncio.sleep(0.01)
    assert town.receiver.reports == {}
    town.clock.forward(minutes=5)
    assert await town.services.forwarder.run() == 1
    assert MARK in json.dumps(list(town.receiver.reports.values()))
    body, headers = posted("BWS-1", "ditindaklanjuti", now=town.clock.now())
    taken = await town.client.post("/webhooks/reporting", content=body, headers=headers)
    assert taken.json() == {"changed": True}


async def runs_jobs(town: Town) -> None:
    """Have the job engine write about its jobs, one of which fails with the story in its words."""
    failed, moved = asyncio.Event(), asyncio.Event()

    async def fail() -> int:
        failed.set()
        raise ValueError(STORY)

    async def move() -> int:
        moved.set()
        return await town.services.tipping.mover.move_parcels()

    every_second = "* * * * * *"
    await town.services.job_engine.launch(
        {"parcels": Job(every_second, move), "broken": Job(every_second, fail)}
    )
    try:
        async with asyncio.timeout(60):
            await failed.wait()
            await moved.wait()
    finally:
        await town.services.job_engine.close()


@pytest.mark.filterwarnings("default")  # of the job engine
@pytest.mark.parametrize("begin", [on_the_web, on_telegram, on_whatsapp])
async def test_nothing_of_a_journey_stands_in_clear_anywhere(
    begin: Callable[..., Awaitable[tuple[Talker, Callable[[], Any]]]], town: Town
) -> None:
    async with AsyncExitStack() as stack:
        talker, send_file = await begin(town, stack)
        receipt = await tells(town, talker, send_file)
        tip = await asks(town, receipt)
        town.clock.forward(minutes=2)
        assert QUESTION in shown(await talker.says(f"/status {receipt}"))
        await talker.taps("Jawab petugas")
        await talker.says(ANSWER)
        assert "Terkirim ke petugas" in shown(await talker.says("kirim"))
        await forwards(town, tip)
        town.clock.forward(minutes=2)
        told = shown(await talker.says(f"/status {receipt}"))
        assert "Ditindaklanjuti" in told
        await runs_jobs(town)
        assert any("workflow_status" in name for name in await table_names(town.services.database))
        cookies = tuple(town.client.cookies.values())
        words = (*SECRETS, *cookies, receipt, grouped(receipt))
        assert await town.told(words) == []
    assert any("job broken failed" in line for line in town.lines.lines)


async def test_the_search_for_words_finds_them_where_they_are(town: Town) -> None:
    (town.temporary / "left.txt").write_text(MARK)
    logging.getLogger("bot").warning("somebody wrote %s", MARK)
    async with town.services.database.transaction() as connection:
        await connection.exec_driver_sql(
            f"INSERT INTO unanswered (id, question, day) VALUES ('1', '{MARK}', '2026-11-25')"
        )
    assert {each.partition(":")[0] for each in await town.told((MARK,))} >= {"log", "left.txt"}
    assert any("unanswered" in each for each in await town.told((MARK,)))


def crashing(content: bytes) -> object:
    """Crash as a parser does that quotes the file and the story beside it."""
    raise ValueError(f"{STORY} {FILE_NAME} {content!r}")


async def test_a_parser_that_crashes_on_evidence_leaves_no_word_of_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "_CLEANERS", dict.fromkeys(cleaning._CLEANERS, crashing))
    async with AsyncExitStack() as stack:
        talker, send_file = await on_the_web(town, stack)
        await begins_with_a_file(talker, send_file)
        await town.fetches()
        await talker.says("cukup")
        asked = await talker.taps("Saya lihat sendiri")
        assert await town.told(SECRETS) == []
        assert "tidak bisa dibersihkan" in shown(asked)
        await talker.taps("Tetap pakai")
        receipt = find_receipt(shown(await talker.taps("Kirim")))
        await asks(town, receipt)
        assert await town.told((*SECRETS, receipt)) == []
    assert any("cleaning a file" in line and "ValueError" in line for line in town.lines.lines)


async def test_a_fetch_that_crashes_on_evidence_leaves_no_word_of_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "keep", lambda errand, content, files: crashing(content))
    async with AsyncExitStack() as stack:
        talker, send_file = await on_the_web(town, stack)
        await begins_with_a_file(talker, send_file)
        for _ in range(12):
            await town.fetches()
            town.clock.forward(minutes=11)
        assert await town.told(SECRETS) == []
    assert any("is not there yet: ValueError" in line for line in town.lines.lines)
