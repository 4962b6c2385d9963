"""Having providers erase the copies that are due, one after the other."""

import logging
from collections.abc import Mapping

from bot.channels.port import Channel
from bot.clock import Clock
from bot.database.engine import Database
from bot.delivery.erasure import DONE, TOO_LATE, ErasureLedger
from bot.errors import NeverAgain, TryLater
from bot.messages import Address

log = logging.getLogger(__name__)


class Eraser:
    """Have providers erase what is due."""

    def __init__(
        self,
        database: Database,
        ledger: ErasureLedger,
        *,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._channels = channels
        self._clock = clock

    async def run(self) -> int:
        """Erase a batch and return how many copies are gone; what fails now comes again later."""
        async with self._database.transaction() as connection:
            due = await self._ledger.claim_due(connection, now=self._clock.now())
        gone = 0
        for name, owner, copy in due:
            state = await self._erased(owner, copy)
            if state:
                gone += state == DONE
                async with self._database.transaction() as connection:
                    now = self._clock.now()
                    await self._ledger.settle(connection, name, state=state, now=now)
        return gone

    async def _erased(self, owner: Address, copy: str) -> str:
        """Return what became of a copy, "" when it is to be tried again."""
        channel = self._channels.get(owner.channel)
        if channel is None:
            return ""
        try:
            await channel.erase(owner, copy)
        except TryLater:
            return ""
        except NeverAgain:
            return TOO_LATE
        except Exception as error:  # noqa: BLE001
            # A fault of ours in one copy must not keep others from being erased.
            log.error("erasing a copy failed: %s", type(error).__name__)  # noqa: TRY400
            return ""
        return DONE
