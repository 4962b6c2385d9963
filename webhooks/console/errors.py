"""Pages for what went wrong: each says what to do, and has an id that the log has too."""

import logging
import secrets
import traceback

from starlette.responses import HTMLResponse

from bot.staff.console_words import ERROR_TEXTS, ERROR_TITLES
from webhooks.console.visit import Visit

log = logging.getLogger(__name__)


def error_page(visit: Visit, status: int, *, text: str = "", number: str = "") -> HTMLResponse:
    """Return the page for *status*; *text* says it more exactly."""
    number = number or secrets.token_hex(4)
    log.info("console answered %d, id %s", status, number)
    known = status if status in ERROR_TITLES else 400
    return visit.show(
        "errors/page.html",
        status=status,
        answered=status,
        title=visit.say(ERROR_TITLES[known]),
        text=text or visit.say(ERROR_TEXTS[known]),
        number=number,
    )


def broken_page(visit: Visit, error: Exception, *, status: int = 500) -> HTMLResponse:
    """Return the page for an *error* of ours; the log has its kind and place, never its words."""
    number = secrets.token_hex(4)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename}:{place.lineno}"
    log.error("console failed, id %s: %s in %s", number, type(error).__name__, where)
    return error_page(visit, status, number=number)
