"""The card that answers a question: verdict first, then all one needs to act on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.questions.words import (
    CERTAINTY_NAMES,
    SANCTION_PHASE_NAMES,
    day_name,
    listed,
    phase_names,
    role_names,
)
from knowledge.calendar import Today, sanction_phase
from knowledge.library import Library
from knowledge.phrasebook import Phrase, Phrasebook
from knowledge.rule import (
    Certainty,
    Citation,
    Info,
    Phase,
    Role,
    Rule,
    Sanction,
    SanctionPhase,
    Verdict,
)

_HEADINGS = {verdict: Phrase(f"card.putusan.{verdict}") for verdict in Verdict}
_UNSETTLED = Phrase("card.belum-ada-aturan")
_FOR = Phrase("card.bagi", ("putusan", "peran"))
_FOR_YOU = Phrase("card.untuk-anda", ("peran",))
_OTHER_ROLE = Phrase("card.peran-lain", ("peran", "aturan"))
_NO_SERVANT = Phrase("card.bukan-pegawai", ("peran", "aturan"))
_TITLE = Phrase("card.judul", ("judul",))
_EXPIRED = Phrase("card.kedaluwarsa", ("tanggal",))
_CONDITION = Phrase("card.syarat", ("isi",))
_WHY = Phrase("card.alasan", ("isi",))
_ALTERNATIVE = Phrase("card.alternatif", ("isi",))
_ASK = Phrase("card.tanya", ("isi",))
_BASIS = Phrase("card.dasar", ("isi",))
_CITATION = Phrase("card.kutipan", ("hukum", "pasal"))
_SANCTION = Phrase("card.sanksi", ("isi",))
_NO_SANCTION = Phrase("card.tanpa-sanksi")
_MORE_SANCTIONS = Phrase("card.sanksi-lain")
_SANCTION_LINE = Phrase("card.satu-sanksi", ("untuk", "isi"))
_OUTSIDE_ALWAYS = Phrase("card.hari.luar-selalu", ("hari",))
_OUTSIDE_PHASE = Phrase("card.hari.luar-tahap", ("hari", "tahap"))
_HEAVIER = Phrase("card.hari.lebih-berat")
_NEXT = Phrase("card.hari.berikut", ("tahap", "tanggal"))
_RUNNING = Phrase("card.hari.berlangsung", ("hari", "tahap"))
_RUNNING_OTHER = Phrase("card.hari.tahap-lain", ("hari", "tahap", "berlaku"))
_CERTAINTY = Phrase("card.kepastian", ("kepastian",))
_REVIEWED = Phrase("card.ditinjau", ("oleh", "tanggal"))
_NOT_REVIEWED = Phrase("card.belum-ditinjau")
_PHASE_TODAY = Phrase("card.hari.tahap-kini", ("hari", "tahap"))
_PHASE_NONE = Phrase("card.hari.tanpa-tahap", ("hari",))
_ANSWER_ID = Phrase("card.nomor", ("nomor",))

_SANCTIONS_SHOWN = 3
_LAWS_SHOWN = 4
_ROLES_SHOWN = 5
_NO_SERVANTS = frozenset({Role.CITIZEN, Role.FAMILY, Role.RETIRED})


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom and for which day a card is written."""

    role: Role | None
    day: date
    today: Today


def heading(book: Phrasebook, rule: Rule) -> str:
    """Return the verdict in words; a gap in the law is never called a verdict."""
    if rule.certainty is Certainty.LOW:
        return book.say(_UNSETTLED)
    return book.say(_HEADINGS[rule.verdict])


def tone(rule: Rule) -> str:
    """Return what colours the card: the verdict, or "belum-jelas"."""
    return "belum-jelas" if rule.certainty is Certainty.LOW else str(rule.verdict)


@dataclass(frozen=True, slots=True)
class Cards:
    """Write cards from one version of the knowledge for one reader."""

    book: Phrasebook
    library: Library
    reader: Reader

    def rule(self, rule: Rule) -> str:
        """Return the card of *rule*, without its answer id."""
        return "\n".join(filter(None, self._rule_lines(rule)))

    def info(self, info: Info) -> str:
        """Return the card of *info*, without its answer id."""
        say = self.book.say
        basis = self.citations(info.legal_basis)
        lines = [
            say(_TITLE, judul=info.title),
            self._expired(info),
            info.answer,
            info.text.replace("{tahapan}", self._phase_line()),
            say(_BASIS, isi=basis) if basis else "",
            say(_ASK, isi=self.contact_names(info.ask)) if info.ask else "",
            self._review(info),
        ]
        return "\n".join(filter(None, lines))

    def numbered(self, card: str, answer_id: str) -> str:
        """Return *card* with the number that staff can look up."""
        return f"{card}\n{self.book.say(_ANSWER_ID, nomor=answer_id)}"

    def sanctions(self, rule: Rule) -> tuple[Sanction, ...]:
        """Return the sanctions that may follow for this reader on this day."""
        role, when = self.reader.role, sanction_phase(self.reader.today.phase)
        return tuple(
            each
            for each in rule.sanctions
            if (role is None or not each.roles or role in each.roles)
            and (SanctionPhase.ALWAYS in {when, each.phase} or when is each.phase)
        )

    def sanction_lines(self, rule: Rule) -> list[str]:
        """Return one line for each sanction: for whom, when, what."""
        outside = sanction_phase(self.reader.today.phase) is SanctionPhase.ALWAYS
        lines: list[str] = []
        for each in self.sanctions(rule):
            unknown = self.reader.role is None
            who = role_names(self.book, each.roles or rule.roles) if unknown else ""
            when = self.book.say(SANCTION_PHASE_NAMES[each.phase]) if outside else ""
            scope = ", ".join(filter(None, [who, when]))
            prefix = f"{scope}: " if scope else ""
            lines.append(self.book.say(_SANCTION_LINE, untuk=prefix, isi=each.text))
        return lines

    def contact_names(self, ids: Iterable[str]) -> str:
        """Return the names of the offices to ask, as one list."""
        return listed(self.book, [self.library.contacts[each].name for each in ids])

    def citations(self, citations: Iterable[Citation]) -> str:
        """Return where the law says so, in its shortest form, at most four laws."""
        by_law: dict[str, list[str]] = {}
        for each in citations:
            articles = by_law.setdefault(self.library.laws[each.law].name, [])
            if each.article not in articles:
                articles.append(each.article)
        return "; ".join(
            self.book.say(_CITATION, hukum=law, pasal=listed(self.book, articles))
            for law, articles in list(by_law.items())[:_LAWS_SHOWN]
        )

    def _rule_lines(self, rule: Rule) -> Iterator[str]:
        """Yield the lines of a rule's card, "" where there is nothing to say."""
        say = self.book.say
        yield self._heading_line(rule)
        yield say(_TITLE, judul=rule.title)
        yield self._expired(rule)
        yield rule.answer
        yield self._role_line(rule)
        yield say(_CONDITION, isi=rule.condition) if rule.condition else ""
        yield say(_WHY, isi=rule.why)
        yield say(_ALTERNATIVE, isi=rule.alternative)
        if rule.ask and rule.certainty is Certainty.LOW:
            yield say(_ASK, isi=self.contact_names(rule.ask))
        yield say(_BASIS, isi=self.citations(rule.legal_basis))
        yield self._sanction_block(rule)
        yield self._day_line(rule)
        certainty = say(_CERTAINTY, kepastian=say(CERTAINTY_NAMES[rule.certainty]))
        yield f"{certainty} {self._review(rule)}"

    def _heading_line(self, rule: Rule) -> str:
        """Return the verdict, with for whom it holds unless that is the reader."""
        verdict = heading(self.book, rule)
        if self.reader.role in rule.roles or rule.certainty is Certainty.LOW:
            return f"*{verdict}*"
        roles = role_names(self.book, rule.roles[:_ROLES_SHOWN])
        return self.book.say(_FOR, putusan=verdict, peran=roles)

    def _expired(self, entry: Rule | Info) -> str:
        """Say that an entry was to be read over by a day that has passed."""
        until = entry.valid_until
        if until is None or until >= self.reader.day:
            return ""
        return self.book.say(_EXPIRED, tanggal=day_name(self.book, until))

    def _role_line(self, rule: Rule) -> str:
        """Say whether the reader is among those the rule is for, if the role is known."""
        if self.reader.role is None:
            return ""
        role = role_names(self.book, [self.reader.role])
        if self.reader.role in rule.roles:
            return self.book.say(_FOR_YOU, peran=role)
        other = _NO_SERVANT if self.reader.role in _NO_SERVANTS else _OTHER_ROLE
        return self.book.say(other, peran=role, aturan=role_names(self.book, rule.roles))

    def _sanction_block(self, rule: Rule) -> str:
        """Return the sanctions of this reader and day, at most three lines."""
        lines = self.sanction_lines(rule)
        if not lines and self.reader.role not in {None, *rule.roles}:
            return ""
        if not lines:
            note = "" if rule.sanctions else self.book.say(_NO_SANCTION)
            text = rule.sanction_note or note
            return self.book.say(_SANCTION, isi=text) if text else ""
        shown = lines[:_SANCTIONS_SHOWN]
        if len(lines) > _SANCTIONS_SHOWN:
            shown.append(self.book.say(_MORE_SANCTIONS))
        return self.book.say(_SANCTION, isi="\n" + "\n".join(shown))

    def _day_line(self, rule: Rule) -> str:
        """Say what holds today and from when more holds; no phase never makes a thing allowed."""
        phase = self.reader.today.phase
        day = day_name(self.book, self.reader.day)
        if phase is Phase.NONE:
            return " ".join(filter(None, self._outside(rule, day)))
        running = phase_names(self.book, [phase])
        if Phase.ALWAYS in rule.phases or phase in rule.phases:
            return self.book.say(_RUNNING, hari=day, tahap=running)
        own = phase_names(self.book, rule.phases)
        return self.book.say(_RUNNING_OTHER, hari=day, tahap=running, berlaku=own)

    def _outside(self, rule: Rule, day: str) -> Iterator[str]:
        """Yield what to say on a day outside of any election."""
        if Phase.ALWAYS in rule.phases:
            yield self.book.say(_OUTSIDE_ALWAYS, hari=day)
        else:
            own = phase_names(self.book, rule.phases)
            yield self.book.say(_OUTSIDE_PHASE, hari=day, tahap=own)
        if any(each.phase is SanctionPhase.AFTER for each in self.sanctions(rule)):
            yield self.book.say(_HEAVIER)
        yield self._next_line()

    def _phase_line(self) -> str:
        """Say which phase runs on the reader's day."""
        day = day_name(self.book, self.reader.day)
        if self.reader.today.phase is Phase.NONE:
            return f"{self.book.say(_PHASE_NONE, hari=day)} {self._next_line()}".rstrip()
        running = phase_names(self.book, [self.reader.today.phase])
        return self.book.say(_PHASE_TODAY, hari=day, tahap=running)

    def _next_line(self) -> str:
        """Return when the next phase begins, if that is known."""
        coming = self.reader.today.next
        if coming is None:
            return ""
        name = phase_names(self.book, [coming.phase])
        return self.book.say(_NEXT, tahap=name, tanggal=day_name(self.book, coming.start))

    def _review(self, entry: Rule | Info) -> str:
        """Say who reviewed *entry*, or that nobody has."""
        if entry.reviewed is None:
            return self.book.say(_NOT_REVIEWED)
        on = day_name(self.book, entry.reviewed.on)
        return self.book.say(_REVIEWED, oleh=entry.reviewed.by, tanggal=on)
