"""Every sentence of the dialogue: declared in code with its words, written in phrases/*.yaml."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import ModuleType

from knowledge.folder import named, yaml_files
from knowledge.library import KnowledgeError
from knowledge.reading import Document, Part, Place, Problem, read
from knowledge.suggesting import did_you_mean

_ALIKE = 85  # keys of one file begin alike


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that the program says: its key, and the *words* that are filled in."""

    key: str
    words: tuple[str, ...] = ()


class Phrasebook:
    """Say phrases in the words of the YAML."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def say(self, phrase: Phrase, **words: object) -> str:
        """Return *phrase* with its *words* filled in; raises TypeError for other words than its."""
        if words.keys() != set(phrase.words):
            raise TypeError(f"{phrase.key} takes {phrase.words}, not {tuple(words)}")
        return self._texts[phrase.key].format_map(words)


def declared_in(*modules: ModuleType) -> tuple[Phrase, ...]:
    """Return the phrases among the constants of *modules*, alone or in a tuple or mapping."""
    constants = [value for module in modules for value in vars(module).values()]
    return tuple(dict.fromkeys(phrase for each in constants for phrase in _phrases_of(each)))


def load_phrasebook(folder: Path, declared: Iterable[Phrase]) -> Phrasebook:
    """Return the phrases in *folder*; raises KnowledgeError unless they are those *declared*."""
    wanted = tuple(dict.fromkeys(declared))
    documents = dict(_documents(folder))
    problems = [problem for each in documents.values() for problem in each.problems]
    written = dict(_written(documents, problems))
    problems.extend(_unsaid(written, wanted))
    for phrase in wanted:
        if phrase.key in written:
            problems.extend(_misworded(written[phrase.key], phrase))
        else:
            problems.extend(_missing(phrase, documents, folder=folder))
    if problems:
        raise KnowledgeError(tuple(sorted(problems, key=lambda each: (each.file, each.line))))
    return Phrasebook({key: str(part.data) for key, part in written.items()})


def _phrases_of(constant: object) -> Iterator[Phrase]:
    """Yield the phrases that a constant is or has."""
    if isinstance(constant, Mapping):
        constant = tuple(constant.values())
    members = constant if isinstance(constant, tuple) else (constant,)
    yield from (each for each in members if isinstance(each, Phrase))


def _file_name(folder: Path, stem: str) -> str:
    """Return what problems call the file *stem* of *folder*."""
    return f"{named(folder.parent)}/{folder.name}/{stem}.yaml"


def _documents(folder: Path) -> Iterator[tuple[str, Document]]:
    """Yield the files of *folder* by their stem."""
    for path in yaml_files(folder):
        yield path.stem, read(path, name=_file_name(folder, path.stem))


def _written(
    documents: Mapping[str, Document], problems: list[Problem]
) -> Iterator[tuple[str, Part]]:
    """Yield every text by its key; *problems* grow by what is no text."""
    for stem, document in documents.items():
        for part in _leaves(Part(document, document.data)):
            key = ".".join((stem, *map(str, part.place)))
            if isinstance(part.data, str):
                yield key, part
            elif not document.problems:
                problems.append(
                    part.problem(f"'{key}' must be a text; write \"\" for an empty one")
                )


def _leaves(part: Part) -> Iterator[Part]:
    """Yield the parts that hold no further keys."""
    if not isinstance(part.data, dict):
        yield part
        return
    for key, value in part.data.items():
        yield from _leaves(Part(part.document, value, (*part.place, key)))


def _unsaid(written: Mapping[str, Part], declared: tuple[Phrase, ...]) -> Iterator[Problem]:
    """Yield the phrases that nobody says."""
    known = {phrase.key for phrase in declared}
    for key, part in written.items():
        if key not in known:
            advice = did_you_mean(key, known - written.keys(), alike=_ALIKE) or ": delete it"
            yield part.problem(f"nobody says '{key}'{advice}")


def _missing(
    phrase: Phrase, documents: Mapping[str, Document], *, folder: Path
) -> Iterator[Problem]:
    """Yield that *phrase* is not written, unless its file could not be read."""
    stem, *rest = phrase.key.split(".")
    place: Place = tuple(rest)
    document = documents.get(stem) or Document(_file_name(folder, stem))
    if document.data is not None or not document.problems:
        words = f" with {_listed(phrase.words)}" if phrase.words else ""
        text = f"'{phrase.key}' is missing: write it{words}"
        yield Problem(document.name, document.line(place), text)


def _misworded(part: Part, phrase: Phrase) -> Iterator[Problem]:
    """Yield how the placeholders of a text differ from the words of its phrase."""
    try:
        found = _placeholders(str(part.data))
    except ValueError:
        yield part.problem(f"'{phrase.key}' has a {{ or }} alone: write {{{{ or }}}} for the sign")
        return
    if found != set(phrase.words):
        wanted, has = _listed(phrase.words), _listed(sorted(found))
        yield part.problem(f"'{phrase.key}' must have {wanted}; it has {has}")


def _placeholders(text: str) -> set[str]:
    """Return what stands in braces, as it stands there; raises ValueError for a brace alone."""
    found = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            found.add(
                f"{name}{'!' if conversion else ''}{conversion or ''}{':' if form else ''}{form}"
            )
    return found


def _listed(words: Iterable[str]) -> str:
    """Return *words* as placeholders."""
    return ", ".join(f"{{{word}}}" for word in words) or "no placeholders"
