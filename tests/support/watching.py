"""A server that runs for browsers, and pages in which everything that goes wrong is noticed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

_VIEWER = ("chrome-extension://", "chrome://")  # the browser's own, of PDF

ColorScheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Serving:
    """A server that runs: where, in which folder, and what it said when it started."""

    address: str
    folder: Path

    @property
    def told(self) -> str:
        return (self.folder / "told.txt").read_text("utf-8")

    @property
    def data(self) -> Path:
        return self.folder / "data"


class Watched:
    """Contexts of a browser in which everything that goes wrong is written down."""

    def __init__(self, chromium: Browser, server: str) -> None:
        self._chromium = chromium
        self._server = server
        self._opened: list[BrowserContext] = []
        self.wrong: list[str] = []

    def page(self, *, width: int = 1280, scheme: ColorScheme = "light", token: str = "") -> Page:
        """Open a page as a visitor, or with the session *token*."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": 800}, locale="id-ID", color_scheme=scheme
        )
        self._opened.append(context)
        if token:
            context.add_cookies([{"name": "meja", "value": token, "url": self._server}])
        page = context.new_page()
        own = (self._server, *_VIEWER)
        page.on("request", lambda each: self._unless(each.url.startswith(own), each.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda line: self._unless(_is_well(line), line.text))
        return page

    def close(self) -> None:
        for each in self._opened:
            each.close()

    def _unless(self, well: bool, text: str) -> None:  # noqa: FBT001
        if not well:
            self.wrong.append(text)


def _is_well(line: ConsoleMessage) -> bool:
    """Tell whether *line* is no error, or says only that a page came with a status of refusal."""
    return line.type != "error" or "the server responded with a status of 4" in line.text
