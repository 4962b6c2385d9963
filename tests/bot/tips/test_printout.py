from dataclasses import replace
from datetime import timedelta

import pytest
from desks import Staffed
from tipping import CONTENT, DAY, EVIDENCE, Office

from bot.questions.guide import LiveGuide
from bot.staff.account import Role
from bot.tips.listing import Line
from bot.tips.printout import Printout, safe
from bot.tips.tip import Account, Content, Status, Tip

TIP = Tip("ab" * 8, DAY, Status.NEW, "Beji", "bkpsdm", "", b"r" * 32)


@pytest.fixture
def printout(guide: LiveGuide) -> Printout:
    return Printout(guide.current.phrases.say, names={"kelurahan-kukusan": "Kelurahan Kukusan"})


def test_signs_that_a_terminal_obeys_are_not_shown() -> None:
    for sign in ("\x1b", "\x9b", "\u202e", "\x07", "\r", "\u200b"):
        assert sign not in safe(f"kaus {sign}[31m calon")
    assert safe("dua\nbaris é") == "dua\nbaris é"


async def test_a_case_shows_everything_that_staff_need(
    office: Office, staffed: Staffed, printout: Printout
) -> None:
    kept = replace(EVIDENCE, original_sha256="b" * 64)
    raw = replace(EVIDENCE, id="f" * 32, kind="video/mp4", size=3_000_000, cleaned=False)
    account = replace(
        CONTENT.account,
        story=f"{CONTENT.account.story} \x1b]0;jahat\x07",
        links=("https://a.id/1",),
    )
    _, tip = await office.sends(Content(account, (kept, raw)))
    desk = await staffed.desk()
    await desk.ask(tip.id, "Ada foto?")
    await office.answers(tip, "Ada\x1b[2J.")
    await office.mover.move_parcels()
    await desk.note(tip.id, "Perlu cepat.")
    await staffed.actor(Role.VERIFIER, name="budi")
    await desk.assign(tip.id, "budi")
    await desk.hold(tip.id, held=True)
    await desk.mark_serious(tip.id, serious=False)
    text = printout.case(await desk.open(tip.id))
    assert "\x1b" not in text
    for part in (
        f"Aduan {tip.id}, dibaca, masuk {DAY}",
        "Disembunyikan dari perangkat: Kelurahan Kukusan",
        "Siapa: Lurah Kukusan",
        "Tanggal: 2026-11-24",
        "Cara tahu: melihat sendiri",
        "Tautan: https://a.id/1",
        "Semua unsur disebut.",
        "tinggal 6 hari (sampai 2026-12-01)",
        f"1. image/jpeg, 1 KB, sudah dibersihkan, berkas asli disimpan, SHA-256 {'a' * 64}",
        "2. video/mp4, 2,9 MB, TIDAK dibersihkan, bisa memuat identitas, tanpa berkas asli",
        "petugas: Ada foto?",
        "pelapor: Ada�[2J.",
        "siti: Perlu cepat.",
        "siti: ditugaskan kepada: budi",
        "pelapor: dibaca",
        "tidak serius",
        "ditahan",
    ):
        assert part in text, part


async def test_what_is_missing_is_said(
    office: Office, staffed: Staffed, printout: Printout
) -> None:
    _, tip = await office.sends(Content(Account(story="Ada kaus.")))
    text = printout.case(await (await staffed.desk()).open(tip.id))
    assert "Siapa: (belum disebut)" in text
    assert "Belum lengkap: apa yang terjadi, siapa pelakunya, kapan terjadinya, di mana" in text
    assert "hari kejadian belum diketahui" in text


@pytest.mark.parametrize(
    ("left", "told"),
    [(0, "hari terakhir"), (3, "tinggal 3 hari"), (-2, "lewat 2 hari"), (None, "belum diketahui")],
)
def test_a_line_tells_how_long_is_left(left: int | None, told: str, printout: Printout) -> None:
    last = None if left is None else DAY + timedelta(days=left)
    text = printout.listed([Line(TIP, last, left, assigned="budi", answered=True)])
    assert told in text
    assert "petugas: budi; ada jawaban pelapor" in text
    assert text.endswith("1 aduan.")


def test_an_empty_list_says_so(printout: Printout) -> None:
    assert printout.listed([]) == (
        "Tidak ada aduan yang cocok. Aduan baru masuk daftar ini sekali sejam, "
        "jadi bisa saja masih menunggu."
    )


async def test_what_leaves_is_shown_without_what_was_struck(
    office: Office, staffed: Staffed, printout: Printout
) -> None:
    _, tip = await office.sends()
    text = printout.leaving(await (await staffed.dispatch()).redact(tip.id, ["siapa", "bukti"]))
    assert text.startswith("Hanya ini yang keluar:")
    assert "Siapa: [disamarkan]" in text
    assert "Tidak ada berkas" in text
    assert "Siapa: Lurah Kukusan" not in text
