"""Turns of a tip's intake beside turns of guidance, in one run; sending a tip is told apart."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field, replace

from fakes import FakeChannel, FakeClock, Person
from tipping import Office

from bot.channels import terminal
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build

PEOPLE, AT_ONCE = 48, 16
QUESTION = "boleh gak saya like unggahan calon?"
STORY = "Kemarin Lurah Mampang membagikan kaus calon wali kota di balai kelurahan Mampang."
INTAKE = ("/lapor", "Mulai", STORY, "Cukup", "Saya lihat sendiri")


@dataclass
class Talk:
    """People who talk at once, and how long each kind of turn took."""

    services: Services
    channel: FakeChannel
    guidance: list[float] = field(default_factory=list)
    intake: list[float] = field(default_factory=list)
    sending: list[float] = field(default_factory=list)

    async def passes(self, numbers: range) -> None:
        """Have one tell while another asks, by turns, so that both meet the same load."""
        for number in numbers:
            teller, asker = self._person(f"lapor-{number:04}"), self._person(f"tanya-{number:04}")
            for words in INTAKE:
                await self._timed(asker, QUESTION, self.guidance)
                await self._timed(teller, words, self.intake)
            await self._timed(teller, "Kirim", self.sending)

    def _person(self, name: str) -> Person:
        return Person(self.services, self.channel, replace(terminal.ADDRESS, value=name))

    async def _timed(self, person: Person, words: str, times: list[float]) -> None:
        start = time.perf_counter()
        await person.says(words)
        times.append((time.perf_counter() - start) * 1000)


def told(name: str, times: list[float]) -> float:
    """Print percentiles and return the median."""
    parts = statistics.quantiles(times, n=20)
    print(f"  {name:10s} p50 {parts[9]:6.1f} ms, p95 {parts[18]:6.1f} ms of {len(times)} turns")
    return parts[9]


async def bench_intake_turns_beside_guidance_turns(
    settings: Settings, clock: FakeClock, guide: LiveGuide
) -> None:
    channel = FakeChannel()
    services = build(settings, clock=clock, guide=guide, channels={terminal.NAME: channel})
    await Office(services.database, services.key, clock).opens()
    await Talk(services, channel).passes(range(PEOPLE, PEOPLE + 2))  # warm up
    talk = Talk(services, channel)
    each = PEOPLE // AT_ONCE
    parts = [range(first, first + each) for first in range(0, PEOPLE, each)]
    await asyncio.gather(*(talk.passes(part) for part in parts))
    async with services.database.reading() as connection:
        assert await services.tipping.intake.waiting(connection) == PEOPLE + 2
    await services.close()
    print(f"\n  {services.database.kind}, {AT_ONCE} people at once")
    guidance = told("guidance", talk.guidance)
    print(f"  intake / guidance: {told('intake', talk.intake) / guidance:.2f}")
    told("sending", talk.sending)
