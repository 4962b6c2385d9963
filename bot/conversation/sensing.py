"""What free text most likely wants, and who answers that."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.handlers import broadcasts, contacts, menu, questions, receipts, tips
from bot.conversation.state import Turn
from bot.conversation.step import Step
from knowledge.deciding import Action, Decision, decide
from knowledge.following import Leaning, leaning
from knowledge.rule import Intent

Handler = Callable[[Step], Turn]

PARTS: Mapping[Leaning, Handler] = {
    Leaning.SANCTION: questions.sanction,
    Leaning.LAW: questions.law,
}

INTENTS: Mapping[Intent, Handler] = {
    Intent.TIP: tips.offer,
    Intent.STATUS: receipts.status,
    Intent.SUBSCRIBE: broadcasts.subscribe,
    Intent.HUMAN: contacts.staff,
    Intent.SMALLTALK: menu.greet,
}


def sense(step: Step) -> Turn:
    """Return what free text leads to, by what it most likely wants."""
    if not any(each.isalpha() for each in step.text):
        return questions.ask(step)
    match = step.guide.matcher.match(step.text)
    decision = decide(match, step.guide.library)
    if step.conversation.asked:
        leans = leaning(match.reading)
        if leans in PARTS and step.conversation.entry in step.guide.library.rules:
            return PARTS[leans](replace(step, argument=step.conversation.entry))
        if leans is Leaning.REFINES:
            step, decision = _refined(step, decision)
    handler = INTENTS.get(decision.intent, questions.ask)
    return handler(replace(step, decision=decision))


def _refined(step: Step, alone: Decision) -> tuple[Step, Decision]:
    """Return the question before with this message added, where that says more than this alone."""
    together = f"{step.conversation.asked.rstrip(' ?')} {step.text}"
    decision = decide(step.guide.matcher.match(together), step.guide.library)
    again = decision.action is Action.ANSWER and decision.entry == step.conversation.entry
    if alone.action is Action.ANSWER:
        better = decision.action is Action.ANSWER and decision.score > alone.score
    elif alone.action is Action.CLARIFY and again:
        # It has a meaning of its own: the card of before, once more, would be no answer to it.
        better = False
    else:
        better = decision.action in {Action.ANSWER, Action.CLARIFY}
    if better:
        return replace(step, text=together), decision
    return step, alone
