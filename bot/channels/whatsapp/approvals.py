"""Texts that Meta must approve before anybody is written to first: made, submitted, watched.

A text is made once at Twilio under a name that changes with it, so that nothing that was approved
is ever edited. See https://www.twilio.com/docs/content/content-api-resources.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.port import MISSING, UNSUBMITTED, Standing, Wording
from bot.channels.whatsapp.provider import Refused, Twilio
from bot.channels.whatsapp.store import ApprovalStore
from bot.channels.whatsapp.templates import Definition
from bot.clock import Clock

_FRESH_SECONDS = 60.0
_CATEGORY = "UTILITY"  # what we ask for; Meta may assign another
_LONGEST_REASON = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Submission:
    """A request for approval, in the SDK's manner but without its empty fields."""

    name: str

    def to_dict(self) -> dict[str, Any]:
        """Return the body of the request."""
        return {"name": self.name, "category": _CATEGORY}


def definition(wording: Wording) -> Definition:
    """Return the Content resource that Twilio is to keep for *wording*."""
    samples = {str(number): text for number, text in enumerate(wording.samples, 1)}
    return Definition(wording.name, "twilio/text", {"body": wording.body}, samples)


class Approvals:
    """Know which texts Meta approved, and ask for what was not asked yet."""

    def __init__(
        self,
        twilio: Twilio,
        store: ApprovalStore,
        *,
        clock: Clock,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._twilio = twilio
        self._store = store
        self._clock = clock
        self._seconds = seconds
        self._known: Mapping[str, Standing] = {}
        self._stale_at = 0.0

    async def standings(self) -> Mapping[str, Standing]:
        """Return what is known of every text by its name, at most a minute old."""
        now = self._seconds()
        if now >= self._stale_at:
            self._known = await self._store.known()
            self._stale_at = now + _FRESH_SECONDS
        return self._known

    async def submit(self, wordings: Sequence[Wording]) -> dict[str, bool]:
        """Have *wordings* made and submitted where they are not, and tell of each if it is new.

        What Twilio refuses to submit stays unsubmitted, with the reason, for another run.
        """
        there = await self._at_twilio()
        made: dict[str, bool] = {}
        for each in wordings:
            standing = there.get(each.name) or await self._made(each)
            made[each.name] = each.name not in there
            if standing.state == UNSUBMITTED:
                standing = await self._submitted(standing)
            # One by one: what a lost answer leaves out is found at Twilio by the next run.
            await self._keep([standing])
        return made

    async def poll(self) -> int:
        """Ask Twilio how every text stands and return how many stand otherwise than before."""
        known, there = await self._store.known(), await self._at_twilio()
        changed = []
        for name, before in known.items():
            now = there.get(name) or replace(before, state=MISSING)
            if now.state == UNSUBMITTED:
                now = replace(now, reason=before.reason)
            if now != before:
                changed.append(now)
                level = logging.INFO if now.is_approved else logging.WARNING
                log.log(level, "template %s: %s %s", name, now.state, now.category)
        if changed:
            await self._keep(changed)
        return len(changed)

    async def _keep(self, standings: Sequence[Standing]) -> None:
        """Keep *standings* and look again when asked next."""
        await self._store.keep(standings, now=self._clock.now())
        self._stale_at = 0.0

    async def _at_twilio(self) -> dict[str, Standing]:
        """Return how everything that Twilio keeps stands, by its name."""
        kept = await self._twilio.call(
            lambda client: client.content.v1.content_and_approvals.list()
        )
        found: dict[str, Standing] = {}
        for each in kept:
            standing = _standing(str(each.friendly_name), str(each.sid), each.approval_requests)
            # A lost answer may leave a second one of a name: the one that was submitted counts.
            if standing.name not in found or found[standing.name].state == UNSUBMITTED:
                found[standing.name] = standing
        return found

    async def _made(self, wording: Wording) -> Standing:
        """Have a Content resource made."""
        wanted = definition(wording)
        made = await self._twilio.call(lambda client: client.content.v1.contents.create(wanted))
        return Standing(wording.name, str(made.sid))

    async def _submitted(self, standing: Standing) -> Standing:
        """Ask for approval and return how the text stands then."""
        wanted = Submission(standing.name)
        try:
            asked = await self._twilio.call(
                lambda client: client.content.v1.contents(standing.sid).approval_create.create(
                    wanted
                )
            )
        except Refused as error:
            return replace(standing, reason=str(error)[:_LONGEST_REASON])
        return _standing(standing.name, standing.sid, vars(asked))


def _standing(name: str, sid: str, told: Mapping[str, Any] | None) -> Standing:
    """Return how a text stands, from what Twilio has *told* of its approval."""
    told = told or {}
    return Standing(
        name,
        sid,
        str(told.get("status") or UNSUBMITTED).lower(),
        str(told.get("category") or "").lower(),
        str(told.get("rejection_reason") or "")[:_LONGEST_REASON],
    )
