"""The one invitation to subscribe, below the second answer."""

from dataclasses import replace

from bot.conversation.state import Counted, Turn
from bot.conversation.step import Step
from bot.messages import Reply
from knowledge.phrasebook import Phrase

INVITATION = Phrase("broadcasts.ajakan")
TO_SUBSCRIBE = Phrase("broadcasts.pilihan.lihat")
TO_DECLINE = Phrase("broadcasts.pilihan.nanti")

_AFTER = 2
_ANSWER = "jawaban"


def invited(step: Step, turn: Turn) -> Turn:
    """Return *turn* with the invitation, once, where two questions of a person were answered.

    It waits while something else is asked below the answer.
    """
    answers = sum(isinstance(each, Counted) and each.kind == _ANSWER for each in turn.effects)
    if not answers:
        return turn
    before = turn.conversation
    after = replace(before, answered=before.answered + answers)
    ready = step.reachable and not step.subscription and not before.invited
    if not ready or after.answered < _AFTER or before.awaiting or before.draft:
        return replace(turn, conversation=after)
    choices = (step.choice("subscribe:", TO_SUBSCRIBE), step.choice("later:", TO_DECLINE))
    replies = (*turn.replies, Reply(step.say(INVITATION), choices))
    return replace(turn, replies=replies, conversation=replace(after, invited=True))
