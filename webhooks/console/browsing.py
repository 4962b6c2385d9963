"""Searching rules, information and laws by words, and turning the pages of what was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from knowledge.library import Library
from knowledge.rule import Info, Rule

_A_PAGE = 20
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A rule, information or law as the list shows it; *kind* is "aturan", "info" or "hukum"."""

    kind: str
    id: str
    title: str
    told: str
    text: str
    topic: str = ""
    rule: Rule | None = None
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: words, a kind, a topic, and the page, counted from 1."""

    words: str = ""
    kind: str = ""
    topic: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Return what the address of a page asks for; what makes no sense counts as not given."""
        page = query.get("halaman", "")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1  # noqa: PLR2004
        words = query.get("cari", "")[:_LONGEST].strip()
        return cls(words, query.get("jenis", ""), query.get("topik", ""), max(1, number))

    def at(self, page: int) -> str:
        """Return the query of another *page* of the same."""
        given = {"cari": self.words, "jenis": self.kind, "topik": self.topic, "halaman": page}
        return urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    pieces: Sequence[Piece]
    total: int
    page: int
    pages: int


def pieces(library: Library) -> tuple[Piece, ...]:
    """Return everything that can be searched."""
    return tuple(_all(library))


def chosen(known: Sequence[Piece], wanted: Wanted) -> Found:
    """Return the page of *known* that is *wanted*; each word has to occur somewhere."""
    words = wanted.words.casefold().split()
    found = [
        each
        for each in known
        if wanted.kind in {"", each.kind}
        and wanted.topic in {"", each.topic}
        and all(word in each.text for word in words)
    ]
    pages = max(1, -(-len(found) // _A_PAGE))
    page = min(wanted.page, pages)
    return Found(found[(page - 1) * _A_PAGE : page * _A_PAGE], len(found), page, pages)


def _all(library: Library) -> Iterator[Piece]:
    """Yield rules, information and laws."""
    yield from (_entry(library, each) for each in library.rules.values())
    yield from (_entry(library, each) for each in library.infos.values())
    for law in library.laws.values():
        text = "\n".join([law.id, law.name, law.title, *(one.text for one in law.articles)])
        yield Piece("hukum", law.id, law.name, law.title, text.casefold())


def _entry(library: Library, entry: Rule | Info) -> Piece:
    """Return a rule or information."""
    rule = entry if isinstance(entry, Rule) else None
    more = [rule.why, rule.alternative, rule.condition] if rule else [library.infos[entry.id].text]
    laws = [library.laws[each.law].name for each in entry.legal_basis]
    text = "\n".join([entry.id, entry.title, entry.answer, *more, *laws, *entry.examples])
    return Piece(
        "aturan" if rule else "info",
        entry.id,
        entry.title,
        entry.answer,
        text.casefold(),
        rule.topic if rule else "",
        rule,
        entry.reviewed is not None,
    )
