"""How sure is sure enough: every threshold of `deciding`, and what it costs to be wrong.

A wrong "boleh" is dearer by far than a wrong "dilarang", that dearer than a needless question, and
that dearer than a refusal. `make study` leaves each writer out in turn and tries other thresholds
on what the rest taught. Figures of 3,390 questions of nine writers, one threshold changed at a
time (`make study` asks those of newer writers too, so its own will differ a little):

    information asked for   answers it from 0.30 on: 0.773 of procedures; from 0.15 on: 0.787
    bersyarat alone         0.55: 23 too soft, helped 0.912; 0.65: 15 too soft, helped 0.914
    SURE_TIP                0.65: helped 0.905 or less; 0.90: 0.912; 0.97: 0.917; tips found alike
    ASKED_TIP               never: tips found 0.840; 0.20: 0.868; 0.10: 0.882; nothing else changes
    TOLD_TIP                never: tips found 0.882; 0.30: 0.914, but answered 0.721 -> 0.709
    OUT                     0.20: 2.0 % of strangers' matters ruled on; 0.15: 1.7 %; 0.10: 1.2 %,
                            but one answer in a hundred becomes a question
    OUT_OF_INFORMATION      as OUT: 0.809 of procedures; 0.25: 0.815; 0.35: 0.817, declines 1 % less
    PERHAPS_PROCEDURE       never asked: 24 too soft; 0.20: 22; 0.50: 22, but 0.5 % fewer procedures
    OUT_THOUGH_FITTING      0.30: helped 0.908; 0.40: 0.912; 0.60: 0.918, but more is asked
    dilarang alone          0.40: right of answered 0.942; 0.50: 0.953
    boleh alone             0.70, 0.80 and 0.85: one wrong "boleh" each; more is asked
"""

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
    Verdict.CONDITIONAL: Bar(0.65, 0.55, 0.8, 0.12),
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
    TOLD_TIP = 0.3  # is enough where an act of somebody else is told and nothing is asked
    ASKED_TIP = 0.1  # is enough where one has to ask back anyway, or an act is told as seen
    SURE_TIP = 0.97
    WITNESSED_TIP = 0.5  # is enough where somebody says to have seen it, or wants it reported
    ROUTE = 0.45
    ROUTE_THOUGH_FITTING = 0.6
    OUT = 0.15  # from here no verdict is given
    OUT_THOUGH_FITTING = 0.5  # below this an entry that fits is still offered
    OUT_OF_INFORMATION = 0.25  # where information fits best, for that is no verdict
    PERHAPS_OUT = 0.1
    PROCEDURE = 0.5
    PERHAPS_PROCEDURE = 0.2  # from here a rule that also informs is answered as information
