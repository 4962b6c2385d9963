"""Indonesian chat text to comparable words: case, repeated letters, slang, affixes, typos."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.affixes import Stemmer
from knowledge.rule import Vocabulary
from knowledge.spelling import Speller

LONGEST = 1200

_TOKEN = re.compile(r"[a-z]+|\d+|\?|[^\W\d_a-z]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_MIXED = re.compile(r"[a-z0-9]*(?:[a-z][0-9]|[0-9][a-z])[a-z0-9]*")
_TRIPLED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_JOINED = re.compile(r"(?<=[a-z])['`\u2019](?=[a-z])")
_LEET = str.maketrans("013457", "oieast")
_TWICE = re.compile(r"([a-z]{3,})2([a-z]{0,4})")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed, as it is usually written, and the stem that is compared."""

    typed: str
    plain: str
    stem: str


def fold(text: str) -> str:
    """Return *text* in one case and one width, without marks and invisible characters.

    >>> fold("BOLÉH gak")
    'boleh gak'
    """
    half = text[: LONGEST // 2] + " " + text[-LONGEST // 2 :] if len(text) > LONGEST else text
    apart = unicodedata.normalize("NFKD", _INVISIBLE.sub("", half)).casefold()
    return "".join(each for each in apart if not unicodedata.combining(each))


def tokens(text: str) -> list[str]:
    """Return the words, numbers, question marks and emoji of *text*, folded.

    >>> tokens("B0leh bagi2 kaos no.1 gaaak?")
    ['boleh', 'bagi', 'kaos', 'no', '1', 'gak', '?']
    """
    letters = _MIXED.sub(_without_leet, _JOINED.sub("", fold(text)))
    found = _TOKEN.findall(_TRIPLED.sub(r"\1", letters))
    return [each for number, each in enumerate(found) if number == 0 or each != found[number - 1]]


def _without_leet(match: re.Match[str]) -> str:
    """Return a word of letters and digits with the digits read as what they stand for."""
    word = match[0]
    twice = _TWICE.fullmatch(word)
    if twice:
        return twice[1] + twice[2]
    digits = sum(each.isdigit() for each in word)
    if digits * 2 < len(word) and not word[-1].isdigit() and not word[:2].isdigit():
        return word.translate(_LEET)
    return " ".join(re.findall(r"[a-z]+|\d+", word))


class Language:
    """Read chat text with the vocabulary of this house."""

    def __init__(self, vocabulary: Vocabulary, texts: Iterable[str]) -> None:
        """Learn the words of *vocabulary*, and from *texts* which other words are no typos."""
        self._slang = {" ".join(tokens(each)): full for each, full in vocabulary.slang.items()}
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
        return tuple(word for token in tokens(text) for word in self._word(token))

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of *text*."""
        return tuple(word.stem for word in self.read(text))

    def _word(self, token: str) -> tuple[Word, ...]:
        """Return what *token* stands for: one word, or several for an abbreviation."""
        return self._known.get(token) or self._look_up(token)

    def _look_up(self, token: str) -> tuple[Word, ...]:
        """Return what *token* stands for, without the memory of known words."""
        full = self._expanded(token)
        if full is not None:
            return tuple(Word(token, each, self._stemmer.stem(each)) for each in tokens(full))
        return (Word(token, token, self._stemmer.stem(token)),)

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
