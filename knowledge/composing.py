"""How jurists write broadcasts in YAML, and what WhatsApp asks of a template.

The rules for templates: twilio.com/docs/content/twilio-text and
twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses.
"""

import re
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from knowledge.broadcast import Audience, Broadcast, Category, Template, Word
from knowledge.calendar import ElectionKind
from knowledge.entries import CitationYaml
from knowledge.scheduling import Schedule, schedule
from knowledge.schema import Id, Text, Texts, Yaml
from knowledge.suggesting import did_you_mean

_LONGEST_TITLE = 70
_LONGEST_TEXT = 1500
_LONGEST_BODY = 1024
_LONGEST_SAMPLE = 60
_NAME = re.compile("[a-z0-9]+(_[a-z0-9]+)*")
_LONGEST_NAME = 64
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")
_NEIGHBOURS = re.compile(r"\}\}\W*\{\{")
_PARAGRAPHS = re.compile(r"\n{3,}")


def _schedule(words: object) -> Schedule:
    """Return the schedule that *words* name; raises ValueError with what to write."""
    return schedule(str(words))


def _shorter(text: str, longest: int) -> str:
    """Return *text* if it is short enough; raises ValueError with by how much it is not."""
    if len(text) > longest:
        much = len(text) - longest
        raise ValueError(f"has {len(text)} characters: shorten it by {much} to {longest}")
    return text


def _title(text: str) -> str:
    """Return *text* if it may be a title; raises ValueError."""
    return _shorter(text, _LONGEST_TITLE)


def _sample(text: str) -> str:
    """Return *text* if it may be a sample; raises ValueError."""
    return _shorter(text, _LONGEST_SAMPLE)


def _text(text: str) -> str:
    """Return *text* if it can be filled in and read; raises ValueError with what to mend."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("a { or } has no partner: write placeholders as {tanggal}") from None
    for _, word, spec, conversion in parts:
        if word is not None and (spec or conversion or word not in list(Word)):
            advice = did_you_mean(word, Word) or f": write one of {', '.join(Word)}"
            raise ValueError(f"unknown placeholder '{{{word}}}'{advice}")
    if text.count("*") % 2:
        raise ValueError("a * has no partner: write strong words as *penting*")
    return _shorter(text, _LONGEST_TEXT)


def _name(name: str) -> str:
    """Return *name* if WhatsApp takes it; raises ValueError."""
    if not _NAME.fullmatch(name):
        raise ValueError("write small letters and digits, with _ between words")
    return _shorter(name, _LONGEST_NAME)


def _body(text: str) -> str:
    """Return *text* if WhatsApp could approve it; raises ValueError with what to mend."""
    if re.sub(_VARIABLE, "", text).count("{") or re.sub(_VARIABLE, "", text).count("}"):
        raise ValueError("write variables as {{1}}, {{2}}, and name them under variabel")
    if _VARIABLE.match(text) or re.search(rf"{_VARIABLE.pattern}\W*\Z", text):
        raise ValueError("a variable stands at the start or the end: put words around it")
    if _NEIGHBOURS.search(text):
        raise ValueError("two variables stand side by side: put words between them")
    if _PARAGRAPHS.search(text):
        raise ValueError("more than one empty line on end: keep one")
    return _shorter(text, _LONGEST_BODY)


ScheduleWords = Annotated[Schedule, BeforeValidator(_schedule)]


class BroadcastFile(Yaml):
    """A file of knowledge/broadcasts: its broadcasts are read one by one."""

    broadcasts: tuple[object, ...] = Field(alias="siaran", min_length=1)


class VariableYaml(Yaml):
    """What stands for one variable of a template, and a sample of it."""

    word: Word = Field(alias="kata")
    sample: Annotated[Text, AfterValidator(_sample)] = Field(alias="contoh")


class TemplateYaml(Yaml):
    """A message that WhatsApp approves beforehand."""

    name: Annotated[Text, AfterValidator(_name)] = Field(alias="nama")
    language: Literal["id"] = Field(alias="bahasa")
    category: Literal["utility"] = Field(alias="kategori")
    body: Annotated[Text, AfterValidator(_body)] = Field(alias="isi")
    variables: tuple[VariableYaml, ...] = Field((), alias="variabel")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Check that the variables are numbered as they are listed; raises ValueError."""
        numbers = [int(each) for each in _VARIABLE.findall(self.body)]
        wanted = list(range(1, len(self.variables) + 1))
        if numbers != wanted:
            written = " ".join(f"{{{{{each}}}}}" for each in numbers) or "none"
            raise ValueError(
                f"isi has {written}, variabel lists {len(wanted)}: number from {{{{1}}}} in order"
            )
        return self

    @model_validator(mode="after")
    def _short_when_filled(self) -> Self:
        """Check that the body stays short with its samples; raises ValueError."""
        _shorter(_VARIABLE.sub(lambda found: self._sample_of(found[1]), self.body), _LONGEST_BODY)
        return self

    def _sample_of(self, number: str) -> str:
        """Return the sample of the variable with *number*."""
        return self.variables[int(number) - 1].sample

    def build(self) -> Template:
        """Return the template."""
        words = tuple(each.word for each in self.variables)
        samples = tuple(each.sample for each in self.variables)
        return Template(self.name, self.language, self.category, self.body, words, samples)


class BroadcastYaml(Yaml):
    """A reminder."""

    id: Id
    title: Annotated[Text, AfterValidator(_title)] = Field(alias="judul")
    category: Category = Field(alias="kategori")
    audiences: tuple[Audience, ...] = Field(alias="untuk", min_length=1)
    elections: tuple[ElectionKind, ...] = Field(alias="pemilihan", min_length=1)
    send: ScheduleWords = Field(alias="jadwal")
    latest: ScheduleWords = Field(alias="paling_lambat")
    text: Annotated[Text, AfterValidator(_text)] = Field(alias="telegram")
    template: TemplateYaml = Field(alias="whatsapp")
    entry: Id | Literal[""] = Field("", alias="aturan")
    legal_basis: tuple[CitationYaml, ...] = Field((), alias="dasar")
    sources: Texts = Field((), alias="sumber")

    def build(self) -> Broadcast:
        """Return the broadcast."""
        plain = {"id", "title", "category", "audiences", "elections", "text", "entry", "sources"}
        return Broadcast(
            send=self.send,
            latest=self.latest,
            template=self.template.build(),
            legal_basis=tuple(each.build() for each in self.legal_basis),
            **self.model_dump(include=plain),
        )
