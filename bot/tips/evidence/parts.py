"""What the cleaners of all formats share: the clean copy, the error, and careful reading."""

from dataclasses import dataclass, field

from bot.errors import JagaNetralError


class Uncleanable(JagaNetralError):
    """Report a file that is broken, encrypted or of a form that no clean copy can be made of."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy without metadata, and whether the file as it came told where it was made."""

    content: bytes = field(repr=False)
    has_location: bool = False


def taken(content: bytes, start: int, *, size: int) -> bytes:
    """Return *size* bytes from *start*; raises Uncleanable when the file ends before."""
    part = content[start : start + size]
    if len(part) != size:
        raise Uncleanable("The file ends too early")
    return part
