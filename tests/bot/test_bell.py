from datetime import UTC, date, datetime, timedelta

import pytest
from fakes import FakeChannel, FakeClock, Person
from steerers import CHAT, Office

from bot.broadcasts import store
from bot.broadcasts.broadcast import Broadcast, Content, Outcome, Reason, State
from bot.broadcasts.ledger import rows
from bot.channels.telegram.place import group
from bot.contacts.contact import Audience, Category, Group
from bot.staff.account import Role
from bot.tips.forwarding.forwarding import Forwarding
from bot.tips.forwarding.forwarding import State as Forwarded
from bot.tips.forwarding.store import ForwardingStore

EVE = datetime(2024, 11, 23, 3, tzinfo=UTC)  # in Depok: 10:00, the day before masa tenang


async def texts(office: Office) -> list[str]:
    await office.services.bell.run()
    return [each.reply.text for each in office.approver.reads()]


async def kept(office: Office, whole: Broadcast) -> None:
    async with office.services.database.transaction() as connection:
        await store.keep(connection, whole, now=office.desk.clock.now())


async def waiting(office: Office) -> Broadcast:
    return await office.services.broadcasting.verbs.planning.find(office.name)


async def test_who_may_approve_is_told_once_and_gets_there_by_a_tap(office: Office) -> None:
    (told,) = await texts(office)
    assert "Menunggu persetujuan: Masa tenang" in told
    (shown,) = await office.approver.taps("Lihat keadaannya")
    assert "Periksa dan setujui" in [each.label for each in shown.reply.choices]
    assert await texts(office) == []
    office.desk.clock.forward(hours=20)
    assert await texts(office) == []


async def test_what_was_submitted_anew_is_news(office: Office) -> None:
    await texts(office)
    whole = await waiting(office)
    from_now = whole.starts_at + timedelta(minutes=30)
    await kept(office, Broadcast(**_changed(whole, starts_at=from_now)))
    (told,) = await texts(office)
    assert "Menunggu persetujuan" in told


def _changed(whole: Broadcast, **changes: object) -> dict[str, object]:
    return {each: getattr(whole, each) for each in Broadcast.__slots__} | changes


async def test_the_author_is_not_asked_to_approve(office: Office) -> None:
    admin = await office.desk.actor("admin")
    admin = await office.desk.staff.confirm(admin, office.desk.code("admin"))
    office.desk.clock.forward(seconds=30)
    both = frozenset({Role.BROADCASTER, Role.APPROVER})
    await office.desk.management.change(admin, "rina", roles=both, offices=frozenset())
    await office.links("rina")
    assert await texts(office) == []


async def test_nobody_is_told_at_night_and_everybody_in_the_morning(office: Office) -> None:
    office.desk.clock.moment = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)  # 21:30 in Jakarta
    whole = await waiting(office)
    later = office.desk.clock.now() + timedelta(days=1)
    await kept(office, Broadcast(**_changed(whole, ends_at=later)))
    assert await texts(office) == []
    office.desk.clock.forward(hours=9, minutes=40)
    assert len(await texts(office)) == 1


async def test_what_is_urgent_is_told_at_night(office: Office) -> None:
    office.desk.clock.moment = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
    whole = await waiting(office)
    later = office.desk.clock.now() + timedelta(hours=1)
    content = Content("TPS 4 terbakar.", urgent="keselamatan")
    await kept(office, Broadcast(**_changed(whole, ends_at=later, content=content)))
    assert len(await texts(office)) == 1


async def test_who_links_a_chat_later_is_told_then(office: Office, channel: FakeChannel) -> None:
    await office.approver.says("/lupakan")
    await office.approver.taps("Ya, hapus")
    assert await texts(office) == []
    await office.links("tono")
    assert len(await texts(office)) == 1


async def test_a_group_reads_no_content(office: Office, channel: FakeChannel) -> None:
    place = group("-100123")
    assert place
    office.services.bell.group = place
    await office.services.bell.run()
    (told,) = Person(office.services, channel, place).reads()
    assert "Ada siaran yang menunggu persetujuan" in told.reply.text
    assert "Masa tenang" not in told.reply.text
    assert not told.reply.choices


def election_eve(clock: FakeClock) -> None:
    clock.moment = EVE


async def test_a_broadcast_that_stopped_itself_is_told_at_any_hour(office: Office) -> None:
    office.desk.clock.moment = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
    whole = await waiting(office)
    await kept(office, Broadcast(**_changed(whole, state=State.PAUSED)))
    assert await texts(office) == []  # somebody paused it
    async with office.services.database.transaction() as connection:
        for number in range(30):
            refused = number < 25
            await connection.execute(
                rows.insert().values(
                    broadcast=whole.id,
                    person=f"person-{number}",
                    channel="whatsapp",
                    chunk=0,
                    outcome=Outcome.NOT_SENT if refused else Outcome.SENT,
                    reason=Reason.REFUSED if refused else "",
                    copy="",
                )
            )
    (told,) = await texts(office)
    assert "menolak 25 dari 30 pesan (whatsapp)" in told
    (shown,) = await office.approver.taps("Lihat keadaannya")
    assert "Tidak terkirim, ditolak-penyedia: 25" in shown.reply.text
    assert await texts(office) == []


async def test_a_day_without_an_approved_broadcast_is_told_once(office: Office) -> None:
    await texts(office)
    election_eve(office.desk.clock)
    told = [each for each in await texts(office) if "belum ada siaran" in each]
    (tomorrow,) = [each for each in told if each.startswith("*Besok, 24 November 2024")]
    assert "Masa tenang bagi warga" in tomorrow
    assert "Pilkada Kota Depok 2024" in tomorrow
    office.desk.clock.forward(hours=2)
    assert not [each for each in await texts(office) if "24 November" in each]


async def test_the_approved_reminder_of_the_day_covers_it(office: Office) -> None:
    drafting = office.services.broadcasting.verbs.drafting()
    election = drafting.election("pilkada-2024-depok")
    drafts = [each for each in drafting.series(election) if isinstance(each, Broadcast)]
    day = date(2024, 11, 24)
    zone = office.services.settings.timezone
    of_the_day = [each for each in drafts if each.starts_at.astimezone(zone).date() == day]
    for number, each in enumerate(of_the_day):
        await kept(office, Broadcast(**_changed(each, id=f"r{number}", state=State.APPROVED)))
    election_eve(office.desk.clock)
    told = await texts(office)
    assert not [each for each in told if "24 November" in each]


@pytest.mark.parametrize(
    ("audience", "covered"),
    [
        (Audience(Category.OUTREACH), True),
        (Audience(Category.OUTREACH, frozenset({Group.STAFF})), False),
        (Audience(Category.OUTREACH, districts=frozenset({"Beji"})), False),
        (Audience(Category.EDUCATION), False),
    ],
)
async def test_a_text_of_ones_own_covers_whom_it_reaches(
    office: Office, audience: Audience, *, covered: bool
) -> None:
    starts = datetime(2024, 11, 24, 2, tzinfo=UTC)
    ends = starts + timedelta(hours=8)
    own = Broadcast("own", "Tenang", Content("Tenang."), audience, starts, ends, State.APPROVED)
    await kept(office, own)
    election_eve(office.desk.clock)
    told = [each for each in await texts(office) if "24 November" in each]
    assert ("Masa tenang bagi warga" not in "".join(told)) == covered


async def test_a_forwarding_that_stopped_is_told_to_who_forwards(office: Office) -> None:
    keeping = ForwardingStore(office.services.key)
    stopped = Forwarding(
        "f" * 32,
        "tip",
        "bawaslu",
        date(2026, 11, 25),
        Forwarded.DEAD,
        "webhook",
        9,
        "ditolak",
        None,
    )
    async with office.services.database.transaction() as connection:
        await keeping.add(connection, stopped, sealed=b"")
    assert not [each for each in await texts(office) if "Penerusan" in each]
    admin = await office.desk.actor("admin")
    admin = await office.desk.staff.confirm(admin, office.desk.code("admin"))
    office.desk.clock.forward(seconds=30)
    await office.desk.management.change(
        admin, "tono", roles=frozenset({Role.FORWARDER}), offices=frozenset()
    )
    (told,) = await texts(office)
    assert "Penerusan aduan ffffffff berhenti" in told
    assert office.approver.address == CHAT
