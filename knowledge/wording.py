"""How vocabulary and example messages are written in YAML."""

from typing import Literal

from pydantic import Field

from knowledge.rule import ExampleSet, Intent
from knowledge.schema import Id, Text, Texts, Yaml


class VocabularyFile(Yaml):
    """A file of knowledge/vocabulary: any of slang, concepts and words without weight."""

    slang: dict[Text, Text] = Field(default_factory=dict, alias="singkatan")
    concepts: dict[Text, Texts] = Field(default_factory=dict, alias="konsep")
    stop_words: Texts = Field((), alias="kata_umum")


class ExampleFile(Yaml):
    """A file of knowledge/examples: the messages of one writer."""

    name: Text = Field(alias="kumpulan")
    use: Literal["latih", "uji"] = Field(alias="dipakai")
    by_entry: dict[Id, Texts] = Field(default_factory=dict, alias="aturan")
    by_intent: dict[Intent, Texts] = Field(default_factory=dict, alias="maksud")

    def build(self) -> ExampleSet:
        """Return the set; what is marked "uji" is held out."""
        return ExampleSet(self.name, self.use == "uji", self.by_entry, self.by_intent)
