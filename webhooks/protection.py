"""What stands between the outside and every page: sizes, headers, origins, pace."""

import hmac
import re
from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MULTIPART = "multipart/form-data"
LARGEST_BODY = 1024 * 1024
TOO_LARGE = "Berkas lebih besar dari 16 MB. Kirim yang lebih kecil, misalnya tangkapan layar."
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-forwarded-")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would make our own forms say Origin: null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class BodyLimit:
    """Refuse bodies over 1 MiB with 413, whether or not they announce their length.

    Forms with files have limits of their own where their path is a pattern of *streamed*, and come
    in parts; what begins with a path of *pages* is refused by a page of its own.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        largest: int = LARGEST_BODY,
        streamed: Mapping[str, int] = MappingProxyType({}),
        pages: Mapping[str, ASGIApp] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._largest = largest
        self._streamed = streamed
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body read, or answer 413 or 400."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = self._own(scope)
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal():
            await PlainTextResponse("Content-Length?", status_code=400)(scope, receive, send)
        elif int(announced) > (own or self._largest):
            await self._refuse(scope, receive, send)
        elif own:
            await self._app(scope, _counted(receive, own), send)
        else:
            await self._read(scope, receive, send)

    def _own(self, scope: Scope) -> int:
        """Return the limit that a form with files has of its own, 0 where there is none."""
        path, kind = scope["path"], Headers(scope=scope).get("content-type", "")
        if not kind.startswith(MULTIPART):
            return 0
        limits = (most for each, most in self._streamed.items() if re.fullmatch(each, path))
        return next(limits, 0)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body as far as it may go, then hand it on in one piece."""
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._largest:
                await self._refuse(scope, receive, send)
                return
        await self._app(scope, _replay(body, receive), send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413."""
        plain = PlainTextResponse("Pesan terlalu besar.", status_code=413)
        own = (page for path, page in self._pages.items() if scope["path"].startswith(f"{path}/"))
        await next(own, plain)(scope, receive, send)


def _counted(receive: Receive, largest: int) -> Receive:
    """Return what passes a body on and refuses it with 413 once it is too large."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > largest:
            raise HTTPException(413, TOO_LARGE)
        return message

    return counted


class SafeHeaders:
    """Add the headers that keep a browser from being used against its user."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        extra = {"Strict-Transport-Security": "max-age=31536000"} if https else {}
        self._headers = {**_HEADERS, **extra}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the headers of its answer."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                # Files of ours are the same for everybody: kept, and asked for anew by their ETag.
                ours = scope["path"].startswith("/static/")
                headers.setdefault("Cache-Control", "no-cache" if ours else "no-store")
            await send(message)

        await self._app(scope, receive, completed)


def same_origin(request: Request) -> None:
    """Refuse with 403 what another site made this browser send."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = {f"{scheme}://{request.headers.get('host', '')}" for scheme in ("http", "https")}
    if site not in {"same-origin", "none"} or (origin is not None and origin not in own):
        raise HTTPException(403, "Permintaan ini datang dari situs lain.")


def insiders_only(request: Request, *, token: str, public: bool) -> None:
    """Refuse with 404 whoever has no token and does not sit at this machine.

    Behind a proxy everybody seems to sit here: so a *public* installation needs the token.
    """
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return
    forwarded = any(name.startswith(_FORWARDED) for name in request.headers)
    if token or public or forwarded or not _is_loopback(request):
        raise HTTPException(404)


def _is_loopback(request: Request) -> bool:
    """Tell whether the request came from this machine."""
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives *body* once, then whatever follows."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
