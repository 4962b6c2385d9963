from collections.abc import Mapping

import pytest

from bot.questions.guide import LiveGuide
from knowledge.evaluation import collisions, measure, stretched
from knowledge.labelling import Labelled, labelled
from knowledge.library import Library
from knowledge.rule import Intent


@pytest.fixture(scope="module")
def library(guide: LiveGuide) -> Library:
    return guide.current.library


def test_figures_count_what_happened(guide: LiveGuide, library: Library) -> None:
    rule = library.rules["like-unggahan-calon"]
    messages = [
        *(Labelled(text, Intent.GUIDANCE, frozenset({rule.id})) for text in rule.examples),
        Labelled("halo", Intent.SMALLTALK),
        Labelled("gaji 13 kapan cair", Intent.OUT_OF_SCOPE),
        Labelled("batas waktu lapor berapa hari", Intent.PROCEDURE),
    ]
    figures = measure(guide.current.matcher, library, messages)
    assert figures.asked == len(rule.examples)
    assert figures.helped >= 0.9
    assert figures.wrong_allowed == 0
    assert figures.elsewhere[Intent.SMALLTALK] == 1
    assert figures.out_of_scope_answered == 0


def test_nothing_asked_gives_noughts(guide: LiveGuide, library: Library) -> None:
    figures = measure(guide.current.matcher, library, [])
    assert (figures.asked, figures.helped, dict(figures.elsewhere)) == (0, 0.0, {})


def test_unseen_writers_are_mostly_helped_and_never_told_a_wrong_boleh(
    guide: LiveGuide, library: Library
) -> None:
    figures = measure(guide.current.matcher, library, labelled(library))
    assert figures.helped > 0.93
    assert figures.wrong_allowed == 0


def test_no_form_belongs_to_two_concepts(library: Library) -> None:
    assert collisions(library) == ()


KNOWN_TRAPS = [
    ("PAKAI", "pppk"),
    ("NEGASI", "bkn"),
    ("PASANG", "pasangan"),
    ("POSE", "jempol di fb"),
    ("GABUNG", "kota"),
    ("HADIR", "ke"),
    ("GAJI", "mengaji"),
    ("PARTAI", "mempan"),
    ("KELUARGA", "bang"),
    ("TIDAK_SENGAJA", "tahu"),
]


@pytest.fixture(scope="module")
def stretches(library: Library) -> Mapping[str, frozenset[str]]:
    return stretched(library)


@pytest.mark.parametrize(("concept", "word"), KNOWN_TRAPS)
def test_a_known_trap_stays_shut(
    guide: LiveGuide, stretches: Mapping[str, frozenset[str]], concept: str, word: str
) -> None:
    assert word not in stretches.get(concept, ())
    named = guide.current.matcher.match(word).reading.named
    assert concept not in named
