"""Pictures that staff put above a text: cleaned, described, part of what is approved."""

import pytest
from pictures import WORDS, png, tell_everything
from visiting import Visitor, hidden

from bot.broadcasts.broadcast import Broadcast, State
from bot.broadcasts.checking import LARGEST_PICTURE
from bot.staff.account import Role
from webhooks.console.uploads import LARGEST_FORM

FORM = {
    "judul": "H-1",
    "naskah": "TPS 4 pindah ke balai warga.",
    "kategori": "pengingat-hari-pemilu",
    "tanggal": "2026-11-26",
    "jam": "16:00",
}
ALT = "Peta jalan ke balai warga"


async def only(console: Visitor) -> Broadcast:
    (found,) = await console.services.broadcasting.verbs.planning.all()
    return found


async def drafted(console: Visitor, **fields: str) -> str:
    await console.enters(Role.BROADCASTER, name="rina")
    await console.sends("/siaran/tulis", **(FORM | fields))
    return f"/siaran/{(await only(console)).id}"


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png"])
async def test_a_picture_is_cleaned_and_shown_on_the_phone_of_telegram(
    kind: str, console: Visitor
) -> None:
    page = await drafted(console)
    answer = await console.uploads(f"{page}/gambar", tell_everything(kind), keterangan=ALT)
    assert answer.headers["location"] == f"/meja{page}/ubah?kabar=gambar-disimpan"
    shown = await console.opens(f"{page}/gambar")
    assert (shown.headers["content-type"], WORDS in shown.content) == (kind, False)
    for path in (page, f"{page}/ubah"):
        assert f'<img src="/meja{page}/gambar" alt="{ALT}">' in (await console.opens(path)).text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"bukan gambar", "JPEG atau PNG yang utuh"),
        (tell_everything("image/webp"), "JPEG atau PNG yang utuh"),
        (png()[:40], "JPEG atau PNG yang utuh"),
        (bytes(LARGEST_PICTURE + 1), "lebih dari 5 MB"),
        (bytes(12 * 1024 * 1024), "lebih dari 5 MB"),
        (b"", "Pilih gambarnya dulu"),
    ],
    ids=["text", "webp", "broken", "large", "larger", "none"],
)
async def test_what_is_not_taken_is_told_beside_the_field(
    content: bytes, told: str, console: Visitor
) -> None:
    page = await drafted(console)
    answer = await console.uploads(f"{page}/gambar", content, keterangan=ALT)
    assert answer.status_code == 422
    assert told in answer.text.split('id="berkas-error">')[1].split("</p>")[0]
    assert f'value="{ALT}"' in answer.text
    assert FORM["naskah"] in answer.text
    assert (await only(console)).content.illustration is None


async def test_a_file_that_no_form_takes_is_refused_in_words(console: Visitor) -> None:
    page = await drafted(console)
    answer = await console.uploads(f"{page}/gambar", bytes(LARGEST_FORM), keterangan=ALT)
    assert (answer.status_code, "jauh lebih dari 5 MB" in answer.text) == (413, True)


async def test_other_forms_take_no_more_than_before_and_no_files(console: Visitor) -> None:
    page = await drafted(console)
    assert (await console.uploads(f"{page}/ubah", bytes(2**21))).status_code == 413
    assert (await console.uploads(f"{page}/ubah", png())).status_code == 415
    assert (await console.sends(f"{page}/gambar", keterangan=ALT)).status_code == 422
    large = await console.sends(f"{page}/gambar", keterangan="a" * 2**21)
    assert large.status_code == 413


async def test_a_text_that_no_caption_holds_takes_no_picture(console: Visitor) -> None:
    page = await drafted(console, naskah="panjang " * 130)
    answer = await console.uploads(f"{page}/gambar", png(), keterangan=ALT)
    assert (answer.status_code, "Dengan gambar, teks paling panjang" in answer.text) == (422, True)
    assert (await only(console)).content.illustration is None


async def test_a_picture_needs_words_for_who_cannot_see_it(console: Visitor) -> None:
    page = await drafted(console)
    answer = await console.uploads(f"{page}/gambar", png(), keterangan=" ")
    assert (answer.status_code, 'id="keterangan-error"' in answer.text) == (422, True)


async def test_every_change_of_a_picture_voids_the_approval(console: Visitor) -> None:
    page = await drafted(console)
    await console.enters(Role.APPROVER, name="tono")
    for content, fields, path in (
        (png(), {"keterangan": ALT}, "gambar"),
        (tell_everything("image/jpeg"), {"keterangan": ALT}, "gambar"),
        (b"", {"keterangan": "Peta lain"}, "gambar"),
        (None, {}, "gambar/lepas"),
    ):
        console.holds("rina")
        await console.sends(f"{page}/ajukan")
        console.holds("tono")
        sidik = hidden(await console.opens(page), "sidik")
        await console.sends(f"{page}/setujui", sidik=sidik)
        assert (await only(console)).state is State.APPROVED
        console.holds("rina")
        if content is None:
            await console.sends(f"{page}/{path}")
        else:
            await console.uploads(f"{page}/{path}", content, **fields)
        assert ((await only(console)).state, (await only(console)).approver) == (State.DRAFT, "")
    assert (await only(console)).content.illustration is None
    assert (await console.opens(f"{page}/gambar")).status_code == 404


async def test_nobody_puts_a_picture_without_a_session_a_role_or_our_form(
    console: Visitor,
) -> None:
    page = await drafted(console)
    path = f"/meja{page}/gambar"
    files, own = {"berkas": ("peta.png", png(), "image/png")}, {"sec-fetch-site": "same-origin"}
    foreign = await console.client.post(
        path, data={"keterangan": ALT, "_token": "x"}, files=files, headers=own
    )
    assert foreign.status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert (await console.client.post(path, files=files, headers=elsewhere)).status_code == 403
    await console.enters(Role.APPROVER, name="tono")
    answer = await console.uploads(f"{page}/gambar", png(), keterangan=ALT)
    assert answer.status_code == 403
    console.holds("nobody")
    answer = await console.uploads(f"{page}/gambar", png(), keterangan=ALT)
    assert 'name="password"' in answer.text
    assert (await only(console)).content.illustration is None


async def test_who_wants_a_picture_comes_to_it_from_the_first_form(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER)
    answer = await console.sends("/siaran/tulis", **FORM, lalu="gambar")
    assert "/ubah" in answer.headers["location"]
    assert 'type="file"' in (await console.client.get(answer.headers["location"])).text
