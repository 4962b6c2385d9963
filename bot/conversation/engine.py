"""One turn of a conversation, decided without touching anything."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.contacts.contact import Subscription
from bot.conversation.choices import numbered, resolve
from bot.conversation.holding import Hand
from bot.conversation.invitation import invited
from bot.conversation.router import route
from bot.conversation.state import Conversation, Counted, Steered, Turn
from bot.conversation.step import Step
from bot.messages import IncomingMessage, Reply
from bot.questions.guide import Guide
from knowledge.phrasebook import Phrase

TOO_FAST = Phrase("engine.terlalu-cepat")
LONGEST = 4096

_A_MINUTE = 60
_LIMIT = 20
_ALWAYS = frozenset({"forget", "forgotten", "stop"})  # who wants to be left alone need not wait
_UNREADABLE = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class Moment:
    """When a message came, what the bot knew then, and what it may do for the sender's chat."""

    now: datetime
    today: date
    guide: Guide
    safer_line: str = ""
    subscription: Subscription | None = None
    reachable: bool = False
    linkable: bool = False
    linked: bool = False
    steered: Steered | None = None


def take_turn(
    conversation: Conversation,
    message: IncomingMessage,
    moment: Moment,
    *,
    hand: Hand | None = None,
) -> Turn:
    """Return the replies to *message*, the conversation after them, and what else is to be kept.

    More than 20 messages a minute get one notice; those beyond are counted, not answered. *hand*
    is what there is of a tip, None where tips are not taken. What follows in a group brings its
    files to an open draft; elsewhere it is answered only where it has words of its own.
    """
    unsaid = message.follows and bool(hand and hand.draft)
    if message.follows and not unsaid and not message.text:
        return Turn((), conversation.at(moment.now))
    paced = _paced(conversation.at(moment.now), moment.now)
    if paced.count > _LIMIT and message.choice_id.partition(":")[0] not in _ALWAYS:
        return _too_fast(paced, moment)
    step = Step(
        paced,
        moment.guide,
        moment.now,
        moment.today,
        text=_readable(message.text[:LONGEST]),
        safer_line=moment.safer_line,
        public=message.public,
        hand=hand,
        media=message.media,
        files=message.files,
        subscription=moment.subscription,
        reachable=moment.reachable,
        linkable=moment.linkable,
        linked=moment.linked,
        steered=moment.steered,
    )
    chosen = message.choice_id or resolve(step.text, paced.offered)
    turn = _finished(invited(step, route(step, chosen)), paced)
    return _unsaid(turn, paced) if unsaid else turn


def _unsaid(turn: Turn, before: Conversation) -> Turn:
    """Return *turn* without its replies; what was offered before it still is."""
    return replace(
        turn, replies=(), conversation=replace(turn.conversation, offered=before.offered)
    )


def _readable(text: str) -> str:
    """Return *text* without the characters that no person types and some databases refuse."""
    return "".join(
        each for each in text if each in "\n\t" or unicodedata.category(each) not in _UNREADABLE
    )


def _paced(conversation: Conversation, now: datetime) -> Conversation:
    """Return *conversation* with this message counted in its minute."""
    minute = int(now.timestamp()) // _A_MINUTE
    count = conversation.count + 1 if conversation.minute == minute else 1
    return replace(conversation, minute=minute, count=count)


def _too_fast(conversation: Conversation, moment: Moment) -> Turn:
    """Ask for patience once."""
    notice = (Reply(moment.guide.phrases.say(TOO_FAST)),)
    replies = notice if conversation.count == _LIMIT + 1 else ()
    return Turn(replies, conversation, (Counted("terlalu-cepat"),))


def _finished(turn: Turn, before: Conversation) -> Turn:
    """Return *turn* with its choices numbered through and remembered."""
    replies = numbered(turn.replies)
    offered = tuple(choice for reply in replies for choice in reply.choices)
    after = replace(
        turn.conversation,
        offered=offered,
        minute=before.minute,
        count=before.count,
        touched=before.touched,
    )
    return replace(turn, replies=replies, conversation=after)
