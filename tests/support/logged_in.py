"""A terminal whose account is logged in, on a data folder of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tipping import CONTENT, Office
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import SystemClock
from bot.commands.session_file import Kept, keep
from bot.crypto import server_key
from bot.database.engine import open_database
from bot.database.migrating import migrate
from bot.keypair import KeyPair
from bot.settings import Settings
from bot.staff.account import Account, Role
from bot.staff.session import Session
from bot.staff.store import accounts, sessions
from bot.staff.store.accounts import Credentials
from bot.tips.keys import Cost, Lock, new_desk_key, open_desk_key
from bot.tips.store import keys
from bot.tips.tip import Content, Tip

CHEAP = Cost(rounds=1, memory=8192)
WORDS = "kuda baterai staples benar sekali"


@dataclass
class Terminal:
    """Commands that run as an account; whatever is sealed waits for the passphrase WORDS."""

    settings: Settings

    def __post_init__(self) -> None:
        migrate(self.settings.database)
        self.key = server_key("", self.settings.key_file)

    def on_database(self, verb: Callable[[Office], Awaitable[object]]) -> object:
        """Run *verb* with an office on this terminal's database."""

        async def ran() -> object:
            database = open_database(self.settings.database)
            pair = KeyPair.new()
            if self.settings.desk_key.exists():
                pair = open_desk_key(self.settings.desk_key, WORDS)
            clock = SystemClock(self.settings.timezone)
            try:
                return await verb(Office(database, self.key, clock, pair=pair))
            finally:
                await database.close()

        return asyncio.run(ran())

    def logs_in(self, *roles: Role, name: str = "siti") -> None:
        now = datetime.now(UTC)
        given = frozenset(roles or {Role.VERIFIER, Role.FORWARDER, Role.ADMIN})
        session = Session(name, name, "terminal", now, now + timedelta(minutes=30), now)

        async def kept(office: Office) -> None:
            async with office.database.transaction() as connection:
                account = Account(name, name, name.title(), given)
                await accounts.add_account(connection, account, Credentials("", b"", 0))
                token = office.key.digest(name, purpose="staff-session")
                await sessions.keep_session(connection, token, session)

        self.on_database(kept)
        keep(self.settings, Kept(name))

    def has_a_desk(self) -> None:
        lock = new_desk_key(self.settings.desk_key, WORDS, cost=CHEAP)

        async def published(office: Office) -> None:
            async with office.database.transaction() as connection:
                today = office.clock.today()
                await keys.publish(connection, keys.Owner.DESK, lock, day=today)
                worker = Lock(KeyPair.new().public)
                await keys.publish(connection, keys.Owner.WORKER, worker, day=today)

        self.on_database(published)

    def takes(self, content: Content = CONTENT) -> Tip:
        async def sent(office: Office) -> Tip:
            return (await office.sends(content, day=office.clock.today()))[1]

        tip = self.on_database(sent)
        assert isinstance(tip, Tip)
        return tip

    def runs(self, *words: str, typed: str = f"{WORDS}\n") -> Result:
        return CliRunner().invoke(app, list(words), input=typed)


def terminal_in(folder: Path) -> Terminal:
    return Terminal(Settings(_env_file=None, data_dir=folder / "data"))
