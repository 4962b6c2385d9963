"""What the bot remembers of a conversation, and what one turn comes to."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.contacts.contact import Subscription
from bot.conversation.holding import TipEffect
from bot.messages import Choice, Reply
from bot.questions.inquiries.wanted import AnswerWanted
from bot.tips.tip import DraftKey
from knowledge.rule import Role

IDLE = timedelta(minutes=30)
DATED = timedelta(days=2)  # that the day of a talk is kept, as long as any draft needs it
RESUMING = "tip:resume"  # awaited after half an hour: nothing but whether the draft goes on


def day_of(moment: datetime) -> datetime:
    """Return the start of the day of *moment* in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def week_of(moment: datetime) -> datetime:
    """Return the start of the week of *moment*: all that a row tells of when somebody wrote."""
    midnight = day_of(moment)
    return midnight - timedelta(days=midnight.weekday())


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's side of the talk; sealed whenever it is stored.

    *offered* are the choices of the last turn in the order they were numbered; *entry* is the rule
    or information last shown, *asked* the question that led there, *awaiting* who takes the next
    free text. *minute* and *count* measure how fast messages come. *draft* is where an open tip
    lies, *erasing* which copies its providers were asked to erase. *answered* counts questions, and
    who was *invited* to subscribe once is never asked again. *unanswered* is the scrubbed question
    that nothing was found for, as long as its sender may ask to be told.
    """

    role: Role | None = None
    role_settled: bool = False
    greeted: bool = False
    offered: tuple[Choice, ...] = ()
    entry: str = ""
    asked: str = field(default="", repr=False)
    awaiting: str = ""
    minute: int = 0
    count: int = 0
    touched: datetime | None = None
    draft: DraftKey | None = None
    erasing: tuple[str, ...] = ()
    answered: int = 0
    invited: bool = False
    unanswered: str = field(default="", repr=False)

    def at(self, now: datetime) -> "Conversation":
        """Return this conversation at *now*: after half an hour, only who it is with.

        Of an open tip the key stays, and the question whether it goes on.
        """
        if self.touched and now - self.touched > IDLE:
            return Conversation(
                role=self.role,
                role_settled=self.role_settled,
                greeted=self.greeted,
                touched=now,
                draft=self.draft,
                awaiting=RESUMING if self.draft else "",
                answered=self.answered,
                invited=self.invited,
            )
        return replace(self, touched=now)

    def quiet(self, now: datetime) -> "Conversation":
        """Return what may be kept at *now*: of a talk that is over its day, later its week."""
        if self.touched is None or now - self.touched <= IDLE:
            return self
        left = replace(self.at(now), touched=day_of(self.touched))
        if now - self.touched < DATED:
            return left
        return replace(left, touched=week_of(self.touched), draft=None, awaiting="")


@dataclass(frozen=True, slots=True)
class Counted:
    """Something happened that is only counted, by day."""

    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class QuestionKept:
    """A question found no answer and is kept without its sender."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A card was shown; its *id* is the same for everybody who gets this card."""

    id: str
    entry: str
    knowledge: str
    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The person asked to be forgotten."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The person wants to hear what *wanted* says, after reading the text named by *wording*."""

    wanted: Subscription
    wording: str


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """The person wants to hear nothing more."""


@dataclass(frozen=True, slots=True)
class LinkWanted:
    """Somebody of staff shows by *code* whose chat this is; whoever brings it about answers."""

    code: str = field(repr=False)


class Steer(StrEnum):
    """What staff want done about broadcasts; ASK leads to approving, HALT to cancelling."""

    LIST = "list"
    SHOW = "show"
    ASK = "ask"
    APPROVE = "approve"
    PAUSE = "pause"
    RESUME = "resume"
    HALT = "halt"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class SteeringWanted:
    """Somebody of staff wants to *steer* the broadcast *name*: that is done before the turn.

    An approval is for what has the *fingerprint*, and *code* is the authenticator's.
    """

    steer: Steer
    name: str = ""
    fingerprint: str = ""
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Steered:
    """What came of *wanted*: what is said, and who takes the next free text."""

    wanted: SteeringWanted
    replies: tuple[Reply, ...]
    awaiting: str = ""


@dataclass(frozen=True, slots=True)
class CopyUnwanted:
    """The provider's copy of the message is to go at once: it held a code."""


Effect = (
    Counted
    | QuestionKept
    | AnswerWanted
    | AnswerGiven
    | Forgotten
    | Subscribed
    | Unsubscribed
    | LinkWanted
    | SteeringWanted
    | CopyUnwanted
    | TipEffect
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message leads to: replies, the conversation after it, what else is to be kept."""

    replies: tuple[Reply, ...]
    conversation: Conversation
    effects: tuple[Effect, ...] = ()
