"""What a jurist lays down: rules, information, laws. Plain data, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """What a rule says about an act."""

    FORBIDDEN = "dilarang"
    ALLOWED = "boleh"
    CONDITIONAL = "bersyarat"


class Certainty(StrEnum):
    """How firmly the sources carry a rule; LOW is a gap in the law, never a firm verdict."""

    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"


class Role(StrEnum):
    """Who somebody is before the law of neutrality."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk-paruh-waktu"
    NON_ASN = "non-asn"
    OFFICIAL = "pejabat"
    REGIONAL_HEAD = "kepala-daerah"
    TEACHER = "guru-dosen"
    VILLAGE_HEAD = "kepala-desa"
    VILLAGE_STAFF = "perangkat-desa"
    VILLAGE_COUNCIL = "bpd"
    NEIGHBOURHOOD = "rt-rw"
    CADRE = "kader"
    MILITARY = "tni"
    POLICE = "polri"
    STATE_COMPANY = "bumn-bumd"
    FAMILY = "keluarga"
    RETIRED = "pensiunan"
    CITIZEN = "warga"


class Phase(StrEnum):
    """The part of an election that a day lies in."""

    ALWAYS = "selalu"
    NONE = "luar-tahapan"
    BEFORE_CANDIDATES = "pra-penetapan"
    CANDIDATES_SET = "penetapan"
    CAMPAIGN = "kampanye"
    QUIET = "tenang"
    ELECTION_DAY = "hari-h"
    COUNTING = "rekapitulasi"


class SanctionPhase(StrEnum):
    """Whether a sanction belongs to the time before or after candidates are determined."""

    ALWAYS = "selalu"
    BEFORE = "sebelum-penetapan"
    AFTER = "setelah-penetapan"


class SanctionKind(StrEnum):
    """The branch of law that a sanction comes from."""

    ETHICS = "etik"
    LIGHT = "disiplin-ringan"
    MEDIUM = "disiplin-sedang"
    HEAVY = "disiplin-berat"
    DISCIPLINE = "disiplin"
    DISMISSAL = "pemberhentian"
    CONTRACT = "kontrak"
    CRIMINAL = "pidana"
    ADMINISTRATIVE = "administratif"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a law, and what of it matters here."""

    law: str
    article: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sanction:
    """What may follow, for whom and when; *roles* empty means everybody the rule is for."""

    kind: SanctionKind
    text: str
    phase: SanctionPhase = SanctionPhase.ALWAYS
    roles: tuple[Role, ...] = ()
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Which jurist read an entry, and on what day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Rule:
    """One act and what the law says about it.

    A message that names none of the concepts *needed* gets no verdict by it; empty needs none.
    """

    id: str
    topic: str
    title: str
    verdict: Verdict
    certainty: Certainty
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...]
    answer: str
    why: str
    alternative: str
    legal_basis: tuple[Citation, ...]
    examples: tuple[str, ...]
    condition: str = ""
    sanctions: tuple[Sanction, ...] = ()
    sanction_note: str = ""
    ask: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reviewed: Review | None = None
    valid_until: date | None = None
    needed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Info:
    """An answer without a verdict: procedure, institutions, definitions.

    *rule* is a rule that says the same, "" if none does.
    """

    id: str
    title: str
    answer: str
    text: str
    examples: tuple[str, ...]
    legal_basis: tuple[Citation, ...] = ()
    ask: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reviewed: Review | None = None
    valid_until: date | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A numbered part of a law, paraphrased; *verified* is False where no source was seen."""

    number: str
    text: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Law:
    """A statute, regulation, circular or decision that rules cite."""

    id: str
    name: str
    title: str
    status: str
    articles: tuple[Article, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """An office that a person can turn to."""

    id: str
    name: str
    use: str
    how: str
    checked: date | None = None
    valid_until: date | None = None


class Intent(StrEnum):
    """What a person wants with a message; values as in the machine contract of `ask --jsonl`."""

    GUIDANCE = "guidance"
    PROCEDURE = "procedure"
    TIP = "tip"
    STATUS = "status"
    SUBSCRIBE = "subscribe"
    HUMAN = "human"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "oos"


@dataclass(frozen=True, slots=True)
class ExampleSet:
    """Messages of one writer: by the entry that answers them, and by intent.

    A *held_out* set is never learned from; it only measures and calibrates.
    """

    name: str
    held_out: bool
    by_entry: dict[str, tuple[str, ...]]
    by_intent: dict[Intent, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How people write: slang to standard words, concepts to their forms, words that say little."""

    slang: dict[str, str]
    concepts: dict[str, tuple[str, ...]]
    stop_words: frozenset[str]
