"""Answering people on WhatsApp, and having Twilio forget what it kept."""

import logging
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.channels.whatsapp.codes import ABOUT_MENU, NOT_FOUND
from bot.channels.whatsapp.forms import Part, Say, parts
from bot.channels.whatsapp.line import WINDOW, Line
from bot.channels.whatsapp.provider import Refused, Twilio
from bot.channels.whatsapp.templates import Templates
from bot.clock import Clock
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, OutgoingMessage

_REMEMBERED = 10_000
_LOOKED_AT = 20
_SKEW = timedelta(seconds=5)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Attempt:
    """What is left of a message, and what Twilio has taken of it; kept in case it comes again."""

    waiting: deque[Part]
    taken: list[str] = field(default_factory=list)
    tried_at: datetime | None = None
    running: bool = False


class WhatsAppChannel:
    """Send replies by Twilio, each part once as far as this process knows."""

    def __init__(
        self,
        line: Line,
        twilio: Twilio,
        *,
        templates: Templates,
        clock: Clock,
        say: Say,
    ) -> None:
        self._line = line
        self._twilio = twilio
        self._templates = templates
        self._clock = clock
        self._say = say
        self._attempts: OrderedDict[str, _Attempt] = OrderedDict()
        self._lately: deque[str] = deque(maxlen=_REMEMBERED)

    async def send(self, message: OutgoingMessage) -> Sequence[str]:
        """Hand *message* to Twilio and return the SIDs of its parts.

        Raises TryLater when another attempt may succeed, NeverAgain when none will: Twilio would
        take what comes more than 24 hours after the person wrote, and let it fail (63016).
        """
        if message.posted_at and self._clock.now() - message.posted_at > WINDOW:
            self._attempts.pop(message.id, None)
            raise NeverAgain("The person wrote more than 24 hours ago")
        attempt = await self._attempt(message)
        if attempt.running:
            raise TryLater("The message is being sent")
        attempt.running = True
        try:
            await self._run(attempt, message.to)
        except NeverAgain as error:
            self._attempts.pop(message.id, None)
            if not attempt.taken:
                raise
            # What was taken counts as sent, so that Twilio's copies of it can be erased.
            log.warning("%s; message %s stays unfinished", error, message.id)
        finally:
            attempt.running = False
        return attempt.taken

    async def erase(self, owner: Address, copy: str) -> None:
        """Have Twilio empty and then delete a message; deletion alone takes it up to 30 days.

        Raises TryLater while the message is on its way, NeverAgain when Twilio refuses for good.
        """
        del owner
        try:
            await self._line.pace_erasing()
            await self._twilio.call(lambda client: client.messages(copy).update(body=""))
            await self._line.pace_erasing()
            await self._twilio.call(lambda client: client.messages(copy).delete())
        except Refused as error:
            if error.code != NOT_FOUND:
                raise

    async def _attempt(self, message: OutgoingMessage) -> _Attempt:
        """Return the attempt at *message* that goes on, or a new one."""
        if message.id not in self._attempts:
            shown = parts(message.reply, await self._templates.known(), say=self._say)
            self._attempts.setdefault(message.id, _Attempt(deque(shown)))
            if len(self._attempts) > _REMEMBERED:
                self._attempts.popitem(last=False)
        return self._attempts[message.id]

    async def _run(self, attempt: _Attempt, to: Address) -> None:
        """Send what is left, in order."""
        while attempt.waiting:
            part = attempt.waiting[0]
            sid = await self._found(part, to, since=attempt.tried_at) if attempt.tried_at else ""
            attempt.tried_at = attempt.tried_at or self._clock.now()
            try:
                sid = sid or await self._created(part, to)
            except Refused as error:
                if not part.spelled or error.code not in ABOUT_MENU:
                    raise
                log.warning("%s; saying it as numbered text", error)
                attempt.waiting.popleft()
                attempt.waiting.extendleft(Part(text) for text in reversed(part.spelled))
            else:
                attempt.waiting.popleft()
                attempt.taken.append(sid)
                self._lately.append(sid)
            attempt.tried_at = None

    async def _created(self, part: Part, to: Address) -> str:
        """Have Twilio take one message and return its SID."""
        await self._line.pace()
        given: Mapping[str, Any] = (
            {"content_sid": part.sid, "content_variables": part.variables}
            if part.sid
            else {"body": part.body}
        )
        made = await self._twilio.call(
            lambda client: client.messages.create(
                to=_twilio_address(to),
                from_=self._line.sender,
                status_callback=self._line.status_url,
                **given,
            )
        )
        return str(made.sid)

    async def _found(self, part: Part, to: Address, *, since: datetime) -> str:
        """Return the SID of *part* if Twilio took it and only its answer was lost, else ""."""
        recent = await self._twilio.call(
            lambda client: client.messages.list(
                to=_twilio_address(to), from_=self._line.sender, limit=_LOOKED_AT
            )
        )
        for each in recent:
            is_new = each.date_created and each.date_created >= since - _SKEW
            if is_new and each.body == part.body and each.sid not in self._lately:
                return str(each.sid)
        return ""


def _twilio_address(to: Address) -> str:
    """Return *to* as Twilio writes it."""
    return f"{to.channel}:{to.value}"
