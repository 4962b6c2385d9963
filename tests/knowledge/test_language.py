import pytest

from knowledge.language import LONGEST, Language, fold, tokens
from knowledge.rule import Vocabulary

VOCABULARY = Vocabulary(
    slang={
        "gw": "saya",
        "gak": "tidak",
        "wag": "grup whatsapp",
        "p3k": "pppk",
        "pk": "pakai",
        "bkn": "bkn",
        "tautau": "mendadak",
        "temen": "teman",
    },
    concepts={
        "LIKE": ("like", "kasih jempol"),
        "PPPK": ("pppk",),
        "CALON": ("calon", "bakal calon"),
        "PASANG": ("pasang", "tempel"),
        "COBLOS": ("coblos",),
        "SUMBANG": ("sumbang",),
        "ATRIBUT": ("atribut", "kaos"),
    },
    stop_words=frozenset({"yang", "di", "saya"}),
)


@pytest.fixture(scope="module")
def language() -> Language:
    return Language(VOCABULARY, ["boleh saya kasih tanda di rumah", "pasangan hidup", "mempan"])


def plain(language: Language, text: str) -> str:
    return " ".join(word.plain for word in language.read(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("GW like", "saya like"),
        ("ga\u200bk", "tidak"),
        ("liiiike", "like"),
        ("l1ke calon", "like calon"),
        ("kaos2 calon", "kaos calon"),
        ("calon1", "calon 1"),
        ("wag calon", "grup whatsapp calon"),
        ("temennya", "teman"),
        ("\uff4c\uff49\uff4b\uff45", "like"),
        ("calon calon", "calon"),
        ("tau tau", "tau mendadak"),
    ],
)
def test_a_chat_spelling_is_read_as_the_standard_one(
    language: Language, text: str, wanted: str
) -> None:
    assert plain(language, text) == wanted


def test_pppk_is_never_read_as_pakai(language: Language) -> None:
    assert plain(language, "PPPK atau p3k") == "pppk atau pppk"


def test_a_typo_in_a_long_word_is_set_right_but_short_words_are_left_alone(
    language: Language,
) -> None:
    assert plain(language, "atrubut") == "atribut"
    assert plain(language, "klo") == "klo"


def test_a_word_of_the_examples_is_no_typo(language: Language) -> None:
    assert plain(language, "tanda") == "tanda"


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("ngelike", "like"),
        ("dilike", "like"),
        ("nyoblos", "coblos"),
        ("nyumbangin", "sumbang"),
        ("nempelin", "tempel"),
        ("dipasangkan", "pasang"),
        ("calonnya", "calon"),
    ],
)
def test_spoken_and_written_affixes_leave_the_same_root(
    language: Language, word: str, stem: str
) -> None:
    assert language.stems(word) == (stem,)


def test_a_long_text_is_read_whole_up_to_what_one_message_may_hold() -> None:
    words = [f"kata{number}" for number in range(500)]
    assert tokens(" ".join(words)) == words
    assert len(fold("x" * 10_000)) == LONGEST


def test_what_pasted_text_hides_between_letters_is_not_seen() -> None:
    assert tokens("kam\u00adpanye pas\u200blon ca\u2060lon") == ["kampanye", "paslon", "calon"]


@pytest.mark.parametrize("text", ["", "   ", "👍👍", "\x00\x01\xff", "؟", "१२३", "…", "a" * 10_000])
def test_no_text_is_unreadable(language: Language, text: str) -> None:
    assert isinstance(language.read(text), tuple)


def test_emoji_and_question_marks_are_words() -> None:
    assert tokens("boleh 👍?") == ["boleh", "👍", "?"]
