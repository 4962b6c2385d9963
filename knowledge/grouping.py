"""Messages that ask much the same, put together."""

from collections.abc import Sequence

from knowledge.features import Reading
from knowledge.similarity import Likeness
from knowledge.training import WEIGHTS

_ALIKE = 0.25  # of held-out messages so alike, nine pairs in ten had the same entry


def groups(readings: Sequence[Reading]) -> tuple[tuple[int, ...], ...]:
    """Return the places of *readings* that belong together, in a fixed order.

    The message with the most neighbours takes them all, then the next of those left. What says
    nothing that can be compared is in no group.
    """
    places = [at for at, each in enumerate(readings) if any(each.features.values())]
    if not places:
        return ()
    near = Likeness([readings[at] for at in places], WEIGHTS).among() >= _ALIKE
    found: list[tuple[int, ...]] = []
    left = set(range(len(places)))
    for leader in sorted(left, key=lambda at: (-int(near[at].sum()), at)):
        if leader in left:
            members = sorted(left & {leader, *near[leader].nonzero()[0].tolist()})
            left -= set(members)
            found.append(tuple(places[at] for at in members))
    return tuple(found)
