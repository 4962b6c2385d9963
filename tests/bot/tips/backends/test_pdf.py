import re
from dataclasses import replace
from datetime import date

import pytest

from bot.questions.guide import LiveGuide
from bot.reporting import letterhead
from bot.tips.backends.pdf import printed
from bot.tips.backends.printable import printable
from bot.tips.tip import Account, Evidence, Known, Package

ACCOUNT = Account(
    story="Lurah membagikan kaus calon.",
    who="Lurah Mampang",
    day=date(2024, 11, 2),
    district="Pancoran Mas",
    village="Mampang",
    office="kelurahan-mampang",
    known=Known.SEEN,
    links=("https://example.id/p/1",),
)
EVIDENCE = Evidence("a" * 32, "image/jpeg", 1_234_567, "9f" * 32, cleaned=True, key=b"k" * 32)
PACKAGE = Package(
    "key", "tip", "bkn", date(2026, 11, 25), ACCOUNT, (EVIDENCE, replace(EVIDENCE, cleaned=False))
)
HOSTILE = [
    "<img src='/etc/passwd'/><font color=\"[x]\">",
    "</para></b> & < > &amp; {nama} %s \\",
    "\u202egnp.exe\u200b\x00\x07\ud800",
    "\U0001f44d\U0001f3f4\u200d\u2620\ufe0f \u0645\u0631\u062d\u0628\u0627 \u6f22\u5b57",
    "w" * 4096,  # the longest message that a channel takes
    "baris\n" * 100,
    "e\u0301" * 500 + "\t\r\n\u2028\u2029",
]


def pages(document: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", document))


def test_the_same_package_gives_the_same_bytes(guide: LiveGuide) -> None:
    head = letterhead(guide)
    assert printed(PACKAGE, "2026-0001", head=head) == printed(PACKAGE, "2026-0001", head=head)


def test_nothing_tells_of_machine_moment_or_tip(guide: LiveGuide) -> None:
    document = printed(PACKAGE, "2026-0001", head=letterhead(guide))
    assert b"/CreationDate (D:20000101000000+00'00')" in document
    assert b"JagaNetral" in document
    assert b"/Lang (id)" in document


def test_a_short_report_is_one_page(guide: LiveGuide) -> None:
    assert pages(printed(PACKAGE, "2026-0001", head=letterhead(guide))) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_citizen_typed_is_printed_in_full(text: str, guide: LiveGuide) -> None:
    everywhere = Account(text, text, text, None, text, text, text, text, None, text, (text,))
    package = Package("key", "tip", text, date(2026, 11, 25), everywhere, (), (text,), text)
    document = printed(package, text[:100], head=letterhead(guide))
    assert document.startswith(b"%PDF")
    assert pages(document) >= 1


def test_an_empty_tip_says_what_was_not_told(guide: LiveGuide) -> None:
    package = Package("key", "tip", "bkn", date(2026, 11, 25), Account())
    assert pages(printed(package, "1", head=letterhead(guide))) == 1


def test_a_long_story_flows_over_pages_that_are_numbered(guide: LiveGuide) -> None:
    package = replace(PACKAGE, account=replace(ACCOUNT, story="Lurah membagikan kaus. " * 2000))
    document = printed(package, "2026-0001", head=letterhead(guide))
    assert pages(document) > 5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lurah", "Lurah"),
        ("\U0001d40b\U0001d42e\U0001d42b\U0001d41a\U0001d421", "Lurah"),
        ("\uff2c\uff55", "Lu"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("\U0001f44d", "[thumbs up sign]"),
        ("\u6f22", "[cjk unified ideograph-6f22]"),
        ("a\u3000b\u00a0c", "a b c"),
        ("a\r\nb\tc", "a\nb c"),
        ("\ufe0f\ue000\U0010ffff", ""),
    ],
)
def test_a_sign_that_the_font_lacks_is_said_in_words(text: str, shown: str) -> None:
    assert printable(text, frozenset(range(32, 127))) == shown
