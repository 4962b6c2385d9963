"""Finding tips by their words: an index that is built when the desk is unlocked, in memory only."""

from collections import Counter
from collections.abc import Callable, Iterable
from math import log

from bot.tips.tip import Account

ALIKE = 0.45  # of the weight of the shorter one's words

_FEWEST = 3  # words that two tips must share

Stems = Callable[[str], Iterable[str]]


class Index:
    """Know which tip has which words, as the house's language reads them."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._words: dict[str, frozenset[str]] = {}
        self._places: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def __contains__(self, tip_id: object) -> bool:
        return tip_id in self._words

    def add(self, tip_id: str, account: Account, *, more: Iterable[str] = ()) -> None:
        """Take up a tip, again when it has changed; *more* are texts beside the account."""
        self.remove(tip_id)
        texts = (account.story, account.who, account.where, account.village, account.witnesses)
        words = frozenset(word for text in (*texts, *more) for word in self._read(text))
        self._words[tip_id] = words
        self._places[tip_id] = account.district.casefold()
        self._counts.update(words)

    def remove(self, tip_id: str) -> None:
        """Forget a tip."""
        self._counts.subtract(self._words.pop(tip_id, frozenset()))
        self._places.pop(tip_id, None)

    def keep_only(self, tip_ids: Iterable[str]) -> None:
        """Forget all tips but these."""
        for gone in self._words.keys() - set(tip_ids):
            self.remove(gone)

    def find(self, text: str, *, district: str = "") -> list[str]:
        """Return the tips that have a word of *text*, those with the rarest and most ones first.

        Without a word in *text* all of the kecamatan *district* are returned.
        """
        asked = self._read(text)
        weights = {
            tip: self._weight(words & asked)
            for tip, words in self._words.items()
            if district.casefold() in {"", self._places[tip]}
        }
        found = [tip for tip, weight in weights.items() if weight or not asked]
        return sorted(found, key=lambda tip: (-weights[tip], tip))

    def similar(self, tip_id: str) -> list[str]:
        """Return the tips that tell much the same as this one, the most alike first."""
        own = self._words.get(tip_id, frozenset())
        shares = {
            other: self._share(own, words)
            for other, words in self._words.items()
            if other != tip_id and len(own & words) >= _FEWEST
        }
        found = [other for other, share in shares.items() if share >= ALIKE]
        return sorted(found, key=lambda other: (-shares[other], other))

    def _read(self, text: str) -> frozenset[str]:
        """Return the words of *text* that are more than a sign."""
        return frozenset(word for word in self._stems(text) if len(word) > 1)

    def _weight(self, words: Iterable[str]) -> float:
        """Return how much *words* tell: the rarer the more."""
        total = len(self._words) + 1
        return sum(log(1 + total / max(1, self._counts[word])) for word in words)

    def _share(self, first: frozenset[str], second: frozenset[str]) -> float:
        """Return how much of the shorter one's words the other has."""
        return self._weight(first & second) / min(self._weight(first), self._weight(second))
