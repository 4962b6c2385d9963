"""A process that plans and sends one broadcast and prints, as JSON, what that took.

Usage: one_broadcast.py URL SECONDS; nothing is sent any more after that many seconds. A sender
that takes no time stands for the provider.
"""

import asyncio
import json
import resource
import sys
import time
from datetime import UTC, datetime

from sqlalchemy import make_url

from bot.broadcasts.fanout import Fanout
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import open_database
from bot.messages import Announcement

KEY = ServerKey(b"k" * 32)


class Sender:
    """A provider that takes everything at once."""

    told = 0

    async def announce(self, announcement: Announcement) -> str:
        del announcement
        self.told += 1
        return str(self.told)


class Clock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def peak() -> float:
    """Return the most MiB that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def main(url: str, seconds: float) -> None:
    database, sender = open_database(make_url(url)), Sender()
    fanout = Fanout(
        database,
        ContactStore(KEY),
        announcers={"telegram": sender},
        key=KEY,
        clock=Clock(),  # type: ignore[arg-type]
    )
    before = peak()
    begun = time.perf_counter()
    await fanout._start_due()
    planned = time.perf_counter()
    after_planning = peak()
    asyncio.get_running_loop().call_later(seconds, fanout.stop)
    await fanout.run()
    took = time.perf_counter() - planned
    await database.close()
    found = {"before": before, "planning": after_planning, "sending": peak()}
    print(json.dumps({**found, "planned": planned - begun, "sent": sender.told, "took": took}))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
