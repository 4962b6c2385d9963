"""How the files are written that each installation has one of: laws, calendar, topics, offices."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from knowledge.calendar import STRICTNESS, Calendar, Election, ElectionKind, PhaseSpan, Upcoming
from knowledge.places import City, District, Office
from knowledge.rule import Article, Contact, Law, Phase
from knowledge.schema import Day, Id, Text, Texts, Yaml


def _zone(name: str) -> str:
    """Return *name* if it is a time zone; raises ValueError with what to write."""
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):
        raise ValueError(f"'{name}' is no time zone: write for example Asia/Jakarta") from None


def _dated(phase: Phase) -> Phase:
    """Return *phase* if it has dates; raises ValueError with what to write."""
    if phase not in STRICTNESS:
        raise ValueError(f"'{phase}' has no dates: write one of {', '.join(STRICTNESS)}")
    return phase


class ArticleYaml(Yaml):
    """A numbered part of a law."""

    number: Text = Field(alias="nomor")
    text: Text = Field(alias="isi")
    verified: bool = Field(default=True, alias="terverifikasi")


class LawYaml(Yaml):
    """A law; its *note* is for those who edit the file."""

    id: Id
    name: Text = Field(alias="nama")
    title: Text = Field(alias="judul")
    status: Literal["berlaku", "diubah", "dicabut", "tidak-pasti"]
    articles: tuple[ArticleYaml, ...] = Field((), alias="pasal")
    note: Text | None = Field(None, alias="catatan")
    sources: Texts = Field((), alias="sumber")

    def build(self) -> Law:
        """Return the law."""
        articles = tuple(Article(each.number, each.text, each.verified) for each in self.articles)
        return Law(self.id, self.name, self.title, self.status, articles, self.sources)


class LawFile(Yaml):
    """The file laws.yaml: its laws are read one by one."""

    laws: tuple[object, ...] = Field(alias="hukum", min_length=1)


class ContactYaml(Yaml):
    """An office to turn to; its *sources* are for those who edit the file."""

    id: Id
    name: Text = Field(alias="nama")
    use: Text = Field(alias="untuk")
    how: Text = Field(alias="cara")
    sources: Texts = Field((), alias="sumber")
    checked: Day | None = Field(None, alias="dicek")
    valid_until: Day | None = Field(None, alias="berlaku_sampai")

    def build(self) -> Contact:
        """Return the contact."""
        return Contact(**self.model_dump(exclude={"sources"}))


class ContactFile(Yaml):
    """The file contacts.yaml: its contacts are read one by one."""

    contacts: tuple[object, ...] = Field(alias="kontak", min_length=1)


class TopicYaml(Yaml):
    """A topic of rules and how it is called."""

    id: Id
    name: Text = Field(alias="nama")


class TopicFile(Yaml):
    """The file topics.yaml: the topics in the order they are shown."""

    topics: tuple[TopicYaml, ...] = Field(alias="topik", min_length=1)


class SpanYaml(Yaml):
    """The days of one phase."""

    phase: Annotated[Phase, AfterValidator(_dated)] = Field(alias="tahap")
    start: Day = Field(alias="mulai")
    end: Day = Field(alias="selesai")
    basis: str = Field("", alias="dasar")


class ElectionYaml(Yaml):
    """An election and its phases."""

    id: Id
    name: Text = Field(alias="nama")
    kind: ElectionKind = Field(alias="jenis")
    area: Id = Field(alias="wilayah")
    spans: tuple[SpanYaml, ...] = Field(alias="tahapan", min_length=1)
    certain: bool = Field(alias="pasti")
    note: str = Field("", alias="catatan")
    sources: Texts = Field((), alias="sumber")

    def build(self) -> Election:
        """Return the election."""
        spans = tuple(PhaseSpan(**each.model_dump()) for each in self.spans)
        return Election(spans=spans, **self.model_dump(exclude={"spans"}))


class UpcomingYaml(Yaml):
    """An election without dates."""

    name: Text = Field(alias="nama")
    expected: Text = Field(alias="perkiraan")
    certain: bool = Field(alias="pasti")
    note: str = Field("", alias="catatan")
    sources: Texts = Field((), alias="sumber")


class CalendarFile(Yaml):
    """The file calendar.yaml."""

    zone: Annotated[Text, AfterValidator(_zone)] = Field(alias="zona")
    checked: Day = Field(alias="dicek")
    elections: tuple[ElectionYaml, ...] = Field(alias="pemilihan")
    upcoming: tuple[UpcomingYaml, ...] = Field((), alias="mendatang")

    def build(self) -> Calendar:
        """Return the calendar."""
        elections = tuple(each.build() for each in self.elections)
        upcoming = tuple(Upcoming(**each.model_dump()) for each in self.upcoming)
        return Calendar(self.zone, self.checked, elections, upcoming)


class DistrictYaml(Yaml):
    """A kecamatan."""

    name: Text = Field(alias="nama")
    villages: Texts = Field(alias="kelurahan", min_length=1)


class CityFile(Yaml):
    """The file regions.yaml."""

    name: Text = Field(alias="kota")
    code: Text = Field(alias="kode")
    districts: tuple[DistrictYaml, ...] = Field(alias="kecamatan", min_length=1)

    def build(self) -> City:
        """Return the city."""
        districts = tuple(District(each.name, each.villages) for each in self.districts)
        return City(self.name, self.code, districts)


class OfficeYaml(Yaml):
    """An office."""

    code: Id = Field(alias="kode")
    name: Text = Field(alias="nama")

    def build(self) -> Office:
        """Return the office."""
        return Office(self.code, self.name)


class OfficeFile(Yaml):
    """The file offices.yaml."""

    offices: tuple[OfficeYaml, ...] = Field(alias="perangkat", min_length=1)
