import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.text import numbered, plain, spans, split
from bot.messages import Choice, Reply


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*DILARANG* bagi ASN", "DILARANG bagi ASN"),
        ("a * b * c", "a * b * c"),
        ("2*3*4", "2*3*4"),
        ("*satu* dan *dua*", "satu dan dua"),
        ("*tidak\nselesai*", "*tidak\nselesai*"),
    ],
)
def test_marks_for_strong_words_go_and_other_stars_stay(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_spans_lose_nothing_but_the_marks(text: str) -> None:
    assert "".join(part for part, _ in spans(text)) == plain(text)


def test_choices_are_numbered_from_where_the_reply_says() -> None:
    reply = Reply("Pilih", (Choice("a:", "Satu"), Choice("b:", "Dua")), first=6)
    assert numbered(reply) == "Pilih\n\n6. Satu\n7. Dua"
    assert numbered(Reply("Tanpa pilihan")) == "Tanpa pilihan"


@given(st.text(), st.integers(10, 200))
def test_parts_fit_and_lose_only_space(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < len(part) <= limit for part in parts) or not text.strip()
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_is_cut_where_a_reader_would_pause() -> None:
    assert split("Kalimat satu. Kalimat dua. Kalimat tiga.", 30) == [
        "Kalimat satu. Kalimat dua.",
        "Kalimat tiga.",
    ]
    assert split("alinea\n\nalinea kedua. panjang", 20)[0] == "alinea"
    assert split("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
