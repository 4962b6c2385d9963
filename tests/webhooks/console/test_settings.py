import pytest
from nacl.pwhash import argon2id
from visiting import Visitor

from bot.staff.account import Role
from bot.staff.retention_words import KINDS
from bot.tips.keys import Cost, new_desk_key


@pytest.fixture
async def admin(console: Visitor) -> Visitor:
    await console.enters(Role.ADMIN)
    return console


async def test_what_a_channel_lacks_is_named(admin: Visitor) -> None:
    page = (await admin.opens("/pengaturan/saluran")).text
    for name in ("TELEGRAM_BOT_TOKEN", "TWILIO_ACCOUNT_SID", "PUBLIC_BASE_URL"):
        assert name in page
    assert "staff link-telegram" in page


async def test_without_a_linked_chat_no_test_message_goes_out(admin: Visitor) -> None:
    assert (await admin.sends("/pengaturan/saluran/uji")).status_code == 422


async def test_targets_are_listed_with_the_days_on_which_they_stand(admin: Visitor) -> None:
    page = (await admin.opens("/pengaturan/tujuan")).text
    assert "buku register" in page
    for target in admin.services.guide.current.library.targets:
        assert target.name in page
    assert "tidak ada lagi atau belum ada" in page


async def test_nothing_is_erased_unless_somebody_says_that_they_mean_it(admin: Visitor) -> None:
    page = await admin.sends("/pengaturan/masa-simpan")
    assert (page.status_code, "perlu diisi" in page.text) == (422, True)
    notes = admin.desk.noted
    assert "run-retention" not in {each.act for each in await notes()}
    done = await admin.sends("/pengaturan/masa-simpan", sure="ya")
    assert done.headers["location"].endswith("masa-simpan?kabar=data-dihapus")
    assert [each.act for each in await notes()] == ["run-retention"]


async def test_every_kind_of_the_plan_has_words(admin: Visitor) -> None:
    page = (await admin.opens("/pengaturan/masa-simpan")).text
    assert set(await admin.services.retention.plan()) <= set(KINDS)
    assert all(admin.services.guide.current.phrases.say(each) in page for each in KINDS.values())


async def test_keys_are_told_by_the_ids_of_their_public_halves(admin: Visitor) -> None:
    page = (await admin.opens("/pengaturan/kunci")).text
    assert "Kunci meja tidak ada" in page
    path = admin.services.settings.desk_key
    path.parent.mkdir(exist_ok=True)
    cost = Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
    old = new_desk_key(path, "kopi tubruk di teras", cost=cost)
    new = new_desk_key(path, "kopi tubruk di teras", cost=cost)
    page = (await admin.opens("/pengaturan/kunci")).text
    assert f"<code>{old.id}</code>" in page
    assert f"<code>{new.id}</code>" in page
    path.write_text("rusak")
    assert "berkasnya rusak" in (await admin.opens("/pengaturan/kunci")).text
