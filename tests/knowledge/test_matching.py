from dataclasses import replace

import pytest

from bot.questions.guide import LiveGuide
from knowledge.deciding import Action, decide
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.rule import ExampleSet, Intent

FEW = ("like-unggahan-calon", "like-konten-kpu-bawaslu", "memilih-di-tps", "golput-asn")


@pytest.fixture(scope="module")
def small(guide: LiveGuide) -> Library:
    """Return a library of a few rules and no writers' messages but those of intents."""
    real = guide.current.library
    intents = tuple(
        ExampleSet(each.name, each.held_out, {}, each.by_intent) for each in real.examples
    )
    rules = {each: real.rules[each] for each in FEW}
    return replace(real, rules=rules, infos={}, examples=intents)


@pytest.fixture(scope="module")
def matcher(small: Library) -> Matcher:
    return Matcher.train(small)


def test_the_same_library_gives_the_same_matches(small: Library, matcher: Matcher) -> None:
    again = Matcher.train(small)
    for text in ("boleh like postingan paslon?", "nyoblos di tps", "halo"):
        assert again.match(text) == matcher.match(text)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("pencet love di reels cawalkot, gpp?", "like-unggahan-calon"),
        ("ngelike video edukasi punya bawaslu", "like-konten-kpu-bawaslu"),
        ("saya pns, bisa datang nyoblos ke tps kan", "memilih-di-tps"),
        ("males nyoblos, golput aja boleh?", "golput-asn"),
    ],
)
def test_a_question_in_other_words_finds_its_rule(matcher: Matcher, text: str, entry: str) -> None:
    assert matcher.match(text).candidates[0].entry == entry


def test_probabilities_fall_and_stay_within_one(matcher: Matcher) -> None:
    match = matcher.match("boleh like postingan calon?")
    shares = [each.probability for each in match.candidates]
    assert shares == sorted(shares, reverse=True)
    assert min(shares) >= 0
    assert sum(shares) <= 1.001
    assert sum(match.intents.values()) == pytest.approx(1, abs=1e-3)


def test_a_candidate_tells_what_its_examples_never_speak_of(matcher: Matcher) -> None:
    match = matcher.match("nyoblos di tps pakai mobil dinas")
    (tps,) = [each for each in match.candidates if each.entry == "memilih-di-tps"]
    assert "KENDARAAN_DINAS" in tps.strange
    assert "PILIH" not in tps.strange


def test_the_explanation_goes_from_words_to_intents(matcher: Matcher) -> None:
    lines = matcher.match("gw like postingan paslon").explanation()
    assert lines[0] == "words: saya like postingan paslon"
    assert "concept: LIKE <- like" in lines
    assert any(each.startswith("candidate ") for each in lines)
    assert any(each.startswith("intent ") for each in lines)


@pytest.mark.parametrize("text", ["", " ", "👍", "\x00\xff\x7f", "a" * 10_000, "boleh " * 2_000])
def test_no_message_is_too_odd_to_match(matcher: Matcher, small: Library, text: str) -> None:
    decision = decide(matcher.match(text), small)
    assert decision.action is not Action.ANSWER or text.startswith("boleh")


def test_held_out_messages_are_never_learned_from(guide: LiveGuide) -> None:
    real = guide.current.library
    secret = ExampleSet("rahasia", True, {FEW[0]: ("zzqx plonk vrumm",)}, {Intent.TIP: ("wqz",)})  # noqa: FBT003
    small = replace(real, rules={FEW[0]: real.rules[FEW[0]]}, infos={}, examples=(secret,))
    match = Matcher.train(small).match("zzqx plonk vrumm")
    assert all("zzqx" not in text for text, _ in match.nearest)
