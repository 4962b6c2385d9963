"""How the service is doing, part by part, without a word on who wrote or when exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.queue import overdue
from bot.errors import DatabaseNotReadyError
from bot.wiring import Services

_LATE = timedelta(minutes=10)  # a reply is sent within seconds, or tried again within a minute
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the service: its *name* in the template, and whether it is well."""

    name: str
    well: bool
    count: int = 0


async def health(services: Services) -> list[Finding]:
    """Return how each part of the service is doing."""
    try:
        await services.database.ping()
        stored = await _stored(services)
    except DatabaseNotReadyError:
        stored = [Finding("database", well=False)]
    return [*stored, *_running(services)]


async def _stored(services: Services) -> list[Finding]:
    """Return what the database tells: whether messages come and replies go, and of the key."""
    now = services.clock.now()
    last = await services.inbox.last_taken()
    async with services.database.reading() as connection:
        late = await overdue(connection, before=now - _LATE)
        keyed = await services.tipping.intake.is_open(connection)
    # Whole hours only: who looks often must not see at which minute somebody wrote.
    hours = (now - last) // _HOUR if last else 0
    return [
        Finding("database", well=True),
        Finding("messages", last is not None, hours),
        Finding("replies", not late, late),
        Finding("key", keyed),
    ]


def _running(services: Services) -> Iterator[Finding]:
    """Yield what this process knows of itself."""
    problems, failing = len(services.guide.problems), len(services.job_engine.failing)
    yield Finding("jobs", not failing, failing)
    yield Finding("knowledge", not problems, problems)
    yield Finding("telegram", services.telegram is not None)
    yield Finding("whatsapp", services.whatsapp is not None)
