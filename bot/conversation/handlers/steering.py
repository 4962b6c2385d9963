"""What staff want done about broadcasts, from the chat that is linked with their account."""

from dataclasses import replace

from bot.conversation.state import CopyUnwanted, Effect, Steer, SteeringWanted, Turn
from bot.conversation.step import Step
from bot.messages import PRIVATE, Reply
from knowledge.phrasebook import Phrase

FOR_STAFF = Phrase("steering.untuk-petugas")
ELSEWHERE = Phrase("steering.di-saluran-lain")
NOT_IN_PUBLIC = Phrase("steering.tidak-di-grup")
NO_CODE = Phrase("steering.bukan-kode")
KEPT = Phrase("steering.tidak-jadi")
TO_PRIVATE = Phrase("steering.pilihan.pribadi")
TO_KEEP = Phrase("steering.pilihan.tidak")

_DIGITS = 6
_LONGEST = 36
_KEEP = "keep"
# The code of an approval is typed, never tapped.
_TAPPED = frozenset(Steer) - {Steer.APPROVE}


def overview(step: Step) -> Turn:
    """Show the broadcasts that run or wait; elsewhere say where staff see them."""
    if step.public:
        return step.turn(Reply(step.say(NOT_IN_PUBLIC), (step.choice(PRIVATE, TO_PRIVATE),)))
    if not step.linked:
        return step.turn(Reply(step.say(FOR_STAFF if step.linkable else ELSEWHERE)))
    return _steered(step, SteeringWanted(Steer.LIST))


def choose(step: Step) -> Turn:
    """Have done what was tapped; whether the chat may is looked at where it is done."""
    steer, _, name = step.argument.partition(":")
    if steer == _KEEP:
        return step.turn(Reply(step.say(KEPT)))
    if not step.linkable or steer not in _TAPPED:
        return overview(step)
    return _steered(step, SteeringWanted(Steer(steer), name[:_LONGEST]))


def told(step: Step) -> Turn:
    """Take the code that an approval waits for; whatever it is, nothing of it stays."""
    _, name, fingerprint = step.conversation.awaiting.split(":")
    code = "".join(step.text.split())
    gone: tuple[Effect, ...] = (CopyUnwanted(),)
    if not (len(code) == _DIGITS and code.isascii() and code.isdigit()):
        reply = Reply(step.say(NO_CODE), (step.choice(f"steer:{_KEEP}", TO_KEEP),))
        awaiting = step.conversation.awaiting
        return step.turn(reply, effects=gone, awaiting=awaiting)
    turn = _steered(step, SteeringWanted(Steer.APPROVE, name, fingerprint, code))
    return replace(turn, effects=turn.effects + gone)


def _steered(step: Step, wanted: SteeringWanted) -> Turn:
    """Return what came of *wanted*, or that it is still to be done."""
    done = step.steered
    if done is None or done.wanted != wanted:
        return step.turn(effects=(wanted,))
    return step.turn(*done.replies, awaiting=done.awaiting)
