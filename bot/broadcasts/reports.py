"""What a provider reports later on messages of a broadcast: delivered, read, or failed."""

from collections.abc import Mapping

from bot.broadcasts import results
from bot.broadcasts.broadcast import Outcome, Reason
from bot.clock import Clock
from bot.contacts.contact import Ended
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database

ENDS: Mapping[str, Ended] = {Reason.BLOCKED: Ended.BLOCKED, Reason.OPTED_OUT: Ended.OPTED_OUT}
"""The reasons after which nothing more is sent to a person."""

_OUTCOMES = {
    "sent": Outcome.SENT,
    "delivered": Outcome.DELIVERED,
    "read": Outcome.READ,
    "undelivered": Outcome.NOT_SENT,
    "failed": Outcome.NOT_SENT,
}


class Reports:
    """Bring reports to the ledger; those on other messages change nothing."""

    def __init__(
        self, database: Database, contacts: ContactStore, *, key: ServerKey, clock: Clock
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._key = key
        self._clock = clock

    async def note(self, copy: str, state: str, *, reason: str = "") -> None:
        """Keep that the provider says *state* of *copy*, if that is a message of a broadcast.

        *reason* is a word of Reason, or "" when it lies in none of those; who cannot be reached
        any more has left.
        """
        outcome = _OUTCOMES.get(state)
        if outcome is None:
            return
        why = (reason or Reason.REFUSED) if outcome is Outcome.NOT_SENT else ""
        name = self._key.digest(copy, purpose="delivery")
        async with self._database.transaction() as connection:
            changed = await results.report(connection, name, outcome=outcome, reason=why)
            if changed and (because := ENDS.get(why)):
                now = self._clock.now()
                await self._contacts.end(connection, changed[1], because=because, now=now)
