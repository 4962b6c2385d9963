"""A reporting backend of our own: strict about signatures, and as unreliable as told."""

import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from hashlib import sha256

import httpx
from standardwebhooks import Webhook

SECRET = "whsec_" + "A" * 43 + "="
OLD_SECRET = "whsec_" + "B" * 43 + "="
URL = "https://bawaslu.test/aduan"
Trouble = Callable[[httpx.Request], httpx.Response]


class HalfAnswer(httpx.AsyncByteStream):
    """A body that breaks off."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"refer'
        raise httpx.ReadError("peer closed connection")


def refused(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


def slow(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow", request=request)


def echoing(request: httpx.Request) -> httpx.Response:
    return httpx.Response(500, content=request.content)


def half(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=HalfAnswer())


def answering(status: int, text: str = "", **headers: str) -> Trouble:
    return lambda request: httpx.Response(status, text=text, headers=headers)


@dataclass
class Receiver(httpx.AsyncBaseTransport):
    """Take reports once for each key; *troubles* come first, *losing* takes and says nothing."""

    troubles: list[Trouble] = field(default_factory=list)
    losing: int = 0
    reports: dict[str, dict[str, object]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    calls: int = 0
    statuses: dict[str, str] = field(default_factory=dict)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.calls += 1
        if self.troubles:
            return self.troubles.pop(0)(request)
        if request.method == "GET":
            return self._told(request)
        reference = self._taken(request)
        if self.losing:
            self.losing -= 1
            raise httpx.ReadError("connection reset", request=request)
        return httpx.Response(201, json={"reference": reference})

    def _told(self, request: httpx.Request) -> httpx.Response:
        _signed(request, "")
        reference = request.url.path.rpartition("/")[2]
        if reference not in self.statuses:
            return httpx.Response(404)
        return httpx.Response(200, json={"status": self.statuses[reference]})

    def _taken(self, request: httpx.Request) -> str:
        """Verify, compare every file with what was signed, and keep the report."""
        parts = _parts(request)
        message = _signed(request, parts[0][1].decode())
        assert message["type"] == "report.submitted"
        report = message["data"]
        assert isinstance(report, dict)
        key = request.headers["idempotency-key"]
        assert report["id"] == key
        assert [each["sha256"] for each in report["evidence"]] == [
            sha256(content).hexdigest() for _, content in parts[1:]
        ]
        assert int(request.headers["content-length"]) == len(request.content)
        self.files.update(parts[1:])
        before = self.reports.setdefault(key, report)
        assert before == report, "one key, two reports"
        return f"BWS-{list(self.reports).index(key) + 1}"


def _signed(request: httpx.Request, text: str) -> dict[str, object]:
    """Check a signature as the library does, but for the clock, which is a test's own."""
    headers = request.headers
    to_sign = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{text}".encode()
    assert headers["webhook-signature"] == _signature(to_sign)
    found: dict[str, object] = json.loads(text) if text else {}
    return found


def _signature(to_sign: bytes) -> str:
    """Repeat the scheme by hand, so that the library is checked too."""
    secret = base64.b64decode(SECRET.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(secret, to_sign, "sha256")).decode()


def _parts(request: httpx.Request) -> list[tuple[str, bytes]]:
    """Return the parts of a request by their file names, the report first."""
    kind = request.headers["content-type"]
    if kind == "application/json":
        return [("", request.content)]
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + request.content)
    return [
        (each.get_filename() or "", each.get_payload(decode=True) or b"")  # type: ignore[misc]
        for each in message.get_payload()  # type: ignore[union-attr]
    ]


def posted(
    reference: str, status: str, *, now: datetime, secret: str = SECRET
) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of a status as a backend sends it."""
    data = {"reference": reference, "status": status}
    body = json.dumps({"type": "report.status", "timestamp": now.isoformat(), "data": data})
    return body.encode(), signed(body, now=now, secret=secret)


def signed(body: str, *, now: datetime, secret: str = SECRET) -> dict[str, str]:
    """Return the headers that sign *body*."""
    moment = now.replace(microsecond=0)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", moment, body),
    }
