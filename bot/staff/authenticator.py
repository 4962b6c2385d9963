"""Whether a code proves whose phone it was read from; a code proves it once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.staff import totp
from bot.staff.codes import hash_code
from bot.staff.store import accounts as store
from bot.staff.store import recovery

_PURPOSE = "staff-totp"
_DIGITS = 6


class Authenticator:
    """Keep secrets sealed and recovery codes hashed, and check codes against them."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    def sealed(self, secret: str, *, account: str) -> bytes:
        """Return the authenticator's *secret* as the database keeps it."""
        return self._key.seal(secret.encode(), purpose=_PURPOSE, context=account)

    def hashes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return recovery *codes* as the database keeps them."""
        return tuple(hash_code(self._key, each, purpose="staff-recovery") for each in codes)

    async def vouches(
        self, connection: AsyncConnection, account: str, *, code: str, now: datetime
    ) -> bool:
        """Tell whether *code* is the authenticator's now, or a recovery code; it is then used up.

        The account's credentials must be locked by the caller.
        """
        kept = await store.credentials_of(connection, account)
        if kept is None:
            return False
        if len("".join(code.split())) != _DIGITS:
            (hashed,) = self.hashes([code])
            return await recovery.use_recovery_code(connection, account, hashed)
        secret = self._key.open(kept.totp, purpose=_PURPOSE, context=account).decode()
        step = totp.step_of(secret, code, now=now, after=kept.totp_step)
        return step is not None and await store.use_step(connection, account, step)
