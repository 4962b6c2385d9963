"""How targets.yaml is written: whom tips can be forwarded to."""

from pydantic import Field

from knowledge.calendar import ElectionKind
from knowledge.schema import Day, Id, Text, Texts, Yaml
from knowledge.targets import Target


class TargetYaml(Yaml):
    """An authority that tips are forwarded to; its *sources* are for those who edit the file."""

    id: Id
    name: Text = Field(alias="nama")
    use: Text = Field(alias="untuk")
    area: Id = Field(alias="wilayah")
    kinds: tuple[ElectionKind, ...] = Field((), alias="jenis")
    since: Day | None = Field(None, alias="ada_sejak")
    until: Day | None = Field(None, alias="ada_sampai")
    note: Text | None = Field(None, alias="catatan")
    sources: Texts = Field((), alias="sumber")

    def build(self) -> Target:
        """Return the target."""
        return Target(**self.model_dump(exclude={"note", "sources"}))


class TargetFile(Yaml):
    """The file targets.yaml: its targets are read one by one."""

    targets: tuple[object, ...] = Field(alias="tujuan", min_length=1)
