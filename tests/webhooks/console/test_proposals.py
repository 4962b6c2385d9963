"""Usulkan aturan baru: a form that loses nothing, the card, the patch and what it does."""

from html import unescape

import pytest
import yaml
from questioning import BAD, FIGURES, asked
from questioning import EXAMPLES as PAYUNG
from settling import group_of, settled
from visiting import Visitor

from bot.questions.teaching import Effect, NotTaught
from bot.staff.account import Role
from webhooks.console import proposals as pages

PATH = "/pertanyaan/aturan-baru"
TYPED = {
    "judul": "Memakai payung bergambar kuda",
    "topik": "atribut",
    "putusan": "dilarang",
    "untuk": ["pns", "pppk"],
    "tahapan": "selalu",
    "jawaban": "Jangan dipakai ke kantor.",
    "alasan": "Gambarnya mudah dibaca sebagai dukungan.",
    "alternatif": "Pakai payung polos.",
    "dasar": "uu-20-2023 Pasal 2 huruf f",
    "contoh": "\n".join(PAYUNG),
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure at once."""
    monkeypatch.setattr(pages, "effect", lambda *_, **__: Effect(FIGURES, FIGURES, 0, 5))


async def test_a_group_brings_its_questions_as_examples(console: Visitor) -> None:
    await asked(console.services.database, "boleh flerb qwop?", BAD)
    await console.enters(Role.EDITOR)
    group = await group_of(console)
    page = (await console.opens(group)).text
    assert f'href="/meja{PATH}?kelompok={group.rsplit("/", 1)[1]}"' in page
    form = (await settled(console, f"{PATH}?kelompok={group.rsplit('/', 1)[1]}")).text
    assert "flerb qwop" in form
    assert "<script>alert" not in form
    gone = await console.opens(f"{PATH}?kelompok=0")
    assert gone.headers["location"] == "/meja/pertanyaan?kabar=kelompok-berubah"


async def test_what_lacks_is_told_field_by_field_and_nothing_typed_is_lost(
    console: Visitor,
) -> None:
    await console.enters(Role.EDITOR)
    few = {"contoh": "payung kuda", "putusan": "bersyarat"}
    page = unescape((await console.sends(PATH, **{**TYPED, **few, "dasar": "", "untuk": []})).text)
    assert page.count('class="error"') == 2  # what is seen beside others is told once all is there
    page = unescape((await console.sends(PATH, **{**TYPED, **few})).text)
    assert "Putusan bersyarat perlu syarat" in page
    assert "paling sedikit 6 contoh" in page
    assert "Gambarnya mudah dibaca" in page
    assert "Sebagai perubahan berkas" not in page
    known = console.services.guide.current.library.rules["like-unggahan-calon"]
    more = {"contoh": f"{TYPED['contoh']}\n{known.examples[0]}", "dasar_lain": "uu-20-2023"}
    page = unescape((await console.sends(PATH, **{**TYPED, **more, "syarat": "x"})).text)
    assert f'sudah menjadi contoh dari "{known.title}"' in page
    assert "Isian ini tidak dapat dipakai" in page
    assert "Syarat hanya untuk putusan bersyarat" in page
    strange = {"topik": "x", "dasar": "x"}
    page = (await console.sends(PATH, **{**TYPED, **strange})).text
    assert page.count("tidak dapat dipakai") >= 2


async def test_the_card_the_patch_and_the_effect_are_shown(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    page = await console.sends(PATH, **TYPED)
    while "Sedang dihitung" in page.text:
        page = await console.sends(PATH, **TYPED)
    text = unescape(page.text)
    card = text[text.index('aria-label="Kartu jawaban"') : text.index("Sebagai perubahan berkas")]
    assert "Jangan dipakai ke kantor." in card
    assert "DILARANG" not in card  # nobody has reviewed it
    assert "Sanksinya belum ditinjau" in card
    assert "+    putusan: dilarang" in text
    assert '"Boleh" tidak lebih sering salah' in text
    file = await console.sends(f"{PATH}/berkas", **TYPED)
    assert file.headers["content-disposition"].endswith('"memakai-payung-bergambar-kuda.patch"')
    added = [each[1:] for each in file.text.splitlines()[3:] if each.startswith("+")]
    (rule,) = yaml.safe_load("\n".join(added))
    assert rule["contoh"] == list(PAYUNG)


async def test_what_was_typed_is_text_and_no_markup_or_yaml(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    hostile = {"alasan": BAD, "judul": '"><script>alert(1)</script>', "jawaban": BAD}
    page = (await console.sends(PATH, **{**TYPED, **hostile})).text
    assert "<script>alert" not in page
    file = await console.sends(f"{PATH}/berkas", **{**TYPED, **hostile})
    added = [each[1:] for each in file.text.splitlines()[3:] if each.startswith("+")]
    (rule,) = yaml.safe_load("\n".join(added))
    assert rule["alasan"] == " ".join(BAD.split())
    assert '"' not in file.headers["content-disposition"].split("=", 1)[1].strip('"')


async def test_what_the_knowledge_does_not_take_is_said_and_leaves_no_file(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clashes(*_: object, **__: object) -> Effect:
        raise NotTaught("clash")

    monkeypatch.setattr(pages, "effect", clashes)
    await console.enters(Role.EDITOR)
    page = unescape((await console.sends(PATH, **TYPED)).text)
    assert "Pengetahuan belum dapat menerima aturan ini" in page
    assert "clash" in page[page.index('id="hasil"') :]  # what is awaited is replaced by it
    assert "Unduh" not in page
    wrong = await console.sends(f"{PATH}/berkas", **{**TYPED, "judul": ""})
    assert "Bagian ini perlu diisi" in wrong.text


async def test_what_the_check_would_refuse_as_too_long_is_told_beside_its_field(
    console: Visitor,
) -> None:
    await console.enters(Role.EDITOR)
    form = (await console.opens(PATH)).text
    for field, longest in (("judul", 70), ("jawaban", 280), ("alasan", 450), ("alternatif", 280)):
        assert f'id="{field}" name="{field}" required maxlength="{longest}"' in form
        page = await console.sends(PATH, **{**TYPED, field: "a" * (longest + 1)})
        assert (page.status_code, f'id="{field}-error"' in page.text) == (422, True)


async def test_a_law_that_was_revoked_carries_no_new_rule(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    laws = console.services.guide.current.library.laws.values()
    revoked = next(each for each in laws if each.status == "dicabut")
    place = f"{revoked.id} {revoked.articles[0].number}"
    assert place not in (await console.opens(PATH)).text
    page = await console.sends(PATH, **{**TYPED, "dasar": place})
    assert 'id="dasar-error"' in page.text


async def test_marks_of_what_was_scrubbed_are_no_part_of_examples(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    more = "\n".join((*PAYUNG, "payung kuda dari [nama] gimana"))
    patch = (await console.sends(f"{PATH}/berkas", **{**TYPED, "contoh": more})).text
    assert "payung kuda dari gimana" in patch
    assert "[nama]" not in patch
