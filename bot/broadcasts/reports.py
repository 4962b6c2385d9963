"""What a provider reports later on messages of a broadcast: delivered, read, or failed."""

from collections.abc import Mapping

from bot.broadcasts import results
from bot.broadcasts.broadcast import Outcome, Reason, Result
from bot.broadcasts.reference import referred
from bot.clock import Clock
from bot.contacts.contact import Ended
from bot.contacts.store import ContactStore
from bot.crypto import ServerKey
from bot.database.engine import Database

ENDS: Mapping[str, Ended] = {Reason.BLOCKED: Ended.BLOCKED, Reason.OPTED_OUT: Ended.OPTED_OUT}
"""The reasons after which nothing more is sent to a person."""

_OUTCOMES = {
    "accepted": Outcome.SENT,
    "scheduled": Outcome.SENT,
    "queued": Outcome.SENT,
    "sending": Outcome.SENT,
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

    async def note(self, copy: str, state: str, *, reason: str = "", reference: str = "") -> bool:
        """Keep that the provider says *state* of *copy*; tell whether the ledger learned from it.

        *reason* is a word of Reason, or "" when it lies in none of those; who cannot be reached
        any more has left. The *reference* tells of whom a report speaks that comes before the
        ledger knows the copy, or after a crash because of which it never will.
        """
        outcome = _OUTCOMES.get(state)
        if outcome is None:
            return False
        why = (reason or Reason.REFUSED) if outcome is Outcome.NOT_SENT else ""
        name = self._key.digest(copy, purpose="delivery")
        async with self._database.transaction() as connection:
            changed = await results.report(connection, name, outcome=outcome, reason=why)
            if not changed and (row := referred(self._key, reference)):
                result = Result(row[1], outcome, why, name)
                changed = await results.report_first(connection, row[0], result)
            if changed and (because := ENDS.get(why)):
                now = self._clock.now()
                await self._contacts.end(connection, changed[1], because=because, now=now)
        return bool(changed)
