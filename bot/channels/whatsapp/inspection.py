"""What Twilio says about the account itself; nothing of any message but its error code."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.whatsapp.provider import Twilio

_LAST = 100


@dataclass(frozen=True, slots=True)
class Account:
    """Whether the account may send, and to whom."""

    status: str
    is_trial: bool


@dataclass(frozen=True, slots=True)
class SenderState:
    """Whether a number is on WhatsApp, and where Twilio brings what people write to it."""

    status: str
    callback: str


class Inspector:
    """Ask Twilio how the account is doing."""

    def __init__(self, twilio: Twilio) -> None:
        self._twilio = twilio

    async def account(self, sid: str) -> Account:
        """Return the state of the account."""
        found = await self._twilio.call(lambda client: client.api.v2010.accounts(sid).fetch())
        return Account(str(found.status), is_trial=found.type == "Trial")

    async def sender(self, number: str) -> SenderState | None:
        """Return the state of the WhatsApp sender *number*, None when the account has none such."""
        senders = await self._twilio.call(
            lambda client: client.messaging.v2.channels_senders.list(channel="whatsapp")
        )
        found = next((each for each in senders if each.sender_id == number), None)
        if found is None:
            return None
        webhook = found.webhook
        if isinstance(webhook, Mapping):
            callback = webhook.get("callback_url")
        else:
            callback = getattr(webhook, "callback_url", None)
        return SenderState(str(found.status), callback or "")

    async def errors(self, number: str) -> Mapping[int, int]:
        """Return how many of the last messages of *number* failed with each code."""
        last = await self._twilio.call(
            lambda client: client.messages.list(from_=number, limit=_LAST)
        )
        return Counter(int(each.error_code) for each in last if each.error_code)
