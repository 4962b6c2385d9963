"""Finding tips by their words: an index that is built when the desk is unlocked, in memory only."""

from collections.abc import Callable, Iterable
from math import log

from bot.tips.tip import Account

ALIKE = 0.45  # of the weight of the shorter one's words

_FEWEST = 3  # words that two tips must share
_MANY = 200  # tips, or a fifth of them, that tell a word

Stems = Callable[[str], Iterable[str]]


class Index:
    """Know which tip has which words, as the house's language reads them."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._words: dict[str, frozenset[str]] = {}
        self._places: dict[str, str] = {}
        self._tips: dict[str, set[str]] = {}
        self._told: dict[str, float] = {}
        self._weights: dict[str, float] = {}

    def __contains__(self, tip_id: object) -> bool:
        return tip_id in self._words

    def read(self, account: Account, *, more: Iterable[str] = ()) -> frozenset[str]:
        """Return the words of a tip; *more* are texts beside the account."""
        texts = (account.story, account.who, account.where, account.village, account.witnesses)
        return frozenset(word for text in (*texts, *more) for word in self._read(text))

    def add(self, tip_id: str, account: Account, *, more: Iterable[str] = ()) -> None:
        """Take up a tip, again when it has changed."""
        self.put(tip_id, self.read(account, more=more), district=account.district)

    def put(self, tip_id: str, words: frozenset[str], *, district: str) -> None:
        """Take up a tip whose words were read."""
        self._places[tip_id] = district.casefold()
        if self._words.get(tip_id) == words:
            return
        self._drop(tip_id)
        self._words[tip_id] = words
        for word in words:
            self._tips.setdefault(word, set()).add(tip_id)

    def remove(self, tip_id: str) -> None:
        """Forget a tip."""
        self._drop(tip_id)
        self._places.pop(tip_id, None)

    def _drop(self, tip_id: str) -> None:
        """Forget the words of a tip; what all words tell is no longer what it was."""
        self._told.clear()
        self._weights.clear()
        for word in self._words.pop(tip_id, frozenset()):
            self._tips[word].discard(tip_id)
            if not self._tips[word]:
                del self._tips[word]

    def clear(self) -> None:
        """Forget all tips."""
        for kept in (self._words, self._places, self._tips, self._told, self._weights):
            kept.clear()

    def find(self, text: str, *, district: str = "") -> list[str]:
        """Return the tips that have a word of *text*, those with the rarest and most ones first.

        Without a word in *text* all of the kecamatan *district* are returned.
        """
        asked = self._read(text)
        weights: dict[str, float] = {} if asked else dict.fromkeys(self._words, 0.0)
        for word in asked:
            told = self._weight(word)
            for tip in self._tips.get(word, ()):
                weights[tip] = weights.get(tip, 0.0) + told
        place = district.casefold()
        found = [tip for tip in weights if place in {"", self._places[tip]}]
        return sorted(found, key=lambda tip: (-weights[tip], tip))

    def similar(self, tip_id: str) -> list[str]:
        """Return the tips that tell much the same as this one, the most alike first.

        A word that very many tell makes none alike by itself.
        """
        own = self._words.get(tip_id, frozenset())
        most = max(_MANY, len(self._words) // 5)
        rare = [self._tips[word] for word in own if len(self._tips[word]) <= most]
        near = {other for tips in rare for other in tips} - {tip_id}
        shares = {
            other: self._weight_of(both) / min(self._total(tip_id), self._total(other))
            for other in near
            if len(both := own & self._words[other]) >= _FEWEST
        }
        found = [other for other, share in shares.items() if share >= ALIKE]
        return sorted(found, key=lambda other: (-shares[other], other))

    def _read(self, text: str) -> frozenset[str]:
        """Return the words of *text* that are more than a sign."""
        return frozenset(word for word in self._stems(text) if len(word) > 1)

    def _total(self, tip_id: str) -> float:
        """Return how much all words of a tip tell; kept until the words of any tip change."""
        if tip_id not in self._told:
            self._told[tip_id] = self._weight_of(self._words[tip_id])
        return self._told[tip_id]

    def _weight_of(self, words: Iterable[str]) -> float:
        """Return how much *words* tell together."""
        return sum(self._weights.get(word) or self._weight(word) for word in words)

    def _weight(self, word: str) -> float:
        """Return how much *word* tells: the rarer the more."""
        if word not in self._weights:
            known = max(1, len(self._tips.get(word, ())))
            self._weights[word] = log(1 + (len(self._words) + 1) / known)
        return self._weights[word]
