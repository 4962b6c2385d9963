"""What a handler is given: one message, understood as far as that needs no handler."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.contacts.contact import Subscription
from bot.conversation.holding import Hand
from bot.conversation.state import Conversation, Effect, Steered, Turn
from bot.messages import Choice, Media, Reply, SentFile
from bot.questions.guide import Guide
from knowledge.deciding import Decision
from knowledge.phrasebook import Phrase


@dataclass(frozen=True, slots=True)
class Step:
    """A message on its way through a handler.

    *argument* is what follows the colon of a tapped choice, or the words after a command. In
    *public* others read along: nothing is asked about the person and no question is kept. *hand*
    is what there is of a tip, None where tips are not taken; *media* and *files* came with the
    message. *subscription* is what the person hears from us, who is *reachable* when we write
    first. A *linkable* chat may be linked with an account of staff, a *linked* one is; *steered* is
    what came of what staff wanted done.
    """

    conversation: Conversation
    guide: Guide
    now: datetime
    today: date
    text: str = field(default="", repr=False)
    argument: str = field(default="", repr=False)
    decision: Decision | None = None
    safer_line: str = ""
    public: bool = False
    hand: Hand | None = None
    media: Media | None = None
    files: tuple[SentFile, ...] = ()
    subscription: Subscription | None = None
    reachable: bool = False
    linkable: bool = False
    linked: bool = False
    steered: Steered | None = None

    def say(self, phrase: Phrase, **words: object) -> str:
        """Return *phrase* in the guide's words."""
        return self.guide.phrases.say(phrase, **words)

    def choice(self, choice_id: str, label: Phrase) -> Choice:
        """Return a choice that is labelled in the guide's words."""
        return Choice(choice_id, self.say(label))

    def turn(self, *replies: Reply, effects: tuple[Effect, ...] = (), **changes: object) -> Turn:
        """Return a turn of *replies*, with *changes* made to the conversation."""
        conversation = replace(self.conversation, **{"awaiting": "", **changes})  # type: ignore[arg-type]
        return Turn(replies, conversation, effects)
