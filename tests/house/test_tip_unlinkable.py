"""Two days later nobody joins tips to chats: a program with all tables and no key tries."""

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from canaries import table_names
from fakes import FakeChannel, FakeClock, Person
from pydantic import SecretStr
from sqlalchemy import text
from tipping import Office

from bot.channels import terminal
from bot.database.engine import Database
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.sealing import opened_content
from bot.wiring import Services, build

SEED, CHATS, TIPS = 20261125, 30, 10
OPENING = datetime.fromisoformat("2026-11-25T00:10:00+00:00")
WAYS = ("Kirim", "Biarkan", "Cukup", "Lewati")
ROLES = ("lurah", "camat", "sekretaris camat", "kepala seksi", "staf")
# Chance alone gives one hit among ten even to who knows which ten chats sent a tip; that it gives
# seven or more to one of the attempts below is less likely than one in a hundred.
FAIR = 6
Row = dict[str, object]


@dataclass
class Copy:
    """What a thief carries off: every table, its rows as they lie, and no key."""

    tables: dict[str, list[Row]]

    def ordered(self, table: str) -> Iterator[tuple[str, list[Row]]]:
        """Yield every order that the rows of *table* can be brought into, by its name."""
        rows = self.tables[table]
        yield "as they lie", rows
        for column, value in (rows[0] if rows else {}).items():
            # What is sealed is random, but for its size.
            key = _size if isinstance(value, bytes | memoryview) else _rank
            yield f"by {column}", sorted(rows, key=lambda row, c=column, k=key: k(row[c]))  # type: ignore[misc]


def attempts(copy: Copy) -> Iterator[tuple[str, list[tuple[Row, Row]]]]:
    """Yield pairs of a tip and a chat, by each way of finding them.

    The orders of both tables are laid beside each other. Of the chats, those are taken that the
    state's size, the day or their place sets apart, and all of them as far as they go.
    """
    chats_in_order = [*copy.ordered("conversations"), *by_copies(copy)]
    for (how, tips), (where, chats) in product(copy.ordered("tips"), chats_in_order):
        step = len(chats) / max(1, len(tips))
        spread = [chats[int(number * step)] for number in range(len(tips))]
        for name, chosen in (("spread", spread), ("first", chats), ("last", chats[-len(tips) :])):
            yield f"tips {how}, chats {where}, {name}", list(zip(tips, chosen, strict=False))


def by_copies(copy: Copy) -> Iterator[tuple[str, list[Row]]]:
    """Yield the chats by what is noted of their copies: by the last one's place, and how many."""
    noted: dict[object, list[int]] = {each["sender"]: [0] for each in copy.tables["conversations"]}
    for place, row in enumerate(copy.tables["erasures"]):
        noted.get(row["owner"], []).append(place)
    chats = copy.tables["conversations"]
    yield "by the last copy", sorted(chats, key=lambda row: noted[row["sender"]][-1])
    yield (
        "by few copies",
        sorted(chats, key=lambda row: (len(noted[row["sender"]]), noted[row["sender"]][-1])),
    )


def most_hits(copy: Copy, truth: dict[str, str], senders: set[str]) -> tuple[int, str]:
    """Return the best attempt, also of one who was told which chats are the *senders*."""
    told = [each for each in copy.tables["conversations"] if each["sender"] in senders]
    knowing = Copy({**copy.tables, "conversations": told})
    return max(
        (sum(truth[str(tip["id"])] == chat["sender"] for tip, chat in pairs), how)
        for each in (copy, knowing)
        for how, pairs in attempts(each)
    )


async def stolen(database: Database) -> Copy:
    """Return all tables; of PostgreSQL with what it writes beside each row."""
    beside = "" if database.kind == "sqlite" else "ctid::text, xmin::text::bigint, cmin::text, "
    found: dict[str, list[Row]] = {}
    for table in await table_names(database):
        async with database.reading() as connection:
            rows = await connection.execute(text(f"SELECT {beside}* FROM {table}"))
            name = table.rpartition(".")[2].strip('"')
            found[name] = [dict(each) for each in rows.mappings()]
    return Copy(found)


def _rank(value: object) -> tuple[bool, str | float]:
    """Return by what a value is put in order: numbers as such, all else by its text."""
    if isinstance(value, int | float):
        return (False, value)
    return (True, bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value))


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes | memoryview) else 0


@dataclass
class Day:
    """A day of chats, and what truly belongs together."""

    services: Services
    channel: FakeChannel
    office: Office
    clock: FakeClock

    async def passes(self, chance: random.Random) -> set[str]:
        """Have everybody write, in an order and at times of their own; return who sent a tip."""
        names = [f"orang-{number:02}" for number in range(CHATS)]
        chance.shuffle(names)
        senders = set(chance.sample(names, TIPS))
        for number, name in enumerate(names):
            self.clock.moment = OPENING + timedelta(minutes=29 * number)
            await self.chats(name, tells=name in senders, chance=chance)
            if number % 2:
                await self.hour()
        return senders

    async def chats(self, name: str, *, tells: bool, chance: random.Random) -> None:
        person = Person(self.services, self.channel, replace(terminal.ADDRESS, value=name))
        await person.says("boleh gak saya like unggahan calon?")
        if not tells:
            await person.says("terima kasih")
            return
        who = chance.choice(ROLES)
        story = f"Kemarin {who} Mampang membagikan kaus calon kepada {name} dan {'warga ' * 9}."
        for words in ("/lapor", "mulai", story * chance.randint(1, 4)):
            replies = await person.says(words)
        while not any(each.reply.code for each in replies):
            labels = {choice.label for choice in replies[-1].reply.choices}
            (way, *_) = [each for each in WAYS if each in labels]
            replies = await person.taps(way)

    async def hour(self) -> None:
        """Have the jobs run that run by the hour or more often."""
        services = self.services
        await services.sender.sweep()
        await services.eraser.run()
        await services.tipping.mover.move_parcels()

    async def truth(self) -> dict[str, str]:
        """Return whose chat each tip is from, as only this test can tell."""
        found = {}
        for row in (await stolen(self.services.database)).tables["tips"]:
            sealed = bytes(row["sealed"])  # type: ignore[call-overload]
            story = opened_content(self.office.ring, sealed).account.story
            name = story[story.index("orang-") :][: len("orang-00")]
            found[str(row["id"])] = self.pseudonym(name)
        return found

    def pseudonym(self, name: str) -> str:
        return self.services.key.pseudonym(replace(terminal.ADDRESS, value=name))


@pytest.fixture
async def day(
    settings: Settings,
    guide: LiveGuide,
    clock: FakeClock,
    channel: FakeChannel,
    monkeypatch: pytest.MonkeyPatch,
) -> Day:
    """A day whose chance is always the same, as far as it is ours."""
    chance = random.Random(SEED)

    def seeded(size: int = 16) -> str:
        return chance.randbytes(size).hex()

    monkeypatch.setattr(secrets, "token_hex", seeded)
    monkeypatch.setattr(secrets, "SystemRandom", lambda: chance)
    key = "a2FuYXJpa2FuYXJpa2FuYXJpa2FuYXJpa2FuYXJpISE="
    fixed = settings.model_copy(update={"secret_key": SecretStr(key)})
    services = build(fixed, clock=clock, guide=guide, channels={terminal.NAME: channel})
    office = Office(services.database, services.key, clock)
    await office.opens()
    return Day(services, channel, office, clock)


async def test_two_days_later_no_tip_is_joined_to_its_chat_better_than_by_chance(day: Day) -> None:
    senders = await day.passes(random.Random(SEED))
    assert len(senders) == TIPS
    for _ in range(48):
        day.clock.forward(hours=1)
        await day.hour()
        await day.services.retention.erase()
    copy, truth = await stolen(day.services.database), await day.truth()
    assert (len(truth), len(copy.tables["conversations"])) == (TIPS, CHATS)
    for table in ("parcels", "tip_drafts", "message_claims", "outbox"):
        assert copy.tables[table] == [], table
    hits, how = most_hits(copy, truth, {day.pseudonym(each) for each in senders})
    await day.services.close()
    assert hits <= FAIR, how


def test_the_program_pairs_all_where_an_order_is_left() -> None:
    chance = random.Random(SEED)
    chats = [{"sender": f"c{n}", "state": bytes(4096)} for n in range(CHATS)]
    picked: Sequence[int] = sorted(chance.sample(range(CHATS), TIPS))
    truth = {f"{chance.random()}": f"c{n}" for n in picked}
    tips = [{"id": name, "sealed": bytes(1072)} for name in truth]
    copy = Copy({"tips": list(tips), "conversations": list(chats), "erasures": []})
    assert most_hits(copy, truth, set(truth.values()))[0] == TIPS
