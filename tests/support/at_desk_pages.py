"""A page of somebody who handles tips, in a browser, at a desk that is open."""

from concurrent.futures import ThreadPoolExecutor

from logged_in import WORDS, Terminal
from playwright.sync_api import Page, expect
from watching import Serving, Watched

from bot.settings import Settings
from bot.staff.account import Role


def at_the_desk(watched: Watched, serving: Serving, name: str, *, width: int = 1280) -> Page:
    """Return a page of a forwarder with a fresh code, at an open desk."""
    settings = Settings(
        _env_file=None,
        data_dir=serving.data,
        staff_session_file=serving.folder / f"{name}.json",
    )
    with ThreadPoolExecutor() as threads:  # Playwright occupies the event loop of this thread
        enter = lambda: Terminal(settings).logs_in(Role.VERIFIER, Role.FORWARDER, name=name)  # noqa: E731
        threads.submit(enter).result()
    page = watched.page(token=name, width=width)
    page.goto(f"{serving.address}/meja/aduan")
    unlock(page)
    return page


def unlock(page: Page) -> None:
    """Open the desk on a page that asks for its key."""
    page.get_by_label("Kata sandi kunci meja").fill(WORDS)
    page.get_by_role("button", name="Buka", exact=True).click()
    expect(page.get_by_label("Kata sandi kunci meja")).to_have_count(0)
