from collections.abc import Callable
from pathlib import Path

import pytest

Edit = Callable[[str, str, str], None]
Found = Callable[[], list[str]]

FILE = "broadcasts/hari.yaml"
BODY = "isi: Besok, {{1}}, hari {{2}} tiba."
TEXT = "*Besok*, {tanggal}, kita memilih."


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("jadwal: H-1 16:00 waktu setempat", "jadwal: besok", 7, "'jadwal': 'besok' is no sched"),
        ("jadwal: H-1", "jadwal: mulai-kampanyee", 7, "did you mean 'mulai-kampanye'?"),
        ("paling_lambat: H 06:00", "paling_lambat: H 26:00", 8, "'26:00' is no time"),
        ("kategori: pengingat", "kategori: pengigat", 4, "did you mean 'pengingat-hari-pemilu'?"),
        ("untuk: [asn, publik]", "untuk: [asn, umum]", 5, "write one of: asn, publik"),
        ("untuk: [asn, publik]", "untuk: []", 5, "the list is empty: write at least one"),
        ("pemilihan: [pilkada]", "pemilihan: [pilpres]", 6, "write one of: pemilu, pilkada"),
        (TEXT, "Besok {tangal}.", 9, "unknown placeholder '{tangal}'; did you mean 'tanggal'?"),
        (TEXT, "Besok {zzz}.", 9, "unknown placeholder '{zzz}': write one of pemilihan, kota"),
        (TEXT, "Besok {}.", 9, "unknown placeholder '{}'"),
        (TEXT, "Besok {tanggal!r}.", 9, "unknown placeholder '{tanggal}'"),
        (TEXT, "Besok {tanggal.", 9, "a { or } has no partner"),
        (TEXT, "*Besok, {tanggal}.", 9, "a * has no partner"),
        ("nama: besok_memilih", "nama: Besok-Memilih", 14, "small letters and digits, with _"),
        ("bahasa: id", "bahasa: en", 15, "'bahasa' cannot be 'en': write one of: id"),
        ("kategori: utility", "kategori: marketing", 16, "write one of: utility"),
        (
            BODY,
            "isi: '{{1}} itu hari {{2}} kita.'",
            17,
            "a variable stands at the start or the end",
        ),
        (BODY, "isi: Besok {{1}} hari {{2}}.", 17, "a variable stands at the start or the end"),
        (BODY, "isi: Besok {{1}}, {{2}} tiba.", 17, "two variables stand side by side"),
        (BODY, "isi: Besok {{1}}{{2}} tiba.", 17, "two variables stand side by side"),
        (BODY, "isi: Besok {tanggal} tiba.", 17, "write variables as {{1}}, {{2}}"),
        (BODY, 'isi: "Besok\\n\\n\\n{{1}} hari {{2}} tiba."', 17, "more than one empty line"),
        (BODY, "isi: Besok {{2}} hari {{1}} tiba.", 13, "isi has {{2}} {{1}}, variabel lists 2"),
        (BODY, "isi: Besok {{1}} tiba.", 13, "isi has {{1}}, variabel lists 2: number from {{1}}"),
        (BODY, "isi: Besok tiba.", 13, "isi has none, variabel lists 2"),
        (BODY, "isi: Hari {{1}} ada {{2}} dan {{3}} juga.", 13, "variabel lists 2"),
        ("kata: tanggal", "kata: hari", 19, "'kata' cannot be 'hari'"),
        ("contoh: 27 November", "contoh: ''", 19, "'contoh' is empty"),
        ("aturan: like-calon", "aturan: like-clon", 21, "unknown entry 'like-clon'; did you mean"),
        ("hukum: pp-42-2004", "hukum: pp-42-2040", 22, "unknown law 'pp-42-2040'; did you mean"),
        ("pasal: Pasal 15", "pasal: Pasal 51", 22, "pp-42-2004 has no 'Pasal 51'; did you mean"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(
    old: str, new: str, line: int, told: str, edit: Edit, found: Found
) -> None:
    edit(FILE, old, new)
    (only,) = found()
    assert only.startswith(f"knowledge/{FILE}:{line}: ")
    assert told in only


@pytest.mark.parametrize(
    ("old", "start", "longest"),
    [
        ("judul: Besok memilih", "judul: ", 70),
        (TEXT, "", 1500),
        (BODY, "isi: Besok {{1}} dan {{2}} tiba ", 1024),
        ("nama: besok_memilih", "nama: ", 64),
        ("contoh: 27 November", "contoh: ", 60),
    ],
)
def test_what_is_too_long_is_told_by_how_much(
    old: str, start: str, longest: int, edit: Edit, found: Found
) -> None:
    edit(FILE, old, start + "a" * (longest + 1))
    (only,) = found()
    assert "shorten it by" in only
    assert only.endswith(f"to {longest}")


def test_a_body_must_be_short_with_its_samples_too(edit: Edit, found: Found) -> None:
    start = "Besok {{1}} dan {{2}} tiba "
    edit(FILE, BODY, f"isi: {start}{'a' * (1024 - len(start))}")
    (only,) = found()
    assert f"knowledge/{FILE}:13: 'whatsapp': has 1032 characters" in only


@pytest.mark.parametrize("words", ["H-1 15:00", "H-1 16:00", "H-2 23:00"])
def test_a_broadcast_that_is_due_too_late_is_told(words: str, edit: Edit, found: Found) -> None:
    edit(FILE, "paling_lambat: H 06:00", f"paling_lambat: {words}")
    expected = "paling_lambat is not after jadwal (H-1 16:00 waktu setempat): write a later one"
    assert found() == [f"knowledge/{FILE}:8: {expected}"]


def test_a_minute_later_is_in_time(edit: Edit, found: Found) -> None:
    edit(FILE, "paling_lambat: H 06:00", "paling_lambat: H-1 16:01")
    assert found() == []


def test_between_two_phases_the_days_of_the_calendar_decide(edit: Edit, found: Found) -> None:
    edit(FILE, "jadwal: H-1 16:00", "jadwal: mulai-masa-tenang 16:00")
    edit(FILE, "paling_lambat: H 06:00", "paling_lambat: selesai-kampanye+1 16:01")
    assert found() == []
    edit(FILE, "selesai-kampanye+1 16:01", "selesai-kampanye+1 16:00")
    (only,) = found()
    assert "paling_lambat is not after jadwal (mulai-masa-tenang 16:00" in only


def test_an_election_without_such_days_says_nothing(edit: Edit, found: Found) -> None:
    edit(FILE, "jadwal: H-1 16:00", "jadwal: mulai-rekapitulasi 16:00")
    assert found() == []


def test_without_a_calendar_only_its_own_problem_is_told(edit: Edit, found: Found) -> None:
    edit(FILE, "jadwal: H-1 16:00", "jadwal: mulai-kampanye 16:00")
    edit("calendar.yaml", "zona: Asia/Jakarta", "zona: Mars")
    (only,) = found()
    assert "is no time zone" in only


def test_an_id_and_a_template_stand_once(knowledge_folder: Path, edit: Edit, found: Found) -> None:
    text = (knowledge_folder / FILE).read_text("utf-8")
    (knowledge_folder / "broadcasts/lain.yaml").write_text(text, "utf-8")
    other = "knowledge/broadcasts/lain.yaml"
    assert found() == [
        f"{other}:2: id 'besok' is taken at knowledge/{FILE}:2: choose another",
        f"{other}:14: nama 'besok_memilih' is taken at knowledge/{FILE}:14: choose another",
    ]
    edit("broadcasts/lain.yaml", "id: besok", "id: lusa")
    edit("broadcasts/lain.yaml", "nama: besok_memilih", "nama: lusa_memilih")
    assert found() == []


def test_a_template_without_variables_is_fine(edit: Edit, found: Found) -> None:
    edit(FILE, BODY, "isi: Besok kita memilih.")
    for line in (
        "      variabel:\n",
        "        - {kata: tanggal, contoh: 27 November}\n",
        "        - {kata: pemilihan, contoh: Pilkada}\n",
    ):
        edit(FILE, line, "")
    assert found() == []


def test_a_reminder_may_lead_nowhere(edit: Edit, found: Found) -> None:
    edit(FILE, "    aturan: like-calon\n", "")
    assert found() == []
