"""A colleague in a browser who comes in as people do: by name, password and phone."""

from dataclasses import dataclass
from datetime import UTC, datetime

from broadcast_examples import on_server
from colleagues import CHEAP, PASSWORD
from playwright.sync_api import Page, expect
from sqlalchemy import update
from staffed import Phone
from watching import Serving

from bot.crypto import server_key
from bot.database.engine import Database
from bot.settings import Settings
from bot.staff import totp
from bot.staff.account import Account, Role
from bot.staff.authenticator import Authenticator
from bot.staff.store import accounts, recovery, sessions
from bot.staff.store.accounts import Credentials


@dataclass(frozen=True)
class Colleague:
    """Somebody of the staff of a server that runs, and their phone."""

    name: str
    phone: Phone
    recovery: list[str]
    serving: Serving

    def comes_in(self, page: Page) -> None:
        """Fill in the login that *page* shows, with a code that does not wait for the next."""
        page.get_by_label("Nama akun").fill(self.name)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_label("Kode").fill(self.recovery.pop())
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Masuk ke meja")

    def session_ends(self) -> None:
        """Have their sessions run out."""
        self._have("expires_at")

    def code_grows_old(self) -> None:
        """Have the last code of their phone vouch for nothing any more."""
        self._have("confirmed_at")

    def _have(self, moment: str) -> None:
        """Have *moment* of their sessions lie at the start of the year."""
        its = sessions._sessions.c

        async def over(database: Database) -> None:
            async with database.transaction() as connection:
                change = update(sessions._sessions).where(its.account == self.name)
                long_ago = {moment: datetime(2026, 1, 1, tzinfo=UTC)}
                await connection.execute(change.values(long_ago))

        on_server(self.serving.data, over)


def colleague(serving: Serving, name: str, *roles: Role) -> Colleague:
    """Return a new colleague called *name*, who may do what *roles* do."""
    secret, codes = totp.new_secret(), totp.new_recovery_codes()
    settings = Settings(_env_file=None, data_dir=serving.data)

    async def made(database: Database) -> None:
        authenticator = Authenticator(server_key("", settings.key_file))
        sealed = authenticator.sealed(secret, account=name)
        opening = Credentials(await CHEAP.hash(PASSWORD), sealed, 0)
        async with database.transaction() as connection:
            account = Account(name, name, name.title(), frozenset(roles))
            await accounts.add_account(connection, account, opening)
            await recovery.change_recovery_codes(connection, name, authenticator.hashes(codes))

    on_server(serving.data, made)
    return Colleague(name, Phone(secret), list(codes), serving)
