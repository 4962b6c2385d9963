"""Which modules of the way of a tip speak, so that their phrases are known."""

from bot.conversation.drafting import (
    adding,
    afterwards,
    answers,
    asking,
    checks,
    choosing,
    files,
    limits,
    opening,
    review,
    sending,
    stage,
)

SPEAKERS = (
    adding,
    afterwards,
    answers,
    asking,
    checks,
    choosing,
    files,
    limits,
    opening,
    review,
    sending,
    stage,
)
