"""The shorter ways: role, pledge, privacy, contacts, tips, reminders."""

import pytest
from fakes import Person
from sqlalchemy import text

from bot.questions import store
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build
from knowledge.deciding import Action, Decision, decide
from knowledge.lessons import exam
from knowledge.rule import Intent, Role


async def test_every_role_can_be_chosen_and_is_kept(person: Person, services: Services) -> None:
    labels: list[str] = []
    choice = "me:"
    while choice:
        (page,) = await person.says(tapping=choice)
        labels += [each.id for each in page.reply.choices if each.id.startswith("role:")]
        choice = next((each.id for each in page.reply.choices if each.label == "Lainnya"), "")
    assert {each for each in labels if each != "role:"} == {f"role:{role}" for role in Role}
    (reply,) = await person.says(tapping="role:kepala-desa")
    assert "kepala desa" in reply.reply.text
    assert "sekarang tercatat sebagai kepala desa" in (await person.says("/saya"))[0].reply.text


async def test_a_role_may_be_left_open_and_is_not_asked_again(person: Person) -> None:
    await person.says(tapping="ask:like-unggahan-calon")
    (reply,) = await person.taps("Belum tahu")
    assert "tidak apa-apa" in reply.reply.text
    assert len(await person.says(tapping="ask:like-unggahan-calon")) == 1


async def test_the_pledge_is_read_affirmed_and_only_counted(
    person: Person, services: Services
) -> None:
    (pledge,) = await person.says("/ikrar")
    assert "politik uang" in pledge.reply.text
    (thanks,) = await person.taps("Saya berikrar")
    assert "tidak ada nama" in thanks.reply.text
    async with services.database.reading() as connection:
        assert (await store.tallies(connection))["ikrar", ""] == 1


async def test_privacy_is_explained_with_the_rights_of_the_law(person: Person) -> None:
    (notice,) = await person.says("/privasi")
    for promise in ("30 menit", "30 hari", "48 jam", "90 hari"):
        assert promise in notice.reply.text
    (rights,) = await person.taps("Hak saya")
    for article in range(5, 16):
        assert f"Pasal {article}" in rights.reply.text


async def test_a_safer_line_is_shown_where_a_partner_has_one(
    settings: Settings, services: Services, person: Person
) -> None:
    assert "saluran yang lebih aman" not in (await person.says("/privasi"))[0].reply.text
    at_risk = settings.model_copy(update={"high_risk_url": "https://aman.example.id"})
    other = build(at_risk, guide=services.guide, channels={"terminal": person.channel})
    person.services = other
    assert "https://aman.example.id" in (await person.says("/privasi"))[0].reply.text
    await other.close()


async def test_one_may_decide_not_to_be_forgotten(person: Person) -> None:
    await person.says(tapping="role:pns")
    await person.says("/lupakan")
    assert "tidak ada yang dihapus" in (await person.taps("Tidak jadi"))[0].reply.text
    assert "tercatat sebagai PNS" in (await person.says("/saya"))[0].reply.text


@pytest.mark.parametrize("asked", ["/petugas", "mau ngomong sama orang beneran dong"])
async def test_a_human_is_named(asked: str, person: Person) -> None:
    (reply,) = await person.says(asked)
    for office in ("BKPSDM", "Inspektorat", "Bawaslu"):
        assert office in reply.reply.text


async def test_a_tip_is_not_taken_and_not_kept(person: Person, services: Services) -> None:
    story = "saya mau lapor, lurah saya kemarin bagi-bagi kaos calon ke warga"
    (reply,) = await person.says(story)
    assert "belum tersedia di sini" in reply.reply.text
    assert "Bawaslu" in reply.reply.text
    async with services.database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM unanswered")) == 0


async def test_what_may_be_a_tip_or_a_question_gets_both_ways(
    person: Person, guide: LiveGuide
) -> None:
    current = guide.current
    stories = [each.text for each in exam(current.library) if each.intent is Intent.TIP]
    doubtful = (text for text in stories if decide_on(guide, text).action is Action.CLARIFY)
    story = next(each for each in doubtful if decide_on(guide, each).intent is Intent.TIP)
    (reply,) = await person.says(story)
    offered = [each.id for each in reply.reply.choices]
    assert offered[0] == "ask:cara-melapor"
    assert offered[1:] == [f"ask:{each}" for each in decide_on(guide, story).options]


def decide_on(guide: LiveGuide, text: str) -> Decision:
    return decide(guide.current.matcher.match(text), guide.current.library)


async def test_the_state_of_a_tip_cannot_be_asked_here(person: Person) -> None:
    (reply,) = await person.says("laporan saya yang kemarin sudah sampai mana prosesnya?")
    assert "statusnya juga belum bisa dicek" in reply.reply.text


async def test_reminders_are_not_sent_where_we_cannot_write_first(person: Person) -> None:
    (reply,) = await person.says("daftarin saya pengingat hari pencoblosan dong")
    assert "lewat Telegram dan WhatsApp" in reply.reply.text


@pytest.mark.parametrize("yes", ["ya", "Iya, hapus aja", "ok", "hapus"])
async def test_a_typed_yes_forgets(yes: str, person: Person) -> None:
    await person.says("/lupakan")
    assert "Sudah dihapus" in (await person.says(yes))[0].reply.text


@pytest.mark.parametrize("no", ["jangan", "gak jadi", "nanti aja", "apa itu?"])
async def test_anything_but_a_yes_deletes_nothing(no: str, person: Person) -> None:
    await person.says(tapping="role:pns")
    await person.says("/lupakan")
    assert "tidak ada yang dihapus" in (await person.says(no))[0].reply.text
    assert "tercatat sebagai PNS" in (await person.says("/saya"))[0].reply.text


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("saya honorer di kelurahan", "pegawai non-ASN"),
        ("saya pns", "PNS"),
        ("pppk paruh waktu", "PPPK paruh waktu"),
        ("guru", "guru atau dosen"),
        ("aku warga biasa kok", "warga"),
    ],
)
async def test_a_role_may_be_said_in_words_when_it_is_asked(
    said: str, role: str, person: Person
) -> None:
    await person.says("/saya")
    assert f"dicatat sebagai {role}" in (await person.says(said))[0].reply.text


async def test_a_question_is_no_role(person: Person) -> None:
    await person.says("/saya")
    (card, *_) = await person.says("pppk boleh gak like postingan paslon?")
    assert "dicatat sebagai" not in card.reply.text


async def test_a_citizen_is_not_sent_to_a_superior(person: Person) -> None:
    await person.says(tapping="role:warga")
    (card,) = await person.says(tapping="ask:kaos-atribut-partai")
    assert "bukan warga" in card.reply.text
    assert "atasan atau BKPSDM" not in card.reply.text
    assert "Sanksi:" not in card.reply.text
