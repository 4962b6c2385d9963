from pathlib import Path

import pytest
from databases import ON_POSTGRES
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.engine import URL

from bot.conversation import store as conversation_store
from bot.database.columns import metadata
from bot.database.engine import blocking_url
from bot.database.migrating import current, migrate, newest
from bot.delivery import outbox
from bot.errors import DatabaseNotReadyError
from bot.questions import store as question_store

OWNERS = (conversation_store, outbox, question_store)
FLEETING = {
    "conversations",
    "evidence",
    "limits",
    "message_claims",
    "outbox",
    "parcels",
    "tip_drafts",
}


def test_a_migrated_database_has_the_columns_that_the_stores_use(database_url: URL) -> None:
    assert OWNERS
    engine = create_engine(blocking_url(database_url))
    looked = inspect(engine)
    for table in metadata.tables.values():
        found = {each["name"]: each["nullable"] for each in looked.get_columns(table.name)}
        assert found == {each.name: bool(each.nullable) for each in table.columns}, table.name
        keys = looked.get_pk_constraint(table.name)["constrained_columns"]
        assert set(keys) == {each.name for each in table.primary_key}, table.name
    engine.dispose()


def test_each_migration_goes_up_and_down_with_rows_in_it(tmp_path: Path) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path}/x.db")
    migrate(url)
    engine = create_engine(blocking_url(url))
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO message_claims VALUES ('a', '2026-01-01'), ('b', '2026-01-02')")
        )
        connection.execute(text("INSERT INTO tallies VALUES ('2026-01-01', 'ikrar', '', 3)"))
    migrate(url, revision="base")
    assert current(url) == ""
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate(url)
    assert current(url) == newest()
    engine.dispose()


def test_conversations_that_were_there_keep_only_their_week(tmp_path: Path) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path}/x.db")
    migrate(url, revision="0004")
    engine = create_engine(blocking_url(url))
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO conversations VALUES ('a', NULL, '2026-11-29 22:15:03.123456')")
        )
    migrate(url)
    with engine.begin() as connection:
        kept = connection.scalar(text("SELECT touched_at FROM conversations"))
    assert str(kept).startswith("2026-11-23 00:00:00")
    engine.dispose()


def test_migrating_twice_changes_nothing(database_url: URL) -> None:
    migrate(database_url)
    migrate(database_url)
    assert current(database_url) == newest()


def test_a_database_that_was_never_started_has_no_version(tmp_path: Path) -> None:
    assert current(make_url(f"sqlite+aiosqlite:///{tmp_path}/none.db")) == ""
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("act", [migrate, current])
def test_a_server_that_is_away_is_named_without_its_password(act: object) -> None:
    url = make_url("postgresql+psycopg://u:hunter2@/none?host=/nonexistent")
    with pytest.raises(DatabaseNotReadyError) as caught:
        act(url)  # type: ignore[operator]
    assert "nonexistent" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("this is no database, it only looks like one to nobody")
    with pytest.raises(DatabaseNotReadyError, match=r"x\.db"):
        migrate(make_url(f"sqlite+aiosqlite:///{tmp_path}/x.db"))


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
def test_postgresql_keeps_no_samples_of_who_wrote_when(database_url: URL) -> None:
    engine = create_engine(blocking_url(database_url))
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO message_claims VALUES ('a', '2026-01-01'), ('lain', '2026-01-02')")
        )
        connection.execute(text("INSERT INTO tallies VALUES ('2026-01-01', 'ikrar', '', 3)"))
        connection.execute(text("DELETE FROM message_claims WHERE message = 'a'"))
        connection.execute(text("ANALYZE"))
        sampled = set(connection.execute(text("SELECT tablename FROM pg_stats")).scalars())
    engine.dispose()
    assert "tallies" in sampled
    assert sampled.isdisjoint(FLEETING)
