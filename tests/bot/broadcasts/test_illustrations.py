"""A picture above a text: cleaned, approved with it, and never another one sent."""

from datetime import UTC, datetime, timedelta

import pytest
from actors import FakeActor
from fakes import FakeClock
from pictures import WORDS, png, tell_everything
from sqlalchemy import text
from telegrams import FakeTelegram

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.verbs import Broadcasts
from bot.contacts.contact import Audience, Category, Consent, Subscription
from bot.contacts.store import ContactStore
from bot.errors import Refused
from bot.messages import Address
from bot.wiring import Services

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)  # 08:00 in Depok
EVERYBODY = Audience(Category.REMINDERS)


@pytest.fixture
def verbs(telegram_services: Services) -> Broadcasts:
    return telegram_services.broadcasting.verbs


@pytest.fixture
def rina(telegram_services: Services) -> FakeActor:
    return FakeActor(telegram_services.database, "rina")


@pytest.fixture
def tono(telegram_services: Services) -> FakeActor:
    return FakeActor(telegram_services.database, "tono")


async def drafted(verbs: Broadcasts, rina: FakeActor, words: str = "TPS 4 pindah.") -> Broadcast:
    made = verbs.drafting().free("TPS pindah", words, audience=EVERYBODY, starts_at=MORNING)
    return await verbs.planning.draft(rina, made)


async def approved(verbs: Broadcasts, rina: FakeActor, tono: FakeActor) -> Broadcast:
    whole = await drafted(verbs, rina)
    await verbs.illustrate(rina, whole.id, png())
    whole = await verbs.planning.submit(rina, whole.id)
    return await verbs.planning.approve(tono, whole.id, fingerprint=whole.fingerprint)


async def subscribe(services: Services, *chats: int) -> None:
    contacts = ContactStore(services.key)
    wanted = Subscription(frozenset({Category.REMINDERS}))
    async with services.database.transaction() as connection:
        for chat in chats:
            await contacts.keep(
                connection,
                Address("telegram", str(chat)),
                wanted=wanted,
                consent=Consent(MORNING, "wording"),
            )


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png"])
async def test_a_picture_is_kept_without_what_it_tells_of_its_maker(
    kind: str, verbs: Broadcasts, rina: FakeActor
) -> None:
    whole = await drafted(verbs, rina)
    kept = await verbs.illustrate(rina, whole.id, tell_everything(kind))
    assert kept.content.illustration
    assert kept.content.illustration.kind == kind
    shown = await verbs.picture(kept)
    assert shown
    assert WORDS not in shown.content
    assert len(shown.content) == kept.content.illustration.size
    assert "gambar, di atas teks, hanya di telegram" in dict(await verbs.previews(kept))


async def test_a_picture_is_part_of_what_is_approved(
    verbs: Broadcasts, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await approved(verbs, rina, tono)
    assert whole.is_approved
    changed = await verbs.illustrate(rina, whole.id, tell_everything("image/jpeg"))
    assert (changed.state, changed.fingerprint == whole.fingerprint) == (State.DRAFT, False)
    bare = await verbs.illustrate(rina, whole.id, b"")
    assert bare.content.illustration is None
    assert await verbs.picture(bare) is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no picture at all", "JPEG atau PNG"),
        (b"\x89PNG\r\n\x1a\n", "JPEG atau PNG"),
        (tell_everything("image/webp"), "JPEG atau PNG"),
        (tell_everything("application/pdf"), "JPEG atau PNG"),
        (b"\xff\xd8\xff" + bytes(5 * 1024 * 1024), "lebih dari 5 MB"),
    ],
    ids=["text", "broken", "webp", "pdf", "large"],
)
async def test_what_is_no_picture_or_too_large_is_refused(
    content: bytes, why: str, verbs: Broadcasts, rina: FakeActor
) -> None:
    whole = await drafted(verbs, rina)
    with pytest.raises(Refused, match=why):
        await verbs.illustrate(rina, whole.id, content)
    assert (await verbs.planning.find(whole.id)).content.illustration is None


async def test_a_text_that_no_caption_holds_is_not_submitted_with_a_picture(
    verbs: Broadcasts, rina: FakeActor
) -> None:
    whole = await drafted(verbs, rina, "panjang " * 125)
    await verbs.illustrate(rina, whole.id, png())
    with pytest.raises(Refused, match="Dengan gambar, teks paling panjang 1024"):
        await verbs.planning.submit(rina, whole.id)
    await verbs.illustrate(rina, whole.id, b"")
    assert (await verbs.planning.submit(rina, whole.id)).state is State.SUBMITTED


async def test_everybody_gets_the_approved_picture(
    telegram_services: Services,
    verbs: Broadcasts,
    rina: FakeActor,
    tono: FakeActor,
    fake_telegram: FakeTelegram,
    clock: FakeClock,
) -> None:
    await subscribe(telegram_services, 7, 8, 9)
    whole = await approved(verbs, rina, tono)
    clock.moment = MORNING
    assert await telegram_services.broadcasting.fanout.run() == 3
    (shown,) = fake_telegram.shown(8)
    assert shown["caption"].startswith("TPS 4 pindah.")
    picture = await verbs.picture(whole)
    assert picture
    assert fake_telegram.files == {"photo-0": picture.content}
    await verbs.test(rina, whole.id, to=Address("telegram", "10"))
    assert fake_telegram.shown(10)[0]["photo"]


async def test_a_picture_that_is_not_the_approved_one_is_sent_to_nobody(
    telegram_services: Services,
    verbs: Broadcasts,
    rina: FakeActor,
    tono: FakeActor,
    fake_telegram: FakeTelegram,
    clock: FakeClock,
) -> None:
    await subscribe(telegram_services, 7)
    whole = await approved(verbs, rina, tono)
    async with telegram_services.database.transaction() as connection:
        await connection.execute(text("UPDATE illustrations SET content = :it"), {"it": b"other"})
    clock.moment = MORNING
    assert await telegram_services.broadcasting.fanout.run() == 0
    assert (await verbs.planning.find(whole.id)).state is State.PAUSED
    assert fake_telegram.called("sendPhoto") == []
    with pytest.raises(Refused, match="Gambar siaran ini tidak ada"):
        await verbs.picture(whole)


async def test_a_picture_goes_with_its_ledger(
    telegram_services: Services, verbs: Broadcasts, rina: FakeActor, tono: FakeActor
) -> None:
    whole = await approved(verbs, rina, tono)
    later = whole.ends_at + timedelta(days=1)
    async with telegram_services.database.transaction() as connection:
        await results.delete_closed(connection, before=later)
        assert await connection.scalar(text("SELECT count(*) FROM illustrations")) == 1
        await store.move(connection, whole.id, to=State.CANCELLED)
        await results.delete_closed(connection, before=later)
        assert await connection.scalar(text("SELECT count(*) FROM illustrations")) == 0
