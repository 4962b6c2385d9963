"""The words shared by everything that carries messages."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached; *value* never shows in a repr, and so in no log."""

    channel: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person can tap: *id* (at most 64 bytes) says what it does."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, before any channel gives it a form.

    *text* may hold `*strong*` words. *verdict* lets a channel colour a card; the text says it too.
    Where choices are typed, they are numbered from *first*.
    """

    text: str = field(repr=False)
    choices: tuple[Choice, ...] = ()
    verdict: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What a person sent; *id* is the provider's own, unique in its channel."""

    id: str = field(repr=False)
    sender: Address
    text: str = field(default="", repr=False)
    choice_id: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A reply on its way to one address; *id* is ours."""

    id: str
    to: Address
    reply: Reply
