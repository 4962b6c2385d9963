"""Entries of the knowledge as choices and cards."""

from collections.abc import Iterable

from bot.conversation.state import AnswerGiven
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from bot.questions.answering import answer
from knowledge.phrasebook import Phrase
from knowledge.rule import Info, Rule

TO_LAW = Phrase("entries.pilihan.dasar-hukum")
TO_SANCTION = Phrase("entries.pilihan.sanksi")
TO_RELATED = Phrase("entries.pilihan.terkait")
TO_HELPED = Phrase("entries.pilihan.membantu")
TO_UNHELPFUL = Phrase("entries.pilihan.kurang-tepat")

_WAYS = {
    "law": TO_LAW,
    "sanction": TO_SANCTION,
    "related": TO_RELATED,
    "helped": TO_HELPED,
    "unhelpful": TO_UNHELPFUL,
}


def find(step: Step, entry_id: str) -> Rule | Info | None:
    """Return the entry with *entry_id*, None when the knowledge no longer has it."""
    library = step.guide.library
    return library.rules.get(entry_id) or library.infos.get(entry_id)


def title_of(step: Step, entry_id: str) -> str:
    """Return the title of an entry, "" when the knowledge no longer has it."""
    entry = find(step, entry_id)
    return entry.title if entry else ""


def titles(step: Step, entries: Iterable[str]) -> tuple[Choice, ...]:
    """Return *entries* as choices that show their cards."""
    return tuple(Choice(f"ask:{each}", title_of(step, each)) for each in entries)


def card(step: Step, entry_id: str) -> tuple[Reply, AnswerGiven]:
    """Return the card of an entry for this person today, and the record that it was given."""
    given = answer(step.guide, entry_id, role=step.conversation.role, day=step.today)
    reply = Reply(given.card, under_card(step, entry_id), given.verdict)
    return reply, AnswerGiven(given.id, entry_id, given.knowledge, given.card)


def under_card(step: Step, entry_id: str, *, without: str = "") -> tuple[Choice, ...]:
    """Return what can be tapped under a card."""
    hidden = {without} if entry_id in step.guide.library.rules else {without, "sanction"}
    return tuple(
        step.choice(f"{verb}:{entry_id}", label)
        for verb, label in _WAYS.items()
        if verb not in hidden
    )
