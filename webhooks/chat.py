"""The public web chat: one page that works with and without scripts."""

import asyncio
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from markupsafe import Markup
from pydantic import BaseModel, Field, ValidationError

from bot.channels import web
from bot.errors import UnreadableMessage
from bot.messages import Media, OutgoingMessage, SentFile
from bot.wiring import Services
from webhooks import uploading
from webhooks.protection import same_origin
from webhooks.throttle import Throttle, place_of
from webhooks.uploading import UploadForm

COOKIE = "jaganetral"
_SESSION_BYTES = 32
_SESSION_LENGTH = 43
_TOO_MANY = "Terlalu banyak permintaan. Mohon tunggu semenit, lalu coba lagi."

templates = Jinja2Templates(Path(__file__).parent / "templates")
templates.env.globals["blocks"] = web.blocks
templates.env.globals["picture"] = lambda code: Markup(web.picture(code))  # noqa: S704


Shown = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]


class Sent(BaseModel):
    """The form of the chat: one message, and which replies the browser has shown.

    *fragment* is set by the script, which wants the new replies only.
    """

    id: str = Field(max_length=64)
    text: str = Field("", max_length=web.LONGEST * 4)
    choice: str = Field("", max_length=100)
    seen: list[Shown] = Field(default_factory=list, max_length=200)
    fragment: bool = False


class Chat:
    """Serve the web chat of one program."""

    def __init__(self, services: Services, *, throttle: Throttle) -> None:
        self._services = services
        self._mailbox = services.mailbox
        self._throttle = throttle
        self._uploading = Throttle(per_minute=30)
        secure = services.settings.public_base_url.startswith("https:")
        self._cookie = f"__Host-{COOKIE}" if secure else COOKIE
        self._secure = secure
        self.router = APIRouter(include_in_schema=False, dependencies=[Depends(self.pace)])
        self.router.add_api_route("/", self.page, methods=["GET"])
        self.router.add_api_route("/chat/messages", self.fetch, methods=["GET"])
        self.router.add_api_route(
            uploading.PATH, self.upload, methods=["POST"], dependencies=[Depends(same_origin)]
        )
        self.router.add_api_route(
            "/chat/messages", self.receive, methods=["POST"], dependencies=[Depends(same_origin)]
        )

    async def pace(self, request: Request) -> None:
        """Refuse with 429 who asks for too much."""
        if not self._throttle.allows(place_of(request)):
            raise HTTPException(429, _TOO_MANY)

    async def page(self, request: Request) -> Response:
        """Show the page, with the replies that were not seen yet."""
        session = self._session(request)
        messages = await self._held(session)
        response = templates.TemplateResponse(
            request,
            "chat/page.html",
            {
                "messages": messages,
                "message_id": _new_id(),
                "city": self._services.guide.current.library.regions.name,
            },
        )
        if not session:
            self._give_session(response)
        return response

    async def fetch(self, request: Request) -> Response:
        """Return the replies that wait for this browser."""
        session = self._session(request)
        return _fragment(request, await self._held(session))

    async def receive(self, request: Request, sent: Annotated[Sent, Form()]) -> Response:
        """Take a message and return its replies: to the script, or on the page again."""
        session = self._started(request)
        return await self._answered(request, session, sent=sent)

    async def upload(self, request: Request) -> Response:
        """Take a file and return the replies to it, as to a message."""
        session = self._started(request)
        if not self._uploading.allows(place_of(request)):
            raise HTTPException(429, _TOO_MANY)
        with self._services.evidence.uploads.begin() as upload:
            form = await uploading.receive(request, upload)
            sent = _sent(form)
            if not upload.size:
                raise HTTPException(400, "Pilih berkasnya dulu, lalu kirim.")
            reference = await asyncio.to_thread(upload.finish)
        file = SentFile(reference, upload.size)
        is_photo = form.kind.startswith("image/")
        media = Media.PHOTO if is_photo else Media.OTHER
        return await self._answered(request, session, sent=sent, files=(file,), media=media)

    async def _answered(
        self,
        request: Request,
        session: str,
        *,
        sent: Sent,
        files: tuple[SentFile, ...] = (),
        media: Media | None = None,
    ) -> Response:
        """Have what was *sent* answered, and return the replies."""
        try:
            message = web.parse(session, sent.id, text=sent.text, choice_id=sent.choice)
        except UnreadableMessage as error:
            raise HTTPException(400, "Pesan tidak dapat dibaca.") from error
        await self._mailbox.settle(web.address(session), sent.seen)
        await self._services.inbox.accept(replace(message, files=files, media=media))
        if not sent.fragment:
            return RedirectResponse("/", 303)
        return _fragment(request, await self._held(session))

    def _started(self, request: Request) -> str:
        """Return the session of a browser that has opened the page, or refuse with 400."""
        session = self._session(request)
        if not session:
            raise HTTPException(400, "Percakapan belum dimulai. Muat ulang halaman ini.")
        return session

    async def _held(self, session: str) -> list[OutgoingMessage]:
        """Return the replies that wait for *session*, answers of staff among them."""
        if not session:
            return []
        services, owner = self._services, web.address(session)
        await services.inquiries.hand_over(services.database, owner, now=services.clock.now())
        return await self._mailbox.fetch(owner)

    def _session(self, request: Request) -> str:
        """Return the session that the browser holds, "" when it holds none of ours."""
        session = request.cookies.get(self._cookie, "")
        return session if len(session) == _SESSION_LENGTH and session.isascii() else ""

    def _give_session(self, response: Response) -> None:
        """Give the browser the one cookie there is: a random name for this conversation."""
        response.set_cookie(
            self._cookie,
            secrets.token_urlsafe(_SESSION_BYTES),
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )


def _sent(form: UploadForm) -> Sent:
    """Return the fields of *form*, or refuse with 400."""
    given = {name: values[-1] for name, values in form.fields.items() if name != "seen"}
    try:
        return Sent.model_validate({**given, "seen": form.fields.get("seen", [])})
    except ValidationError:
        raise HTTPException(400, "Pesan tidak dapat dibaca.") from None


def _fragment(request: Request, messages: list[OutgoingMessage]) -> Response:
    """Return *messages* as the markup that the script adds to the page."""
    return templates.TemplateResponse(request, "chat/messages.html", {"messages": messages})


def _new_id() -> str:
    """Return an id for the next message, so that a form sent twice is answered once."""
    return secrets.token_urlsafe(16)
