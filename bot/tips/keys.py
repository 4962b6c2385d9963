"""The key pairs of the desk and of the worker: made, kept, opened, found again.

The desk's private half lies in a file that a passphrase seals; whoever unlocks the desk has it in
memory, and nobody else. There may be several over time: what was sealed to an old one stays
readable with the old file. Every sealed value begins with the id of the key that opens it.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from nacl import encoding, exceptions, pwhash
from nacl.hash import blake2b
from nacl.secret import SecretBox
from nacl.utils import random

from bot.crypto import kept_secret, refuse_readable, write_private
from bot.errors import KeyFileError, KeyNotHere, WrongPassphrase
from bot.keypair import KEY_BYTES, SALT_BYTES, KeyPair, seal_to

SHORTEST = 15  # letters of a passphrase, as NIST SP 800-63B asks where it is the only factor

_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess of a passphrase is: rounds, and bytes of memory."""

    rounds: int = pwhash.argon2id.OPSLIMIT_MODERATE
    memory: int = pwhash.argon2id.MEMLIMIT_MODERATE


@dataclass(frozen=True, slots=True)
class Lock:
    """The public half of a pair: it closes, and does not open."""

    public: bytes

    @property
    def id(self) -> str:
        """Return the sixteen hex digits that name the pair."""
        return _id_of(self.public).hex()

    def seal(self, text: bytes) -> bytes:
        """Return *text*, padded and sealed, behind the id of the pair."""
        return _id_of(self.public) + seal_to(self.public, text)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The desk's pairs that are unlocked, by their ids."""

    pairs: dict[str, KeyPair] = field(repr=False)

    @classmethod
    def of(cls, pairs: Iterable[KeyPair]) -> "KeyRing":
        """Return the ring of *pairs*."""
        return cls({Lock(each.public).id: each for each in pairs})

    def opens(self, sealed: bytes) -> bool:
        """Tell whether the key for *sealed* is on this ring."""
        return sealed[:_ID_BYTES].hex() in self.pairs

    def open(self, sealed: bytes) -> bytes:
        """Return what is sealed.

        Raises UnsealError when its key is not on this ring, or it was changed.
        """
        name = sealed[:_ID_BYTES].hex()
        if name not in self.pairs:
            raise KeyNotHere(name)
        return self.pairs[name].open(sealed[_ID_BYTES:])


class _File(msgspec.Struct, frozen=True):
    """A desk key as its file has it; only *sealed* is secret."""

    public: bytes
    salt: bytes
    sealed: bytes
    rounds: int
    memory: int


def new_desk_key(path: Path, passphrase: str, *, cost: Cost | None = None) -> Lock:
    """Write a fresh desk key to *path* and return its public half.

    A key that is there is kept beside it under its id. Raises KeyFileError for a weak passphrase.
    """
    refuse_weak(passphrase)
    text = _closed(pair := KeyPair.new(), passphrase, cost=cost or Cost())
    if path.exists():
        path.rename(path.with_name(f"{path.stem}.{lock_of(path).id}{path.suffix}"))
    write_private(path, text)
    return Lock(pair.public)


def open_desk_key(path: Path, passphrase: str) -> KeyPair:
    """Return the pair in *path*; Argon2id with a quarter of a gigabyte, call it in a thread.

    Raises KeyFileError when there is none, others may read it, or the passphrase is another.
    """
    file = _read(path)
    refuse_readable(path)
    key = _key_of(passphrase, file.salt, cost=Cost(file.rounds, file.memory))
    try:
        pair = KeyPair(SecretBox(key).decrypt(file.sealed))
    except (exceptions.CryptoError, ValueError, TypeError) as error:
        raise WrongPassphrase(f"This passphrase does not open {path}: try it again") from error
    if pair.public != file.public:
        raise KeyFileError(f"{path} is damaged: bring back a copy of it")
    return pair


def change_passphrase(path: Path, old: str, new: str, *, cost: Cost | None = None) -> None:
    """Seal the key in *path* with the passphrase *new*; raises KeyFileError like opening it."""
    pair = open_desk_key(path, old)
    refuse_weak(new)
    write_private(path, _closed(pair, new, cost=cost or Cost()), replace=True)


def lock_of(path: Path) -> Lock:
    """Return the public half of the key in *path*; raises KeyFileError when there is none."""
    return Lock(_read(path).public)


def key_files(path: Path) -> list[Path]:
    """Return *path* and the older keys beside it, where there are files."""
    older = sorted(path.parent.glob(f"{path.stem}.*{path.suffix}"))
    return [each for each in (path, *older) if each.is_file()]


def is_weak(passphrase: str) -> bool:
    """Tell whether *passphrase* is too short to withstand guessing."""
    return len(passphrase.strip()) < SHORTEST


def refuse_weak(passphrase: str) -> None:
    """Raise KeyFileError when *passphrase* is too short to withstand guessing."""
    if is_weak(passphrase):
        raise KeyFileError(f"A passphrase needs {SHORTEST} letters or more: take five or six words")


def worker_key(configured: str, key_file: Path) -> KeyPair:
    """Return the worker's pair from WORKER_KEY or *key_file*, made on first use.

    Raises KeyFileError when neither holds 32 bytes in base64.
    """
    return KeyPair(kept_secret(configured, key_file, setting="WORKER_KEY"))


def _id_of(public: bytes) -> bytes:
    """Return the bytes that name the pair of *public*."""
    return blake2b(public, digest_size=_ID_BYTES, encoder=encoding.RawEncoder)


def _key_of(passphrase: str, salt: bytes, *, cost: Cost) -> bytes:
    """Return the key that *passphrase* stands for."""
    return pwhash.argon2id.kdf(
        KEY_BYTES, passphrase.strip().encode(), salt, opslimit=cost.rounds, memlimit=cost.memory
    )


def _closed(pair: KeyPair, passphrase: str, *, cost: Cost) -> str:
    """Return the text of the file that keeps *pair*."""
    salt = random(SALT_BYTES)
    sealed = SecretBox(_key_of(passphrase, salt, cost=cost)).encrypt(pair.private)
    file = _File(pair.public, salt, bytes(sealed), cost.rounds, cost.memory)
    return base64.b64encode(msgspec.json.encode(file)).decode() + "\n"


def _read(path: Path) -> _File:
    """Return what *path* holds; raises KeyFileError when it is no desk key."""
    try:
        return msgspec.json.decode(base64.b64decode(path.read_bytes(), validate=False), type=_File)
    except FileNotFoundError:
        raise KeyFileError(
            f"There is no desk key in {path}: make one with `jaganetral desk new-key`, "
            "or set DESK_KEY_FILE"
        ) from None
    except (OSError, binascii.Error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path} is no desk key: bring back a copy of it") from error
