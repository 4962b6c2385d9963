"""A picture that staff send with a form: which page takes one, how large, and its bytes.

Nothing of it is kept in a file, and the page is told of no more than it can use.
"""

import re

from starlette.requests import Request

from bot.broadcasts.checking import LARGEST_PICTURE
from webhooks.console.forms import Fields
from webhooks.protection import MULTIPART
from webhooks.uploading import receive

PATH = r"/meja/siaran/[^/]+/gambar"
LARGEST_FORM = 25 * 1024 * 1024  # a photograph that is too large is told so beside its field


class Taken:
    """The beginning of a file, just long enough to tell that it is too large."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, data: bytes) -> None:
        """Add to the file."""
        room = LARGEST_PICTURE + 1 - len(self.content)
        self.content += data[:room]


def takes_file(request: Request) -> bool:
    """Tell whether *request* brings a file to a page that takes one."""
    kind = request.headers.get("content-type", "")
    if request.method != "POST" or not kind.startswith(MULTIPART):
        return False
    return re.fullmatch(PATH, request.url.path) is not None


async def drop(request: Request) -> None:
    """Let a body pass by unread: a browser hears no answer before it has sent everything."""
    async for _ in request.stream():
        pass


async def uploaded(request: Request) -> tuple[Fields, bytes]:
    """Return the fields and the file in *request*; raises HTTPException for another body."""
    taken = Taken()
    form = await receive(request, taken)
    fields = {
        name: tuple(each.replace("\0", "").replace("\r\n", "\n") for each in values)
        for name, values in form.fields.items()
    }
    return fields, bytes(taken.content)
