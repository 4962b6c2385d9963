"""How jurists write rules and information in YAML."""

from pydantic import Field

from knowledge.rule import (
    Certainty,
    Citation,
    Info,
    Phase,
    Review,
    Role,
    Rule,
    Sanction,
    SanctionKind,
    SanctionPhase,
    Verdict,
)
from knowledge.schema import Day, Id, Text, Texts, Yaml


class RuleFile(Yaml):
    """A file of knowledge/rules: one topic and its rules, which are read one by one."""

    topic: Id = Field(alias="topik")
    rules: tuple[object, ...] = Field(alias="aturan", min_length=1)


class InfoFile(Yaml):
    """A file of knowledge/info: its entries are read one by one."""

    entries: tuple[object, ...] = Field(alias="entri", min_length=1)


class CitationYaml(Yaml):
    """A place in a law."""

    law: Id = Field(alias="hukum")
    article: Text = Field(alias="pasal")
    about: str = Field("", alias="tentang")

    def build(self) -> Citation:
        """Return the citation."""
        return Citation(self.law, self.article, self.about)


class SanctionYaml(Yaml):
    """What may follow."""

    kind: SanctionKind = Field(alias="jenis")
    text: Text = Field(alias="isi")
    phase: SanctionPhase = Field(SanctionPhase.ALWAYS, alias="tahap")
    roles: tuple[Role, ...] = Field((), alias="untuk")
    citation: CitationYaml | None = Field(None, alias="dasar")

    def build(self) -> Sanction:
        """Return the sanction."""
        citation = self.citation.build() if self.citation else None
        return Sanction(self.kind, self.text, self.phase, self.roles, citation)


class ReviewYaml(Yaml):
    """Who read an entry, and when."""

    by: Text = Field(alias="oleh")
    on: Day = Field(alias="tanggal")

    def build(self) -> Review:
        """Return the review."""
        return Review(self.by, self.on)


class EntryYaml(Yaml):
    """What rules and information have in common."""

    id: Id
    title: Text = Field(alias="judul")
    answer: Text = Field(alias="jawaban")
    examples: Texts = Field(alias="contoh")
    legal_basis: tuple[CitationYaml, ...] = Field((), alias="dasar")
    ask: tuple[Id, ...] = Field((), alias="tanya")
    related: tuple[Id, ...] = Field((), alias="terkait")
    sources: Texts = Field((), alias="sumber")
    reviewed: ReviewYaml | None = Field(None, alias="ditinjau")
    valid_until: Day | None = Field(None, alias="berlaku_sampai")


class ConceptsYaml(Yaml):
    """The concepts of which a message must name one before the rule gives its verdict."""

    needed: Texts = Field(alias="butuh", min_length=1)


class RuleYaml(EntryYaml):
    """One act and what the law says about it."""

    legal_basis: tuple[CitationYaml, ...] = Field(alias="dasar", min_length=1)
    verdict: Verdict = Field(alias="putusan")
    certainty: Certainty = Field(alias="kepastian")
    roles: tuple[Role, ...] = Field(alias="untuk", min_length=1)
    phases: tuple[Phase, ...] = Field(alias="tahapan", min_length=1)
    why: Text = Field(alias="alasan")
    alternative: Text = Field(alias="alternatif")
    condition: str = Field("", alias="syarat")
    sanctions: tuple[SanctionYaml, ...] = Field((), alias="sanksi")
    sanction_note: str = Field("", alias="catatan_sanksi")
    concepts: ConceptsYaml | None = Field(None, alias="konsep")

    def build(self, topic: str) -> Rule:
        """Return the rule, which belongs to *topic*."""
        nested = {"legal_basis", "reviewed", "sanctions", "concepts"}
        return Rule(
            topic=topic,
            legal_basis=tuple(each.build() for each in self.legal_basis),
            reviewed=self.reviewed.build() if self.reviewed else None,
            sanctions=tuple(each.build() for each in self.sanctions),
            needed=frozenset(self.concepts.needed if self.concepts else ()),
            **self.model_dump(exclude=nested),
        )


class InfoYaml(EntryYaml):
    """An answer without a verdict."""

    text: Text = Field(alias="isi")
    rule: str = Field("", alias="aturan")

    def build(self) -> Info:
        """Return the information."""
        return Info(
            legal_basis=tuple(each.build() for each in self.legal_basis),
            reviewed=self.reviewed.build() if self.reviewed else None,
            **self.model_dump(exclude={"legal_basis", "reviewed"}),
        )
