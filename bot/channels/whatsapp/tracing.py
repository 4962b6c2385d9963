"""Looking up at Twilio whether it took a message of which we know nothing any more."""

from datetime import datetime, timedelta

from bot.channels.port import Trace
from bot.channels.whatsapp.codes import reason_of
from bot.channels.whatsapp.line import Line
from bot.channels.whatsapp.provider import Twilio
from bot.messages import Announcement

_LOOKED_AT = 100  # messages to one person since a broadcast began
_SKEW = timedelta(seconds=5)


class WhatsAppTracer:
    """Ask Twilio for the messages to one person; nothing is ever sent."""

    def __init__(self, line: Line, twilio: Twilio) -> None:
        self._line = line
        self._twilio = twilio

    async def trace(self, announcement: Announcement, *, since: datetime) -> Trace | None:
        """Return what became of *announcement*, known by its words, None when Twilio has it not."""
        template = announcement.template
        said = {announcement.reply.text.strip(), template.filled.strip() if template else ""} - {""}
        await self._line.pace_erasing()
        listed = await self._twilio.call(
            lambda client: client.messages.list(
                to=f"{announcement.to.channel}:{announcement.to.value}",
                from_=self._line.sender,
                limit=_LOOKED_AT,
            )
        )
        for each in listed:
            is_new = each.date_created and each.date_created >= since - _SKEW
            if is_new and (each.body or "").strip() in said:
                return Trace(str(each.sid), str(each.status), reason_of(int(each.error_code or 0)))
        return None
