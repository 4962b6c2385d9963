"""What the group of staff is told when parcels are moved: numbers and kecamatan, no content."""

from collections import Counter

from bot.clock import Clock
from bot.database.engine import Transaction
from bot.delivery.outbox import Outbox
from bot.messages import Address, IncomingMessage, Reply
from bot.questions.guide import LiveGuide
from bot.tips.words import NOTICES, NOWHERE


class Notices:
    """Post notices to where staff read them; to nobody when there is no such place."""

    def __init__(
        self, outbox: Outbox, to: Address | None, *, guide: LiveGuide, clock: Clock
    ) -> None:
        self._outbox = outbox
        self._to = to
        self._guide = guide
        self._clock = clock

    async def post(self, connection: Transaction, moved: Counter[tuple[str, str]]) -> None:
        """Say in one message how many parcels came, by kind and kecamatan."""
        if self._to is None:
            return
        say = self._guide.current.phrases.say
        lines = [
            say(NOTICES[kind], jumlah=count, kecamatan=district or say(NOWHERE))
            for (kind, district), count in sorted(moved.items())
        ]
        await self._outbox.post(
            connection,
            IncomingMessage("", self._to),
            replies=[Reply("\n".join(lines))],
            now=self._clock.now(),
        )
