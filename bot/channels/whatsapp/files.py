"""Fetching what people sent from Twilio, which keeps it until its message is erased."""

import re
from collections.abc import AsyncGenerator
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from bot.channels.whatsapp.provider import Twilio
from bot.errors import NeverAgain, TryLater

_CHUNK = 64 * 1024
_API = "https://api.twilio.com"
_PATH = re.compile(
    r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages/(?:SM|MM)[0-9a-f]{32}/Media/ME[0-9a-f]{32}"
)
# Where Twilio's API redirects to, for some hours and without our credentials.
_KEEPERS = re.compile(
    r"https://(?:[\w-]+\.twiliocdn\.com/|s3[\w-]*\.amazonaws\.com/media\.twiliocdn\.com/)", re.ASCII
)
_REDIRECTIONS = 3
_OK, _GONE, _TOO_MANY, _SERVER_FAULTS = 200, 404, 429, 500


class TwilioFiles:
    """Fetch files of one account."""

    def __init__(self, twilio: Twilio) -> None:
        self._twilio = twilio

    async def fetch(self, reference: str) -> AsyncGenerator[bytes, None]:
        """Yield the file at *reference*, the address that came with its message.

        Only its path counts, and only one of our own account: the server is known. Raises TryLater,
        NeverAgain; neither names the file.
        """
        found = _PATH.fullmatch(urlsplit(reference).path)
        if not found or found[1] != self._twilio.auth[0]:
            raise NeverAgain("This is no file of our account at Twilio")
        answer = await self._twilio.in_thread(self._opened, found[0])
        try:
            while chunk := await self._twilio.in_thread(_next, answer):
                yield chunk
        finally:
            answer.close()

    def _opened(self, path: str) -> requests.Response:
        """Return the answer that brings the file."""
        answer = self._twilio.transport.open(f"{_API}{path}", self._twilio.auth)
        for _ in range(_REDIRECTIONS):
            if not answer.is_redirect:
                break
            answer.close()
            target = urljoin(answer.url, answer.headers["location"])
            if not _KEEPERS.match(target) and not self._twilio.transport.is_own(target):
                raise NeverAgain("Twilio's answer leads to a server that is not known")
            answer = self._twilio.transport.open(target, None)
        _check(answer)
        return answer


def _check(answer: requests.Response) -> None:
    """Raise TryLater or NeverAgain unless *answer* brings a file."""
    status = answer.status_code
    if status == _OK:
        return
    answer.close()
    if status in {_GONE, _TOO_MANY} or status >= _SERVER_FAULTS:  # it may not be stored yet
        raise TryLater(f"Twilio answers {status}")
    raise NeverAgain(f"Twilio answers {status}")


def _next(answer: requests.Response) -> bytes:
    """Return the next part of a file, b"" at its end."""
    try:
        part: bytes = answer.raw.read(_CHUNK)
    except (HTTPError, OSError) as error:
        raise TryLater(f"Twilio's answer broke off: {type(error).__name__}") from None
    return part
