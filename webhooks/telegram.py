"""Where Telegram delivers: nothing is read before the secret is checked, 2xx follows the commit."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from bot.channels.telegram.account import Account
from bot.channels.telegram.hook import PATH
from bot.channels.telegram.inbound import parse, verify
from bot.errors import NeverAgain, TryLater, UnreadableMessage
from bot.wiring import Services


def telegram(services: Services, account: Account) -> APIRouter:
    """Return the route that Telegram posts updates for *account* to."""
    router = APIRouter(include_in_schema=False)
    secret = services.settings.telegram_webhook_secret.get_secret_value()

    @router.post(PATH)
    async def receive(request: Request) -> PlainTextResponse:
        """Take one update; Telegram brings it again after any answer but 2xx."""
        if not verify(request.headers, secret):
            return PlainTextResponse("secret?", status_code=403)
        try:
            message = await parse(await request.body(), account.me)
        except UnreadableMessage:
            return PlainTextResponse("update?", status_code=400)
        except (TryLater, NeverAgain):
            return PlainTextResponse("later", status_code=503)
        if message:
            account.acknowledge(message)
            await services.inbox.accept(message)
        return PlainTextResponse("ok")

    return router
