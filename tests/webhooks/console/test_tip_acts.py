"""What staff do with a tip in the browser, and what stands against it."""

import re
from dataclasses import replace
from html import unescape

import pytest
from logged_in import WORDS
from tipping import CONTENT
from unlocking import Room
from visiting import hidden

from bot.staff.account import Role
from bot.tips.tip import Content, Status, Tip
from bot.tips.unlocking import IDLE

OWN = frozenset({"kelurahan-kukusan"})
ELSEWHERE = Content(replace(CONTENT.account, office=""))
REASON = "Bukan ASN, menurut BKPSDM."
ACTS: dict[str, dict[str, str]] = {
    "catatan": {"catatan": "Mirip aduan kemarin."},
    "tanya": {"pertanyaan": "Ada foto kausnya?", "tahap": "kirim"},
    "petugas": {"petugas": "siti"},
    "petugas/lepas": {},
    "serius": {"serius": "tidak"},
    "perangkat": {"perangkat": "kecamatan-beji"},
    "perangkat/lepas": {"perangkat": "kecamatan-beji"},
    "tahan": {"tahan": "ya"},
    "langkah": {"langkah_status": "dibaca", "keterangan": REASON},
    "tutup": {"hasil": "ditolak", "alasan": REASON, "tahap": "kirim"},
}


@pytest.fixture
async def tip(room: Room) -> Tip:
    """A tip on the desk of somebody who has read it."""
    _, found = await room.office.sends(ELSEWHERE)
    await room.enters()
    return found


async def status(room: Room, tip: Tip) -> Status:
    async with room.office.database.reading() as connection:
        found = await room.office.intake.look_up(connection, tip.receipt)
    assert found
    return found.status


async def test_a_note_is_for_colleagues(room: Room, tip: Tip) -> None:
    answer = await room.does(tip, "catatan", catatan="Mirip aduan kemarin.")
    assert answer.headers["location"] == f"/meja/aduan/{tip.id}?kabar=catatan-disimpan"
    page = await room.reads(tip)
    assert "Mirip aduan kemarin." in page
    assert "25 November 2026, Siti" in page


async def test_a_question_is_shown_as_its_reader_sees_it_before_it_is_asked(room: Room) -> None:
    receipt, tip = await room.office.sends()
    await room.enters()
    looked = await room.does(tip, "tanya", pertanyaan="Ada foto kausnya?")
    assert "petugas: Ada foto kausnya?" in unescape(looked.text)
    assert "Sebaiknya ubah dulu" not in looked.text
    assert await room.office.remarks(tip, receipt) == []
    asked = await room.does(
        tip, "tanya", hidden(looked, "dilihat"), pertanyaan="Ada foto kausnya?", tahap="kirim"
    )
    assert asked.status_code == 303
    assert await room.office.remarks(tip, receipt) == ["petugas: Ada foto kausnya?"]
    assert await status(room, tip) is Status.NEEDS_INFO
    await room.office.answers(tip, "Ada dua, menyusul.")
    await room.office.mover.move_parcels()
    page = await room.reads(tip)
    assert page.index("Ada foto kausnya?") < page.index("Ada dua, menyusul.")


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("Siapa Anda dan apa jabatan Anda?", "Siapa Anda"),
        ("Boleh minta nomor HP Anda?", "nomor HP Anda"),
        ("Hubungi saya di 0812-3456-7890 ya.", "0812-3456-7890"),
    ],
)
async def test_a_question_that_asks_or_tells_who_somebody_is_is_warned_of(
    room: Room, tip: Tip, question: str, doubt: str
) -> None:
    page = unescape((await room.does(tip, "tanya", pertanyaan=question)).text)
    assert "Sebaiknya ubah dulu" in page
    assert f'"{doubt}' in page


async def test_a_question_can_be_written_on_after_it_was_looked_at(room: Room, tip: Tip) -> None:
    page = await room.does(tip, "tanya", pertanyaan="Ada foto kausnya?", tahap="ubah")
    assert (page.status_code, page.text.count("Ada foto kausnya?")) == (200, 1)
    assert await status(room, tip) is Status.READ


async def test_a_tip_is_given_away_and_taken_back(room: Room, tip: Tip) -> None:
    await room.console.enters(Role.FORWARDER, name="budi")
    await room.console.enters(Role.VERIFIER, name="lina", offices=OWN)
    await room.console.enters(Role.EDITOR, name="edi")
    room.console.holds("siti")
    await room.does(tip, "perangkat", perangkat="kelurahan-kukusan")
    offered = re.findall(
        r'<option value="(\w+)">\w+', (await room.reads(tip)).split("Pilih rekan")[1]
    )
    assert {"budi", "siti"} <= set(offered)
    assert not {"lina", "edi"} & set(offered)
    await room.does(tip, "petugas", petugas="budi")
    assert "Ditangani <strong>Budi" in await room.reads(tip)
    assert tip.id not in (await room.console.opens("/aduan?petugas=saya")).text
    await room.does(tip, "petugas/lepas")
    page = await room.reads(tip)
    assert "Belum ada yang menangani" in page
    assert "diambil kembali dari: budi" in page


@pytest.mark.parametrize("name", ["edi", "tidak-ada", ""])
async def test_a_tip_is_given_to_nobody_who_may_not_read_it(
    room: Room, tip: Tip, name: str
) -> None:
    await room.console.enters(Role.EDITOR, name="edi")
    room.console.holds("siti")
    answer = await room.does(tip, "petugas", petugas=name)
    assert (answer.status_code, 'id="petugas-error"' in answer.text) == (422, True)
    assert "Belum ada yang menangani" in answer.text


async def test_a_prank_is_told_apart_and_taken_seriously_again(room: Room, tip: Tip) -> None:
    await room.does(tip, "serius", serius="tidak")
    assert tip.id in (await room.console.opens("/aduan?serius=tidak")).text
    assert tip.id not in (await room.console.opens("/aduan?serius=ya")).text
    await room.does(tip, "serius", serius="ya")
    assert tip.id in (await room.console.opens("/aduan?serius=ya")).text


async def test_a_marked_office_sees_the_tip_no_more_until_it_is_unmarked(
    room: Room, tip: Tip
) -> None:
    await room.enters(name="lina", offices=OWN)
    assert tip.id in (await room.console.opens("/aduan")).text
    room.console.holds("siti")
    await room.does(tip, "perangkat", perangkat="kelurahan-kukusan")
    assert "Tampilkan lagi" in await room.reads(tip)
    room.console.holds("lina")
    assert tip.id not in (await room.console.opens("/aduan?cari=kaus")).text
    assert (await room.console.opens(f"/aduan/{tip.id}")).status_code == 404
    room.console.holds("siti")
    await room.does(tip, "perangkat/lepas", perangkat="kelurahan-kukusan")
    room.console.holds("lina")
    assert tip.id in (await room.console.opens("/aduan")).text


async def test_whoever_marks_their_own_office_is_led_back_to_the_list(room: Room) -> None:
    _, tip = await room.office.sends(ELSEWHERE)
    await room.enters(offices=OWN)
    answer = await room.does(tip, "perangkat", perangkat="kelurahan-kukusan")
    assert answer.headers["location"] == "/meja/aduan?kabar=aduan-tersembunyi"
    assert (await room.console.opens(f"/aduan/{tip.id}")).status_code == 404


async def test_what_the_sender_named_is_not_unmarked(room: Room) -> None:
    _, tip = await room.office.sends()
    await room.enters()
    assert "Tampilkan lagi" not in await room.reads(tip)
    await room.does(tip, "perangkat/lepas", perangkat="kelurahan-kukusan")
    assert "disebut pelapor" in await room.reads(tip)


async def test_an_office_that_is_not_listed_is_refused(room: Room, tip: Tip) -> None:
    answer = await room.does(tip, "perangkat", perangkat="kantor-khayalan")
    assert (answer.status_code, "tidak ada dalam daftar" in answer.text) == (422, True)


async def test_a_tip_is_held_and_let_go(room: Room, tip: Tip) -> None:
    await room.does(tip, "tahan", tahan="ya")
    assert "Ditahan:" in await room.reads(tip)
    await room.does(tip, "tahan", tahan="tidak")
    assert "90 hari setelah ditutup" in await room.reads(tip)


async def test_closing_shows_what_the_sender_reads_and_then_when_the_tip_goes(
    room: Room, tip: Tip
) -> None:
    looked = await room.does(tip, "tutup", hasil="ditolak", alasan=REASON)
    assert "Ditolak: tidak bisa ditindaklanjuti." in looked.text
    assert await status(room, tip) is Status.READ
    seen = hidden(looked, "dilihat")
    await room.does(tip, "tutup", seen, hasil="ditolak", alasan=REASON, tahap="kirim")
    assert await status(room, tip) is Status.REJECTED
    page = await room.reads(tip)
    assert "Dihapus otomatis <strong>24 Februari 2027" in page
    assert f"ditolak: {REASON}" in page
    assert f'action="/meja/aduan/{tip.id}/tutup"' not in page
    assert f'action="/meja/aduan/{tip.id}/tanya"' not in page


async def test_only_steps_that_the_status_allows_are_offered_and_done(room: Room, tip: Tip) -> None:
    assert 'name="langkah_status"' not in await room.reads(tip)
    answer = await room.does(tip, "langkah", langkah_status="diterima", keterangan=REASON)
    assert (answer.status_code, "sekarang dibaca" in answer.text) == (409, True)
    assert answer.text.count(REASON) == 0
    await room.does(tip, "tanya", pertanyaan="Ada foto kausnya?", tahap="kirim")
    assert "Tidak menunggu jawaban lagi" in await room.reads(tip)
    await room.does(tip, "langkah", langkah_status="dibaca", keterangan=REASON)
    assert await status(room, tip) is Status.READ
    for wrong in ("selesai", "baru", ""):
        fields = {"langkah_status": wrong, "keterangan": REASON}
        assert (await room.does(tip, "langkah", **fields)).status_code == 422


@pytest.mark.parametrize(
    ("act", "fields", "place"),
    [
        ("catatan", {"catatan": "  "}, "catatan"),
        ("catatan", {"catatan": "x" * 4_001}, "catatan"),
        ("tanya", {"pertanyaan": "Foto"}, "pertanyaan"),
        ("tutup", {"hasil": "ditolak"}, "alasan"),
        ("tutup", {"hasil": "baru", "alasan": REASON}, "hasil"),
        ("tutup", {"hasil": "selesai", "alasan": REASON[:3], "tahap": "kirim"}, "alasan"),
    ],
)
async def test_what_is_not_filled_in_is_said_beside_its_field(
    room: Room, tip: Tip, act: str, fields: dict[str, str], place: str
) -> None:
    answer = await room.does(tip, act, **fields)
    assert answer.status_code == 422
    assert f'id="{place}-error"' in answer.text
    assert all(each in answer.text for each in fields.values() if each.strip() == each)
    assert await status(room, tip) is Status.READ


@pytest.mark.parametrize("act", [each for each in ACTS if each != "catatan"])
async def test_a_colleague_who_was_faster_is_told_of_and_nothing_typed_is_lost(
    room: Room, tip: Tip, act: str
) -> None:
    before = await room.version(tip)
    await room.enters(name="budi")
    await room.does(tip, "petugas", petugas="budi")
    room.console.holds("siti")
    answer = await room.does(tip, act, before, **ACTS[act])
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "berubah sejak Anda membukanya" in page
    assert "budi, ditugaskan kepada: budi" in page
    for name in {"pertanyaan", "alasan"} & ACTS[act].keys():
        assert ACTS[act][name] in page
    found = await room.reads(tip)
    assert "Ditangani <strong>Budi" in found
    again = await room.does(tip, act, hidden(answer, "dilihat"), **ACTS[act])
    assert again.status_code in {303, 409 if act == "langkah" else 303}


async def test_a_note_fits_whatever_colleagues_did_meanwhile(room: Room, tip: Tip) -> None:
    before = await room.version(tip)
    await room.does(tip, "serius", serius="tidak")
    answer = await room.does(tip, "catatan", before, **ACTS["catatan"])
    assert answer.status_code == 303
    assert (await room.does(tip, "serius", serius="ya")).status_code == 303


async def test_a_form_that_saw_nothing_does_nothing(room: Room, tip: Tip) -> None:
    answer = await room.console.sends(f"/aduan/{tip.id}/serius", serius="tidak")
    assert answer.status_code == 409
    assert "Tandai tidak serius" in answer.text


@pytest.mark.parametrize("act", ACTS)
async def test_a_tip_of_ones_own_office_is_told_from_none_that_is_there(
    room: Room, act: str
) -> None:
    _, tip = await room.office.sends()
    await room.enters(offices=OWN)
    fields = {"dilihat": "dibaca-1", **ACTS[act]}
    own = await room.console.sends(f"/aduan/{tip.id}/{act}", **fields)
    none = await room.console.sends(f"/aduan/{'f' * 16}/{act}", **fields)
    assert (own.status_code, none.status_code) == (404, 404)
    assert own.text == none.text
    for name in {"catatan", "pertanyaan", "alasan"} & fields.keys():
        assert fields[name] in own.text
    assert await status(room, tip) is Status.NEW


@pytest.mark.parametrize("act", ACTS)
async def test_who_has_no_role_for_tips_does_nothing_with_them(room: Room, act: str) -> None:
    _, tip = await room.office.sends(ELSEWHERE)
    others = set(Role) - {Role.VERIFIER, Role.FORWARDER}
    await room.console.enters(*others)
    answer = await room.console.sends(f"/aduan/{tip.id}/{act}", dilihat="baru-0", **ACTS[act])
    assert answer.status_code == 403
    assert await status(room, tip) is Status.NEW


async def test_what_was_typed_when_the_desk_locked_comes_back_after_unlocking(
    room: Room, tip: Tip
) -> None:
    version = await room.version(tip)
    referer = {"referer": f"http://127.0.0.1:8000/meja/aduan/{tip.id}"}
    room.console.clock.forward(seconds=IDLE.total_seconds() - 1)
    await room.console.opens("/bantuan")
    room.console.clock.forward(seconds=1)
    fields = {"dilihat": version, "catatan": "Jangan sampai hilang."}
    shut = await room.console.sends(f"/aduan/{tip.id}/catatan", referer, **fields)
    assert (shut.status_code, "tulisan Anda tidak hilang" in shut.text) == (423, True)
    assert "Jangan sampai hilang." not in shut.text
    carried = {"_tulisan": hidden(shut, "_tulisan"), "next": f"/meja/aduan/{tip.id}"}
    wrong = await room.console.sends("/aduan/buka", desk_password="bukan itu", **carried)
    carried["_tulisan"] = hidden(wrong, "_tulisan")
    room.console.clock.forward(seconds=2)
    back = await room.console.sends("/aduan/buka", desk_password=WORDS, **carried)
    assert (back.status_code, "Jangan sampai hilang." in back.text) == (200, True)
    assert "Belum ada catatan" in back.text


async def test_a_tip_that_was_withdrawn_meanwhile_leaves_what_was_typed(
    room: Room, tip: Tip
) -> None:
    version = await room.version(tip)
    await room.office.withdraws(tip)
    await room.office.mover.move_parcels()
    answer = await room.does(tip, "tanya", version, **ACTS["tanya"])
    assert (answer.status_code, "Ada foto kausnya?" in answer.text) == (404, True)
