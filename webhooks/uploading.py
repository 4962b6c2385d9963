"""Taking a file from a browser's form: encrypted as it comes, never whole in memory or in clear.

The form libraries of web frameworks keep large files in clear in the folder for temporary files.
"""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fastapi import HTTPException, Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from bot.errors import TooLarge
from bot.tips.evidence.kinds import LARGEST
from webhooks.protection import TOO_LARGE

if TYPE_CHECKING:  # it is not there when the program runs
    from python_multipart.multipart import MultipartCallbacks

PATH = "/chat/files"
LARGEST_FORM = LARGEST + 64 * 1024  # with the fields beside the file

_FIELD = "berkas"
_LONGEST_TEXT = 32 * 1024
_PATIENCE = 300.0
_UNREADABLE = "Kiriman tidak dapat dibaca."
_TOO_SLOW = "Pengiriman berkas terlalu lama. Mohon coba lagi."


class Sink(Protocol):
    """What takes a file as it comes."""

    def write(self, data: bytes) -> None:
        """Add to the file; raises TooLarge."""


@dataclass(slots=True)
class UploadForm:
    """Fields of a form by name, and the media type that the browser gives the file."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    kind: str = ""


async def receive(request: Request, upload: Sink) -> UploadForm:
    """Write the file in *request* to *upload* and return the form's other fields.

    Raises HTTPException: 400 for another kind of body, 408 and 413 for what takes too long or much.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise HTTPException(400, _UNREADABLE)
    reader = _Reader(upload)
    try:
        parser = MultipartParser(options[b"boundary"], reader.callbacks())
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                parser.write(chunk)
        parser.finalize()
    except FormParserError:
        raise HTTPException(400, _UNREADABLE) from None
    except TooLarge:
        raise HTTPException(413, TOO_LARGE) from None
    except TimeoutError:
        raise HTTPException(408, _TOO_SLOW) from None
    if not reader.ended:
        raise HTTPException(400, _UNREADABLE)
    return reader.form


class _Reader:
    """Sort the parts of a form as they come."""

    def __init__(self, upload: Sink) -> None:
        self.form = UploadForm()
        self.ended = False
        self._upload = upload
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value = b"", b""
        self._field, self._is_file = "", False
        self._text = bytearray()
        self._room = _LONGEST_TEXT

    def callbacks(self) -> "MultipartCallbacks":
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._add_name,
            "on_header_value": self._add_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._add_data,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        """Begin a part."""
        self._headers = {}
        self._text = bytearray()

    def _add_name(self, data: bytes, start: int, end: int) -> None:
        """Add to the name of a header."""
        self._name += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        """Add to the value of a header."""
        self._value += data[start:end]

    def _end_header(self) -> None:
        """Keep a header."""
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _end_headers(self) -> None:
        """Decide where the part goes; the name of the file is left behind."""
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = self._field == _FIELD
        if self._is_file:
            kind, _ = parse_options_header(self._headers.get(b"content-type", b""))
            self.form.kind = kind.decode("ascii", "replace")

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        """Add to the file or to a field."""
        if self._is_file:
            self._upload.write(data[start:end])
            return
        self._room -= end - start
        if self._room < 0:
            raise TooLarge("The fields of the form are too long")
        self._text += data[start:end]

    def _end_part(self) -> None:
        """Keep a field."""
        if not self._is_file:
            text = self._text.decode("utf-8", "replace")
            self.form.fields.setdefault(self._field, []).append(text)

    def _end(self) -> None:
        """Note that the form is whole."""
        self.ended = True
