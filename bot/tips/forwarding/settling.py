"""What becomes of forwardings: a backend reports back, and staff decide what is in doubt."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import WrongMove
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.refusal import Say
from bot.tips.backends.port import is_reference
from bot.tips.forwarding import words
from bot.tips.forwarding.forwarding import (
    GIVEN_UP,
    RETRIED,
    SETTLED,
    Delivery,
    Forwarding,
    State,
)
from bot.tips.forwarding.sending import Settle
from bot.tips.forwarding.store import ForwardingStore
from bot.tips.store import tips
from bot.tips.tip import Status


class Settling:
    """Take statuses, and let staff list, retry, give up and settle forwardings."""

    def __init__(
        self,
        database: Database,
        store: ForwardingStore,
        *,
        settle: Settle,
        clock: Clock,
        say: Say,
    ) -> None:
        self._database = database
        self._store = store
        self._settle = settle
        self._clock = clock
        self._say = say

    async def note(self, reference: str, status: Status) -> bool | None:
        """Write down what a backend says; tell whether it was news, None for an unknown report."""
        async with self._database.transaction() as connection:
            found = await self._store.find_sent(connection, reference)
            if found is None:
                return None
            return await self._settle(connection, found.tip, status)

    async def all(self, actor: Actor, *, states: frozenset[State]) -> list[Forwarding]:
        """Return the forwardings in *states* of tips that are not about the actor's own office."""
        async with actor.doing(Act.READ_TIPS) as connection:
            found = await self._store.all(connection, states)
            hidden = await self._hidden(connection, actor, found)
            return [each for each in found if each.tip not in hidden]

    async def of_tip(self, actor: Actor, tip: str) -> list[Delivery]:
        """Return every forwarding of a tip that *actor* has opened."""
        await actor.require_role(Act.READ_TIPS, subject=tip)
        async with self._database.reading() as connection:
            return await self._store.of_tip(connection, tip)

    async def stopped(self) -> list[Forwarding]:
        """Return what nobody sends any more before staff decide; it names no tip's content."""
        async with self._database.reading() as connection:
            return await self._store.all(connection, SETTLED)

    async def retry(self, actor: Actor, start: str) -> None:
        """Have a stopped forwarding sent again, though what is unknown may then arrive twice.

        Raises WrongMove where it is not stopped.
        """
        async with actor.doing(Act.FORWARD_TIPS, subject=start) as connection:
            found = await self._found(connection, actor, start, allowed=RETRIED)
            await self._store.restart(connection, found.id, now=self._clock.now())

    async def give_up(self, actor: Actor, start: str) -> None:
        """Delete what was to be sent, and bring the tip back to the desk.

        Raises WrongMove where it is on its way, or arrived.
        """
        async with actor.doing(Act.FORWARD_TIPS, subject=start) as connection:
            found = await self._found(connection, actor, start, allowed=GIVEN_UP)
            await self._store.give_up(connection, found.id)
            await self._settle(connection, found.tip, Status.READ)

    async def settle(self, actor: Actor, start: str, *, reference: str) -> None:
        """Write down that a person found out: it arrived, and is called *reference* there.

        Raises WrongMove where nothing is in doubt, or *reference* cannot be one.
        """
        if not is_reference(reference):
            raise WrongMove(self._say(words.NO_REFERENCE))
        async with actor.doing(Act.FORWARD_TIPS, subject=start) as connection:
            found = await self._found(connection, actor, start, allowed=SETTLED)
            await self._store.acknowledge(connection, found.id, reference=reference)
            await self._settle(connection, found.tip, Status.RECEIVED)

    async def _found(
        self, connection: AsyncConnection, actor: Actor, start: str, *, allowed: frozenset[State]
    ) -> Forwarding:
        """Return the one forwarding whose id begins with *start*; raises WrongMove.

        One of a tip about the actor's own office is not told from none.
        """
        every = await self._store.beginning(connection, start)
        hidden = await self._hidden(connection, actor, every)
        found = [each for each in every if each.tip not in hidden]
        if len(found) != 1:
            phrase = words.SEVERAL_QUEUED if found else words.NOT_QUEUED
            raise WrongMove(self._say(phrase, nomor=start))
        if found[0].state not in allowed:
            state, *wanted = (
                self._say(words.STATES[each]) for each in (found[0].state, *sorted(allowed))
            )
            told = {"keadaan": state, "boleh": " atau ".join(wanted)}
            raise WrongMove(self._say(words.WRONG_STATE, nomor=start, **told))
        return found[0]

    async def _hidden(
        self, connection: AsyncConnection, actor: Actor, found: Iterable[Forwarding]
    ) -> frozenset[str]:
        """Return the tips of *found* that are about an office of the actor's own.

        Offices that colleagues marked are sealed to the desk: the console, at an open desk, sees
        those as well.
        """
        offices = actor.account.offices
        if not offices:
            return frozenset()
        rows = await tips.tips_of(connection, [each.tip for each in found])
        return frozenset(each.tip.id for each in rows if each.tip.office in offices)
