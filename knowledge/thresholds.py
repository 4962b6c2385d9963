"""How sure is sure enough: every threshold of `deciding`, and what it costs to be wrong."""

from dataclasses import dataclass

from knowledge.rule import Verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """How sure one must be of a verdict before saying it, and which rivals forbid to say it.

    *alone* is the probability asked of the best candidate; *agreed* is asked of it when all
    rivals have the same verdict, and *mass* of them together; *rival* is the probability from
    which a candidate with another verdict is a rival.
    """

    alone: float
    agreed: float
    mass: float
    rival: float


# "Boleh" is the dearest to get wrong, so it has the highest bar.
BARS: dict[Verdict | None, Bar] = {
    Verdict.FORBIDDEN: Bar(0.5, 0.4, 0.7, 0.2),
    Verdict.CONDITIONAL: Bar(0.55, 0.45, 0.75, 0.15),
    Verdict.ALLOWED: Bar(0.7, 0.6, 0.85, 0.08),
    None: Bar(0.3, 0.25, 0.4, 0.45),
}
WANTED = Bar(0.15, 0.15, 0.3, 0.45)  # for information where the message asks for some
STRICTER = 0.15  # added to every bar where the message may be of something else


class Doubt:
    """From which probability a message is taken for something else than a question of rules."""

    NOTHING_FITS = 0.12  # below this no candidate is worth a question
    FITTING = 0.5  # from here an entry fits so well that more is asked of what says otherwise
    PERHAPS_TIP = 0.45  # from here the offer to report stands beside the likely rules
    SURE_TIP = 0.9
    WITNESSED_TIP = 0.5  # is enough where somebody says to have seen it, or wants it reported
    ROUTE = 0.45
    ROUTE_THOUGH_FITTING = 0.6
    OUT = 0.2  # from here no verdict is given
    OUT_THOUGH_FITTING = 0.4  # below this an entry that fits is still offered
    PERHAPS_OUT = 0.1
    PROCEDURE = 0.5
