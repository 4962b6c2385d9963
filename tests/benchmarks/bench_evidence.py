"""Cleaning, beside copying the same bytes, and memory with files of 16 MB."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable

from pictures import segment, tiff
from PIL import Image

from bot.tips.evidence import apart, jpeg, kinds, webp
from bot.tips.evidence import png as png_format

ROUNDS = 7
# Fetch, clean and seal files of 16 MB, some in a run, and tell how far memory grew.
FLAT = """
import asyncio, os, re, sys, tempfile
from pathlib import Path
from sqlalchemy import make_url
from bot.clock import SystemClock
from bot.crypto import ServerKey
from bot.database.engine import open_database
from bot.database.migrating import migrate
from bot.keypair import new_file_key
from bot.tips.evidence.fetching import Fetcher
from bot.tips.evidence.files import Store
from bot.tips.evidence.store import EvidenceStore
from bot.tips.tip import Piece
from zoneinfo import ZoneInfo

FILES, IN_A_RUN = int(sys.argv[1]), int(sys.argv[2])
SIZE, PART = 16 * 1024 * 1024, 65536
HEAD = bytes.fromhex("ffd8ffc0000b080001000101011100ffda00080101003f00")

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

async def source(reference):
    yield HEAD
    for _ in range((SIZE - 65536) // PART):
        yield bytes(PART)
    yield bytes.fromhex("ffd9")

async def main(folder):
    url = make_url(f"sqlite+aiosqlite:///{folder}/x.db")
    migrate(url)
    database, store = open_database(url), EvidenceStore(ServerKey(os.urandom(32)))
    clock = SystemClock(ZoneInfo("Asia/Jakarta"))
    files = Store(folder / "evidence")
    fetcher = Fetcher(database, store, files=files, sources={"web": source}, clock=clock)
    before = peak()
    for _ in range(FILES // IN_A_RUN):
        async with database.transaction() as connection:
            for _ in range(IN_A_RUN):
                piece = Piece(os.urandom(16).hex(), new_file_key())
                await store.take(connection, piece, source="web", reference="", now=clock.now())
        assert await fetcher.run() == IN_A_RUN
    print((peak() - before) // 1024)
    await database.close()

with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(Path(folder)))
"""


def photo(width: int, height: int) -> bytes:
    """Return a JPEG as large as one of a telephone, with its Exif."""
    coarse = Image.frombytes("RGB", (width // 4, height // 4), os.urandom(width * height * 3 // 16))
    file = io.BytesIO()
    coarse.resize((width, height)).save(file, "JPEG", quality=90)
    plain = file.getvalue()
    return plain[:2] + segment(0xE1, b"Exif\0\0" + tiff()) + plain[2:]


def best(work: Callable[[], object]) -> float:
    """Return the milliseconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def bench_cleaning_takes_a_few_times_as_long_as_copying() -> None:
    photo_ = photo(4000, 3000)
    picture = Image.open(io.BytesIO(photo_))
    saved = {}
    for kind in ("PNG", "WEBP", "PDF"):
        file = io.BytesIO()
        picture.resize((2000, 1500)).convert("RGB").save(file, kind)
        saved[kind] = file.getvalue()
    cleaners: tuple[tuple[str, bytes, Callable[[bytes], object]], ...] = (
        (f"{kinds.JPEG}, 12 megapixels", photo_, jpeg.clean),
        (kinds.PNG, saved["PNG"], png_format.clean),
        (kinds.WEBP, saved["WEBP"], webp.clean),
        (f"{kinds.PDF}, with its process", saved["PDF"], apart.clean),
    )
    print()
    for name, content, clean in cleaners:
        copying = best(lambda content=content: bytes(bytearray(content)))  # type: ignore[misc]
        cleaning = best(lambda content=content, clean=clean: clean(content))  # type: ignore[misc]
        size = len(content) / 1024**2
        print(
            f"  {name} of {size:.1f} MB: {cleaning:.1f} ms, copying {copying:.1f} ms, "
            f"ratio {cleaning / copying:.0f}"
        )


def grown(files: int, *, in_a_run: int) -> int:
    """Return by how many MB the peak of a fresh process's memory grew."""
    done = subprocess.run(
        [sys.executable, "-c", FLAT, str(files), str(in_a_run)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return int(done.stdout)


def bench_memory_does_not_grow_with_the_number_of_files() -> None:
    one, twenty = grown(1, in_a_run=1), grown(20, in_a_run=1)
    print(f"\n  1 file of 16 MB: +{one} MB; 20, one after the other: +{twenty} MB")
    two, twelve = grown(2, in_a_run=2), grown(12, in_a_run=12)
    print(f"  2 files of 16 MB: +{two} MB; 12, as many at once as are taken: +{twelve} MB")
