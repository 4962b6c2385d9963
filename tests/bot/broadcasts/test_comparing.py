"""What an approver is told of a broadcast that was approved, or drafted from ours, before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from actors import FakeActor
from pictures import png, tell_everything
from sqlalchemy import text

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.comparing import Basis, Kind, PictureChange, worded
from bot.broadcasts.verbs import Broadcasts
from bot.contacts.contact import Audience, Category, Group
from bot.wiring import Services

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)  # 08:00 in Depok
EVERYBODY = Audience(Category.REMINDERS)


@pytest.fixture
def verbs(services: Services) -> Broadcasts:
    return services.broadcasting.verbs


@pytest.fixture
def rina(services: Services) -> FakeActor:
    return FakeActor(services.database, "rina")


@pytest.fixture
def tono(services: Services) -> FakeActor:
    return FakeActor(services.database, "tono")


async def drafted(verbs: Broadcasts, rina: FakeActor) -> Broadcast:
    made = verbs.drafting().free("TPS", "TPS 4 pindah.", audience=EVERYBODY, starts_at=MORNING)
    return await verbs.planning.draft(rina, made)


async def approved(verbs: Broadcasts, rina: FakeActor, tono: FakeActor) -> Broadcast:
    whole = await drafted(verbs, rina)
    whole = await verbs.planning.submit(rina, whole.id)
    return await verbs.planning.approve(tono, whole.id, fingerprint=whole.fingerprint)


async def test_an_edit_is_compared_with_what_was_approved_word_by_word(
    verbs: Broadcasts, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await approved(verbs, rina, tono)
    other = replace(whole.content, text=whole.content.text.replace("4", "5"))
    narrow = replace(EVERYBODY, groups=frozenset({next(iter(Group))}))
    later = MORNING + timedelta(hours=1)
    changed = replace(whole, content=other, audience=narrow, starts_at=later)
    found = await verbs.comparison(await verbs.planning.change(rina, changed))
    assert found
    assert (found.basis, found.before.approver, bool(found.at)) == (Basis.APPROVED, "tono", True)
    changes = [(each.kind, each.text) for each in found.text if each.kind is not Kind.SAME]
    assert changes == [(Kind.GONE, "4"), (Kind.NEW, "5")]
    assert "".join(e.text for e in found.text if e.kind is not Kind.GONE) == other.text
    assert (found.has_other_audience, found.has_other_time, found.is_same) == (True, True, False)
    assert (found.has_other_choices, found.has_other_urgency) == (False, False)


async def test_what_was_changed_back_is_the_same(
    verbs: Broadcasts, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await approved(verbs, rina, tono)
    await verbs.planning.change(rina, replace(whole, title="Lain"))
    found = await verbs.comparison(await verbs.planning.find(whole.id))
    assert found
    assert (found.is_same, found.text, found.picture) == (True, (), None)


async def test_a_picture_was_added_replaced_described_or_removed(
    verbs: Broadcasts, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await drafted(verbs, rina)
    await verbs.illustrate(rina, whole.id, png(), alt="Peta")
    await verbs.planning.submit(rina, whole.id)
    read = (await verbs.planning.find(whole.id)).fingerprint
    await verbs.planning.approve(tono, whole.id, fingerprint=read)
    for content, alt, change in (
        (png(), "Peta TPS", PictureChange.DESCRIBED),
        (tell_everything("image/jpeg"), "Peta", PictureChange.REPLACED),
        (b"", "", PictureChange.REMOVED),
    ):
        found = await verbs.comparison(await verbs.illustrate(rina, whole.id, content, alt=alt))
        assert found
        assert (found.picture, found.is_same) == (change, False)


async def test_the_first_approval_is_compared_with_the_reminder_of_its_election(
    verbs: Broadcasts, rina: FakeActor
) -> None:
    drafting = verbs.drafting()
    made = drafting.reminder("ikrar-netralitas", drafting.election("pilkada-2024-depok"))
    kept = await verbs.planning.draft(rina, made)
    found = await verbs.comparison(kept)
    assert found
    assert (found.basis, found.is_same, found.at) == (Basis.REMINDER, True, None)
    later = replace(kept, starts_at=kept.starts_at + timedelta(days=1))
    found = await verbs.comparison(later)
    assert found
    assert (found.before.starts_at, found.has_other_time) == (kept.starts_at, True)


async def test_a_text_of_one_s_own_has_nothing_to_be_compared_with(
    verbs: Broadcasts, rina: FakeActor
) -> None:
    assert await verbs.comparison(await drafted(verbs, rina)) is None


async def test_what_was_approved_goes_with_its_ledger(
    services: Services, verbs: Broadcasts, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await approved(verbs, rina, tono)
    count = text("SELECT count(*) FROM approved_versions")
    async with services.database.transaction() as connection:
        await results.delete_closed(connection, before=whole.ends_at + timedelta(days=1))
        assert await connection.scalar(count) == 1
        await store.move(connection, whole.id, to=State.CANCELLED)
        await results.delete_closed(connection, before=whole.ends_at + timedelta(days=1))
        assert await connection.scalar(count) == 0


def test_line_breaks_and_spaces_are_part_of_what_is_compared() -> None:
    assert worded("a b", "a b") == ()
    assert [each.kind for each in worded("a b", "a\nb")] == [
        Kind.SAME,
        Kind.GONE,
        Kind.NEW,
        Kind.SAME,
    ]
