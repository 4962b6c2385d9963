"""Pages of the console with much behind them, beside the static help page in the same run."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from secrets import token_bytes, token_hex

from broadcast_examples import NAME, paused
from fakes import FakeClock
from sqlalchemy import insert, text
from tipping import CONTENT, DAY
from unlocking import Room, desk_room
from visiting import visitor

from bot.broadcasts import store as broadcasts
from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.ledger import rows as ledger
from bot.database.engine import Database
from bot.staff.account import Role
from bot.tips.case import Casework, Note, Upkeep
from bot.tips.keys import Lock
from bot.tips.sealing import sealed_casework, sealed_content, sealed_note, sealed_upkeep
from bot.tips.store.papers import _papers
from bot.tips.store.tips import _tips
from bot.tips.tip import Content, Status
from bot.wiring import Services

TIPS, LEDGER, BATCH, LOOKS = 10_000, 1_000_000, 10_000, 21
HELP = "/bantuan/privasi"
DISTRICTS = ("Beji", "Limo", "Cinere", "Cipayung", "Sawangan")
WHO = ("Lurah", "Camat", "Kepala seksi", "Guru", "Staf dinas", "Bendahara", "Kepala puskesmas")
DID = (
    "membagikan kaus",
    "mengajak memilih",
    "memasang spanduk",
    "mengunggah foto",
    "meminjamkan mobil",
)
WHERE = (
    "di balai warga",
    "di halaman kantor",
    "di grup WhatsApp",
    "saat rapat sekolah",
    "di pasar",
)


def told(number: int) -> Content:
    """Return one of many tips that are alike here and there."""
    who, did, where = (
        each[number // step % len(each)] for each, step in ((WHO, 1), (DID, 7), (WHERE, 35))
    )
    story = f"{who} nomor{number % 997} {did} calon wali kota {where} dan minta warga kode{number}."
    day = DAY - timedelta(days=number % 12)
    account = replace(
        CONTENT.account, story=story, who=who, district=DISTRICTS[number % 5], day=day
    )
    return Content(replace(account, office=""), CONTENT.evidence)


async def fill(room: Room) -> None:
    """Put TIPS on the desk, each opened, with a line of history."""
    office, statuses = room.office, (Status.READ, Status.NEEDS_INFO, Status.FORWARDED, Status.DONE)
    lock = Lock(office.pair.public)
    for start in range(0, TIPS, 1_000):
        tips, sheets = [], []
        for number in range(start, start + 1_000):
            name, receipt = token_hex(8), token_bytes(32)
            content = told(number)
            sealed, originals = sealed_content(lock, content)
            tips.append(
                {
                    "id": name,
                    "day": DAY,
                    "status": statuses[number % 4],
                    "district": content.account.district,
                    "office": "",
                    "target": "",
                    "receipt": receipt,
                    "sealed": sealed,
                    "originals": originals,
                    "upkeep": sealed_upkeep(office.key, receipt, Upkeep()),
                    "casework": sealed_casework(
                        lock, Casework(assigned="siti" if number % 3 else "")
                    ),
                }
            )
            note = sealed_note(lock, Note(DAY, "siti", event="dibaca"))
            paper = {
                "tip": name,
                "day": DAY,
                "kind": "status",
                "sealed": note,
                "shown": b"",
                "originals": b"",
            }
            sheets += [{**paper, "id": token_hex(16), "place": place} for place in (1, 2)]
        async with office.database.transaction() as connection:
            await connection.execute(insert(_tips), tips)
            await connection.execute(insert(_papers), sheets)


async def fill_ledger(database: Database) -> None:
    """Give a broadcast LEDGER recipients who came to every outcome."""
    kinds = (Outcome.SENT, Outcome.READ, Outcome.NOT_SENT, Outcome.UNKNOWN)
    async with database.transaction() as connection:
        whole = paused()
        await broadcasts.keep(connection, whole, now=whole.starts_at)
    for start in range(0, LEDGER, BATCH):
        made = [
            {
                "broadcast": NAME,
                "person": f"{number:08}",
                "channel": ("telegram", "whatsapp")[number % 2],
                "outcome": kinds[number % 4],
                "reason": "diblokir" if number % 4 == 2 else "",
                "copy": "",
                "chunk": number // 500,
            }
            for number in range(start, start + BATCH)
        ]
        async with database.transaction() as connection:
            await connection.execute(insert(ledger), made)


async def looked(room: Room, pages: Sequence[tuple[str, str]]) -> None:
    """Print the median of each of *pages* beside the help page, by turns in one run."""
    times: dict[str, list[float]] = {"help": []}
    worked: dict[str, list[float]] = {}
    for _ in range(LOOKS):
        for name, path in (("help", HELP), *pages):
            start, begun = time.perf_counter(), time.process_time()
            answer = await room.console.opens(path)
            worked.setdefault(name, []).append((time.process_time() - begun) * 1000)
            times.setdefault(name, []).append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, (name, answer.status_code)
    base = statistics.median(times["help"])
    for name, each in times.items():
        parts = statistics.quantiles(each, n=20)
        print(
            f"  {name:22s} p50 {parts[9]:7.1f} ms, p95 {parts[18]:7.1f} ms, "
            f"{parts[9] / base:5.1f} x help, {statistics.median(worked[name]):6.1f} ms of work"
        )


async def bench_pages_of_aduan_with_ten_thousand_tips(services: Services, clock: FakeClock) -> None:
    room = await desk_room(visitor(services, clock))
    await fill(room)
    await room.enters(Role.VERIFIER)
    start = time.perf_counter()
    await room.console.opens("/aduan")
    print(
        f"\n  {services.database.kind}, {TIPS} tips; first list {time.perf_counter() - start:.1f} s"
    )
    start = time.perf_counter()
    await room.console.opens("/aduan?cari=sembako")
    print(f"  first search {time.perf_counter() - start:.1f} s")
    async with services.database.reading() as connection:
        tip = await connection.scalar(text("SELECT id FROM tips WHERE status = 'dibaca' LIMIT 1"))
    pages = (
        ("list", "/aduan"),
        ("list, last page", "/aduan?status=&hal=400"),
        (
            "filters and order",
            "/aduan?status=&tenggat=3&petugas=saya&kecamatan=Beji&urut=kecamatan",
        ),
        ("search, few", "/aduan?cari=kode4711"),
        ("search, thousands", "/aduan?cari=lurah+spanduk"),
        ("case", f"/aduan/{tip}"),
    )
    await looked(room, pages)
    changed: list[float] = []
    for number in range(LOOKS):
        act = {"serius": "ya" if number % 2 else "tidak", "dilihat": f"dibaca-{2 + number}"}
        assert (await room.console.sends(f"/aduan/{tip}/serius", **act)).status_code == 303
        start = time.perf_counter()
        await room.console.opens("/aduan")
        changed.append((time.perf_counter() - start) * 1000)
    print(f"  {'list after a change':22s} p50 {statistics.median(changed):7.1f} ms")


async def bench_report_of_a_broadcast_with_a_million_recipients(
    services: Services, clock: FakeClock
) -> None:
    room = await desk_room(visitor(services, clock))
    await room.console.enters(Role.BROADCASTER)
    await fill_ledger(services.database)
    print(f"\n  {services.database.kind}, a ledger of {LEDGER} rows")
    await looked(room, (("report", f"/siaran/{NAME}/laporan"), ("broadcast", f"/siaran/{NAME}")))
