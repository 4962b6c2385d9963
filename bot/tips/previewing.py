"""What would leave of a case: marks read and written, a package, and what tells it from another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from secrets import token_hex

import msgspec

from bot.tips.case import Case, Event, Mark
from bot.tips.completeness import missing
from bot.tips.redaction import (
    EVIDENCE,
    FIELDS,
    WHOLE,
    joined,
    leaving,
    mark_of,
    sentences,
    withheld,
)
from bot.tips.tip import Account, Package, Status

_NAMES = {field: name for name, field in FIELDS.items()}
_SHORTEST = 4  # letters; shorter words stand everywhere and give nobody away


def marked(case: Case, passages: Sequence[str], *, afresh: bool = False) -> Case:
    """Return *case* with *passages* marked, as mark_of and withheld read them.

    *afresh* takes back what was marked before. Raises UnknownPassage.
    """
    casework = case.casework
    if afresh:
        casework = replace(casework, marks=(), withheld=frozenset())
    files = [each for each in passages if each.partition(":")[0] == EVIDENCE]
    texts = [mark_of(each, case.account) for each in passages if each not in files]
    kept = withheld(files, case)
    return replace(
        case,
        casework=replace(
            casework, marks=(*casework.marks, *texts), withheld=casework.withheld | kept
        ),
    )


def written(case: Case) -> list[str]:
    """Return the marks of *case* as marked reads them, each once."""
    texts = [each for mark in case.casework.marks for each in _written(mark, case.account)]
    files = [
        f"{EVIDENCE}:{number}"
        for number, each in enumerate(case.evidence, 1)
        if each.id in case.casework.withheld
    ]
    return list(dict.fromkeys([*texts, *files]))


def pieces(text: str, marks: Sequence[Mark]) -> list[tuple[str, bool]]:
    """Return *text* in pieces, each with whether it is struck.

    >>> pieces("Lurah Budi datang.", [Mark("story", 6, 10)])
    [('Lurah ', False), ('Budi', True), (' datang.', False)]
    """
    size = len(text)
    spans = [(each.start, size if each.end is None else min(each.end, size)) for each in marks]
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in joined(spans):
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [each for each in [*found, (text[at:], False)] if each[0]]


def fingerprint(case: Case) -> str:
    """Return what tells whether exactly the same would leave, by the same marks."""
    marks = sorted(written(case))
    text = msgspec.json.encode([leaving(case), marks])
    return sha256(text).hexdigest()


def is_decided(case: Case) -> bool:
    """Tell whether somebody has decided what may leave."""
    return any(each.event == Event.REDACTED for each in case.history) or bool(case.tip.target)


def still_told(case: Case) -> tuple[str, ...]:
    """Return what is struck in one place and leaves in another, as its sender wrote it."""
    left = leaving(case).account
    rest = "\n".join(str(getattr(left, field) or "") for field in FIELDS.values())
    struck = (_struck_text(each, case.account) for each in case.casework.marks)
    found = (each for each in struck if len(each) >= _SHORTEST)
    return tuple(
        dict.fromkeys(
            each
            for each in found
            if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", rest, re.IGNORECASE)
        )
    )


def package_of(case: Case, target: str, reason: str) -> Package:
    """Return what a receiver gets of *case*."""
    content = leaving(case)
    return Package(
        id=token_hex(16),
        tip=case.tip.id,
        target=target,
        day=case.tip.day,
        account=content.account,
        evidence=content.evidence,
        completeness=missing(content.account, files=len(content.evidence)),
        reason=reason,
    )


def reason_of(case: Case) -> str:
    """Return why *case* was forwarded last, "" when it was not."""
    said = [each.text for each in case.history if each.event == Status.FORWARDED]
    return said[-1].removeprefix(f"{case.tip.target}: ") if said else ""


def _struck_text(mark: Mark, account: Account) -> str:
    """Return the words at *mark*, without signs around them; "" for what is no text."""
    value = getattr(account, mark.field)
    return value[mark.start : mark.end].strip(" \n.,;:!?()'\"") if isinstance(value, str) else ""


def _written(mark: Mark, account: Account) -> Iterator[str]:
    """Yield *mark* as mark_of reads it: a whole field, a sentence, a link, or letters."""
    name, value = _NAMES[mark.field], getattr(account, mark.field)
    if mark.field in WHOLE or (mark.start == 0 and mark.end is None):
        yield name
        return
    size = len(value)
    end = size if mark.end is None else min(mark.end, size)
    if mark.field == "links":
        yield from (f"{name}:{number}" for number in range(mark.start + 1, end + 1))
    elif (mark.start, end) in (spans := sentences(value)):
        yield f"{name}:{spans.index((mark.start, end)) + 1}"
    elif mark.start < end:
        yield f"{name}:{mark.start + 1}-{end}"
