"""What a provider is given along with a message, to say of whom it speaks when it reports.

The ledger learns a message's id only after the provider has taken it; a crash in between leaves
neither. The reference names the row, and only this server can read it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from bot.crypto import ServerKey
from bot.errors import UnsealError

_PURPOSE = "reference"
_CONTEXT = "ledger"


def reference(key: ServerKey, broadcast: str, person: str) -> str:
    """Return letters that stand for one row of the ledger, fit for an address of the web."""
    sealed = key.seal(f"{broadcast}\n{person}".encode(), purpose=_PURPOSE, context=_CONTEXT)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def referred(key: ServerKey, text: str) -> tuple[str, str] | None:
    """Return broadcast and person of *text*, None when this server did not write it."""
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        opened = key.open(sealed, purpose=_PURPOSE, context=_CONTEXT)
    except (UnsealError, ValueError):
        return None
    broadcast, _, person = opened.decode().partition("\n")
    return broadcast, person
