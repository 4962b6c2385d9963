"""Evidence: looked at in a box without scripts, downloaded under a name of ours, never on the disk.

A browser shows what it shows by a media type that we found in the content; nothing that could run
is among them. A PDF is shown only when it was taken apart and put together again.
"""

import asyncio
import re
from collections.abc import Iterable

from pydantic import BaseModel, Field
from starlette.responses import Response

from bot.errors import TipUnknown
from bot.tips.acting import Acting
from bot.tips.backends.report import file_name
from bot.tips.dispatch import Dispatch
from bot.tips.evidence import kinds
from bot.tips.evidence.files import original as original_of
from bot.tips.handing import in_memory
from bot.tips.tip import Evidence
from bot.wiring import Services
from webhooks.console.forms import Form, Incomplete
from webhooks.console.tip_desk import case_of, number_in
from webhooks.console.visit import Visit

PICTURES = frozenset({kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.GIF})
SOUNDS = frozenset({kinds.OGG, kinds.MP3, kinds.M4A, kinds.WAV, kinds.AAC})
FILMS = frozenset({kinds.MP4, kinds.WEBM})
_PLAIN = frozenset({kinds.TEXT})
_CLEANABLE = frozenset({kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.PDF})

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_BOX = {
    "Content-Security-Policy": f"sandbox; {_NOTHING}",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
# Chromium draws no PDF in a sandbox. What is shown was put together of drawings alone, and the
# browser's own viewer keeps it in a process of its own.
_PAPER = {**_BOX, "Content-Security-Policy": _NOTHING}
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)


class Wanted(BaseModel):
    """Why a file is needed as it came."""

    alasan: str = Field(min_length=10, max_length=1_000)


class EvidencePages:
    """Show and hand out the files of tips."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def page(self, visit: Visit, acting: Acting) -> Response:
        """Show a file with what is known of it."""
        return await self._shown(visit, acting)

    async def content(self, visit: Visit, acting: Acting) -> Response:
        """Send what a browser shows in its box."""
        file = await Dispatch(acting).file(*_named(visit))
        way = way_of(file)
        if not way:
            raise TipUnknown("No browser shows this")
        kind = "text/plain; charset=utf-8" if way == "teks" else file.kind
        content = await self._opened(visit, file.id, file.key)
        box = _PAPER if way == "pdf" else _BOX
        return _sent(visit, content, {**box, "Content-Type": kind}, name=file)

    async def download(self, visit: Visit, acting: Acting) -> Response:
        """Send a file to be kept."""
        file = await Dispatch(acting).file(*_named(visit))
        content = await self._opened(visit, file.id, file.key)
        return Response(content, headers=_attached(file_name(file, number_in(visit))))

    async def original(self, visit: Visit, acting: Acting) -> Response:
        """Send a file as it came, to whoever says why."""
        try:
            reason = visit.read(Wanted).alasan
        except Incomplete as error:
            return await self._shown(visit, acting, form=error.form)
        tip, number = _named(visit)
        file = await Dispatch(acting).open_original(tip, number, reason=reason)
        content = await self._opened(visit, original_of(file.id), file.original)
        stem, _, ending = file_name(file, number).rpartition(".")
        return Response(content, headers=_attached(f"{stem}-asli.{ending}"))

    async def _shown(self, visit: Visit, acting: Acting, *, form: Form | None = None) -> Response:
        """Return the page of a file."""
        case, number = await case_of(visit, acting), number_in(visit)
        if not 1 <= number <= len(case.evidence):
            raise TipUnknown("This tip has no such file")
        file = case.evidence[number - 1]
        response = visit.show(
            "tips/evidence.html",
            form=form,
            case=case,
            number=number,
            count=len(case.evidence),
            file=file,
            name=file_name(file, number),
            way=way_of(file),
            is_withheld=file.id in case.casework.withheld,
            is_cleanable=file.kind in _CLEANABLE,
        )
        response.headers["Content-Security-Policy"] = _PAGE_POLICY
        return response

    async def _opened(self, visit: Visit, name: str, key: bytes) -> bytes:
        """Return what the encrypted file *name* holds; a thread takes what is slow."""
        chunks: Iterable[bytes] = self._services.evidence.files.open(name, key)
        return await asyncio.to_thread(in_memory, chunks, say=visit.say)


def way_of(file: Evidence) -> str:
    """Return how a browser shows *file*, "" where it is only downloaded."""
    ways = {"gambar": PICTURES, "suara": SOUNDS, "film": FILMS, "teks": _PLAIN}
    if file.kind == kinds.PDF:
        return "pdf" if file.cleaned else ""
    return next((way for way, found in ways.items() if file.kind in found), "")


def _named(visit: Visit) -> tuple[str, int]:
    """Return the tip and the number of the file that the address names."""
    return str(visit.request.path_params["tip"]), number_in(visit)


def _attached(name: str) -> dict[str, str]:
    """Return the headers of a file to be kept: no browser opens it as a page."""
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return {**_BOX, **told, "Content-Type": "application/octet-stream"}


def _sent(visit: Visit, content: bytes, headers: dict[str, str], *, name: Evidence) -> Response:
    """Return *content*, or the part of it that a player asks for."""
    told = f'inline; filename="{file_name(name, number_in(visit))}"'
    headers = {**headers, "Content-Disposition": told, "Accept-Ranges": "bytes"}
    asked = _RANGE.fullmatch(visit.request.headers.get("range", "").replace(" ", ""))
    if not asked or asked[0] == "bytes=-":
        return Response(content, headers=headers)
    size = len(content)
    first, last = _span(asked[1], asked[2], size)
    if not 0 <= first <= last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Response(content[first : last + 1], 206, headers)


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """Return where a range begins and ends in *size* bytes; an end before the beginning is none.

    >>> _span("0", "1", 10), _span("4", "", 10), _span("", "3", 10), _span("10", "", 10)
    ((0, 1), (4, 9), (7, 9), (10, 9))
    """
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
