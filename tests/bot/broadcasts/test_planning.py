"""From draft to approval: what is refused is refused in the trail, and nothing changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from actors import FakeActor
from fakes import FakeClock

from bot.broadcasts import store
from bot.broadcasts.broadcast import Broadcast, Content, State
from bot.broadcasts.planning import Planning
from bot.contacts.contact import Audience, Category, Group
from bot.errors import Refused
from bot.messages import Choice, Template
from bot.staff.account import Act
from bot.wiring import Services

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)  # 08:00 in Depok


@pytest.fixture
def planning(services: Services) -> Planning:
    return services.broadcasting.verbs.planning


@pytest.fixture
def rina(services: Services) -> FakeActor:
    return FakeActor(services.database, "rina")


@pytest.fixture
def tono(services: Services) -> FakeActor:
    return FakeActor(services.database, "tono")


def reminder(text: str = "Besok *masa tenang*.", **changes: object) -> Broadcast:
    whole = Broadcast(
        "",
        "Masa tenang",
        Content(text),
        Audience(Category.REMINDERS),
        MORNING,
        MORNING + timedelta(hours=4),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


async def submitted(planning: Planning, rina: FakeActor) -> Broadcast:
    made = await planning.draft(rina, reminder())
    return await planning.submit(rina, made.id)


async def test_another_account_approves_exactly_what_was_submitted(
    planning: Planning, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await submitted(planning, rina)
    await planning.approve(tono, whole.id, fingerprint=whole.fingerprint)
    found = await planning.find(whole.id)
    assert found.state is State.APPROVED
    assert found.is_approved
    assert tono.trail == [(Act.APPROVE_BROADCASTS, whole.id, "")]


async def test_nobody_approves_their_own(planning: Planning, rina: FakeActor) -> None:
    whole = await submitted(planning, rina)
    with pytest.raises(Refused, match="Yang menyusun tidak boleh menyetujui"):
        await planning.approve(rina, whole.id, fingerprint=whole.fingerprint)
    assert rina.trail[-1] == (Act.APPROVE_BROADCASTS, whole.id, "orang-sama")
    assert (await planning.find(whole.id)).state is State.SUBMITTED


CHANGES: list[Callable[[Broadcast], Broadcast]] = [
    lambda it: replace(it, content=replace(it.content, text="Besok libur.")),
    lambda it: replace(it, audience=replace(it.audience, groups=frozenset({Group.PUBLIC}))),
    lambda it: replace(it, starts_at=it.starts_at + timedelta(minutes=1)),
]


@pytest.mark.parametrize("change", CHANGES)
async def test_any_edit_voids_what_was_approved_or_read(
    change: Callable[[Broadcast], Broadcast],
    planning: Planning,
    rina: FakeActor,
    tono: FakeActor,
) -> None:
    whole = await submitted(planning, rina)
    await planning.approve(tono, whole.id, fingerprint=whole.fingerprint)
    await planning.change(rina, change(whole))
    found = await planning.find(whole.id)
    assert (found.state, found.approver, found.approved) == (State.DRAFT, "", "")
    await planning.submit(rina, whole.id)
    with pytest.raises(Refused, match="bukan yang Anda baca"):
        await planning.approve(tono, whole.id, fingerprint=whole.fingerprint)
    assert tono.trail[-1] == (Act.APPROVE_BROADCASTS, whole.id, "berubah")


async def test_who_edits_becomes_the_author_and_may_not_approve(
    planning: Planning, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await submitted(planning, rina)
    changed = await planning.change(tono, replace(whole, title="Tenang"))
    await planning.submit(tono, whole.id)
    with pytest.raises(Refused, match="Yang menyusun"):
        await planning.approve(tono, whole.id, fingerprint=changed.fingerprint)


async def test_a_role_that_may_not_approve_changes_nothing(
    planning: Planning, rina: FakeActor, services: Services
) -> None:
    whole = await submitted(planning, rina)
    writer = FakeActor(
        services.database, "sari", acts=[Act.DRAFT_BROADCASTS, Act.SUBMIT_BROADCASTS]
    )
    with pytest.raises(Refused):
        await planning.approve(writer, whole.id, fingerprint=whole.fingerprint)
    assert (await planning.find(whole.id)).state is State.SUBMITTED


async def test_what_is_over_is_neither_submitted_nor_approved(
    planning: Planning, rina: FakeActor, tono: FakeActor, clock: FakeClock
) -> None:
    whole = await submitted(planning, rina)
    clock.moment = whole.ends_at
    with pytest.raises(Refused, match="Waktu gunanya sudah lewat"):
        await planning.approve(tono, whole.id, fingerprint=whole.fingerprint)
    assert tono.trail[-1] == (Act.APPROVE_BROADCASTS, whole.id, "lewat-waktu")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"title": ""}, "Judul"),
        ({"title": "x" * 71}, "Judul"),
        ({"ends_at": MORNING}, "sesudah waktu mulai"),
        ({"content": Content("  ")}, "kosong"),
        ({"content": Content("a" * 1501)}, "batasnya 1500"),
        ({"content": Content("Ini *penting")}, "tanpa pasangan"),
        ({"content": Content("Pada {tanggal} nanti")}, "{tanggal}"),
        ({"content": Content("Pada {{1}} nanti")}, "isian"),
        ({"content": Content("Ya", (Choice("stop:", "x" * 35),))}, "tombol"),
        ({"content": Content("Ya", (), Template("HX1", ("",)))}, "nomor 1"),
        ({"content": Content("Ya", (), Template("HX1", ("a", "b\nc")))}, "nomor 2"),
        ({"content": Content("Ya", (), Template("HX1", ("a" * 1025,)))}, "1025"),
        ({"starts_at": MORNING - timedelta(hours=3)}, "jam tenang"),
        (
            {"starts_at": MORNING + timedelta(hours=13), "ends_at": MORNING + timedelta(days=1)},
            "21",
        ),
    ],
)
async def test_what_breaks_a_rule_is_not_submitted(
    broken: dict[str, object], why: str, planning: Planning, rina: FakeActor
) -> None:
    made = await planning.draft(rina, replace(reminder(), **broken))  # type: ignore[arg-type]
    assert any(why in each for each in planning.sentences(made))
    with pytest.raises(Refused, match=why):
        await planning.submit(rina, made.id)
    assert (await planning.find(made.id)).state is State.DRAFT


async def test_a_reason_lets_it_out_at_night(planning: Planning, rina: FakeActor) -> None:
    night = MORNING - timedelta(hours=3)
    urgent = Content("TPS 4 pindah.", urgent="TPS pindah malam ini")
    made = await planning.draft(rina, reminder(content=urgent, starts_at=night))
    assert (await planning.submit(rina, made.id)).state is State.SUBMITTED


async def test_the_same_is_not_drafted_twice(planning: Planning, rina: FakeActor) -> None:
    first = await planning.draft(rina, reminder())
    with pytest.raises(Refused, match=first.id):
        await planning.draft(rina, reminder())
    await planning.cancel(rina, first.id)
    await planning.draft(rina, reminder())


async def test_a_reminder_goes_once_a_day_to_the_same_people(
    planning: Planning, rina: FakeActor
) -> None:
    await planning.draft(rina, reminder(content=Content("Satu", reminder="h-1")))
    later = MORNING + timedelta(hours=1)
    with pytest.raises(Refused, match="sudah ada"):
        await planning.draft(
            rina, reminder(content=Content("Dua", reminder="h-1"), starts_at=later)
        )
    public = Audience(Category.REMINDERS, frozenset({Group.PUBLIC}))
    await planning.draft(rina, reminder(content=Content("Tiga", reminder="h-1"), audience=public))


async def test_what_meets_the_same_people_at_the_same_time_is_named(
    planning: Planning, rina: FakeActor
) -> None:
    first = await planning.draft(rina, reminder())
    second = await planning.draft(rina, reminder("Lain", starts_at=MORNING + timedelta(hours=1)))
    assert [each.id for each in await planning.overlapping(second)] == [first.id]
    other = reminder("Lain lagi", audience=Audience(Category.EDUCATION))
    assert await planning.overlapping(other) == []


async def test_only_what_runs_can_be_paused(
    planning: Planning, rina: FakeActor, tono: FakeActor, services: Services, clock: FakeClock
) -> None:
    whole = await submitted(planning, rina)
    with pytest.raises(Refused, match="sedang diajukan"):
        await planning.pause(rina, whole.id)
    await planning.approve(tono, whole.id, fingerprint=whole.fingerprint)
    async with services.database.transaction() as connection:
        await store.move(connection, whole.id, to=State.RUNNING)
    await planning.pause(tono, whole.id)
    assert (await planning.find(whole.id)).state is State.PAUSED
    await planning.resume(tono, whole.id)
    assert (await planning.find(whole.id)).state is State.RUNNING
    await planning.pause(tono, whole.id)
    clock.moment = whole.ends_at
    with pytest.raises(Refused, match="lewat"):
        await planning.resume(tono, whole.id)
    await planning.cancel(tono, whole.id)
    with pytest.raises(Refused, match="sedang dibatalkan"):
        await planning.cancel(tono, whole.id)


async def test_an_unknown_broadcast_is_said_to_be_unknown(
    planning: Planning, rina: FakeActor
) -> None:
    with pytest.raises(Refused, match="nomor tidak-ada"):
        await planning.find("tidak-ada")
    with pytest.raises(Refused, match="nomor tidak-ada"):
        await planning.submit(rina, "tidak-ada")
