"""What became of labelled messages, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.deciding import Action, Decision, decide
from knowledge.labelling import Labelled
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.rule import Intent, Verdict

_SEEN = 3  # options that a person is shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """A message and what was decided about it; *verdict* is the one that was said, if any."""

    message: Labelled
    decision: Decision
    verdict: Verdict | None

    @property
    def asks(self) -> bool:
        """Tell whether the message asks for a rule."""
        return self.message.intent is Intent.GUIDANCE and not self.message.hypothetical

    @property
    def answered(self) -> bool:
        """Tell whether a verdict was said."""
        return self.decision.action is Action.ANSWER and self.verdict is not None

    @property
    def taken(self) -> str:
        """Return the entry that came first, whether it was said or only offered; "" if none."""
        return self.decision.entry or next(iter(self.decision.options), "")

    @property
    def first(self) -> bool:
        """Tell whether a right entry came first."""
        return self.taken in self.message.entries

    @property
    def right(self) -> bool:
        """Tell whether a right entry was answered."""
        return self.answered and self.decision.entry in self.message.entries

    @property
    def clarified(self) -> bool:
        """Tell whether the person was asked back."""
        return self.decision.action is Action.CLARIFY

    @property
    def helped(self) -> bool:
        """Tell whether a right entry was answered, or offered where it is seen."""
        offered = self.message.entries & {*self.decision.options[:_SEEN]}
        return self.right or (self.clarified and bool(offered))

    @property
    def wrong_allowed(self) -> bool:
        """Tell whether "boleh" was said where it is not right."""
        return self.verdict is Verdict.ALLOWED and Verdict.ALLOWED not in self.message.verdicts

    @property
    def soft(self) -> bool:
        """Tell whether something else was said where only "dilarang" is right."""
        only = self.message.verdicts == {Verdict.FORBIDDEN}
        return self.answered and only and self.verdict is not Verdict.FORBIDDEN

    @property
    def reached(self) -> bool:
        """Tell whether a message that asks for no rule came where it belongs."""
        if self.message.intent is Intent.PROCEDURE:
            return self.decision.action is Action.ANSWER
        return self.decision.intent is self.message.intent


def outcomes(
    matcher: Matcher, library: Library, messages: Iterable[Labelled]
) -> tuple[Outcome, ...]:
    """Return what is decided about each of *messages*."""
    found = []
    for each in messages:
        decision = decide(matcher.match(each.text), library)
        rule = library.rules.get(decision.entry or "")
        found.append(Outcome(each, decision, rule.verdict if rule else None))
    return tuple(found)
