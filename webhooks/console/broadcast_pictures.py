"""The picture above a text on Telegram: put there, described, taken away, and shown."""

from dataclasses import replace

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.broadcasts.broadcast import Broadcast, Illustration
from bot.broadcasts.words import Rule
from bot.errors import Refused
from bot.staff import console_words as words
from bot.wiring import Services
from webhooks.console.broadcast_writing import WritingPages
from webhooks.console.broadcasts import BroadcastPages
from webhooks.console.forms import Form, Incomplete
from webhooks.console.visit import Visit

LONGEST_ALT = 300

_RULES = frozenset(Rule)
_SOME = Illustration("", "", 0)


class Described(BaseModel):
    """What is to be seen on a picture."""

    keterangan: str = Field(max_length=LONGEST_ALT)


class PicturePages:
    """Answer who puts pictures above texts; each change voids an approval."""

    def __init__(self, services: Services, pages: BroadcastPages, writing: WritingPages) -> None:
        self._verbs = services.broadcasting.verbs
        self._pages = pages
        self._writing = writing

    async def put(self, visit: Visit) -> Response:
        """Keep a picture with its description, or only another description."""
        found = await self._pages.found(visit)
        try:
            await self._kept(visit, found)
        except Incomplete as error:
            wrong = error.form.errors
        except Refused as error:
            if error.reason not in _RULES:
                raise
            wrong = {"berkas": str(error)}
        else:
            return visit.go(f"/siaran/{found.id}/ubah", notice="gambar-disimpan")
        return await self._writing.form(visit, found=found, form=Form({}, wrong))

    async def remove(self, visit: Visit) -> Response:
        """Take a picture away."""
        found = await self._pages.found(visit)
        await self._verbs.illustrate(visit.actor, found.id, b"")
        return visit.go(f"/siaran/{found.id}/ubah", notice="gambar-dilepas")

    async def shown(self, visit: Visit) -> Response:
        """Send the picture that stands above the text on Telegram."""
        whole = await self._pages.found(visit)
        shown = whole.content.illustration
        try:
            found = await self._verbs.picture(whole)
        except Refused:
            found = None
        if found is None or shown is None:
            raise HTTPException(404)
        return Response(found.content, media_type=shown.kind)

    async def _kept(self, visit: Visit, found: Broadcast) -> None:
        """Keep what the form brought; raises Incomplete, Refused."""
        alt = visit.read(Described).keterangan.strip()
        if visit.file:
            self._refuse_caption(found)
            await self._verbs.illustrate(visit.actor, found.id, visit.file, alt=alt)
        elif found.content.illustration:
            await self._verbs.describe(visit.actor, found.id, alt)
        else:
            raise Incomplete(Form({}, {"berkas": visit.say(words.PICTURE_WANTED)}))

    def _refuse_caption(self, found: Broadcast) -> None:
        """Raise Refused when the text is too long to stand below a picture."""
        pictured = replace(found, content=replace(found.content, illustration=_SOME))
        for each in self._verbs.planning.problems(pictured):
            if each.reason == Rule.CAPTION:
                raise each
