"""Taking out of a question what could tell who asked it."""

import re

_MARKS = (
    (re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE), "[tautan]"),
    (re.compile(r"[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,4}"), "[surel]"),
    (re.compile(r"(?<!\w)@\w+"), "[akun]"),
    (re.compile(r"\+?\d(?:[\s.\-/]?\d){4,}"), "[nomor]"),
)
_HONORIFICS = (
    "pak|bu|bapak|ibu|pa|bpk|mas|mbak|mba|kang|teh|neng|aa|bang|kak|om|tante|haji|hajah|h|hj|ust|"
    "ustaz|ustadz|kh|dr|drs|drg|dra|ir|prof|sdr|sdri|saudara|saudari|bernama|namanya"
)
_AFTER_HONORIFIC = re.compile(rf"\b((?i:{_HONORIFICS})\b\.?\s+)([^\W\d_]+(?:\s+[A-Z][^\W\d_]+)*)")
_CAPITALISED = re.compile(r"(?<=[\w,;:] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


def scrub(question: str, known: frozenset[str]) -> str:
    """Return *question* without links, addresses, accounts, numbers and names.

    Words of *known* (the vocabulary, in lower case) are no names even where a name is likely.

    >>> scrub("boleh foto sama pak Budi Santoso, hp 0812 3456 7890?", frozenset({"foto"}))
    'boleh foto sama pak [nama], hp [nomor]?'
    """
    for pattern, mark in _MARKS:
        question = pattern.sub(mark, question)
    question = _AFTER_HONORIFIC.sub(lambda found: found[1] + _masked(found[2], known), question)
    return _CAPITALISED.sub(lambda found: _masked(found[0], known), question)


def _masked(words: str, known: frozenset[str]) -> str:
    """Return *words* with what is none of ours hidden."""
    hidden = re.sub(
        r"[^\W\d_]+", lambda word: word[0] if word[0].lower() in known else "[nama]", words
    )
    return re.sub(r"\[nama\](?:\s+\[nama\])+", "[nama]", hidden)
