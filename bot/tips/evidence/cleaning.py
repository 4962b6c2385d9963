"""A copy that shows the same and tells nothing more: no place, no device, no name, no time.

JPEG, PNG, WebP and PDF are taken apart, and only what a viewer needs is put together again, so that
metadata nobody thought of stays behind too. Everything else is kept as it came, with a warning.
"""

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.tips.evidence import apart, jpeg, kinds, png, webp
from bot.tips.evidence.parts import Copy, Uncleanable

log = logging.getLogger(__name__)

_CLEANERS: Mapping[str, Callable[[bytes], Copy]] = MappingProxyType(
    {kinds.JPEG: jpeg.clean, kinds.PNG: png.clean, kinds.WEBP: webp.clean, kinds.PDF: apart.clean}
)


def clean(content: bytes, kind: str) -> Copy:
    """Return the clean copy of *content*; slow for large files, so call it in a thread.

    Raises Uncleanable for kinds that have no cleaner, and for broken or encrypted files.
    """
    cleaner = _CLEANERS.get(kind)
    if cleaner is None:
        raise Uncleanable("Files of this kind cannot be cleaned")
    try:
        return cleaner(content)
    except Uncleanable:
        raise
    except Exception as error:  # noqa: BLE001
        # A fault of ours in a hostile file; its text may quote the file, so only its kind is told.
        log.error("cleaning a file of type %s failed: %s", kind, type(error).__name__)  # noqa: TRY400
        raise Uncleanable("The file cannot be taken apart") from None
