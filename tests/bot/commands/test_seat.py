"""A seat of staff: the passphrase of the desk, and acting on broadcasts as who is logged in."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from colleagues import Desk, desk
from fakes import FakeClock
from logged_in import CHEAP, WORDS
from typer.testing import CliRunner, Result

from bot import wiring
from bot.broadcasts.broadcast import Broadcast, Content
from bot.cli import app
from bot.commands import seat as seating
from bot.commands.seat import Seat, unlock
from bot.commands.session_file import Kept, keep
from bot.contacts.contact import Audience, Category
from bot.errors import Refused, WrongPassphrase
from bot.keypair import KeyPair
from bot.messages import Address
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.staff.account import Act, Role
from bot.staff.session import CONFIRMED_FOR
from bot.tips.keys import KeyRing, new_desk_key
from bot.wiring import Services, build

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)


@pytest.fixture
def staff(services: Services, clock: FakeClock) -> Desk:
    return desk(services.database, clock, services.key)


def reminder() -> Broadcast:
    content, audience = Content("Besok *masa tenang*."), Audience(Category.REMINDERS)
    return Broadcast("", "Besok", content, audience, MORNING, MORNING + timedelta(hours=4))


async def test_roles_codes_and_disabled_accounts_decide_who_acts(
    services: Services, staff: Desk
) -> None:
    planning = services.broadcasting.verbs.planning
    admin = await staff.admin()
    rina = await staff.colleague(admin, "rina", Role.BROADCASTER)
    tono = await staff.colleague(admin, "tono", Role.APPROVER)
    both = await staff.colleague(admin, "both", Role.BROADCASTER, Role.APPROVER)
    whole = await planning.draft(rina, reminder())
    await planning.submit(rina, whole.id)
    approving = {"fingerprint": whole.fingerprint}
    with pytest.raises(Refused) as caught:
        await planning.approve(rina, whole.id, **approving)
    assert caught.value.reason == "role"
    changed = await planning.change(both, whole)
    await planning.submit(both, whole.id)
    with pytest.raises(Refused) as caught:
        await planning.approve(both, whole.id, fingerprint=changed.fingerprint)
    assert caught.value.reason == "orang-sama"
    staff.clock.forward(seconds=CONFIRMED_FOR.total_seconds())
    with pytest.raises(Refused) as caught:
        await planning.approve(tono, whole.id, fingerprint=changed.fingerprint)
    assert caught.value.reason == "confirmation"
    tono = await staff.staff.confirm(tono, staff.code("tono"))
    admin = await staff.staff.confirm(admin, staff.code("admin"))
    await staff.management.disable(admin, "tono")
    with pytest.raises(Refused) as caught:
        await planning.approve(tono, whole.id, fingerprint=changed.fingerprint)
    assert caught.value.reason == "session"
    refused = [each.reason for each in await staff.noted() if each.act == Act.APPROVE_BROADCASTS]
    assert [each for each in refused if each] == ["role", "orang-sama", "confirmation", "session"]


async def test_the_linked_chat_of_an_account_is_where_a_test_goes(
    services: Services, staff: Desk
) -> None:
    admin = await staff.admin()
    seat = Seat(services, asyncio.Runner())
    assert await seat.chat(admin) is None
    code, chat = await staff.management.link_code(admin), Address("telegram", "7")
    async with services.database.transaction() as connection:
        assert await staff.management.link(connection, code, chat=chat)
    assert await seat.chat(admin) == chat


class TestAtATerminal:
    """The commands themselves, with the login that this terminal keeps."""

    def run(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, ["broadcasts", *words], input=typed)

    def test_an_approval_asks_for_a_code_of_the_phone(
        self,
        settings: Settings,
        clock: FakeClock,
        guide: LiveGuide,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        made: dict[str, str] = {}

        async def prepare() -> Desk:
            services = build(settings, clock=clock, guide=guide)
            people = desk(services.database, clock, services.key)
            admin = await people.admin()
            rina = await people.colleague(admin, "rina", Role.BROADCASTER)
            await people.colleague(admin, "tono", Role.APPROVER)
            whole = await services.broadcasting.verbs.planning.draft(rina, reminder())
            await services.broadcasting.verbs.planning.submit(rina, whole.id)
            opened = await people.login("tono")
            keep(settings, Kept(opened.token))
            made["id"] = whole.id
            await services.close()
            return people

        people = asyncio.run(prepare())
        clock.forward(seconds=CONFIRMED_FOR.total_seconds())
        monkeypatch.setattr(seating, "read_settings", lambda: settings)
        monkeypatch.setattr(seating, "build", partial(wiring.build, clock=clock))
        monkeypatch.setattr(seating, "staff_guide", lambda _: guide)
        listed = self.run("status").output
        assert "diajukan" in listed
        assert "! Menunggu persetujuan" in listed
        wrong = self.run("approve", made["id"], typed="y\n000000\n")
        assert isinstance(wrong.exception, Refused)
        done = self.run("approve", made["id"], typed=f"y\n{people.code('tono')}\n")
        assert "Disetujui; berjalan sendiri 2026-11-26 08:00 WIB" in done.output, done.exception


@pytest.fixture
def seat(tmp_path: Path) -> SimpleNamespace:
    path = tmp_path / "desk.key"
    new_desk_key(path, WORDS, cost=CHEAP)
    return SimpleNamespace(
        settings=SimpleNamespace(desk_key=path),
        say=lambda phrase, **words: f"{phrase.key} {words}",
        ring=KeyRing.of([KeyPair.new()]),
    )


def test_a_wrong_passphrase_costs_a_pause_that_doubles(seat: SimpleNamespace) -> None:
    pauses: list[float] = []
    with CliRunner().isolation(input=f"salah\nsalah lagi\n{WORDS}\n"):
        unlock(cast("Seat", seat), sleep=pauses.append)
    assert pauses == [1, 2]
    assert len(seat.ring.pairs) == 1


def test_the_fifth_wrong_passphrase_is_the_last(seat: SimpleNamespace) -> None:
    pauses: list[float] = []
    before = seat.ring
    with CliRunner().isolation(input="salah\n" * 9), pytest.raises(WrongPassphrase):
        unlock(cast("Seat", seat), sleep=pauses.append)
    assert pauses == [1, 2, 4, 8]
    assert seat.ring is before
