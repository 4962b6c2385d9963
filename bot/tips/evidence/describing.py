"""What a file turned out to be, sealed with the key of its piece."""

import msgspec

from bot.crypto import ServerKey
from bot.errors import UnsealError
from bot.tips.evidence.kinds import Refusal
from bot.tips.evidence.piece import Found, Outcome, State
from bot.tips.tip import Piece

_PURPOSE = "description"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Outcome)


def describe(piece: Piece, outcome: Outcome) -> bytes:
    """Return *outcome* as only who has *piece* can read it."""
    return ServerKey(piece.key).seal(_encoder.encode(outcome), purpose=_PURPOSE, context=piece.id)


def read(piece: Piece, state: str, description: bytes) -> Found:
    """Return what became of *piece*; what is gone or does not open was not fetched."""
    if state == State.WAITING:
        return Found(piece, State.WAITING)
    try:
        opened = ServerKey(piece.key).open(description, purpose=_PURPOSE, context=piece.id)
        told = _decoder.decode(opened)
    except (UnsealError, msgspec.DecodeError):
        return Found(piece, State.REFUSED, refusal=Refusal.UNREACHED)
    return Found(piece, State(state), told.evidence, told.refusal, told.has_location)
