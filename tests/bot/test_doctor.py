from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot import doctor
from bot.crypto import new_secret, server_key
from bot.database.engine import blocking_url
from bot.database.migrating import migrate, newest
from bot.doctor import examine
from bot.settings import Settings
from bot.tips.keys import Cost, new_desk_key

TODAY = date(2026, 11, 25)


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "data")


def found(settings: Settings, about: str) -> doctor.Finding:
    return next(each for each in examine(settings, today=TODAY) if each.about == about)


def test_a_fresh_installation_is_well_and_nothing_is_made(fresh: Settings) -> None:
    findings = list(examine(fresh, today=TODAY))
    assert all(each.well for each in findings), "\n".join(map(str, findings))
    assert not fresh.data_dir.exists()


def test_a_started_installation_is_well(fresh: Settings) -> None:
    migrate(fresh.database)
    finding = found(fresh, "database")
    assert finding.well
    assert f"version {newest()}" in str(finding)
    assert found(fresh, "data folder").text.endswith("is writable")


def test_an_empty_database_is_told(fresh: Settings) -> None:
    assert "jaganetral serve" in found(fresh, "database").text


@pytest.mark.parametrize(
    ("changed", "about", "advice"),
    [
        ({"secret_key": "short"}, "key", "new-key"),
        ({"database_url": "postgresql://u@/x?host=/nonexistent"}, "database", "cannot be used"),
        ({"public_base_url": "http://jaga.example.id"}, "address", "https://"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(
    changed: dict[str, str], about: str, advice: str, tmp_path: Path
) -> None:
    finding = found(Settings(_env_file=None, data_dir=tmp_path / "data", **changed), about)
    assert not finding.well
    assert str(finding).startswith("FAIL")
    assert advice in finding.text


def test_what_is_right_is_told_too(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path / "data",
        secret_key=new_secret(),
        public_base_url="https://jaga.example.id",
    )
    assert "SECRET_KEY" in found(settings, "key").text
    assert str(found(settings, "address")) == "ok   address: https://jaga.example.id"


def test_a_folder_that_cannot_be_written_is_told(
    fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.data_dir.mkdir()
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert "chown" in found(fresh, "data folder").text


def test_broken_knowledge_is_told_by_file_and_line(
    fresh: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/x.yaml").write_text("topik: [unclosed")
    monkeypatch.setattr(doctor, "KNOWLEDGE", tmp_path)
    finding = found(fresh, "knowledge")
    assert not finding.well
    assert "keeps what was good" in finding.text


def test_entries_that_expire_soon_are_told(fresh: Settings) -> None:
    late = date(2027, 5, 15)
    findings = [each for each in examine(fresh, today=late) if each.about == "knowledge"]
    assert any("expire within 30 days" in each.text for each in findings)


async def test_copies_that_were_to_be_erased_are_counted(fresh: Settings) -> None:
    migrate(fresh.database)
    server_key("", fresh.key_file)
    assert "0 pending, 0 too-late, 0 kept" in (await doctor.examine_copies(fresh)).text
    engine = create_engine(blocking_url(fresh.database))
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO erasures VALUES ('a', '', '', 'pending', NULL, '2026-01-01'), "
                "('b', '', '', 'too-late', NULL, '2026-01-01')"
            )
        )
    engine.dispose()
    finding = await doctor.examine_copies(fresh)
    assert not finding.well
    assert "1 pending, 1 too-late" in finding.text


def test_a_desk_key_is_named_and_how_to_make_one(fresh: Settings) -> None:
    assert "desk new-key" in found(fresh, "desk key").text
    lock = new_desk_key(fresh.desk_key, "lima kata yang panjang", cost=Cost(1, 8192))
    assert lock.id in found(fresh, "desk key").text
    fresh.desk_key.chmod(0o644)
    assert not found(fresh, "desk key").well
    fresh.desk_key.chmod(0o600)
    fresh.desk_key.write_text("broken")
    assert "no desk key" in found(fresh, "desk key").text
