"""Evidence from `take` to `finish`, on both databases."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import FakeClock
from pictures import CANARIES, png
from sqlalchemy import text

from bot.crypto import ServerKey
from bot.errors import DatabaseNotReadyError, NeverAgain, TooLarge, TryLater
from bot.keypair import new_file_key
from bot.tips.evidence.fetching import Fetcher
from bot.tips.evidence.files import Store, original
from bot.tips.evidence.kinds import LARGEST, Refusal
from bot.tips.evidence.orphans import Orphans
from bot.tips.evidence.piece import Found, State
from bot.tips.evidence.store import EvidenceStore
from bot.tips.tip import Piece
from bot.wiring import Services

PIECE = Piece("ab" * 16, new_file_key())


class Source:
    """A provider that keeps files; *failures* come first."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.failures: list[Exception] = []
        self.asked: list[str] = []

    async def fetch(self, reference: str) -> AsyncIterator[bytes]:
        self.asked.append(reference)
        if self.failures:
            raise self.failures.pop(0)
        content = self.files[reference]
        for start in range(0, len(content) or 1, 1000):
            yield content[start : start + 1000]


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def files(tmp_path: Path) -> Store:
    return Store(tmp_path / "evidence")


@pytest.fixture
def store(services: Services) -> EvidenceStore:
    return EvidenceStore(services.key)


@pytest.fixture
def fetcher(
    services: Services, store: EvidenceStore, files: Store, source: Source, clock: FakeClock
) -> Fetcher:
    sources = {"web": source.fetch}
    return Fetcher(services.database, store, files=files, sources=sources, clock=clock)


@pytest.fixture
async def taken(services: Services, store: EvidenceStore, clock: FakeClock) -> Piece:
    async with services.database.transaction() as connection:
        await store.take(
            connection, PIECE, source="web", reference="kanari-reference", now=clock.now()
        )
    return PIECE


async def read(services: Services, store: EvidenceStore, piece: Piece = PIECE) -> Found:
    async with services.database.reading() as connection:
        (found,) = await store.read(connection, [piece])
    return found


async def test_a_file_waits_until_it_is_fetched(
    services: Services, store: EvidenceStore, fetcher: Fetcher, source: Source, taken: Piece
) -> None:
    assert (await read(services, store)).state is State.WAITING
    source.files["kanari-reference"] = png()
    assert await fetcher.run() == 1
    found = await read(services, store)
    assert (found.state, found.cleaned, found.has_location) == (State.READY, True, True)
    assert found.evidence is not None
    assert found.evidence.kind == "image/png"


async def test_what_is_kept_is_the_clean_copy_and_apart_the_original(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    files: Store,
    taken: Piece,
) -> None:
    source.files["kanari-reference"] = png()
    await fetcher.run()
    evidence = (await read(services, store)).evidence
    assert evidence is not None
    copy = b"".join(files.open(PIECE.id, evidence.key))
    assert not [word for word in CANARIES if word.encode() in copy]
    assert b"".join(files.open(original(PIECE.id), evidence.original)) == png()
    assert evidence.original != evidence.key


@pytest.mark.parametrize("keep", [True, False])
async def test_a_sent_tip_takes_its_evidence_along_and_leaves_no_row(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    files: Store,
    taken: Piece,
    *,
    keep: bool,
) -> None:
    source.files["kanari-reference"] = png()
    await fetcher.run()
    async with services.database.transaction() as connection:
        (evidence,) = await store.finish(connection, [PIECE], keep_originals=keep)
    await fetcher.run()
    async with services.database.reading() as connection:
        assert await store.known(connection) == set()
    assert bool(evidence.original) is keep
    assert b"".join(files.open(PIECE.id, PIECE.key))
    if not keep:
        with pytest.raises(FileNotFoundError):
            list(files.open(original(PIECE.id), PIECE.key))


async def test_a_dropped_draft_leaves_neither_rows_nor_files(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    taken: Piece,
    tmp_path: Path,
) -> None:
    source.files["kanari-reference"] = png()
    await fetcher.run()
    async with services.database.transaction() as connection:
        await store.drop(connection, [PIECE])
    await fetcher.run()
    async with services.database.reading() as connection:
        assert await store.known(connection) == set()
    assert list((tmp_path / "evidence").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"MZ" + bytes(90), Refusal.PROGRAM),
        (b"a" * (LARGEST + 1), Refusal.TOO_LARGE),
    ],
)
async def test_a_refused_file_says_why_and_is_not_kept(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    taken: Piece,
    tmp_path: Path,
    content: bytes,
    reason: Refusal,
) -> None:
    source.files["kanari-reference"] = content
    assert await fetcher.run() == 0
    found = await read(services, store)
    assert (found.state, found.refusal) == (State.REFUSED, reason)
    assert not list(tmp_path.glob("evidence/*"))


@pytest.mark.parametrize(
    ("error", "reason"),
    [(NeverAgain("gone"), Refusal.UNREACHED), (TooLarge("20 MB"), Refusal.TOO_LARGE)],
)
async def test_what_the_provider_will_never_give_is_refused(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    taken: Piece,
    error: Exception,
    reason: Refusal,
) -> None:
    source.failures = [error]
    await fetcher.run()
    assert (await read(services, store)).refusal is reason


async def test_a_file_dropped_while_it_is_fetched_is_not_kept(
    services: Services, store: EvidenceStore, fetcher: Fetcher, source: Source, tmp_path: Path
) -> None:
    async def slow(reference: str) -> AsyncIterator[bytes]:
        async with services.database.transaction() as connection:
            await store.drop(connection, [PIECE])
        yield png()

    fetcher._sources["web"] = slow
    async with services.database.transaction() as connection:
        await store.take(connection, PIECE, source="web", reference="r", now=services.clock.now())
    assert await fetcher.run() == 0
    await fetcher.run()
    assert list((tmp_path / "evidence").iterdir()) == []
    assert (await read(services, store)).refusal is Refusal.UNREACHED


async def test_killed_in_the_midst_a_file_is_fetched_again_and_never_half(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    files: Store,
    clock: FakeClock,
    taken: Piece,
) -> None:
    source.files["kanari-reference"] = png()
    settle = store.settle

    async def killed(*given: object, **more: object) -> bool:
        await settle(*given, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    store.settle = killed  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        await fetcher._fetch((await fetcher._claimed())[0])
    store.settle = settle  # type: ignore[method-assign]
    with pytest.raises(FileNotFoundError):
        list(files.open(PIECE.id, PIECE.key))
    assert (await read(services, store)).state is State.WAITING
    assert await fetcher.run() == 0
    clock.forward(minutes=5)
    assert await fetcher.run() == 1
    found = await read(services, store)
    assert found.evidence is not None
    assert b"".join(files.open(original(PIECE.id), found.evidence.original)) == png()


async def test_a_file_that_ends_every_process_is_given_up(
    services: Services, store: EvidenceStore, fetcher: Fetcher, clock: FakeClock, taken: Piece
) -> None:
    for _ in range(10):
        assert await fetcher._claimed()
        clock.forward(minutes=5)
    await fetcher.run()
    assert (await read(services, store)).refusal is Refusal.UNREACHED


async def test_two_processes_never_fetch_the_same_file(
    services: Services, fetcher: Fetcher, source: Source, clock: FakeClock, taken: Piece
) -> None:
    source.files["kanari-reference"] = png()
    assert len(await fetcher._claimed()) == 1
    assert await fetcher.run() == 0
    assert source.asked == []


async def test_a_run_beside_another_one_leaves_the_work_to_it(
    fetcher: Fetcher, source: Source, taken: Piece
) -> None:
    async with fetcher._running:
        assert await fetcher.run() == 0
    assert source.asked == []


async def test_a_channel_that_is_switched_off_keeps_its_files_waiting(
    services: Services, store: EvidenceStore, fetcher: Fetcher, taken: Piece
) -> None:
    fetcher._sources.clear()  # type: ignore[attr-defined]
    await fetcher.run()
    assert (await read(services, store)).state is State.WAITING


async def test_what_cannot_be_cleaned_is_kept_as_it_came(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    files: Store,
    taken: Piece,
) -> None:
    source.files["kanari-reference"] = film = b"\0\0\0\x18ftypisom" + b"\xa9xyz" + bytes(90_000)
    await fetcher.run()
    found = await read(services, store)
    assert (found.state, found.cleaned, found.has_location) == (State.READY, False, True)
    assert b"".join(files.open(PIECE.id, PIECE.key)) == film
    async with services.database.transaction() as connection:
        (evidence,) = await store.finish(connection, [PIECE], keep_originals=False)
    assert evidence.original == b""
    assert b"".join(files.open(PIECE.id, PIECE.key)) == film


async def test_a_tip_is_sent_without_the_files_that_are_not_there(
    services: Services, store: EvidenceStore, fetcher: Fetcher, taken: Piece
) -> None:
    async with services.database.transaction() as connection:
        assert await store.finish(connection, [PIECE], keep_originals=True) == ()
    await fetcher.run()
    async with services.database.reading() as connection:
        assert await store.known(connection) == set()


async def test_what_is_never_sent_goes_by_itself(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    clock: FakeClock,
    taken: Piece,
    tmp_path: Path,
) -> None:
    source.files["kanari-reference"] = png()
    await fetcher.run()
    clock.forward(hours=49)
    async with services.database.transaction() as connection:
        assert await store.expire(connection, before=clock.now() - timedelta(hours=48)) == 1
    await fetcher.run()
    assert list((tmp_path / "evidence").iterdir()) == []


async def test_another_servers_row_is_refused_and_stops_nothing(
    services: Services, store: EvidenceStore, fetcher: Fetcher, source: Source, clock: FakeClock
) -> None:
    other = EvidenceStore(ServerKey(bytes(32)))
    foreign = Piece("cd" * 16, new_file_key())
    source.files["mine"] = png()
    async with services.database.transaction() as connection:
        await other.take(connection, foreign, source="web", reference="x", now=clock.now())
        await store.take(connection, PIECE, source="web", reference="mine", now=clock.now())
    assert await fetcher.run() == 1
    assert (await read(services, store, foreign)).refusal is Refusal.UNREACHED


async def test_another_key_reads_no_description(
    services: Services, store: EvidenceStore, fetcher: Fetcher, source: Source, taken: Piece
) -> None:
    source.files["kanari-reference"] = png()
    await fetcher.run()
    found = await read(services, store, Piece(PIECE.id, new_file_key()))
    assert (found.state, found.evidence) == (State.REFUSED, None)


async def test_neither_row_nor_log_nor_file_tells_what_is_in_it(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    taken: Piece,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [*CANARIES, "kanari-reference", PIECE.key.hex()]

    async def traces() -> list[str]:
        async with services.database.reading() as connection:
            rows = str((await connection.execute(text("SELECT * FROM evidence"))).all())
        data = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
        everything = data + rows.encode() + caplog.text.encode()
        return [word for word in secrets if word.encode() in everything] + [
            "key" for _ in range(1) if PIECE.key in everything
        ]

    assert await traces() == []
    source.failures = [ValueError(CANARIES[0]), OSError("kanari-reference")]
    await fetcher.run()
    assert await traces() == []
    source.failures = []
    source.files["kanari-reference"] = png()
    services.clock.forward(hours=1)  # type: ignore[attr-defined]
    assert await fetcher.run() == 1
    assert await traces() == []


async def test_what_fails_is_tried_later_and_given_up_in_the_end(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    clock: FakeClock,
    taken: Piece,
) -> None:
    source.failures = [TryLater("away", seconds=30), *([ValueError("kanari")] * 9)]
    await fetcher.run()
    clock.forward(seconds=29)
    await fetcher.run()
    assert len(source.asked) == 1
    for _ in range(9):
        clock.forward(hours=1)
        await fetcher.run()
    assert (await read(services, store)).refusal is Refusal.UNREACHED
    assert len(source.asked) == 10


async def test_a_file_is_fetched_at_once_and_not_by_schedule_only(
    services: Services, store: EvidenceStore, fetcher: Fetcher, source: Source, taken: Piece
) -> None:
    source.files["kanari-reference"] = png()
    fetcher.wake()
    fetcher.wake()
    assert fetcher._woken
    await fetcher._woken
    assert (await read(services, store)).state is State.READY
    assert len(source.asked) == 1
    await fetcher.close()


async def test_a_stop_lets_go_of_what_was_begun_and_the_next_start_brings_it(
    services: Services,
    store: EvidenceStore,
    fetcher: Fetcher,
    source: Source,
    clock: FakeClock,
    taken: Piece,
) -> None:
    begun = asyncio.Event()

    async def slow(reference: str) -> AsyncIterator[bytes]:
        begun.set()
        await asyncio.sleep(3600)
        yield b""

    fetcher._sources["web"] = slow
    fetcher.wake()
    await begun.wait()
    await fetcher.close()
    assert (await read(services, store)).state is State.WAITING
    source.files["kanari-reference"] = png()
    fetcher._sources["web"] = source.fetch
    clock.forward(minutes=5)
    assert await fetcher.run() == 1


async def test_a_database_that_is_away_is_met_again_by_schedule(
    fetcher: Fetcher, taken: Piece, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> None:
        raise DatabaseNotReadyError("away")

    fetcher._clear = away  # type: ignore[method-assign]
    fetcher.wake()
    assert fetcher._woken
    await fetcher._woken
    assert "DatabaseNotReadyError" in caplog.text


async def test_orphans_are_files_of_neither_a_draft_nor_a_tip(
    services: Services, store: EvidenceStore, files: Store, clock: FakeClock, taken: Piece
) -> None:
    sent, orphan = "c1" * 16, "c2" * 16
    for name in (PIECE.id, sent, orphan):
        files.place(files.write([b"x"], PIECE.key), name, day=clock.today())

    async def known(connection: object) -> set[str]:
        return {sent}

    orphans = Orphans(services.database, store, files=files, sent=known, clock=clock)
    assert await orphans.run() == 0
    clock.forward(days=3)
    assert await orphans.run() == 1
    assert list(files.open(PIECE.id, PIECE.key)) == list(files.open(sent, PIECE.key)) == [b"x"]
    with pytest.raises(FileNotFoundError):
        list(files.open(orphan, PIECE.key))


PROCESS = """
import asyncio, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from sqlalchemy import make_url
from bot.clock import SystemClock
from bot.crypto import ServerKey
from bot.database.engine import open_database
from bot.tips.evidence.fetching import Fetcher
from bot.tips.evidence.files import Store
from bot.tips.evidence.store import EvidenceStore

async def source(reference):
    yield bytes.fromhex(sys.argv[3])[:-90]
    print("in the midst", flush=True)
    await asyncio.sleep(3600)

async def main():
    database = open_database(make_url(sys.argv[1]))
    store, files = EvidenceStore(ServerKey(bytes(32))), Store(Path(sys.argv[2]))
    clock = SystemClock(ZoneInfo("Asia/Jakarta"))
    await Fetcher(database, store, files=files, sources={"web": source}, clock=clock).run()

asyncio.run(main())
"""


@pytest.mark.kill
async def test_a_process_killed_in_mid_fetch_leaves_no_half_file_and_the_next_one_fetches(
    services: Services, files: Store, source: Source, tmp_path: Path
) -> None:
    store = EvidenceStore(ServerKey(bytes(32)))
    now = datetime.now(UTC)
    async with services.database.transaction() as connection:
        await store.take(connection, PIECE, source="web", reference="r", now=now)
    url = services.database.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROCESS,
        url,
        str(tmp_path / "evidence"),
        png().hex(),
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout
    assert await process.stdout.readline() == b"in the midst\n"
    process.kill()
    await process.wait()

    assert not list(tmp_path.glob("evidence/*"))
    source.files["r"] = png()
    clock = FakeClock(now + timedelta(minutes=6))
    sources = {"web": source.fetch}
    after = Fetcher(services.database, store, files=files, sources=sources, clock=clock)
    assert await after.run() == 1
    found = await read(services, store)
    assert found.evidence
    assert b"".join(files.open(original(PIECE.id), found.evidence.original)) == png()
