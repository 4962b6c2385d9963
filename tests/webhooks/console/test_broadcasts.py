"""What staff do with broadcasts at the console, from the first word to the report."""

from collections.abc import Sequence

import httpx
from visiting import Visitor, hidden

from bot.broadcasts import store
from bot.broadcasts.broadcast import Broadcast, State
from bot.staff.account import Role

TEXT = "Besok *hari pemungutan suara*. Tidak ada foto di TPS."
FORM: dict[str, str | Sequence[str]] = {
    "judul": "H-1",
    "naskah": TEXT,
    "kategori": "pengingat-hari-pemilu",
    "tanggal": "2026-11-26",
    "jam": "16:00",
}


async def only(console: Visitor) -> Broadcast:
    (found,) = await console.services.broadcasting.verbs.planning.all()
    return found


async def drafted(console: Visitor, **fields: str | Sequence[str]) -> Broadcast:
    await console.enters(Role.BROADCASTER, name="rina")
    answer = await console.sends("/siaran/tulis", **(FORM | fields))
    assert answer.status_code == 303, answer.text
    return await only(console)


async def submitted(console: Visitor) -> str:
    whole = await drafted(console)
    await console.sends(f"/siaran/{whole.id}/ajukan")
    return f"/siaran/{whole.id}"


async def approved(console: Visitor, page: str) -> httpx.Response:
    sidik = hidden(await console.opens(page), "sidik")
    return await console.sends(f"{page}/setujui", sidik=sidik)


async def moved(console: Visitor, state: State) -> None:
    whole = await only(console)
    async with console.services.database.transaction() as connection:
        await store.move(connection, whole.id, to=state)


async def test_one_writes_and_submits_and_another_approves(console: Visitor) -> None:
    page = await submitted(console)
    await console.enters(Role.APPROVER, name="tono")
    assert "Menunggu Anda" in (await console.opens("/siaran")).text
    await approved(console, page)
    whole = await only(console)
    assert (whole.state, whole.is_approved, whole.approver) == (State.APPROVED, True, "tono")


async def test_a_code_is_asked_of_who_approves(console: Visitor) -> None:
    page = await submitted(console)
    await console.enters(Role.APPROVER, name="tono")
    sidik = hidden(await console.opens(page), "sidik")
    console.clock.forward(minutes=6)
    answer = await console.sends(f"{page}/setujui", sidik=sidik)
    assert (answer.status_code, "Pastikan ini Anda" in answer.text) == (403, True)
    assert (await only(console)).state is State.SUBMITTED


async def test_one_s_own_broadcast_is_not_approved(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER, Role.APPROVER, name="rina")
    await console.sends("/siaran/tulis", **FORM)
    whole = await only(console)
    page = f"/siaran/{whole.id}"
    await console.sends(f"{page}/ajukan")
    shown = await console.opens(page)
    assert "orang lain yang menyetujui" in shown.text
    answer = await console.sends(f"{page}/setujui", sidik=whole.fingerprint)
    assert (answer.status_code, "Yang menyusun tidak boleh" in answer.text) == (422, True)


async def test_an_edit_voids_the_approval_and_what_was_read_before_is_not_approved(
    console: Visitor,
) -> None:
    page = await submitted(console)
    await console.enters(Role.APPROVER, name="tono")
    stale = hidden(await console.opens(page), "sidik")
    await approved(console, page)
    console.holds("rina")
    await console.sends(f"{page}/ubah", **(FORM | {"jam": "17:00"}))
    assert ((await only(console)).state, (await only(console)).approver) == (State.DRAFT, "")
    await console.sends(f"{page}/ajukan")
    console.holds("tono")
    answer = await console.sends(f"{page}/setujui", sidik=stale)
    assert "bukan yang Anda baca" in answer.text
    assert (await only(console)).state is State.SUBMITTED


async def test_approving_and_cancelling_twice_changes_nothing_more(console: Visitor) -> None:
    page = await submitted(console)
    await console.enters(Role.APPROVER, name="tono")
    sidik = hidden(await console.opens(page), "sidik")
    answers = [await console.sends(f"{page}/setujui", sidik=sidik) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 422]
    answers = [await console.sends(f"{page}/batalkan") for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 422]
    assert (await only(console)).state is State.CANCELLED


async def test_a_running_broadcast_is_paused_and_goes_on(console: Visitor) -> None:
    page = await submitted(console)
    await console.enters(Role.APPROVER, name="tono")
    await approved(console, page)
    await moved(console, State.RUNNING)
    await console.sends(f"{page}/jeda")
    assert (await only(console)).state is State.PAUSED
    assert "Lanjutkan pengiriman" in (await console.opens(page)).text
    await console.sends(f"{page}/lanjutkan")
    assert (await only(console)).state is State.RUNNING


async def test_what_is_typed_is_text_and_nothing_else(console: Visitor) -> None:
    whole = await drafted(console, judul='<img src=x onerror="a">', naskah="<script>1</script>")
    for path in ("", f"/{whole.id}", f"/{whole.id}/ubah", f"/{whole.id}/laporan"):
        page = (await console.opens(f"/siaran{path}")).text
        assert "<img src=x" not in page
        assert "<script>1" not in page
    drawn = await console.opens(f"/siaran/{whole.id}/laporan.svg")
    assert "<img" not in drawn.text


async def test_a_wrong_field_is_told_beside_it_and_what_was_typed_stays(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER)
    for fields, name in (
        ({"jam": "23:00"}, "mendesak"),
        ({"tanggal": ""}, "tanggal"),
        ({"cara": "tahapan"}, "pemilihan"),
        ({"naskah": "Hari ini *tebal"}, "naskah"),
        ({"tanggal": "2026-11-01"}, "sampai"),
        ({"kecamatan": "Bekasi"}, "kecamatan"),
    ):
        answer = await console.sends("/siaran/tulis", **(FORM | {"judul": "Tetap"} | fields))
        assert (answer.status_code, 'value="Tetap"' in answer.text) == (422, True), fields
        assert f'id="{name}-error"' in answer.text, fields
    assert await console.services.broadcasting.verbs.planning.all() == []


async def test_a_time_by_the_calendar_lies_on_its_day(console: Visitor) -> None:
    console.clock.moment = console.clock.moment.replace(year=2024, month=11, day=1)
    fields = {"cara": "tahapan", "pemilihan": "pilkada-2024-depok", "hari": "-1"}
    whole = await drafted(console, **fields)
    assert f"{whole.starts_at:%Y-%m-%d %H:%M}" == "2024-11-26 09:00"


async def test_a_day_is_picked_on_the_calendar_and_phones_are_shown_without_keeping_anything(
    console: Visitor,
) -> None:
    await console.enters(Role.BROADCASTER)
    answer = await console.sends("/siaran/tulis", **(FORM | {"langkah": "hari:2026-12-04"}))
    assert 'value="2026-12-04"' in answer.text
    assert "<strong>hari pemungutan suara</strong>" in answer.text
    answer = await console.sends("/siaran/tulis", **(FORM | {"langkah": "bulan:2024-11"}))
    assert "masa tenang, Pilkada Kota Depok 2024" in answer.text
    assert '<td colspan="2" class="band tenang">Masa tenang</td>' in answer.text
    assert 'class="band hari-h">Hari-H</td>' in answer.text
    assert await console.services.broadcasting.verbs.planning.all() == []


async def test_a_series_is_drafted_once(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER)
    assert "Belum ada siaran" in (await console.opens("/siaran")).text
    first = (await console.sends("/siaran/seri", seri="pilkada-2024-depok")).text
    count = len(await console.services.broadcasting.verbs.planning.all())
    assert f"{count} draf dibuat" in first
    again = (await console.sends("/siaran/seri", seri="pilkada-2024-depok")).text
    assert "0 draf dibuat" in again
    assert len(await console.services.broadcasting.verbs.planning.all()) == count >= 10


async def test_a_text_of_ours_becomes_a_draft_whose_words_stay(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER, name="rina")
    offered = (await console.opens("/siaran/naskah")).text
    assert "14 hari sesudah hari pertama kampanye, pukul 12.00" in offered
    assert "1 hari sebelum hari pemungutan suara (H), pukul 16.00" in offered
    answer = await console.sends("/siaran/naskah", naskah="ikrar-netralitas", pemilihan="x")
    assert (answer.status_code, 'id="pemilihan-error"' in answer.text) == (422, True)
    fields = {"naskah": "ikrar-netralitas", "pemilihan": "pilkada-2024-depok"}
    assert (await console.sends("/siaran/naskah", **fields)).status_code == 303
    whole = await only(console)
    await console.sends(f"/siaran/{whole.id}/ubah", **(FORM | {"sampai": "2026-11-26T20:00"}))
    changed = await only(console)
    assert (changed.title, changed.content) == ("H-1", whole.content)


async def test_a_broadcast_that_is_not_there_is_not_found(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER)
    assert (await console.opens("/siaran/tidak-ada")).status_code == 404


async def test_who_approves_again_sees_what_changed_since(console: Visitor) -> None:
    page = await submitted(console)
    await console.enters(Role.APPROVER, name="tono")
    assert "Pertama kali diajukan" in (await console.opens(page)).text
    await approved(console, page)
    console.holds("rina")
    changed = FORM | {"naskah": TEXT.replace("foto", "video"), "jam": "17:00", "untuk": "asn"}
    await console.sends(f"{page}/ubah", **changed)
    await console.sends(f"{page}/ajukan")
    console.holds("tono")
    shown = (await console.opens(page)).text
    assert "Dibandingkan dengan yang disetujui Tono" in shown
    assert '<del><span class="unseen">[dihapus: </span>foto<' in shown
    assert '<ins><span class="unseen">[ditambah: </span>video<' in shown
    assert "sebelumnya: </span>26 November 2026, 16.00" in shown
    assert "sekarang: </span>26 November 2026, 17.00" in shown
    assert "sebelumnya: </span>semua pelanggan" in shown
    assert "sekarang: </span>Pegawai (ASN)" in shown
    assert "</del> <ins>" in shown
    console.holds("rina")
    await console.sends(f"{page}/ubah", **FORM)
    assert "Tidak ada yang berubah" in (await console.opens(page)).text


async def test_a_draft_of_ours_is_compared_with_the_text_it_came_from(console: Visitor) -> None:
    await console.enters(Role.BROADCASTER, name="rina")
    fields = {"naskah": "ikrar-netralitas", "pemilihan": "pilkada-2024-depok"}
    await console.sends("/siaran/naskah", **fields)
    page = f"/siaran/{(await only(console)).id}"
    assert "Tidak ada yang berubah" in (await console.opens(page)).text
    await console.sends(f"{page}/ubah", **(FORM | {"sampai": "2026-11-26T20:00"}))
    shown = (await console.opens(page)).text
    assert "Beda dari naskah kami" in shown
    assert "sekarang: </span>26 November 2026, 16.00" in shown
