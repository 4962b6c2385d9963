"""A signed report and its evidence as one multipart body, streamed."""

import secrets
from collections.abc import AsyncIterator, Sequence

from bot.tips.backends.port import File


class Form:
    """A multipart body whose length is known and whose files are opened while it is sent."""

    def __init__(self, body: str, files: Sequence[File]) -> None:
        self._boundary = secrets.token_hex(16)
        self._parts = [(self._head("report", "application/json"), body.encode(), None)] + [
            (self._head("evidence", each.evidence.kind, each.name), b"", each) for each in files
        ]
        self._end = f"--{self._boundary}--\r\n".encode()

    @property
    def kind(self) -> str:
        """Return the media type."""
        return f"multipart/form-data; boundary={self._boundary}"

    @property
    def length(self) -> int:
        """Return how many bytes will be sent."""
        return len(self._end) + sum(
            len(head) + len(body) + (file.evidence.size if file else 0) + 2
            for head, body, file in self._parts
        )

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the body, of each file one chunk at a time."""
        for head, body, file in self._parts:
            yield head + body
            for chunk in file.chunks() if file else ():
                yield chunk
            yield b"\r\n"
        yield self._end

    def _head(self, name: str, kind: str, file_name: str = "") -> bytes:
        """Return what stands before a part."""
        named = f'; filename="{file_name}"' if file_name else ""
        return (
            f"--{self._boundary}\r\n"
            f'Content-Disposition: form-data; name="{name}"{named}\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        ).encode()
