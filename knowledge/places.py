"""The city that an installation serves, its parts and its offices."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan and its kelurahan."""

    name: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """The city, with its code of the Ministry of Home Affairs."""

    name: str
    code: str
    districts: tuple[District, ...]

    @property
    def slug(self) -> str:
        """Return the name as the calendar writes it, e.g. "kota-depok"."""
        return "-".join(self.name.casefold().split())


@dataclass(frozen=True, slots=True)
class Office:
    """An office whose conduct a tip may be about."""

    code: str
    name: str
