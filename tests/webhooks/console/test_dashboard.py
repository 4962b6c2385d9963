from dataclasses import replace
from datetime import date, timedelta
from typing import NoReturn

import pytest
from sqlalchemy import text
from visiting import Visitor

from bot.broadcasts import store as broadcasts
from bot.broadcasts.broadcast import Audience, Broadcast, Content, State
from bot.contacts.contact import Category
from bot.database.engine import Database
from bot.errors import DatabaseNotReadyError
from bot.messages import Address, IncomingMessage
from bot.questions import store as questions
from bot.questions.outcome import ASKED, Outcome
from bot.staff.account import Role
from bot.tips.listing import Line
from bot.tips.store import tips
from bot.tips.store.tips import SealedTip
from bot.tips.tip import Status, Tip
from webhooks.console.at_desk import exact

TODAY = date(2026, 11, 25)


async def tip_came(
    database: Database, days_ago: int, status: Status = Status.NEW, office: str = ""
) -> None:
    day = TODAY - timedelta(days=days_ago)
    name = f"{days_ago:030x}{len(office):02x}"
    tip = Tip(name, day, status, "Beji", office, "", name.encode())
    async with database.transaction() as connection:
        await tips.add_tip(connection, SealedTip(tip, b"", b"", b""))


async def submitted(database: Database, clock_now: object, state: State) -> None:
    draft = Broadcast(
        state,
        "Masa tenang",
        Content("Besok masa tenang."),
        Audience(Category.REMINDERS),
        clock_now,  # type: ignore[arg-type]
        clock_now,  # type: ignore[arg-type]
        author="rina",
    )
    async with database.transaction() as connection:
        await broadcasts.keep(connection, replace(draft, state=state), now=draft.starts_at)


async def test_who_handles_tips_sees_how_many_wait_and_for_how_long(console: Visitor) -> None:
    for days in (0, 1, 4, 7, 8, 9, 10):
        await tip_came(console.services.database, days)
    await tip_came(console.services.database, 20, Status.FORWARDED)
    await tip_came(console.services.database, 30, Status.DONE)
    await console.enters(Role.VERIFIER)
    page = (await console.opens("/")).text
    assert "7 aduan menunggu diperiksa" in page
    for label, count in (("Lewat 7 hari", 3), ("4 sampai 7 hari", 2), ("di bawah 4 hari", 2)):
        assert f"<dd>{count}</dd>" in page.split(label)[1][:60]
    assert "Diteruskan" in page
    assert "Selesai" not in page


async def test_tips_about_one_s_own_office_are_not_counted(console: Visitor) -> None:
    await tip_came(console.services.database, 1, office="kelurahan-kukusan")
    await console.enters(Role.VERIFIER, offices=frozenset({"kelurahan-kukusan"}))
    assert "Tidak ada aduan yang menunggu" in (await console.opens("/")).text


async def test_an_approver_sees_what_waits_for_approval(console: Visitor) -> None:
    for state in (State.SUBMITTED, State.RUNNING, State.DRAFT):
        await submitted(console.services.database, console.clock.now(), state)
    await console.enters(Role.APPROVER)
    page = (await console.opens("/")).text
    assert "1 siaran menunggu persetujuan Anda" in page
    assert "Berjalan" in page
    assert "Draf" not in page


async def test_an_editor_sees_how_many_questions_found_no_answer(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    assert "Semua pertanyaan terjawab" in (await console.opens("/")).text
    async with console.services.database.transaction() as connection:
        await questions.keep_question(connection, "boleh?", day=TODAY)
    assert "1 pertanyaan belum terjawab" in (await console.opens("/")).text


async def test_who_has_nothing_to_do_with_a_room_reads_nothing_of_it(console: Visitor) -> None:
    await tip_came(console.services.database, 1)
    await console.enters(Role.ADMIN)
    page = (await console.opens("/")).text
    for heading in ("Aduan", "Siaran", "Pertanyaan"):
        assert f">{heading}</h2>" not in page
    assert "Telegram belum diatur" in page


async def test_a_first_administrator_is_told_what_has_to_be_set_up(console: Visitor) -> None:
    await console.enters(Role.ADMIN)
    page = (await console.opens("/")).text
    assert "Buat kunci meja" in page
    assert "Undang pengelola akun kedua" in page
    await console.enters(Role.ADMIN, name="dewi")
    assert "pengelola akun kedua" not in (await console.opens("/")).text
    await console.enters(Role.VERIFIER, name="rina")
    assert "Buat kunci meja" not in (await console.opens("/")).text


async def test_a_database_that_is_away_is_told_in_plain_words(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await console.enters(Role.ADMIN)

    async def away(_: Database) -> NoReturn:
        raise DatabaseNotReadyError("away")

    monkeypatch.setattr(Database, "ping", away)
    assert "Basis data tidak terjangkau" in (await console.opens("/")).text


async def counted(database: Database, kind: str, subject: str, times: int) -> None:
    async with database.transaction() as connection:
        for _ in range(times):
            await questions.count(connection, kind, subject, day=TODAY)


async def test_an_editor_sees_questions_as_a_picture_with_a_table_behind_it(
    console: Visitor,
) -> None:
    database = console.services.database
    await counted(database, ASKED, Outcome.ANSWERED, 46)
    await counted(database, ASKED, Outcome.DECLINED, 4)
    await counted(database, "jawaban", "like-unggahan-calon", 7)
    await counted(database, "jawaban", "foto-bersama-calon", 3)
    await console.enters(Role.EDITOR)
    page = (await console.opens("/")).text
    assert 'role="img" aria-label="Pertanyaan per hari' in page
    assert '<td class="number">50</td>' in page
    assert "sekitar 90 %" in page
    assert "di bawah 10 %" in page
    assert "/meja/pengetahuan/isi/like-unggahan-calon" in page
    assert "foto-bersama-calon" not in page
    assert "style=" not in page
    assert "<script>" not in page


async def test_a_count_of_few_is_not_told(console: Visitor) -> None:
    await counted(console.services.database, ASKED, Outcome.ANSWERED, 4)
    await console.enters(Role.EDITOR)
    page = (await console.opens("/")).text
    assert '<td class="number">&lt;5</td>' in page
    assert '<td class="number">4</td>' not in page
    assert "setelah ada 50 pertanyaan" in page


async def test_one_s_own_broadcast_does_not_wait_for_oneself(console: Visitor) -> None:
    await console.enters(Role.APPROVER)
    await submitted(console.services.database, console.clock.now(), State.SUBMITTED)
    assert "1 siaran menunggu persetujuan Anda" in (await console.opens("/")).text
    async with console.services.database.transaction() as connection:
        await connection.execute(text("UPDATE broadcasts SET author = 'siti'"))
    assert "menunggu persetujuan Anda" not in (await console.opens("/")).text


async def test_health_tells_when_a_message_last_came_in_whole_hours(console: Visitor) -> None:
    await console.enters(Role.ADMIN)
    assert "Belum ada pesan" in (await console.opens("/")).text
    somebody = Address("web", "somebody-at-a-browser")
    await console.services.inbox.accept(IncomingMessage("first-message", somebody, "halo"))
    assert "kurang dari sejam" in (await console.opens("/")).text
    console.clock.forward(hours=3, minutes=20)
    await console.enters(Role.ADMIN, name="dewi")
    assert "sekitar 3 jam yang lalu" in (await console.opens("/")).text


async def test_a_job_that_failed_is_told(console: Visitor) -> None:
    await console.enters(Role.ADMIN)
    assert "Pekerjaan berkala berjalan" in (await console.opens("/")).text
    console.services.job_engine.failing.add("sweep")
    assert "(1 pekerjaan)" in (await console.opens("/")).text


def test_the_open_desk_counts_days_left_and_what_is_one_s_own() -> None:
    def line(left: int | None, status: Status = Status.NEW, **more: object) -> Line:
        return Line(Tip("0" * 32, TODAY, status, "Beji", "", "", b""), None, left, **more)  # type: ignore[arg-type]

    lines = [
        line(-1),
        line(0, assigned="rina", answered=True),
        line(3),
        line(4, assigned="rina"),
        line(None),
        line(-9, Status.DONE, assigned="rina"),
        line(1, Status.FORWARDED),
    ]
    told = exact(lines, "rina")
    assert (told.late, told.soon, told.ample, told.undated) == (1, 2, 1, 1)
    assert (told.mine, told.answered) == (2, 1)
