import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from databases import DATABASES, POSTGRES
from fakes import FakeChannel, FakeClock, Person
from learning import learn, learned_guide, read_once, shared
from nacl.pwhash import argon2id
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from taking import FakeIntake, FakeKeeper
from telegrams import SECRET, TOKEN, FakeTelegram
from twilio_double import WHATSAPP, FakeTwilio

from bot import keypair, providers
from bot.channels import terminal
from bot.channels.telegram.account import Account
from bot.channels.whatsapp.provider import Transport
from bot.conversation.telling import Telling
from bot.database.columns import metadata
from bot.database.engine import blocking_url
from bot.database.migrating import migrate
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build

TALKERS = ("telegram", "twilio", "httpx", "httpcore", "uvicorn", "uvicorn.error", "dbos", "alembic")


def pytest_report_header() -> str:
    return f"databases: {', '.join(DATABASES)}"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test depends on the variables or the .env of whoever runs it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("STAFF_SESSION_FILE", f"{tmp_path}-state/session.json")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def logging_restored() -> Iterator[None]:
    """A command that sets up logging sets it up for itself only."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in TALKERS}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.fixture(autouse=True)
def receipts_cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive the pairs of receipts at little cost, but where a process of its own does so too.

    What they really cost is for tests/bot/test_keypair.py.
    """
    if not request.node.get_closest_marker("kill"):
        monkeypatch.setattr(keypair, "_ROUNDS", argon2id.OPSLIMIT_MIN)
        monkeypatch.setattr(keypair, "_MEMORY", argon2id.MEMLIMIT_MIN)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session", autouse=True)
def knowledge_read_once() -> Iterator[None]:
    """Each command and each server of a test reads all of the knowledge."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*read_once())
        yield


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose server has learned from the knowledge once."""
    folder = shared(tmp_path_factory.getbasetemp()) / "learned"
    learn(folder)
    return folder


@pytest.fixture(scope="session")
def guide(learned: Path) -> LiveGuide:
    return learned_guide(learned)


@pytest.fixture
def has_learned(learned: Path, tmp_path: Path) -> None:
    """Let servers on the data folder of this test start with what is learned."""
    shutil.copytree(learned, tmp_path / "data", dirs_exist_ok=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(make_url(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[URL]:
    """A database of its own on the server of TEST_DATABASE_URL, migrated once."""
    server = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"jaganetral_test_{os.getpid()}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    migrate(server.set(database=name))
    yield server.set(database=name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty, migrated database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "data" / "test.db"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return make_url(f"sqlite+aiosqlite:///{path}")
    url: URL = request.getfixturevalue("postgres_template")
    engine = create_engine(blocking_url(url))
    with engine.begin() as connection:
        # Cheaper than TRUNCATE, which makes new files for each of the tables.
        connection.execute(text("; ".join(f"DELETE FROM {name}" for name in metadata.tables)))
    engine.dispose()
    return url


@pytest.fixture
def settings(database_url: URL, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=database_url.render_as_string(hide_password=False),
        data_dir=tmp_path / "data",
    )


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
async def services(
    settings: Settings, clock: FakeClock, guide: LiveGuide, channel: FakeChannel
) -> AsyncIterator[Services]:
    built = build(settings, clock=clock, guide=guide, channels={terminal.NAME: channel})
    yield built
    await built.close()


@pytest.fixture
def twilio(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> FakeTwilio:
    """Twilio, for whatever is built during this test."""
    fake = FakeTwilio(clock.now)
    monkeypatch.setattr(providers, "Transport", partial(Transport, adapter=fake))
    return fake


@pytest.fixture
async def on_whatsapp(
    settings: Settings, clock: FakeClock, guide: LiveGuide, twilio: FakeTwilio
) -> AsyncIterator[Services]:
    """A program with a WhatsApp sender, whose menus are not made yet."""
    built = build(settings.model_copy(update=WHATSAPP), clock=clock, guide=guide)
    yield built
    await built.close()


@pytest.fixture
def fake_telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def telegram_settings(settings: Settings) -> Settings:
    return Settings(
        _env_file=None,
        database_url=settings.database_url.get_secret_value(),
        data_dir=settings.data_dir,
        telegram_bot_token=TOKEN,
        telegram_webhook_secret=SECRET,
    )


@pytest.fixture
async def telegram_services(
    telegram_settings: Settings, clock: FakeClock, guide: LiveGuide, fake_telegram: FakeTelegram
) -> AsyncIterator[Services]:
    built = build(telegram_settings, clock=clock, guide=guide, transport=fake_telegram)
    yield built
    await built.close()


@pytest.fixture
async def telegram_account(fake_telegram: FakeTelegram) -> AsyncIterator[Account]:
    made = Account(TOKEN, root="https://telegram.test", transport=fake_telegram)
    yield made
    await made.close()


@pytest.fixture
def intake() -> FakeIntake:
    return FakeIntake()


@pytest.fixture
def keeper() -> FakeKeeper:
    return FakeKeeper()


def tips_taken(built: Services, intake: FakeIntake, keeper: FakeKeeper) -> None:
    """Have *built* take tips into stand-ins for the desk and for files."""
    ledger = built.sender.ledger
    telling = Telling(intake, keeper, key=built.key, outbox=built.outbox, ledger=ledger)
    built.inbox.take_tips(telling, lambda: None)


@pytest.fixture
def sender(
    services: Services, channel: FakeChannel, intake: FakeIntake, keeper: FakeKeeper
) -> Person:
    """Somebody who writes where tips are taken."""
    tips_taken(services, intake, keeper)
    return Person(services, channel)


@pytest.fixture
def person(services: Services, channel: FakeChannel) -> Person:
    return Person(services, channel)


@pytest.fixture
def another(services: Services, channel: FakeChannel) -> Person:
    return Person(services, channel, replace(terminal.ADDRESS, value="another"))
