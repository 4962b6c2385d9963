"""Telling people on WhatsApp what they did not ask for just now.

Within 24 hours after they wrote, freely; otherwise only by a template that Meta approved
(https://www.twilio.com/docs/api/errors/63016).
"""

import json
from typing import Any

from bot.channels.port import NO_TEMPLATE
from bot.channels.whatsapp.approvals import Approvals
from bot.channels.whatsapp.codes import reason_of
from bot.channels.whatsapp.forms import TEXT_LONGEST
from bot.channels.whatsapp.line import WINDOW, Line
from bot.channels.whatsapp.provider import Refused, Twilio
from bot.clock import Clock
from bot.errors import NeverAgain, TierReached, Unreachable
from bot.messages import Announcement, Template

_LONGEST_LIFE = 36_000  # seconds that Twilio keeps what it could not send yet


class WhatsAppAnnouncer:
    """Have Twilio send each announcement once, after the replies to people."""

    def __init__(self, line: Line, twilio: Twilio, *, approvals: Approvals, clock: Clock) -> None:
        self._line = line
        self._twilio = twilio
        self._approvals = approvals
        self._clock = clock

    async def announce(self, announcement: Announcement) -> str:
        """Have Twilio take *announcement* and return its SID."""
        given = await self._form(announcement)
        if "content_sid" in given and not await self._line.may_begin():
            raise TierReached("The daily tier is used up")
        await self._line.pace_announcing()
        try:
            made = await self._twilio.call(
                lambda client: client.messages.create(
                    to=f"{announcement.to.channel}:{announcement.to.value}",
                    from_=self._line.sender,
                    status_callback=self._reports_to(announcement),
                    validity_period=self._life(announcement),
                    **given,
                )
            )
        except Refused as error:
            if reason := reason_of(error.code):
                raise Unreachable(reason) from None
            raise
        return str(made.sid)

    async def _form(self, announcement: Announcement) -> dict[str, Any]:
        """Return what is said: free text while the window is open, else the approved template."""
        heard = announcement.heard_at
        if heard and self._clock.now() - heard < WINDOW:
            text = announcement.reply.text  # a number would be taken for one of the last reply
            if len(text) > TEXT_LONGEST:
                raise NeverAgain("An announcement must fit in one message")
            return {"body": text}
        return await self._filled(announcement.template)

    async def _filled(self, template: Template | None) -> dict[str, Any]:
        """Return *template* as Twilio takes it; raises Unreachable when nobody approved it.

        Twilio would take it all the same, and report the failure later.
        """
        known = await self._approvals.standings() if template else {}
        standing = known.get(template.name) if template else None
        if template is None or standing is None or not standing.is_approved:
            raise Unreachable(NO_TEMPLATE)
        values = {str(number): value for number, value in enumerate(template.values, 1)}
        variables = {"content_variables": json.dumps(values)} if values else {}
        return {"content_sid": standing.sid, **variables}

    def _reports_to(self, announcement: Announcement) -> str:
        """Return where Twilio is to report; its signature covers the reference too."""
        query = f"?ref={announcement.reference}" if announcement.reference else ""
        return f"{self._line.status_url}{query}"

    def _life(self, announcement: Announcement) -> int:
        """Return for how many seconds the message is of use."""
        left = (announcement.ends_at - self._clock.now()).total_seconds()
        return max(1, min(int(left), _LONGEST_LIFE))
