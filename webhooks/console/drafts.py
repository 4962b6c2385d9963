"""What somebody typed when their session ended: sealed, and kept by their own browser.

The server keeps nothing of it. It opens for the account alone that typed it. Passwords are left
out: whatever has that word in the name of its field.
"""

import base64
import binascii
from dataclasses import dataclass, replace

import msgspec

from bot.crypto import ServerKey
from bot.errors import UnsealError
from webhooks.console.forms import Fields

FIELD = "_draft"
_PURPOSE = "console-draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form that stands on *page* and was sent to *path*."""

    path: str
    page: str
    fields: Fields


def sealed(key: ServerKey, draft: Draft, *, owner: str) -> str:
    """Return *draft* as the account *owner* can bring it back."""
    kept = {name: each for name, each in draft.fields.items() if "password" not in name}
    text = msgspec.json.encode(replace(draft, fields=kept))
    return base64.urlsafe_b64encode(key.seal(text, purpose=_PURPOSE, context=owner)).decode()


def opened(key: ServerKey, text: str, *, owner: str) -> Draft | None:
    """Return what the account *owner* brings back, None when it is not theirs."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
        found = key.open(raw, purpose=_PURPOSE, context=owner)
    except (UnsealError, binascii.Error, UnicodeEncodeError):
        return None
    return msgspec.json.decode(found, type=Draft)
