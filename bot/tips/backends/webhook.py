"""Reports as signed JSON over HTTPS; the evidence comes along in the same request.

Without evidence the body is the JSON. With evidence it is multipart/form-data whose first part,
`report`, is the JSON. Either way the signature covers the JSON, and the JSON names the SHA-256 of
every file: so one request holds all, and none of it can be changed. A repetition has the same
Idempotency-Key and the same bytes of JSON.
"""

import json
import secrets
from collections.abc import AsyncIterator, Sequence
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

import httpx

from bot.clock import Clock
from bot.errors import NeverAgain, TryLater
from bot.tips.backends.form import Form
from bot.tips.backends.port import TOLD, File, Reason, is_reference
from bot.tips.backends.report import report
from bot.tips.backends.signatures import WebhookKeys
from bot.tips.tip import Package, Status

_LARGEST_ANSWER = 64 * 1024
_TIMES = httpx.Timeout(30, connect=10)
_JSON = "application/json"
# They refuse this very report; what an operator can mend (401, 403, 404 …) is tried again.
_REFUSALS = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.GONE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
_ADMISSION = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }
)


class WebhookBackend:
    """Post reports to one address; *polls* asks it for statuses too."""

    name = "webhook"
    repeatable = True
    accepted = Status.RECEIVED

    def __init__(
        self,
        url: str,
        keys: WebhookKeys,
        *,
        clock: Clock,
        polls: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url
        self._keys = keys
        self._clock = clock
        self._polls = polls
        self._client = httpx.AsyncClient(
            timeout=_TIMES, follow_redirects=False, trust_env=False, transport=transport
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def submit(self, package: Package, files: Sequence[File], *, key: str) -> str:
        """Post *package* and return the reference of the answer; raises TryLater, NeverAgain."""
        body = _body(package, key)
        headers = {"idempotency-key": key, **self._signed(key, body)}
        if files:
            form = Form(body, files)
            headers |= {"content-type": form.kind, "content-length": str(form.length)}
            request = self._request("POST", self._url, headers, content=form.stream())
        else:
            headers["content-type"] = _JSON
            request = self._request("POST", self._url, headers, content=body.encode())
        answer = await self._answer(request)
        reference = answer.get("reference")
        if not is_reference(reference):
            raise TryLater(Reason.UNREADABLE_ANSWER)
        return str(reference)

    async def status(self, reference: str) -> Status | None:
        """Return what a GET of the address and */reference* says; raises TryLater."""
        if not self._polls:
            return None
        url = f"{self._url}/{quote(reference, safe='')}"
        request = self._request("GET", url, self._signed(f"status-{secrets.token_hex(8)}", ""))
        try:
            answer = await self._answer(request)
        except NeverAgain:
            return None
        told = answer.get("status")
        return Status(str(told)) if told in TOLD else None

    def _signed(self, name: str, body: str) -> dict[str, str]:
        """Return the headers that sign *body*."""
        return self._keys.headers(name, body, now=self._clock.now())

    def _request(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        *,
        content: bytes | AsyncIterator[bytes] | None = None,
    ) -> httpx.Request:
        """Return a request that asks for JSON."""
        return self._client.build_request(
            method, url, headers={"accept": _JSON, **headers}, content=content
        )

    async def _answer(self, request: httpx.Request) -> dict[str, object]:
        """Return the object of JSON that answers *request*.

        Raises TryLater and NeverAgain with words of ours only: an answer may repeat the story.
        """
        try:
            response = await self._client.send(request, stream=True)
            try:
                _check(response, self._clock)
                return _object(await _read(response))
            finally:
                await response.aclose()
        except httpx.TimeoutException:
            raise TryLater(Reason.TIMED_OUT) from None
        except httpx.HTTPError:
            raise TryLater(Reason.UNREACHABLE) from None


def _body(package: Package, key: str) -> str:
    """Return the JSON of *package*; the same bytes each time."""
    message = {
        "type": "report.submitted",
        "timestamp": f"{package.day.isoformat()}T00:00:00Z",
        "data": report(package, key=key),
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _check(response: httpx.Response, clock: Clock) -> None:
    """Raise TryLater or NeverAgain unless *response* is a success."""
    code = response.status_code
    if response.is_success:
        return
    if response.is_redirect or response.has_redirect_location:
        raise TryLater(Reason.REDIRECTED)
    if code in _REFUSALS:
        raise NeverAgain(Reason.REFUSED)
    if code in _ADMISSION:
        raise TryLater(Reason.NOT_ADMITTED)
    busy = code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    reason = Reason.BUSY if busy else Reason.BACKEND_FAULT
    raise TryLater(reason, seconds=_wished(response.headers.get("retry-after", ""), clock))


def _wished(text: str, clock: Clock) -> float | None:
    """Return the seconds that a Retry-After asks for, None when it cannot be read."""
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return None


async def _read(response: httpx.Response) -> bytes:
    """Return the body of *response*; raises TryLater when it is too long to be an answer."""
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise TryLater(Reason.UNREADABLE_ANSWER)
    return body


def _object(body: bytes) -> dict[str, object]:
    """Return *body* as an object of JSON; raises TryLater when it is none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise TryLater(Reason.UNREADABLE_ANSWER) from None
    if not isinstance(answer, dict):
        raise TryLater(Reason.UNREADABLE_ANSWER)
    return cast("dict[str, object]", answer)
