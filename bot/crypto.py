"""The server's key and what it seals.

Sealing is XChaCha20-Poly1305 with a subkey for each purpose; a context that is authenticated with
the text keeps a sealed value from being moved to another row. Keyed hashes are BLAKE2b.
"""

import base64
import binascii
import hmac
import os
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from nacl import encoding
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.utils import random

from bot.errors import KeyFileError, UnsealError

KEY_BYTES = 32
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


class Reachable(Protocol):
    """Be reached at a place of a channel; named by its form, so that tips can use keys too."""

    @property
    def channel(self) -> str:
        """Return the name of the channel."""
        ...

    @property
    def value(self) -> str:
        """Return the place in it."""
        ...


class ServerKey:
    """Seal, open and hash with one secret of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._subkey = lru_cache(maxsize=64)(lambda purpose: _derive(secret, purpose))

    def seal(self, text: bytes, *, purpose: str, context: str) -> bytes:
        """Return nonce and ciphertext of *text*, bound to *purpose* and *context*."""
        nonce = random(_NONCE)
        return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(
            text, context.encode(), nonce, self._subkey(purpose)
        )

    def open(self, sealed: bytes, *, purpose: str, context: str) -> bytes:
        """Return what was sealed.

        Raises UnsealError when the key, the purpose or the context is another.
        """
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(
                sealed[_NONCE:], context.encode(), sealed[:_NONCE], self._subkey(purpose)
            )
        except (CryptoError, ValueError, TypeError) as error:
            raise UnsealError(
                f"A sealed {purpose} does not open: is SECRET_KEY the one that sealed it?"
            ) from error

    def digest(self, value: str, *, purpose: str) -> str:
        """Return the keyed hash of *value*: 32 hex digits that only this server can repeat."""
        return blake2b(
            value.encode(), digest_size=16, key=self._subkey(purpose), encoder=encoding.HexEncoder
        ).decode()

    def mac(self, value: bytes, *, purpose: str) -> bytes:
        """Return the HMAC-SHA256 of *value*, 32 bytes that only this server can make."""
        return hmac.digest(self._subkey(purpose), value, "sha256")

    def pseudonym(self, address: Reachable) -> str:
        """Return what stands for a person in the database: a keyed hash, never the address."""
        return self.digest(f"{address.channel}\n{address.value}", purpose="sender")


def server_key(configured: str, key_file: Path) -> ServerKey:
    """Return the key from SECRET_KEY or, without one, from *key_file*, made on first use.

    Raises KeyFileError when neither holds 32 bytes in base64.
    """
    return ServerKey(kept_secret(configured, key_file, setting="SECRET_KEY"))


def kept_secret(configured: str, key_file: Path, *, setting: str) -> bytes:
    """Return the 32 bytes of *setting* or, when it is empty, of *key_file*, made on first use.

    Raises KeyFileError when neither holds 32 bytes in base64.
    """
    if configured:
        return _decode(configured, setting)
    if not key_file.exists():
        write_private(key_file, new_secret())
    refuse_readable(key_file)
    return _decode(key_file.read_text("ascii", "replace"), str(key_file))


def refuse_readable(key_file: Path) -> None:
    """Raise KeyFileError when others than its owner may read *key_file*."""
    if stat.S_IMODE(key_file.stat().st_mode) & 0o077:
        raise KeyFileError(f"{key_file} can be read by others: run chmod 600 {key_file}")


def new_secret() -> str:
    """Return a fresh secret as SECRET_KEY takes it."""
    return base64.urlsafe_b64encode(random(KEY_BYTES)).decode()


def _derive(secret: bytes, purpose: str) -> bytes:
    """Return the subkey of *secret* for *purpose*."""
    return blake2b(purpose.encode(), digest_size=KEY_BYTES, key=secret, encoder=encoding.RawEncoder)


def _decode(text: str, where: str) -> bytes:
    """Return the 32 bytes that *text* writes in base64."""
    try:
        secret = base64.urlsafe_b64decode(text.strip().encode("ascii"))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise KeyFileError(_WANTED.format(where=where)) from error
    if len(secret) != KEY_BYTES:
        raise KeyFileError(_WANTED.format(where=where))
    return secret


def write_private(path: Path, text: str, *, replace: bool = False) -> None:
    """Write *text* whole or not at all, for this user only.

    Without *replace* a file that another process wrote first stays as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


_WANTED = "{where} does not hold 32 bytes in base64: make one with `jaganetral new-key`"
