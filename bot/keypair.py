"""Key pairs: what is sealed to a public half, only the holder of the private half opens.

Sealing is libsodium's sealed box (X25519, XSalsa20-Poly1305). What is sealed is first padded to a
few sizes, so that a length tells little. Files are encrypted in chunks (secretstream), so that
none is ever whole in memory; every file has a key of its own.
"""

from collections.abc import Iterable, Iterator

from nacl import bindings, exceptions, pwhash
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from bot.errors import UnsealError

KEY_BYTES = 32
SALT_BYTES = pwhash.argon2id.SALTBYTES
CHUNK = 64 * 1024

_SMALLEST = 1024
_MEMORY = 64 * 1024 * 1024
_ROUNDS = 3
_SEALED_CHUNK = CHUNK + bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class KeyPair:
    """Hold a private half of 32 bytes; nothing of it shows in a repr."""

    def __init__(self, private: bytes) -> None:
        self._private = PrivateKey(private)

    @classmethod
    def new(cls) -> "KeyPair":
        """Return a fresh pair."""
        return cls(random(KEY_BYTES))

    @classmethod
    def derived(cls, secret: bytes, *, salt: bytes) -> "KeyPair":
        """Return the pair that *secret* stands for: Argon2id, 64 MB, a good tenth of a second.

        Call it in a thread and outside of transactions; *salt* has SALT_BYTES bytes.
        """
        return cls(pwhash.argon2id.kdf(KEY_BYTES, secret, salt, opslimit=_ROUNDS, memlimit=_MEMORY))

    @property
    def private(self) -> bytes:
        """Return the private half."""
        return bytes(self._private)

    @property
    def public(self) -> bytes:
        """Return the public half, 32 bytes."""
        return bytes(self._private.public_key)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed to the public half.

        Raises UnsealError when it was sealed to another one, or changed.
        """
        try:
            padded = SealedBox(self._private).decrypt(sealed)
        except (exceptions.CryptoError, ValueError, TypeError) as error:
            raise UnsealError("This key does not open what is sealed here") from error
        length = int.from_bytes(padded[:4], "big")
        return padded[4 : 4 + length]


def seal_to(public: bytes, text: bytes) -> bytes:
    """Return *text*, padded to a power of two of at least 1 KiB, sealed to *public*."""
    padded = len(text).to_bytes(4, "big") + text
    size = max(_SMALLEST, 1 << (len(padded) - 1).bit_length())
    return SealedBox(PublicKey(public)).encrypt(padded.ljust(size, b"\0"))


def new_file_key() -> bytes:
    """Return a key for one file."""
    return random(KEY_BYTES)


class FileSeal:
    """Encrypt one file as it comes in; *header* is to be written first."""

    def __init__(self, key: bytes) -> None:
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self.header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._waiting = bytearray()

    def push(self, text: bytes) -> Iterator[bytes]:
        """Yield what can be written now that *text* is there: chunks of CHUNK bytes."""
        self._waiting += text
        while len(self._waiting) > CHUNK:
            yield self._pushed(_MESSAGE, CHUNK)

    def finish(self) -> bytes:
        """Return the last chunk."""
        return self._pushed(_FINAL, CHUNK)

    def _pushed(self, tag: int, size: int) -> bytes:
        """Return the next *size* bytes, encrypted."""
        text = bytes(self._waiting[:size])
        del self._waiting[:size]
        return bindings.crypto_secretstream_xchacha20poly1305_push(self._state, text, tag=tag)


def encrypted(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Yield a header and the encrypted *chunks*, regrouped to CHUNK bytes each but the last."""
    seal = FileSeal(key)
    yield seal.header
    for chunk in chunks:
        yield from seal.push(chunk)
    yield seal.finish()


def decrypted(stream: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Yield what *stream*, in pieces of any size, holds.

    Raises UnsealError when the key is another, or a byte is changed, missing or too many.
    """
    pieces = _pieces(stream)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    tag = _MESSAGE
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, next(pieces, b""), key)
        for piece in pieces:
            if tag == _FINAL:
                raise UnsealError("This file goes on after its end")
            text, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, piece)
            yield text
    except (exceptions.CryptoError, ValueError, TypeError, RuntimeError) as error:
        raise UnsealError("This file does not open: it is changed, or has another key") from error
    if tag != _FINAL:
        raise UnsealError("This file ends too early")


def _pieces(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the header of *stream* and then its encrypted chunks."""
    waiting, size = b"", _HEADER
    for part in stream:
        waiting += part
        while len(waiting) >= size:
            yield waiting[:size]
            waiting, size = waiting[size:], _SEALED_CHUNK
    if waiting:
        yield waiting
