"""Taking the answers to what is asked of a tip into its account."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.conversation.choices import typed_number
from bot.conversation.drafting.stage import Stage
from bot.conversation.step import Step
from bot.tips.days import read_day
from bot.tips.hints import LINK, Places, enriched, located, office_of, with_links
from bot.tips.tip import Account, Known
from knowledge.phrasebook import Phrase

NO_OFFICE = Phrase("tips.tanya.kantor-asing")

_SHORT = 300
_WAYS = (
    (
        Known.SEEN,
        re.compile(r"\b(?:lihat|liat|melihat|nyaksiin|menyaksikan|di lokasi)\b", re.IGNORECASE),
    ),
    (
        Known.ONLINE,
        re.compile(r"\b(?:medsos|sosmed|facebook|fb|ig|instagram|tiktok|grup|wa)\b", re.IGNORECASE),
    ),
    (Known.DOCUMENT, re.compile(r"\b(?:surat|dokumen|undangan|edaran)\b", re.IGNORECASE)),
    (
        Known.TOLD,
        re.compile(r"\b(?:cerita|diceritain|diceritakan|kata|denger|dengar)\b", re.IGNORECASE),
    ),
)


def places(step: Step) -> Places:
    """Return the places that this installation knows."""
    return Places(step.guide.library.regions, step.guide.library.offices)


def told_story(step: Step, account: Account, text: str) -> Account:
    """Return *account* with *text* as its story, and what the story tells by the way."""
    known = places(step)
    return enriched(replace(account, story=text.strip()), text, known, today=step.today)


def told(step: Step, stage: Stage, account: Account) -> Account:
    """Return *account* with what was written at *stage*."""
    text = step.text.strip()
    if stage is Stage.STORY:
        return told_story(step, account, text)
    if stage is Stage.OFFICE:
        return replace(account, office=office_of(text, places(step), named=True))
    return _TAKEN.get(stage, _told_way)(step, account, text)


def on_day(step: Step, account: Account, *, days_ago: int, words: str) -> Account:
    """Return *account* with the event *days_ago*."""
    return replace(account, when=words, day=step.today - timedelta(days=days_ago))


def with_evidence(account: Account, text: str) -> Account:
    """Return *account* with the links in *text*; other words are about witnesses and proofs."""
    linked = with_links(account, text)
    words = LINK.sub("", text).strip()
    if not words:
        return linked
    return _witnessed(linked, words)


def _witnessed(account: Account, words: str) -> Account:
    """Return *account* with *words* on witnesses and proofs after those that are there."""
    more = "\n".join(filter(None, (account.witnesses, words)))
    return replace(account, witnesses=more)


def _told_who(step: Step, account: Account, text: str) -> Account:
    """Return *account* with who did it, and the office that names."""
    office = office_of(text, places(step))
    return replace(account, who=text[:_SHORT], office=office or account.office)


def _told_evidence(step: Step, account: Account, text: str) -> Account:
    """Return *account* with links and witnesses."""
    del step
    return with_evidence(account, text)


def _told_day(step: Step, account: Account, text: str) -> Account:
    """Return *account* with the day that *text* tells, or just its words."""
    number = typed_number(text)
    found = read_day(f"tanggal {number}" if number else text, step.today)
    return replace(account, when=text[:_SHORT], day=found.day if found else None)


def _told_place(step: Step, account: Account, text: str) -> Account:
    """Return *account* at a place of the city, or at the words of *text*."""
    bare = replace(account, where="", village="", district="")
    found = located(bare, text, places(step))
    return replace(found, where=text[:_SHORT])


def _told_way(step: Step, account: Account, text: str) -> Account:
    """Return *account* with how its sender knows; other words are about witnesses."""
    del step
    way = next((each for each, words in _WAYS if words.search(text)), None)
    return _witnessed(replace(account, known=way or account.known), text[:_SHORT])


_TAKEN: Mapping[Stage, Callable[[Step, Account, str], Account]] = {
    Stage.WHO: _told_who,
    Stage.WHEN: _told_day,
    Stage.DISTRICT: _told_place,
    Stage.VILLAGE: _told_place,
    Stage.EVIDENCE: _told_evidence,
}
