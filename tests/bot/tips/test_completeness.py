from datetime import date, timedelta

import pytest

from bot.tips.completeness import Element, completeness
from bot.tips.tip import Account, Known

TODAY = date(2026, 11, 25)
STORY = "Lurah membagikan kaus calon wali kota kepada warga."
WHOLE = Account(
    story=STORY, who="Lurah", when="kemarin", day=TODAY, where="balai", known=Known.SEEN
)


def test_nothing_told_lacks_everything() -> None:
    found = completeness(Account(), files=0, today=TODAY)
    assert found.missing == tuple(Element)
    assert (found.days_left, found.last_day, found.is_whole) == (None, None, False)


@pytest.mark.parametrize(
    "account",
    [
        Account(story=STORY, who="Lurah", when="lupa", where="balai", links=("https://x.id",)),
        Account(story=STORY, office="bkpsdm", day=TODAY, district="Beji", witnesses="dua orang"),
    ],
)
def test_each_element_may_be_told_in_several_ways(account: Account) -> None:
    assert completeness(account, files=0, today=TODAY).is_whole


def test_a_file_is_evidence() -> None:
    assert completeness(WHOLE, files=0, today=TODAY).missing == (Element.EVIDENCE,)
    assert completeness(WHOLE, files=1, today=TODAY).is_whole


@pytest.mark.parametrize(("ago", "left"), [(0, 7), (6, 1), (7, 0), (8, -1)])
def test_the_deadline_is_seven_days_from_the_event(ago: int, left: int) -> None:
    day = TODAY - timedelta(days=ago)
    account = Account(story=STORY, day=day)
    found = completeness(account, files=0, today=TODAY)
    assert (found.days_left, found.last_day) == (left, day + timedelta(days=7))
