"""Planning a broadcast: write it, submit it, have another account approve it, stop it."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import illustrations, results, store, versions
from bot.broadcasts.broadcast import MOVES, Broadcast, Reason, State
from bot.broadcasts.checking import problems, refuse_approving, refuse_state
from bot.broadcasts.timing import is_quiet
from bot.broadcasts.versions import Approved
from bot.broadcasts.words import Rule, Say, refused
from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import Refused
from bot.staff.account import Act
from bot.staff.actor import Actor

_EDITABLE = (State.DRAFT, State.SUBMITTED, State.APPROVED)
_STOPPABLE = tuple(each for each in State if State.CANCELLED in MOVES[each])


@dataclass(frozen=True, slots=True)
class Planned:
    """A broadcast that is being changed, and where it is written."""

    connection: AsyncConnection
    broadcast: Broadcast


class Planning:
    """The verbs of staff for broadcasts; each goes through its actor's acts and the trail."""

    def __init__(self, database: Database, *, clock: Clock, zone: ZoneInfo, say: Say) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._say = say

    async def draft(self, actor: Actor, broadcast: Broadcast) -> Broadcast:
        """Keep a new draft under an id of its own; raises Refused for a double."""
        made = replace(
            broadcast,
            id=secrets.token_hex(4),
            state=State.DRAFT,
            author=actor.account.id,
            approver="",
            approved="",
        )
        async with actor.doing(Act.DRAFT_BROADCASTS, subject=made.id) as connection:
            await self._refuse_double(connection, made)
            await store.keep(connection, made, now=self._clock.now())
        return made

    async def change(
        self, actor: Actor, changed: Broadcast, *, picture: bytes = b"", seen: str = ""
    ) -> Broadcast:
        """Keep what was changed of a broadcast that has not begun; this voids its approval.

        A new *picture* is the one that its content names. Raises Refused where the version that
        was *seen* is there no more.
        """
        async with self._opened(
            actor, Act.DRAFT_BROADCASTS, changed.id, states=_EDITABLE
        ) as planned:
            self._refuse_overtaken(planned.broadcast, seen)
            whole = replace(
                changed, state=State.DRAFT, author=actor.account.id, approver="", approved=""
            )
            await self._refuse_double(planned.connection, whole)
            await store.keep(planned.connection, whole, now=self._clock.now())
            if picture:
                await illustrations.keep(planned.connection, whole.id, picture)
        return whole

    async def submit(self, actor: Actor, name: str, *, seen: str = "") -> Broadcast:
        """Ask for approval; raises Refused with the first rule that the broadcast breaks."""
        async with self._opened(
            actor, Act.SUBMIT_BROADCASTS, name, states=(State.DRAFT,)
        ) as planned:
            self._refuse_overtaken(planned.broadcast, seen)
            self._refuse_problems(planned.broadcast)
            await self._refuse_double(planned.connection, planned.broadcast)
            whole = replace(planned.broadcast, state=State.SUBMITTED)
            await store.keep(planned.connection, whole, now=self._clock.now())
        return whole

    async def approve(self, actor: Actor, name: str, *, fingerprint: str) -> Broadcast:
        """Approve exactly what has *fingerprint*; raises Refused for one's own or other words."""
        async with self._opened(
            actor, Act.APPROVE_BROADCASTS, name, states=(State.SUBMITTED,)
        ) as planned:
            broadcast = planned.broadcast
            refuse_approving(self._say, broadcast, actor.account.id)
            if broadcast.fingerprint != fingerprint:
                raise refused(self._say, Rule.CHANGED)
            self._refuse_problems(broadcast)
            approved = replace(
                broadcast,
                state=State.APPROVED,
                approver=actor.account.id,
                approved=broadcast.fingerprint,
            )
            await store.keep(planned.connection, approved, now=self._clock.now())
            await versions.keep(planned.connection, approved, now=self._clock.now())
        return approved

    async def approvable(self, actor: Actor, name: str) -> Broadcast:
        """Return what *actor* may read to approve it; raises Refused, as approving would."""
        found = await self.find(name)
        try:
            refuse_approving(self._say, found, actor.account.id)
        except Refused as error:
            await actor.note_refusal(Act.APPROVE_BROADCASTS, error.reason, subject=name)
            raise
        return found

    async def pause(self, actor: Actor, name: str) -> None:
        """Hold a running broadcast back; nothing more is claimed, within two seconds."""
        await self._move(actor, name, State.RUNNING, to=State.PAUSED)

    async def resume(self, actor: Actor, name: str) -> None:
        """Let a paused broadcast go on, unless it is of no use any more."""
        await self._move(actor, name, State.PAUSED, to=State.RUNNING)

    async def cancel(self, actor: Actor, name: str) -> int:
        """End a broadcast for good and return how many are therefore not written to."""
        async with self._opened(actor, Act.PAUSE_BROADCASTS, name, states=_STOPPABLE) as planned:
            cancelled = replace(planned.broadcast, state=State.CANCELLED)
            await store.keep(planned.connection, cancelled, now=self._clock.now())
            return await results.close(planned.connection, name, reason=Reason.CANCELLED)

    async def find(self, name: str) -> Broadcast:
        """Return a broadcast; raises Refused when there is none."""
        async with self._database.reading() as connection:
            found = await store.look_up(connection, name)
        if found is None:
            raise refused(self._say, Rule.UNKNOWN, nomor=name)
        return found

    async def last_approved(self, name: str) -> Approved | None:
        """Return a broadcast as it was approved last, None when it never was."""
        async with self._database.reading() as connection:
            return await versions.find(connection, name)

    async def all(self, *states: State) -> list[Broadcast]:
        """Return the broadcasts in *states*, all of them when none is named."""
        async with self._database.reading() as connection:
            return await store.in_state(connection, *states)

    def problems(self, broadcast: Broadcast) -> list[Refused]:
        """Return what is wrong with the text and the time, each with its rule as the reason."""
        found = [refused(self._say, rule, **words) for rule, words in problems(broadcast)]
        if self._clock.now() >= broadcast.ends_at:
            found.append(refused(self._say, Rule.LATE))
        if not broadcast.content.urgent and is_quiet(broadcast.starts_at, self._zone):
            clock = f"{broadcast.starts_at.astimezone(self._zone):%H.%M}"
            found.append(refused(self._say, Rule.QUIET, jam=clock))
        return found

    def sentences(self, broadcast: Broadcast) -> list[str]:
        """Return what keeps *broadcast* from being submitted, in the words of staff."""
        return [str(each) for each in self.problems(broadcast)]

    async def overlapping(self, broadcast: Broadcast) -> list[Broadcast]:
        """Return what else reaches the same category at the same time."""
        waiting = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.RUNNING, State.PAUSED)
        return [
            each
            for each in await self.all(*waiting)
            if each.id != broadcast.id
            and each.audience.category == broadcast.audience.category
            and each.starts_at < broadcast.ends_at
            and broadcast.starts_at < each.ends_at
        ]

    async def _move(self, actor: Actor, name: str, before: State, *, to: State) -> None:
        """Bring a broadcast from one state to another, where nobody did so meanwhile."""
        async with self._opened(actor, Act.PAUSE_BROADCASTS, name, states=(before,)) as planned:
            if to is State.RUNNING and self._clock.now() >= planned.broadcast.ends_at:
                raise refused(self._say, Rule.LATE)
            await store.move(planned.connection, name, to=to)

    @asynccontextmanager
    async def _opened(
        self, actor: Actor, act: Act, name: str, *, states: tuple[State, ...]
    ) -> AsyncIterator[Planned]:
        """Yield a broadcast that is in one of *states*, locked until the act is done."""
        async with actor.doing(act, subject=name) as connection:
            found = await store.find(connection, name)
            if found is None:
                raise refused(self._say, Rule.UNKNOWN, nomor=name)
            refuse_state(self._say, found, states)
            yield Planned(connection, found)

    def _refuse_problems(self, broadcast: Broadcast) -> None:
        """Raise Refused with the first thing that is wrong."""
        if found := self.problems(broadcast):
            raise found[0]

    def _refuse_overtaken(self, broadcast: Broadcast, seen: str) -> None:
        """Raise Refused when a version was *seen* and this is another."""
        if seen and seen != broadcast.version:
            raise refused(self._say, Rule.OVERTAKEN)

    async def _refuse_double(self, connection: AsyncConnection, broadcast: Broadcast) -> None:
        """Raise Refused when the same goes, or went, to the same people on the same day."""
        for each in await store.in_state(connection):
            if each.id == broadcast.id or each.state is State.CANCELLED:
                continue
            if each.fingerprint == broadcast.fingerprint or self._repeats(each, broadcast):
                raise refused(self._say, Rule.DOUBLE, nomor=each.id)

    def _repeats(self, one: Broadcast, other: Broadcast) -> bool:
        """Tell whether two are the same reminder for the same people and day."""
        same = one.content.reminder and one.content.reminder == other.content.reminder
        days = {each.starts_at.astimezone(self._zone).date() for each in (one, other)}
        return bool(same) and one.audience == other.audience and len(days) == 1
