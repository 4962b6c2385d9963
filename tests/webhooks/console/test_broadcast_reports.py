"""Figures of broadcasts at the console: progress, report, doubts, and what they cost to show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from broadcast_examples import NAME, keep_rows, paused
from sqlalchemy import event
from sqlalchemy.engine import Engine
from visiting import Visitor

from bot.broadcasts import store
from bot.broadcasts.broadcast import Outcome, State
from bot.staff.account import Role

PAGE = f"/siaran/{NAME}"
FEW = 12


async def ledger(console: Visitor, count: int) -> None:
    now = console.clock.now()
    whole = replace(paused(), starts_at=now, ends_at=now + timedelta(days=1))
    async with console.services.database.transaction() as connection:
        await store.keep(connection, whole, now=now)
    await keep_rows(console.services.database, NAME, count)
    await console.enters(Role.APPROVER)


class Counted:
    """What is asked of a database, statement by statement."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def note(self, *given: object) -> None:
        self.statements.append(str(given[2]))

    async def on(self, console: Visitor, path: str) -> int:
        self.statements.clear()
        assert (await console.opens(path)).status_code == 200
        return len(self.statements)


@pytest.fixture
def counted() -> Iterator[Counted]:
    made = Counted()
    event.listen(Engine, "before_cursor_execute", made.note)
    yield made
    event.remove(Engine, "before_cursor_execute", made.note)


async def test_the_report_is_a_table_a_picture_and_a_file_without_people(console: Visitor) -> None:
    await ledger(console, 40)
    page = (await console.opens(f"{PAGE}/laporan")).text
    assert "20 dari 40 orang" in page
    csv = await console.opens(f"{PAGE}/laporan.csv")
    assert csv.headers["content-disposition"].startswith("attachment")
    assert "whatsapp,tidak-diketahui,,10" in csv.text
    assert "00000001" not in csv.text + page
    assert not [line for line in csv.text.splitlines() if line[0] in "=+-@\t"]
    assert "<svg" in (await console.opens(f"{PAGE}/laporan.svg")).text


async def test_progress_tells_the_rate_since_somebody_looks(console: Visitor) -> None:
    await ledger(console, 40)
    since = int(console.clock.now().timestamp()) - 10
    page = (await console.opens(f"{PAGE}/kemajuan?sejak={since}&sudah=20")).text
    assert "2,0 pesan tiap detik" in page
    page = (await console.opens(f"{PAGE}/kemajuan?sejak=x&sudah=-1")).text
    assert "pesan tiap detik" not in page
    assert "Memblokir bot" in page


async def test_those_in_doubt_are_settled_by_a_person(console: Visitor) -> None:
    await ledger(console, 40)
    assert "Belum pasti: 10 orang" in (await console.opens(PAGE)).text
    answer = await console.sends(f"{PAGE}/ragu", ragu="cari")
    assert "WhatsApp belum dipasang" in answer.text
    await console.sends(f"{PAGE}/ragu", ragu="terkirim", saluran="whatsapp")
    progress = await console.services.broadcasting.verbs.reporting.progress(NAME)
    assert (progress.of(Outcome.UNKNOWN), progress.of(Outcome.SENT)) == (0, 20)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/kemajuan", f"{PAGE}/laporan"])
async def test_a_ledger_is_counted_in_the_database_and_never_read(
    console: Visitor, counted: Counted, path: str
) -> None:
    await ledger(console, 40)
    await counted.on(console, path)
    asked = [each for each in counted.statements if "FROM ledger" in each]
    assert len(asked) == 1
    assert "count(*)" in asked[0]


async def test_a_long_list_asks_no_more_of_the_database(console: Visitor, counted: Counted) -> None:
    await ledger(console, 4)
    one = await counted.on(console, "/siaran")
    async with console.services.database.transaction() as connection:
        for number in range(50):
            state = (State.DRAFT, State.SUBMITTED, State.DONE, State.RUNNING)[number % 4]
            each = replace(paused(), id=f"n{number}", title=f"Ke-{number}", state=state)
            await store.keep(connection, each, now=console.clock.now())
    assert await counted.on(console, "/siaran") == one <= FEW
