"""Two days later neither rows nor the server's key tell when a chat wrote or sent a tip."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text
from thief import Copy, stolen
from tipping import Office

from bot.channels import terminal
from bot.conversation.state import Conversation
from bot.wiring import Services

ASKERS, SENDERS, DRAFTER = [f"penanya-{n}" for n in range(7)], ["pelapor-0", "pelapor-1"], "draf"
STORY = "Kemarin lurah Mampang membagikan kaus calon kepada warga di halaman kantor kelurahan."
WAYS = ("Kirim", "Cukup", "Lewati")


@dataclass
class Days:
    """Two days on which somebody wrote every four hours, and two that came after."""

    services: Services
    names: list[str]

    @property
    def senders(self) -> list[str]:
        return [self.pseudonym(each) for each in self.names]

    def pseudonym(self, name: str) -> str:
        return self.services.key.pseudonym(replace(terminal.ADDRESS, value=name))

    def state(self, row: dict[str, Any]) -> Conversation:
        name = str(row["sender"])
        opened = self.services.key.open(bytes(row["state"]), purpose="conversation", context=name)
        return msgspec.json.decode(opened, type=Conversation)


async def writes(person: Person, name: str) -> None:
    if name in ASKERS:
        await person.says("boleh gak saya like unggahan calon?")
        return
    for words in ("/lapor", "mulai", STORY):
        replies = await person.says(words)
    while name in SENDERS and not any(each.reply.code for each in replies):
        labels = {choice.label for choice in replies[-1].reply.choices}
        replies = await person.taps(next(each for each in WAYS if each in labels))


@pytest.fixture
async def days(services: Services, channel: FakeChannel, clock: FakeClock) -> Days:
    office = Office(services.database, services.key, clock)
    await office.opens()
    names = [*ASKERS[:3], SENDERS[0], *ASKERS[3:6], DRAFTER, ASKERS[6], SENDERS[1]]
    for name in names:
        await writes(Person(services, channel, replace(terminal.ADDRESS, value=name)), name)
        clock.forward(hours=4)
        await services.tipping.mover.move_parcels()
        await services.retention.erase()
    for _ in range(8):
        clock.forward(hours=6)
        await services.retention.erase()
    return Days(services, names)


async def test_two_days_later_no_row_of_a_chat_tells_its_order_or_a_transaction(days: Days) -> None:
    copy = await stolen(days.services.database)
    rows = copy.tables["conversations"]
    assert {row["sender"] for row in rows} == set(days.senders)
    assert [row["sender"] for row in rows] not in (days.senders, days.senders[::-1])
    assert len({str(row["touched_at"]) for row in rows}) == 1
    if days.services.database.kind == "postgresql":
        assert not written_with(rows, copy)


def written_with(rows: list[dict[str, Any]], copy: Copy) -> set[object]:
    """Return the transactions that wrote both some of *rows*, not all, and a row of another table.

    One that wrote all of them tells nothing of one.
    """
    mine = {row["xmin"] for row in rows}
    assert len(mine) == 1
    others = {
        row["xmin"] for name, kept in copy.tables.items() for row in kept if name != "conversations"
    }
    return mine & others


async def test_laid_anew_a_file_keeps_no_page_of_what_was_erased(
    services: Services, channel: FakeChannel
) -> None:
    database = services.database
    for name in ASKERS[:3]:
        await writes(Person(services, channel, replace(terminal.ADDRESS, value=name)), name)
    for table in ("conversations", "outbox"):
        async with database.transaction() as connection:
            await connection.execute(text(f"DELETE FROM {table}"))
    await database.lay_anew(["conversations", "outbox"])
    left = {
        "sqlite": "SELECT freelist_count FROM pragma_freelist_count()",
        "postgresql": "SELECT pg_relation_size('outbox') + pg_relation_size('conversations')",
    }
    async with database.reading() as connection:
        assert await connection.scalar(text(left[database.kind])) == 0


async def test_with_the_servers_key_who_sent_a_tip_looks_like_who_asked(days: Days) -> None:
    copy = await stolen(days.services.database)
    left = {str(row["sender"]): days.state(row) for row in copy.tables["conversations"]}
    bare = {name: replace(each, answered=0, role_settled=False) for name, each in left.items()}
    assert len(set(map(repr, bare.values()))) == 1, bare
    example = bare[days.pseudonym(SENDERS[0])]
    assert example.touched
    assert (example.touched.weekday(), example.touched.hour, example.minute) == (0, 0, 0)
    assert (example.erasing, example.awaiting, example.asked, example.offered) == ((), "", "", ())
    assert example.draft is None
