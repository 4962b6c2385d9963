"""Twilio's API: the SDK's calls in threads, with its failures sorted."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from twilio.base.exceptions import TwilioException
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from bot.channels.whatsapp.codes import AUTHENTICATION, PASSING, advice
from bot.errors import AnswerLost, NeverAgain, TryLater

Given = TypeVar("Given")
Result = TypeVar("Result")

SANDBOX = "whatsapp:+14155238886"

_AT_ONCE = 32
_TIMEOUT = 8.0  # two of these end before an outbox lease does
_JSON = "application/json"
_TOO_MANY = 429
_SERVER_FAULTS = 500


class Refused(NeverAgain):
    """Report a request that Twilio will never grant, with its *code*."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Twilio refuses with {code}: {advice(code)}")
        self.code = code


class Transport:
    """Carry the SDK's requests; with *root*, to one server instead of Twilio's several.

    The SDK's own client keeps the last response on itself, where another thread may replace it.
    """

    is_async = False

    def __init__(self, root: str = "", *, adapter: BaseAdapter | None = None) -> None:
        self._root = root
        self._session = requests.Session()
        self._session.trust_env = not root
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter or HTTPAdapter(pool_maxsize=_AT_ONCE))

    def request(self, method: str, url: str, **options: object) -> Response:
        """Return Twilio's answer.

        Raises TryLater when there is none, or none that tells what became of the request.
        """
        given: dict[str, Any] = {key: options.get(key) for key in ("params", "headers", "auth")}
        is_json = (given["headers"] or {}).get("Content-Type") == _JSON
        given["json" if is_json else "data"] = options.get("data")
        try:
            answer = self._session.request(
                method, self._moved(url), timeout=_TIMEOUT, allow_redirects=False, **given
            )
        except requests.RequestException as error:
            raise _unanswered(error) from None
        if answer.status_code == _TOO_MANY:
            raise TryLater("Twilio asks to wait", seconds=_pause(answer))
        if answer.status_code >= _SERVER_FAULTS:
            raise AnswerLost(f"Twilio answers {answer.status_code}", seconds=_pause(answer))
        return Response(answer.status_code, answer.text, answer.headers)

    def open(self, url: str, auth: tuple[str, str] | None) -> requests.Response:
        """Return the answer to fetching *url*, whose body is still to be read.

        Redirections are left to the caller. Raises TryLater when there is no answer.
        """
        try:
            return self._session.get(
                self._moved(url) if auth else url,
                auth=auth,
                headers={"Accept-Encoding": "identity"},
                timeout=_TIMEOUT,
                stream=True,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise TryLater(f"Twilio does not answer: {type(error).__name__}") from None

    def is_own(self, url: str) -> bool:
        """Tell whether *url* is on the server that is used instead of Twilio's."""
        return bool(self._root) and url.startswith(f"{self._root}/")

    def _moved(self, url: str) -> str:
        """Return *url* on the server that is used instead, if there is one."""
        if not self._root:
            return url
        parts = urlsplit(url)
        return f"{self._root}{parts._replace(scheme='', netloc='').geturl()}"


class Twilio:
    """One account, called without holding up the rest of the program."""

    def __init__(self, account_sid: str, auth_token: str, *, transport: Transport) -> None:
        self.auth = (account_sid, auth_token)
        self.transport = transport
        self._client = Client(account_sid, auth_token, http_client=transport)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="twilio")

    async def call(self, ask: Callable[[Client], Result]) -> Result:
        """Return what *ask* gets from the SDK.

        Raises TryLater when another attempt may succeed, Refused when none will.
        """
        try:
            return await self.in_thread(ask, self._client)
        except TwilioException as error:
            # Its text may hold the phone number, so nothing of it is kept.
            raise _sorted(getattr(error, "code", None), getattr(error, "status", 0)) from None
        except ValueError:
            raise AnswerLost("Twilio's answer cannot be read") from None

    async def in_thread(self, work: Callable[[Given], Result], given: Given) -> Result:
        """Return what *work* makes of what is *given*, in one of the threads for Twilio."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, given)

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _unanswered(error: requests.RequestException) -> TryLater:
    """Return the failure of a request that got no answer, by whether it can have been taken."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    not_sent = isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
    kind = TryLater if not_sent else AnswerLost
    return kind(f"Twilio does not answer: {type(error).__name__}")


def _sorted(code: int | None, status: int) -> TryLater | Refused:
    """Return the failure with *code*, by whether another attempt may succeed."""
    code = code or status or AUTHENTICATION
    if code in PASSING:
        return TryLater(f"Twilio answers with {code}: {advice(code)}")
    return Refused(code)


def _pause(answer: requests.Response) -> float | None:
    """Return how many seconds Twilio wants to be left alone, if it says so."""
    wanted = answer.headers.get("Retry-After", "")
    return float(wanted) if wanted.isdecimal() else None
