"""Indonesian chat text to comparable words: case, repeated letters, slang, affixes, typos."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.affixes import Stemmer
from knowledge.rule import Vocabulary
from knowledge.spelling import Speller

LONGEST = 4096
_PIECE = 4  # letters

_TOKEN = re.compile(r"[a-z0-9]+|\?|[^\W\d_a-z]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_TRIPLED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_JOINED = re.compile(r"(?<=[a-z])['`\u2019](?=[a-z])")
_TWICE = re.compile(r"([a-z]{3,})2([a-z]{0,4})")
_UNSEEN = {"Mn", "Me", "Cf"}  # accents, and what pasted text hides between its letters
_LEET = str.maketrans("013457", "oieast")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed, as it is usually written, and the stem and pieces to compare."""

    typed: str
    plain: str
    stem: str
    pieces: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Return *text* in one case and one width, without marks and invisible characters.

    >>> fold("BOLÉH gak")
    'boleh gak'
    """
    apart = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text[:LONGEST])).casefold()
    if apart.isascii():
        return apart
    return "".join(each for each in apart if unicodedata.category(each) not in _UNSEEN)


def tokens(text: str) -> list[str]:
    """Return the words, numbers, question marks and emoji of *text*, folded.

    >>> tokens("B0leh bagi2 kaos no.1?")
    ['b0leh', 'bagi2', 'kaos', 'no', '1', '?']
    """
    return _TOKEN.findall(_JOINED.sub("", fold(text)))


def respelt(token: str) -> list[str]:
    """Return the words that an odd spelling stands for: repeated letters, leet, "2" for twice.

    >>> respelt("b0leehhh"), respelt("bagi2"), respelt("paslon1")
    (['boleeh'], ['bagi', 'bagi'], ['paslon', '1'])
    """
    single = _TRIPLED.sub(r"\1", token)
    twice = _TWICE.fullmatch(single)
    if twice:
        return [twice[1], twice[1] + twice[2]]
    digits = sum(each.isdigit() for each in single)
    if digits and digits * 2 < len(single) and not single[-1].isdigit() and single[0].isalpha():
        return [single.translate(_LEET)]
    return re.findall(r"[a-z]+|[^a-z]+", single)


class Language:
    """Read chat text with the vocabulary of this house."""

    def __init__(self, vocabulary: Vocabulary, texts: Iterable[str]) -> None:
        """Learn the words of *vocabulary*, and from *texts* which other words are no typos."""
        self._slang = {fold(each): full for each, full in vocabulary.slang.items()}
        written = {word for forms in vocabulary.concepts.values() for word in _words(forms)}
        roots = written | set(_words(vocabulary.slang.values())) | _folded(vocabulary.stop_words)
        self._stemmer = Stemmer(roots)
        self._speller = Speller(written)
        self._known: dict[str, tuple[Word, ...]] = {}
        common = set(_words(texts))
        self._legal = common | roots
        self._known = {each: self._look_up(each) for each in sorted(self._legal | {*self._slang})}

    def read(self, text: str) -> tuple[Word, ...]:
        """Return the words of *text*."""
        found: list[Word] = []
        for token in self._spelt(text):
            found += self._known.get(token) or self._look_up(token)
        return tuple(found)

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of *text*."""
        return tuple(word.stem for word in self.read(text))

    def _spelt(self, text: str) -> Iterator[str]:
        """Yield the tokens of *text*, respelt where unknown; a word said twice counts once."""
        before = ""
        for token in tokens(text):
            for each in [token] if token in self._known else respelt(token):
                if each != before:
                    yield each
                elif each + each in self._slang:
                    yield each + each
                before = each

    def _look_up(self, token: str) -> tuple[Word, ...]:
        """Return what *token* stands for, without the memory of known words."""
        full = self._expanded(token)
        if full is not None:
            return tuple(self._made(token, each) for each in tokens(full))
        return (self._made(token, token),)

    def _made(self, token: str, plain: str) -> Word:
        """Return *token* as the word *plain*, with its stem and its pieces of four letters."""
        padded = f" {plain} "
        starts = range(max(1, len(padded) - _PIECE + 1))
        pieces = tuple(padded[start : start + _PIECE] for start in starts)
        return Word(token, plain, self._stemmer.stem(plain), pieces)

    def _expanded(self, token: str) -> str | None:
        """Return the standard spelling of *token*; None when it is standard or a riddle."""
        if token in self._slang:
            return self._slang[token]
        if token in self._legal or not token.isalpha() or not token.isascii():
            return None
        single = _DOUBLED.sub(r"\1", token)
        if single != token and (single in self._slang or single in self._legal):
            return self._slang.get(single, single)
        bare = self._without_clitic(token)
        if bare is not None:
            return bare
        return None if self._stemmer.knows(token) else self._speller.correct(token)

    def _without_clitic(self, token: str) -> str | None:
        """Return the meaning of a slang word that carries -nya, -ku, -lah or the like."""
        for clitic in ("nya", "ny", "mu", "ku", "lah", "kah", "an", "in"):
            bare = token.removesuffix(clitic)
            if bare != token and bare in self._slang and len(bare) > 1:
                return self._slang[bare]
        return None


def _words(texts: Iterable[str]) -> Iterator[str]:
    """Yield the letters-only words of *texts*."""
    for text in texts:
        yield from (each for each in tokens(text) if each.isalpha())


def _folded(words: Iterable[str]) -> set[str]:
    """Return *words* folded."""
    return {fold(each) for each in words}
