"""Bring a database to the version of this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.database.engine import blocking_url, prepare_sqlite
from bot.errors import DatabaseNotReadyError

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(url: URL, *, revision: str = "head") -> None:
    """Upgrade, or with an older *revision* downgrade, the database at *url*.

    Raises DatabaseNotReadyError when it cannot be reached.
    """
    try:
        _migrate(url, revision)
    except CommandError as error:
        raise DatabaseNotReadyError(
            "The database is of another version of this program: install that or a newer one"
        ) from error
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseNotReadyError(_reason(url, error)) from error


def newest() -> str:
    """Return the revision that this program needs."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head() or ""


def current(url: URL) -> str:
    """Return the revision that the database at *url* has, or "".

    Raises DatabaseNotReadyError when it cannot be reached.
    """
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return ""
    engine = create_engine(blocking_url(url), hide_parameters=True)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseNotReadyError(_reason(url, error)) from error
    finally:
        engine.dispose()


def _migrate(url: URL, revision: str) -> None:
    """Run Alembic's scripts on a connection of its own."""
    engine = create_engine(blocking_url(url), hide_parameters=True)
    if url.get_backend_name() == "sqlite":
        prepare_sqlite(engine)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":  # processes that start at once take turns
                connection.execute(text("SELECT pg_advisory_xact_lock(7274)"))
            config.attributes["connection"] = connection
            known = MigrationContext.configure(connection).get_current_revision()
            older = known and revision != "head" and _is_behind(revision, known)
            (command.downgrade if older else command.upgrade)(config, revision)
    finally:
        engine.dispose()


def _is_behind(revision: str, known: str) -> bool:
    """Tell whether *revision* comes before *known*."""
    if revision == "base":
        return True
    line = [each.revision for each in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
    return line.index(revision) > line.index(known)


def _reason(url: URL, error: Exception) -> str:
    """Say what failed, without the password that *url* may hold."""
    cause = str(getattr(error, "orig", None) or error).splitlines()[0]
    return f"The database {url.render_as_string(hide_password=True)} cannot be used: {cause}"
