"""The words shared by everything that carries messages."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PRIVATE = "private:"  # the choice that leads from where others read along to a talk of one's own


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached; nothing of it shows in a repr, and so in no log.

    *via* is how to answer this time, for instance by quoting; it is no part of who it is.
    """

    channel: str
    value: str = field(repr=False)
    via: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person can tap: *id* (at most 64 bytes) says what it does."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, before any channel gives it a form.

    *text* may hold `*strong*` words. *verdict* lets a channel colour a card; the text says it too.
    Where choices are typed, they are numbered from *first*. A reply *in_place* of the list that was
    tapped is shown there, where the channel can. One that *wants_files* lets a channel show how to
    send them, where people would see no way. A channel may show *code* as a picture, too. Of what
    is *fleeting* the provider keeps no copy for long.
    """

    text: str = field(repr=False)
    choices: tuple[Choice, ...] = ()
    verdict: str = ""
    first: int = 1
    in_place: bool = False
    wants_files: bool = False
    code: str = field(default="", repr=False)
    fleeting: bool = False


class Media(StrEnum):
    """What a person sent beside text."""

    PHOTO = "photo"
    VOICE = "voice"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sent, still with the provider: *reference* is how to fetch it there."""

    reference: str = field(repr=False)
    size: int = 0


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What a person sent; *id* is the provider's own, unique in its channel.

    *copy* is what the provider calls the copy that it keeps, if it can be erased. *tapped* is the
    provider's id of the message whose choice was tapped. What is said in *public*, where others
    read along, is answered but not remembered. Messages of one *group*, such as the photos of an
    album, get one reply: those that *follow* the first bring their files and are not answered,
    unless they alone carry words, as the caption of an album may.
    """

    id: str = field(repr=False)
    sender: Address
    text: str = field(default="", repr=False)
    choice_id: str = ""
    media: Media | None = None
    tapped: str = field(default="", repr=False)
    copy: str = field(default="", repr=False)
    public: bool = False
    group: str = field(default="", repr=False)
    follows: bool = False
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A reply on its way to one address since *posted_at*; *id* is ours.

    It takes the place of the message that the provider calls *replaces*, if that is still there.
    """

    id: str
    to: Address
    reply: Reply
    replaces: str = field(default="", repr=False)
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A text that WhatsApp is to approve: its *name*, and the *values* of its variables.

    {{1}} in *body* is the first of them.
    """

    name: str
    values: tuple[str, ...] = ()
    body: str = ""

    @property
    def filled(self) -> str:
        """Return what people read.

        >>> Template("besok", ("Depok",), "Halo {{1}}, besok memilih.").filled
        'Halo Depok, besok memilih.'
        """
        text = self.body
        for number, value in enumerate(self.values, 1):
            text = text.replace(f"{{{{{number}}}}}", value)
        return text


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG that is shown above a text; *digest* stands for its *content*."""

    digest: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one person is told without having asked just now.

    Where a channel lets nobody write first for long after *heard_at*, only *template* may be said.
    From *ends_at* on it is of no use, and a provider that still holds it back shall drop it. A
    provider that reports later is given the *reference*, which tells us of whom it speaks. Where no
    *picture* can be shown, the text is said alone.
    """

    to: Address
    reply: Reply
    ends_at: datetime
    heard_at: datetime | None = None
    template: Template | None = None
    reference: str = ""
    picture: Picture | None = None
