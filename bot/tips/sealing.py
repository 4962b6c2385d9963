"""What is sealed beside a tip, and to whom: the desk, its forwarders, the receipt, the server."""

from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from bot.crypto import ServerKey
from bot.errors import UnsealError
from bot.keypair import KeyPair, seal_to
from bot.tips.case import Casework, Note, Upkeep
from bot.tips.keys import KeyRing, Lock
from bot.tips.tip import Account, Content, Evidence, Remark

_PURPOSE = "tip-upkeep"
_UPKEEP = 1024  # bytes that it is filled up to, so that its length tells no number of files
_encode = msgspec.json.encode

T = TypeVar("T")


def sealed_content(lock: Lock, content: Content) -> tuple[bytes, bytes]:
    """Return *content* sealed without the keys of originals, and these keys sealed apart."""
    originals = {each.id: each.original for each in content.evidence if each.original}
    bare = tuple(replace(each, original=b"") for each in content.evidence)
    return lock.seal(_encode(replace(content, evidence=bare))), lock.seal(_encode(originals))


def opened_content(ring: KeyRing, sealed: bytes) -> Content:
    """Return the content; the keys of its originals stay closed."""
    return _decoded(ring.open(sealed), Content)


def opened_originals(ring: KeyRing, sealed: bytes) -> dict[str, bytes]:
    """Return the keys of originals by the ids of their evidence: for forwarders with a reason."""
    return _decoded(ring.open(sealed), dict[str, bytes])


def sealed_evidence(lock: Lock, evidence: tuple[Evidence, ...]) -> tuple[bytes, bytes]:
    """Return what a sender adds, sealed like the content of a tip."""
    return sealed_content(lock, Content(Account(), evidence))


def sealed_remark(lock: Lock, receipt: bytes, remark: Remark) -> tuple[bytes, bytes]:
    """Return *remark* sealed to the desk and to the public half *receipt*."""
    text = _encode(remark)
    return lock.seal(text), seal_to(receipt, text)


def opened_remark(ring: KeyRing, sealed: bytes) -> Remark:
    """Return a remark as the desk reads it."""
    return _decoded(ring.open(sealed), Remark)


def shown_remark(pair: KeyPair, shown: bytes) -> Remark:
    """Return a remark as who holds the receipt reads it."""
    return _decoded(pair.open(shown), Remark)


def sealed_note(lock: Lock, note: Note) -> bytes:
    """Return *note* sealed to the desk."""
    return lock.seal(_encode(note))


def opened_note(ring: KeyRing, sealed: bytes) -> Note:
    """Return a note."""
    return _decoded(ring.open(sealed), Note)


def sealed_casework(lock: Lock, casework: Casework) -> bytes:
    """Return *casework* sealed to the desk."""
    return lock.seal(_encode(casework))


def opened_casework(ring: KeyRing, sealed: bytes) -> Casework:
    """Return the casework of a tip; nothing was done where nothing is sealed."""
    return _decoded(ring.open(sealed), Casework) if sealed else Casework()


def sealed_upkeep(key: ServerKey, receipt: bytes, upkeep: Upkeep) -> bytes:
    """Return *upkeep* sealed by the server for the tip with the public half *receipt*."""
    text = _encode(upkeep).ljust(_UPKEEP)
    return key.seal(text, purpose=_PURPOSE, context=receipt.hex())


def opened_upkeep(key: ServerKey, receipt: bytes, sealed: bytes) -> Upkeep:
    """Return the upkeep of a tip; raises UnsealError when another server key sealed it."""
    return _decoded(key.open(sealed, purpose=_PURPOSE, context=receipt.hex()), Upkeep)


def _decoded(text: bytes, kind: type[T] | Any) -> T:  # noqa: ANN401 - dict[str, bytes] is no type
    """Return *text* as a *kind*; raises UnsealError for what another release wrote."""
    try:
        found: T = msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise UnsealError("What is sealed here was written by another release") from error
    return found
