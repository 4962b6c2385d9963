"""Questions about the rules, and everything one can tap under an answer."""

import hashlib
from dataclasses import replace

from bot.conversation.entries import card, find, title_of, titles, under_card
from bot.conversation.roles import role_choices
from bot.conversation.state import Counted, Effect, QuestionKept, Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from bot.questions.answering import cards, role_matters
from bot.questions.inquiries.wanted import AnswerWanted
from bot.questions.outcome import ASKED, Outcome
from bot.questions.scrubbing import scrub
from knowledge.deciding import Action, Decision, decide
from knowledge.phrasebook import Phrase
from knowledge.rule import Citation, Rule, Verdict

CLARIFY = Phrase("questions.maksud")
NOT_THAT = Phrase("questions.pilihan.bukan-itu")
DECLINE = Phrase("questions.tidak-tahu")
FOREIGN = Phrase("questions.di-luar")
NOTED = Phrase("questions.dicatat")
NOTHING_SHOWN = Phrase("questions.belum-ada-jawaban")
GONE = Phrase("questions.aturan-hilang")
EMPTY = Phrase("questions.kosong")
ASK_ROLE = Phrase("questions.tanya-peran")
LAW = Phrase("questions.dasar-hukum", ("judul", "isi"))
LAW_LINE = Phrase("questions.satu-dasar", ("hukum", "pasal", "isi"))
LAW_UNVERIFIED = Phrase("questions.belum-terverifikasi")
SOURCES = Phrase("questions.sumber", ("isi",))
SANCTION = Phrase("questions.sanksi", ("judul", "isi"))
NO_SANCTION = Phrase("questions.tanpa-sanksi", ("judul",))
RELATED = Phrase("questions.terkait", ("judul",))
NO_RELATED = Phrase("questions.tanpa-terkait")
HELPED = Phrase("questions.terbantu")
UNHELPFUL = Phrase("questions.kurang-tepat")
WHY = Phrase("questions.kenapa", ("judul", "persen"))
WHY_CHOSEN = Phrase("questions.kenapa-dipilih", ("judul",))
TO_TOPICS = Phrase("questions.pilihan.topik")
TO_STAFF = Phrase("questions.pilihan.petugas")
TELL_ME = Phrase("questions.pilihan.kabari")
CONSENT = Phrase("questions.setuju-kabari")
WILL_TELL = Phrase("questions.dikabari")
TOO_LATE_TO_TELL = Phrase("questions.kabar-lewat")

_OFFERED = 3


def ask(step: Step) -> Turn:
    """Answer free text: with a card, with a question back, or by saying that no rule fits."""
    if not any(each.isalpha() for each in step.text):
        return step.turn(Reply(step.say(EMPTY)))
    turn, outcome = _replied(step)
    return replace(turn, effects=(*turn.effects, Counted(ASKED, outcome)))


def _replied(step: Step) -> tuple[Turn, Outcome]:
    """Return what is said to a question, and what that makes of it."""
    if several := _several(step):
        return several, Outcome.ANSWERED
    decision = _decision(step)
    if others := _unanswered(step, decision):
        return _offer(step, others, CLARIFY), Outcome.ASKED_BACK
    if decision.action is Action.ANSWER and decision.entry:
        return _card(step, decision.entry, asked=step.text), Outcome.ANSWERED
    if decision.action is Action.CLARIFY and decision.options:
        return _offer(step, decision.options, CLARIFY), Outcome.ASKED_BACK
    return _decline(step), Outcome.DECLINED


def show(step: Step) -> Turn:
    """Show the card of a chosen entry."""
    return _card(step, step.argument, asked=step.conversation.asked)


def law(step: Step) -> Turn:
    """Show where the law says so."""
    entry = find(step, step.argument)
    if entry is None:
        return step.turn(Reply(step.say(GONE)))
    lines = [_law_line(step, each) for each in entry.legal_basis]
    if entry.sources:
        lines.append(step.say(SOURCES, isi="\n".join(entry.sources)))
    text = step.say(LAW, judul=entry.title, isi="\n".join(lines))
    return step.turn(Reply(text, under_card(step, entry.id, without="law")))


def sanction(step: Step) -> Turn:
    """Show every sanction that this person may face."""
    entry = find(step, step.argument)
    if not isinstance(entry, Rule):
        return step.turn(Reply(step.say(GONE)))
    writer = cards(step.guide, role=step.conversation.role, day=step.today)
    lines = writer.sanction_lines(entry) or ([entry.sanction_note] if entry.sanction_note else [])
    if not lines:
        return step.turn(Reply(step.say(NO_SANCTION, judul=entry.title)))
    text = step.say(SANCTION, judul=entry.title, isi="\n".join(lines))
    return step.turn(Reply(text, under_card(step, entry.id, without="sanction")))


def related(step: Step) -> Turn:
    """Offer the rules that people confuse with this one."""
    entry = find(step, step.argument)
    if entry is None or not entry.related:
        return step.turn(Reply(step.say(NO_RELATED)))
    text = step.say(RELATED, judul=entry.title)
    return step.turn(Reply(text, titles(step, entry.related)))


def helped(step: Step) -> Turn:
    """Count that an answer helped."""
    if find(step, step.argument) is None:
        return step.turn(Reply(step.say(GONE)))
    return step.turn(Reply(step.say(HELPED)), effects=(Counted("membantu", step.argument),))


def unhelpful(step: Step) -> Turn:
    """Count that an answer missed, and offer what else may have been meant."""
    wrong = step.argument
    if find(step, wrong) is None:
        return step.turn(Reply(step.say(GONE)))
    others = [each for each in _candidates(step) if each != wrong][:_OFFERED]
    choices = (*titles(step, others), step.choice("not-that:", NOT_THAT))
    effects = (Counted("kurang-tepat", wrong),)
    return step.turn(Reply(step.say(UNHELPFUL), choices), effects=effects)


def not_that(step: Step) -> Turn:
    """Keep a question that none of our offers fitted, without its sender."""
    effects = _kept(step, step.conversation.asked)
    reply, question = _without_answer(step, step.say(NOTED), effects)
    # A second tap must not take back what the first one offered.
    question = question or step.conversation.unanswered
    return step.turn(reply, effects=effects, asked="", unanswered=question)


def tell_me(step: Step) -> Turn:
    """Keep that this person wants to hear what staff say; a second tap changes nothing."""
    question = step.conversation.unanswered
    if step.public or not question or step.argument != _mark(question):
        return step.turn(Reply(step.say(TOO_LATE_TO_TELL), _ways_out(step)))
    return step.turn(Reply(step.say(WILL_TELL)), effects=(AnswerWanted(question),))


def why(step: Step) -> Turn:
    """Say which rule was found for the last question and how surely."""
    title = title_of(step, step.conversation.entry)
    if not title:
        return step.turn(Reply(step.say(NOTHING_SHOWN)))
    decision = _match(step, step.conversation.asked) if step.conversation.asked else None
    if decision is None or decision.entry != step.conversation.entry:
        return step.turn(Reply(step.say(WHY_CHOSEN, judul=title)))
    percent = min(99, round(decision.score * 100))
    return step.turn(Reply(step.say(WHY, judul=title, persen=percent)))


def _decision(step: Step) -> Decision:
    """Return what the router decided, or decide."""
    return step.decision or _match(step, step.text)


def _match(step: Step, text: str) -> Decision:
    """Return what *text* most likely asks."""
    return decide(step.guide.matcher.match(text), step.guide.library)


def _unanswered(step: Step, decision: Decision) -> tuple[str, ...]:
    """Return what a message of several questions may mean that one soft answer would leave out."""
    rule = step.guide.library.rules.get(decision.entry or "")
    parts = _parts(step)
    if rule is None or rule.verdict is Verdict.FORBIDDEN or len(parts) == 1:
        return ()
    apart = [_match(step, part) for part in parts]
    meant = [each for one in apart for each in ((one.entry,) if one.entry else one.options)]
    return tuple(dict.fromkeys([rule.id, *meant])) if set(meant) - {rule.id} else ()


def _parts(step: Step) -> list[str]:
    """Return the questions of one message."""
    return [each.strip() for each in step.text.split("?") if each.strip()]


def _several(step: Step) -> Turn | None:
    """Answer two or three questions of one message one by one, if each is plain by itself."""
    parts = _parts(step)
    if len(parts) not in range(2, _OFFERED + 1):
        return None
    decisions = [_match(step, part) for part in parts]
    entries = [each.entry for each in decisions if each.entry and each.action is Action.ANSWER]
    if len(set(entries)) != len(parts):
        return None
    shown = [card(step, each) for each in entries]
    effects = [
        effect
        for (_, given), each in zip(shown, entries, strict=True)
        for effect in (given, Counted("jawaban", each))
    ]
    replies = [reply for reply, _ in shown]
    return step.turn(*replies, effects=tuple(effects), entry=entries[-1], asked=parts[-1])


def _candidates(step: Step) -> list[str]:
    """Return the entries that the last question may have meant, the likeliest first."""
    if not step.conversation.asked:
        return []
    match = step.guide.matcher.match(step.conversation.asked)
    return [each.entry for each in match.candidates]


def _card(step: Step, entry_id: str, *, asked: str) -> Turn:
    """Show a card; the first time a role would change it, ask for the role below."""
    if not title_of(step, entry_id):
        return step.turn(Reply(step.say(GONE), (step.choice("topics:", TO_TOPICS),)))
    reply, given = card(step, entry_id)
    effects = (given, Counted("jawaban", entry_id))
    settled = step.public or step.conversation.role_settled
    if settled or not role_matters(step.guide, entry_id):
        return step.turn(reply, effects=effects, entry=entry_id, asked=asked)
    question = Reply(step.say(ASK_ROLE), role_choices(step))
    return step.turn(
        reply,
        question,
        effects=effects,
        entry=entry_id,
        asked=asked,
        role_settled=True,
        awaiting="role",
    )


def _offer(step: Step, entries: tuple[str, ...], question: Phrase) -> Turn:
    """Ask which of *entries* is meant."""
    choices = (*titles(step, entries[:_OFFERED]), step.choice("not-that:", NOT_THAT))
    effects = (Counted("maksud"),)
    return step.turn(Reply(step.say(question), choices), asked=step.text, effects=effects)


def _decline(step: Step) -> Turn:
    """Say that no rule fits, what else there is, and whom to ask."""
    kept = _kept(step, step.text)
    effects: tuple[Effect, ...] = (*kept, Counted("tidak-tahu"))
    foreign = step.decision is not None and step.decision.score > 0
    reply, question = _without_answer(step, step.say(FOREIGN if foreign else DECLINE), kept)
    return step.turn(reply, effects=effects, asked=step.text, unanswered=question)


def _without_answer(step: Step, text: str, kept: tuple[QuestionKept, ...]) -> tuple[Reply, str]:
    """Return *text* with the ways out, and the question whose answer may be asked for later.

    Only of a question that was *kept* can staff say anything.
    """
    ways = _ways_out(step)
    if not kept:
        return Reply(text, ways), ""
    question = kept[0].text
    choices = (step.choice(f"tell-me:{_mark(question)}", TELL_ME), *ways)
    return Reply(f"{text}\n\n{step.say(CONSENT)}", choices), question


def _mark(question: str) -> str:
    """Return what ties a choice to *question*: a button stays on the screen for long."""
    return hashlib.sha256(question.encode()).hexdigest()[:12]


def _kept(step: Step, question: str) -> tuple[QuestionKept, ...]:
    """Return *question* to be kept without names; what was said in public is not."""
    scrubbed = "" if step.public else scrub(question, step.guide.words)
    return (QuestionKept(scrubbed),) if scrubbed else ()


def _ways_out(step: Step) -> tuple[Choice, ...]:
    """Return where to go when no rule was found."""
    return (step.choice("topics:", TO_TOPICS), step.choice("staff:", TO_STAFF))


def _law_line(step: Step, citation: Citation) -> str:
    """Return one place in the law and what it says."""
    law = step.guide.library.laws[citation.law]
    article = next((each for each in law.articles if each.number == citation.article), None)
    text = article.text if article else citation.about
    if article and not article.verified:
        text = f"{text} {step.say(LAW_UNVERIFIED)}"
    return step.say(LAW_LINE, hukum=law.name, pasal=citation.article, isi=text)
