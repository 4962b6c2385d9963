"""Answering without a conversation: one question, or lines of JSON from another program."""

import json
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from bot.conversation.engine import Moment, take_turn
from bot.conversation.state import Conversation
from bot.errors import UnreadableMessage
from bot.messages import Address, IncomingMessage, Reply
from bot.questions.guide import Guide
from knowledge.deciding import Decision, decide
from knowledge.rule import Role

_NOBODY = Address("terminal", "ask")


def replies(guide: Guide, question: str, *, role: Role | None, day: date) -> tuple[Reply, ...]:
    """Return what a person of *role* would be told on *day*."""
    return _told(guide, IncomingMessage("ask", _NOBODY, question), role=role, day=day)


def tapped(guide: Guide, choice: str, *, role: Role | None, day: date) -> tuple[Reply, ...]:
    """Return what a person of *role* is told on *day* who taps *choice*, e.g. "law:some-rule"."""
    return _told(guide, IncomingMessage("ask", _NOBODY, "", choice), role=role, day=day)


def _told(
    guide: Guide, message: IncomingMessage, *, role: Role | None, day: date
) -> tuple[Reply, ...]:
    """Return the replies to the first *message* of somebody."""
    noon = datetime.combine(day, clock_time(12), UTC)
    conversation = Conversation(role=role, role_settled=role is not None)
    return take_turn(conversation, message, Moment(noon, day, guide)).replies


def decision(guide: Guide, question: str) -> Decision:
    """Return what the knowledge makes of *question*."""
    return decide(guide.matcher.match(question), guide.library)


def explanation(guide: Guide, question: str) -> str:
    """Return how *question* was understood, step by step."""
    match = guide.matcher.match(question)
    decided = decide(match, guide.library)
    lines = [*match.explanation(), f"decision: {decided.intent} {decided.action}"]
    lines += [f"because: {reason}" for reason in decided.reasons]
    return "\n".join(lines)


def answer_lines(guide: Guide, lines: Iterable[str]) -> Iterator[str]:
    """Yield one JSON line for each JSON line with "id" and "text", in order.

    Raises UnreadableMessage, with the number of the line, for anything else.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            asked = _asked(line, number)
            start = time.perf_counter()
            found = decision(guide, asked["text"])
            spent = timedelta(seconds=time.perf_counter() - start)
            yield _answered(guide, asked["id"], found, spent=spent)


def _asked(line: str, number: int) -> dict[str, str]:
    """Return the id and text of one line."""
    try:
        asked = json.loads(line)
        return {"id": asked["id"], "text": str(asked["text"])}
    except (ValueError, KeyError, TypeError) as error:
        wanted = 'write {"id": "1", "text": "boleh like?"}'
        raise UnreadableMessage(f"line {number} is no question: {wanted}") from error


def _answered(guide: Guide, name: str, found: Decision, *, spent: timedelta) -> str:
    """Return the JSON line for one decision."""
    rule = guide.library.rules.get(found.entry or "")
    return json.dumps(
        {
            "id": name,
            "intent": found.intent,
            "decision": found.action,
            "rule": found.entry,
            "verdict": rule.verdict if rule else None,
            "options": list(found.options),
            "score": round(found.score, 4),
            "ms": round(spent / timedelta(milliseconds=1), 3),
        }
    )
