"""How a message is dressed must not turn one firm verdict into its opposite."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questions.guide import LiveGuide
from knowledge.deciding import Action, decide
from knowledge.lessons import exam, lessons
from knowledge.rule import Intent, Verdict

Dress = Callable[[str, random.Random], str]
FIRM = {Verdict.ALLOWED, Verdict.FORBIDDEN}
SWAPS = {
    "saya": ("gw", "sy", "aku", "gue"),
    "tidak": ("gak", "ga", "ngga", "tdk"),
    "yang": ("yg",),
    "kalau": ("klo", "kalo"),
    "bagaimana": ("gmn", "gimana"),
    "dengan": ("dgn",),
    "untuk": ("utk", "buat"),
    "sudah": ("udah", "sdh"),
    "boleh": ("bole", "blh"),
    "calon": ("paslon",),
    "orang": ("org",),
    "kantor": ("ktr",),
    "dan": ("&", "dn"),
    "juga": ("jg",),
    "atau": ("ato",),
    "sama": ("sm",),
}


def other_case(text: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.title, str.capitalize, str.swapcase))(text)


def drawn_out(text: str, chance: random.Random) -> str:
    words = text.split()
    at = chance.randrange(len(words))
    words[at] += words[at][-1] * chance.randint(2, 5) if words[at][-1].isalpha() else ""
    return " ".join(words)


def in_slang(text: str, chance: random.Random) -> str:
    return " ".join(chance.choice(SWAPS.get(each, (each,))) for each in text.split())


def polite(text: str, chance: random.Random) -> str:
    opening = chance.choice(("min, ", "kak ", "punten ", "maaf, ", "Pak, ", "halo min, ", ""))
    return opening + text + chance.choice((" ya", " kak", " min", ", makasih", " nuhun", " dong"))


def with_emoji(text: str, chance: random.Random) -> str:
    return f"{text} {''.join(chance.choices('🙏😅🤔🙂😭🤭', k=chance.randint(1, 3)))}"


def turned(text: str, chance: random.Random) -> str:
    """Put what stands before the first comma after the rest: "kalau begitu, boleh?"."""
    before, comma, after = text.partition(", ")
    return f"{after.rstrip('?.! ')}, {before}" if comma and after else text


DRESSES: tuple[Dress, ...] = (other_case, drawn_out, in_slang, polite, with_emoji, turned)


@pytest.fixture(scope="module")
def questions(guide: LiveGuide) -> list[str]:
    """Return questions of people, learned from and not, in a fixed order."""
    library = guide.current.library
    everything = (*lessons(library), *exam(library))
    wanted = (each for each in everything if each.intent is Intent.GUIDANCE and each.trust == 1)
    return sorted({each.text for each in wanted if each.text.split()})


def verdict(guide: LiveGuide, text: str) -> Verdict | None:
    decision = decide(guide.current.matcher.match(text), guide.current.library)
    rule = guide.current.library.rules.get(decision.entry or "")
    return rule.verdict if rule and decision.action is Action.ANSWER else None


@pytest.mark.parametrize("dress", DRESSES, ids=lambda each: each.__name__)
def test_a_dress_never_turns_dilarang_into_boleh_nor_back(
    guide: LiveGuide, questions: list[str], dress: Dress
) -> None:
    @settings(max_examples=250, deadline=None, derandomize=True, database=None)
    @given(st.sampled_from(questions), st.integers(0, 2**16))
    def steady(text: str, seed: int) -> None:
        plain = verdict(guide, text)
        dressed = dress(text, random.Random(seed))
        found = verdict(guide, dressed)
        assert not (plain != found and {plain, found} == FIRM), (text, dressed)

    steady()


def test_case_and_marks_change_nothing_at_all(guide: LiveGuide, questions: list[str]) -> None:
    for text in questions[:: max(1, len(questions) // 100)]:
        assert verdict(guide, f"  {text.upper()} ") is verdict(guide, text)
