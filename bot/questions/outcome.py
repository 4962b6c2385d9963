"""What a question that somebody typed came to; each is counted by its day, without a sender."""

from enum import StrEnum

ASKED = "pertanyaan"  # the kind under which the outcomes are counted


class Outcome(StrEnum):
    """What the bot did with a question."""

    ANSWERED = "dijawab"
    ASKED_BACK = "ditanya-balik"
    DECLINED = "tidak-tahu"
