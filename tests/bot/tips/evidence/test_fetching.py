"""Evidence from `take` to `finish`, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes import FakeClock
from pictures import CANARIES, png

from bot.errors import NeverAgain, TooLarge, TryLater
from bot.keypair import new_file_key
from bot.tips.evidence.fetching import Fetcher
from bot.tips.evidence.files import Store, original
from bot.tips.evidence.kinds import LARGEST, Refusal
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
