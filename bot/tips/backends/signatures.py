"""Signing and checking after Standard Webhooks (github.com/standard-webhooks), with two keys.

The library makes the signatures; the time is checked by our own clock. The first key signs, all of
them are believed: so a key is changed by setting the new one first and the old one beside it.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

_WINDOW = timedelta(minutes=5)
_MOST = 8  # signatures in one header


class WebhookKeys:
    """Sign with the newest of *secrets* (whsec_… in base64), believe each of them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [Webhook(each) for each in secrets]

    def headers(self, name: str, body: str, *, now: datetime) -> dict[str, str]:
        """Return the headers that prove *body* is ours; *name* stays the same in a repetition."""
        moment = now.astimezone(UTC).replace(microsecond=0)
        return {
            "webhook-id": name,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": self._keys[0].sign(name, moment, body),
        }

    def verify(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> bool:
        """Tell whether one of the keys signed *body* within five minutes of *now*."""
        name = headers.get("webhook-id", "")
        signatures = headers.get("webhook-signature", "").split(" ")
        try:
            seconds = int(headers.get("webhook-timestamp", ""))
            moment = datetime.fromtimestamp(seconds, UTC)
            text = body.decode()
        except (ValueError, OverflowError, OSError):
            return False
        if not name or abs(now - moment) > _WINDOW:
            return False
        expected = [key.sign(name, moment, text).encode() for key in self._keys]
        given = [each.encode() for each in signatures[:_MOST]]
        return any(hmac.compare_digest(one, other) for one in expected for other in given)
