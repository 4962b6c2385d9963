import pytest

from bot.questions.guide import LiveGuide
from knowledge.manner import SIGNS, signs, tells_of_others


def shown(guide: LiveGuide, text: str) -> set[str]:
    reading = guide.current.matcher.match(text).reading
    return {name for name, sign in zip(SIGNS, signs(reading), strict=True) if sign}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("boleh gak saya like postingan calon?", {"question mark", "asks for a rule"}),
        ("kemarin pak camat bagi kaos paslon ke warga", {"past of others, and asks nothing"}),
        ("kapan gaji cair", {"is of something else"}),
        ("seandainya saya nyaleg", {"supposes", "speaks of oneself"}),
        ("halo", {"is short"}),
        ("gimana cara melapor", {"asks how"}),
        ("pak lurah nyuruh saya", {"others before oneself"}),
    ],
)
def test_the_manner_of_a_message_is_seen(guide: LiveGuide, text: str, wanted: set[str]) -> None:
    assert wanted <= shown(guide, text)


def test_a_question_of_oneself_is_no_report(guide: LiveGuide) -> None:
    seen = shown(guide, "boleh gak saya like postingan calon?")
    assert not seen & {"others, and asks nothing", "past of others, and asks nothing"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pak camat bagi kaos paslon", True),
        ("pak camat bagi kaos paslon?", False),
        ("apa boleh pak camat bagi kaos paslon", False),
        ("seandainya pak camat bagi kaos paslon", False),
        ("saya bagi kaos paslon", False),
    ],
)
def test_only_what_is_plainly_told_of_others_counts_as_told(
    guide: LiveGuide,
    text: str,
    told: bool,  # noqa: FBT001
) -> None:
    assert tells_of_others(guide.current.matcher.match(text).reading) is told
