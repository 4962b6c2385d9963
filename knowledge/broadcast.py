"""A reminder that is written in advance: plain data, nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.calendar import ElectionKind
    from knowledge.rule import Citation
    from knowledge.scheduling import Schedule


def fingerprint(*texts: str) -> str:
    """Return eight hexadecimal digits that stand for *texts*.

    >>> fingerprint("id", "Besok memilih.")
    '0097fc28'
    """
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8]


class Category(StrEnum):
    """What a subscriber has asked to be told about."""

    REMINDER = "pengingat-hari-pemilu"
    EDUCATION = "edukasi-netralitas"
    TURNOUT = "sosialisasi-pemilih"


class Audience(StrEnum):
    """Whom a broadcast speaks to."""

    ASN = "asn"
    PUBLIC = "publik"


class Word(StrEnum):
    """What is filled in when a broadcast goes out."""

    ELECTION = "pemilihan"
    CITY = "kota"
    ELECTION_DAY = "tanggal"
    CAMPAIGN_START = "mulai_kampanye"
    CAMPAIGN_END = "selesai_kampanye"
    QUIET_START = "mulai_tenang"


@dataclass(frozen=True, slots=True)
class Template:
    """A message that WhatsApp approves beforehand; {{1}} is the first of *words*.

    The *samples*, one for each word, are what the people who approve it see.
    """

    name: str
    language: str
    category: str
    body: str
    words: tuple[Word, ...] = ()
    samples: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Return the name of this very text: another one is approved anew under another name."""
        return f"{self.name}_{fingerprint(self.language, self.category, self.body)}"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A reminder: when it goes out, until when it is of use, and its text on each channel.

    *entry* is the rule or information that the choice to ask more leads to, "" for none.
    """

    id: str
    title: str
    category: Category
    audiences: tuple[Audience, ...]
    elections: tuple[ElectionKind, ...]
    send: Schedule
    latest: Schedule
    text: str
    template: Template
    entry: str = ""
    legal_basis: tuple[Citation, ...] = ()
    sources: tuple[str, ...] = ()

    def filled(self, words: Mapping[Word, str]) -> str:
        """Return the text with *words* filled in; raises KeyError for one that is missing."""
        return self.text.format_map({str(word): text for word, text in words.items()})

    def variables(self, words: Mapping[Word, str]) -> dict[str, str]:
        """Return the values of the template by their numbers; raises KeyError."""
        return {str(number): words[word] for number, word in enumerate(self.template.words, 1)}
