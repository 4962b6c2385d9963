"""Sending what was forwarded: claimed, opened with the worker's key, submitted, acknowledged.

A claim is committed before anything leaves. Where a backend takes a repetition for what it is, a
claim that a dead worker left behind is sent again under the same key, so that one submission is
left in the end. Where it does not, such a claim is *unknown* and waits for a person.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import NeverAgain, TryLater, Unknown, UnsealError
from bot.keypair import seal_to
from bot.tips.backends.port import Reason, ReportingBackend
from bot.tips.forwarding.forwarding import Claim, Forwarding, Lease, State
from bot.tips.forwarding.store import ForwardingStore
from bot.tips.forwarding.worker import Worker
from bot.tips.keys import Lock
from bot.tips.store import keys
from bot.tips.tip import Package, Status

LEASE = Lease(4, timedelta(minutes=15))

_SUBMISSION = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=4)
_LONGEST_WISH = timedelta(days=1)  # a Retry-After beyond this is not believed
_ATTEMPTS = 50  # with the pauses above, a good week
_LOST = 4  # workers that died with one forwarding in a row: it may be what kills them

# Moves a tip and tells whether that was news; what comes twice or late changes nothing.
Settle = Callable[[AsyncConnection, str, Status], Awaitable[bool]]

log = logging.getLogger(__name__)
_encoder = msgspec.json.Encoder()


class Forwarder:
    """Take forwardings from the desk and send them; without a *worker* it only takes."""

    def __init__(
        self,
        database: Database,
        store: ForwardingStore,
        *,
        settle: Settle,
        clock: Clock,
        worker: Worker | None = None,
    ) -> None:
        self._database = database
        self._store = store
        self._settle = settle
        self._clock = clock
        self._worker = worker
        self._running = asyncio.Lock()
        self._is_announced = False
        self._kicked: set[asyncio.Task[int]] = set()

    async def announce(self) -> None:
        """Let the desk seal to this worker from now on."""
        if self._worker:
            lock = Lock(self._worker.pair().public)
            async with self._database.transaction() as connection:
                await keys.publish(connection, keys.Owner.WORKER, lock, day=self._clock.today())
            self._is_announced = True

    async def enqueue(
        self, connection: AsyncConnection, package: Package, worker_public: bytes
    ) -> None:
        """Write *package*, sealed to the worker, in the transaction of the desk."""
        now = self._clock.now()
        forwarding = Forwarding(
            id=package.id,
            tip=package.tip,
            target=package.target,
            day=self._clock.today(),
            state=State.WAITING,
            backend="",
            attempts=0,
            reason="",
            due_at=now,
        )
        sealed = seal_to(worker_public, _encoder.encode(package))
        await self._store.add(connection, forwarding, sealed=sealed)

    def kick(self) -> None:
        """Begin to send at once, once the desk's transaction is committed.

        Only in the process that has announced its worker: a terminal ends before an answer comes,
        and must not leave a claim behind.
        """
        if not self._is_announced:
            return
        task = asyncio.get_running_loop().create_task(self.run())
        self._kicked.add(task)
        task.add_done_callback(self._kicked.discard)

    async def close(self) -> None:
        """Let go of the backend's connections."""
        if self._worker:
            await self._worker.backend.close()

    async def run(self) -> int:
        """Send what is due and return how many reports were taken.

        A round in which nothing moved ends the run: the backend is down, and whatever is left waits
        for the next one. What a dead worker left and is tried alone tells nothing of the backend.
        One run at a time in a process; several processes claim different rows.
        """
        if self._worker is None or self._running.locked():
            return 0
        async with self._running:
            total = 0
            while (claims := await self._claimed(self._worker)) is not None:
                sends = [self._forward(self._worker, each) for each in claims]
                taken = sum(await asyncio.gather(*sends))
                total += taken
                if not taken and any(not each.lost for each in claims):
                    break
            return total

    async def poll(self) -> int:
        """Ask the backend how its reports are doing; return how many tips were told."""
        if self._worker is None:
            return 0
        backend = self._worker.backend
        since = self._clock.today() - timedelta(days=365)
        async with self._database.reading() as connection:
            references = await self._store.references(connection, backend.name, since=since)
        told = 0
        for tip, reference in references.items():
            try:
                status = await backend.status(reference)
            except TryLater:
                return told
            if status:
                async with self._database.transaction() as connection:
                    told += await self._settle(connection, tip, status)
        return told

    async def _claimed(self, worker: Worker) -> list[Claim] | None:
        """Return a few forwardings that are ours to send, None when nothing is due.

        What is in doubt, or may be what kills workers, goes to a person instead: there may be none
        among those that were due.
        """
        async with self._database.transaction() as connection:
            found = await self._store.claim_due(
                connection, worker.backend.name, now=self._clock.now(), lease=LEASE
            )
            claims = []
            for before, claim in found:
                if stopped := _stopped(before, claim, worker.backend):
                    state, reason = stopped
                    log.warning("forwarding %s is %s: %s", claim.id, state, reason)
                    await self._store.release(connection, claim, state=state, reason=reason)
                else:
                    claims.append(claim)
        return claims if found else None

    async def _forward(self, worker: Worker, claim: Claim) -> bool:
        """Send one forwarding and write down what came of it; tell whether it was taken."""
        try:
            reference = await asyncio.wait_for(
                worker.submit(claim), timeout=_SUBMISSION.total_seconds()
            )
            await self._acknowledge(claim, reference, worker.backend.accepted)
        except TryLater as error:
            await self._postpone(claim, _word(error), error.seconds)
        except NeverAgain as error:
            await self._stop(claim, State.DEAD, _word(error))
        except Unknown as error:
            await self._stop(claim, State.UNKNOWN, _word(error))
        except (UnsealError, msgspec.DecodeError):
            await self._stop(claim, State.DEAD, Reason.UNREADABLE_PACKAGE)
        except FileNotFoundError:
            await self._stop(claim, State.DEAD, Reason.EVIDENCE_MISSING)
        except Exception as error:  # noqa: BLE001
            # A fault of ours, or a silence: its text may quote the story, so only its kind is told.
            log.error("forwarding %s failed: %s", claim.id, type(error).__name__)  # noqa: TRY400
            await self._fault(worker, claim, error)
        else:
            return True
        return False

    async def _fault(self, worker: Worker, claim: Claim, error: Exception) -> None:
        """Repeat later what may be repeated, and leave the rest to a person."""
        reason = Reason.TIMED_OUT if isinstance(error, TimeoutError) else Reason.FAULT
        if worker.backend.repeatable:
            await self._postpone(claim, reason, None)
        else:
            await self._stop(claim, State.UNKNOWN, reason)

    async def _acknowledge(self, claim: Claim, reference: str, status: Status) -> None:
        """Keep the *reference* and move the tip on, together."""
        async with self._database.transaction() as connection:
            if await self._store.acknowledge(connection, claim.id, reference=reference):
                await self._settle(connection, claim.tip, status)

    async def _postpone(self, claim: Claim, reason: Reason, seconds: float | None) -> None:
        """Set the next attempt, as the backend wishes or later each time; then give it to staff."""
        if claim.attempt >= _ATTEMPTS:
            await self._stop(claim, State.DEAD, reason)
            return
        due_at = self._clock.now() + _pause(claim.attempt, seconds)
        async with self._database.transaction() as connection:
            await self._store.release(
                connection, claim, state=State.WAITING, reason=reason, due_at=due_at
            )

    async def _stop(self, claim: Claim, state: State, reason: Reason) -> None:
        """Leave a forwarding to a person."""
        log.warning("forwarding %s is %s: %s", claim.id, state, reason)
        async with self._database.transaction() as connection:
            await self._store.release(connection, claim, state=state, reason=reason)


def _stopped(
    before: Forwarding, claim: Claim, backend: ReportingBackend
) -> tuple[State, Reason] | None:
    """Return how and why *claim* is not to be sent, None when it is.

    Nobody can tell whether it arrived already, or too many workers died with it.
    """
    if before.backend not in {"", backend.name}:
        return State.UNKNOWN, Reason.OTHER_BACKEND
    if before.state is State.SENDING and not backend.repeatable:
        return State.UNKNOWN, Reason.LOST_ANSWER
    return (State.DEAD, Reason.WORKER_LOST) if claim.lost >= _LOST else None


def _pause(attempt: int, wished: float | None) -> timedelta:
    """Return how long to wait after *attempt*, which counts from 1."""
    if wished is not None:
        return min(timedelta(seconds=max(wished, 1.0)), _LONGEST_WISH)
    doublings = min(attempt - 1, 12)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def _word(error: Exception) -> Reason:
    """Return the reason that *error* names, and no other text of it."""
    return Reason(str(error)) if str(error) in set(Reason) else Reason.FAULT
