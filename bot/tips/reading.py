"""Opening what is sealed to the desk, and whom a tip is hidden from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.crypto import ServerKey
from bot.errors import UnsealError
from bot.tips.case import Case, Casework, Note, Upkeep, version_of
from bot.tips.completeness import days_left, deadline
from bot.tips.keys import KeyRing
from bot.tips.listing import Line
from bot.tips.sealing import (
    opened_casework,
    opened_content,
    opened_note,
    opened_remark,
    opened_upkeep,
)
from bot.tips.store.papers import Paper, PaperKind
from bot.tips.store.tips import SealedTip
from bot.tips.tip import Content, Voice


@dataclass(frozen=True, slots=True)
class Reader:
    """Open tips with the keys of an unlocked desk; the server's tells what retention knows."""

    ring: KeyRing
    key: ServerKey

    def casework(self, found: SealedTip) -> Casework:
        """Return where staff are with a tip."""
        return opened_casework(self.ring, found.casework)

    def hides(self, found: SealedTip, offices: frozenset[str]) -> bool:
        """Tell whether a tip is hidden from who works at one of *offices*.

        Where it cannot be read whom it is hidden from, it is hidden from everybody with an office.
        """
        if not offices:
            return False
        if found.tip.office in offices:
            return True
        if found.casework and not self.ring.opens(found.casework):
            return True
        return bool(self.casework(found).offices & offices)

    def content(self, found: SealedTip, papers: Iterable[Paper]) -> Content:
        """Return what the sender told, with the files that came later."""
        content = opened_content(self.ring, found.sealed)
        added = [
            each
            for paper in papers
            if paper.kind == PaperKind.EVIDENCE
            for each in opened_content(self.ring, paper.sealed).evidence
        ]
        return replace(content, evidence=(*content.evidence, *added))

    def case(self, found: SealedTip, papers: list[Paper]) -> Case:
        """Return a tip with all its papers."""
        said = (PaperKind.QUESTION, PaperKind.ANSWER)
        upkeep = self._upkeep(found)
        counted = sum(each.kind != PaperKind.NOTE for each in papers)
        return Case(
            found.tip,
            self.content(found, papers),
            self.casework(found),
            remarks=tuple(
                opened_remark(self.ring, each.sealed) for each in papers if each.kind in said
            ),
            notes=self._notes(papers, PaperKind.NOTE),
            history=self._notes(papers, PaperKind.STATUS),
            held=upkeep.held,
            closed=upkeep.closed,
            version=version_of(found.tip.status, counted),
        )

    def line(self, found: SealedTip, *, answered: bool, today: date) -> Line:
        """Return a tip as the list shows it; without its key, only what is clear."""
        if not (self.ring.opens(found.sealed) and self._opens_casework(found)):
            return Line(found.tip, None, None, answered=answered, held=self._is_held(found))
        account = opened_content(self.ring, found.sealed).account
        casework = self.casework(found)
        return Line(
            found.tip,
            deadline(account),
            days_left(account, today),
            assigned=casework.assigned,
            answered=answered,
            serious=casework.serious,
            held=self._is_held(found),
            offices=casework.offices | ({found.tip.office} - {""}),
        )

    def _notes(self, papers: Iterable[Paper], kind: PaperKind) -> tuple[Note, ...]:
        """Return the notes among *papers* that are of *kind*."""
        return tuple(opened_note(self.ring, each.sealed) for each in papers if each.kind == kind)

    def _is_held(self, found: SealedTip) -> bool:
        """Tell whether retention leaves a tip alone; one of another server key stops no list."""
        try:
            return self._upkeep(found).held
        except UnsealError:
            return False

    def _upkeep(self, found: SealedTip) -> Upkeep:
        """Return what retention knows of a tip."""
        return opened_upkeep(self.key, found.tip.receipt, found.upkeep)

    def _opens_casework(self, found: SealedTip) -> bool:
        """Tell whether the casework of a tip can be read."""
        return not found.casework or self.ring.opens(found.casework)


def answers(case: Case) -> list[str]:
    """Return what the sender wrote afterwards."""
    return [each.text for each in case.remarks if each.voice is Voice.SENDER]
