"""Pictures before they are kept: of a kind and size that can be sent, and without metadata."""

import asyncio
from collections.abc import Callable

from bot.broadcasts.broadcast import Illustration
from bot.broadcasts.checking import LARGEST_PICTURE, PICTURE_KINDS
from bot.broadcasts.illustrations import digest
from bot.broadcasts.words import Rule, Say, refused
from bot.errors import JagaNetralError

Clean = Callable[[bytes], tuple[str, bytes]]


async def cleaned(
    content: bytes, clean: Clean, *, alt: str, say: Say
) -> tuple[Illustration, bytes]:
    """Return a clean copy of a picture and what is written of it; raises Refused."""
    if len(content) > LARGEST_PICTURE:
        raise refused(say, Rule.PICTURE_LARGE, batas=LARGEST_PICTURE // 1024**2)
    try:
        kind, copy = await asyncio.to_thread(clean, content)
    except JagaNetralError:
        raise refused(say, Rule.PICTURE_KIND) from None
    if kind not in PICTURE_KINDS:
        raise refused(say, Rule.PICTURE_KIND)
    return Illustration(digest(copy), kind, len(copy), alt), copy
