"""What somebody wants who is to be told."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AnswerWanted:
    """The person wants to hear what staff say to a scrubbed *question*."""

    question: str = field(repr=False)
