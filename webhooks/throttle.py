"""Who asks for too much: a budget for each place that requests come from."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address

from fastapi import Request


class Throttle:
    """Allow each client a number of requests a minute, remembering at most *clients* of them.

    Offices share one address, so the number is generous; the address is kept in memory only.
    """

    def __init__(
        self,
        per_minute: int = 600,
        *,
        clients: int = 10_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pause = 60 / per_minute
        self._burst = 60.0
        self._clients = clients
        self._now = now
        self._free_at: OrderedDict[str, float] = OrderedDict()

    def allows(self, client: str) -> bool:
        """Tell whether *client* may go on, and count the request if so (GCRA)."""
        now = self._now()
        free_at = max(self._free_at.pop(client, now), now) + self._pause
        if free_at - now > self._burst:
            self._free_at[client] = free_at - self._pause
            return False
        self._free_at[client] = free_at
        if len(self._free_at) > self._clients:
            self._free_at.popitem(last=False)
        return True


def place_of(request: Request) -> str:
    """Return where a request comes from, for pacing: an address, of IPv6 the network (/64)."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else address.exploded[:19]  # noqa: PLR2004
