"""Stand-ins that implement the ports, and a person who talks with the bot."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.channels import terminal
from bot.messages import Address, Choice, IncomingMessage, Media, OutgoingMessage, SentFile
from bot.wiring import Services


@dataclass
class FakeClock:
    """A clock that tests set."""

    moment: datetime = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return (self.moment + timedelta(hours=7)).date()

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class FakeChannel:
    """A channel that keeps what it was given; errors in *failures* are raised first."""

    sent: list[OutgoingMessage] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)

    async def send(self, message: OutgoingMessage) -> list[str]:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
        return [f"copy-{len(self.sent)}"]

    async def erase(self, owner: Address, copy: str) -> None:
        assert owner.channel == terminal.NAME
        if self.failures:
            raise self.failures.pop(0)
        self.erased.append(copy)


@dataclass
class Person:
    """Somebody who writes to the bot on a sending channel and reads what comes."""

    services: Services
    channel: FakeChannel
    address: Address = terminal.ADDRESS
    number: int = 0
    seen: int = 0

    async def says(self, text: str = "", *, tapping: str = "") -> list[OutgoingMessage]:
        self.number += 1
        await self.services.inbox.accept(
            IncomingMessage(f"{self.address.value}-{self.number:04}", self.address, text, tapping)
        )
        return self.reads()

    async def sends(
        self, *files: SentFile, text: str = "", media: Media = Media.PHOTO
    ) -> list[OutgoingMessage]:
        self.number += 1
        name = f"{self.address.value}-{self.number:04}"
        message = IncomingMessage(name, self.address, text, media=media, files=files)
        await self.services.inbox.accept(message)
        return self.reads()

    def reads(self) -> list[OutgoingMessage]:
        new = [each for each in self.channel.sent if each.to == self.address][self.seen :]
        self.seen += len(new)
        return new

    async def taps(self, label: str) -> list[OutgoingMessage]:
        return await self.says(tapping=self.offered(label).id)

    def offered(self, label: str) -> Choice:
        mine = [each for each in self.channel.sent if each.to == self.address]
        choices = [choice for each in reversed(mine) for choice in each.reply.choices]
        return next(choice for choice in choices if choice.label == label)
