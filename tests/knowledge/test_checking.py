from collections.abc import Callable
from pathlib import Path

import pytest

Edit = Callable[[str, str, str], None]
Found = Callable[[], list[str]]

RULES = "rules/media-sosial.yaml"
COUNTING = "{tahap: rekapitulasi, mulai: 2024-10-01, selesai: 2024-10-02}"


def test_a_small_knowledge_has_no_problems(knowledge_folder: Path, found: Found) -> None:
    assert found() == []


def test_an_unknown_law_is_told_with_the_nearest(edit: Edit, found: Found) -> None:
    edit(RULES, "hukum: pp-94-2021", "hukum: pp-94-2012")
    assert found() == [
        f"knowledge/{RULES}:15: unknown law 'pp-94-2012'; did you mean 'pp-94-2021'?"
    ]


def test_an_unknown_law_like_no_other_is_told_where_laws_stand(edit: Edit, found: Found) -> None:
    edit(RULES, "hukum: pp-94-2021, pasal: Pasal 14 huruf i", "hukum: xyz, pasal: a")
    assert found() == [f"knowledge/{RULES}:21: unknown law 'xyz': write one of laws.yaml"]


def test_an_unknown_article_is_told_with_the_nearest(edit: Edit, found: Found) -> None:
    edit("info/dasar.yaml", "pasal: Pasal 15", "pasal: Pasal 51")
    (told,) = found()
    expected = "pp-42-2004 has no 'Pasal 51'; did you mean 'Pasal 15'?"
    assert told == f"knowledge/info/dasar.yaml:6: {expected}"


def test_an_article_like_no_other_is_to_be_added(edit: Edit, found: Found) -> None:
    edit("info/dasar.yaml", "pasal: Pasal 15", "pasal: Bab VII")
    assert "pp-42-2004 has no 'Bab VII': add it to laws.yaml" in found()[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (RULES, "tanya: [bkpsdm]", "tanya: [bkpsmd]", "unknown contact 'bkpsmd'; did you mean"),
        (RULES, "terkait: [like-kpu]", "terkait: [like-kpo]", "unknown entry 'like-kpo'; did you"),
        (RULES, "terkait: [like-kpu]", "terkait: [like-calon]", "an entry is no relation of itsel"),
        (
            RULES,
            "topik: media-sosial",
            "topik: media-sosal",
            "unknown topic 'media-sosal'; did you",
        ),
        (RULES, "sanksi: []", "konsep: {butuh: [LIKO]}", "unknown concept 'LIKO'; did you"),
        (RULES, "sanksi: []", "konsep: {butuh: []}", "butuh"),
        (
            "info/dasar.yaml",
            "tanya:",
            "aturan: like-clon\n    tanya:",
            "unknown entry 'like-clon'; did you",
        ),
        ("examples/rina.yaml", "like-calon:", "like-clon:", "unknown entry 'like-clon'; did you"),
        (
            RULES,
            "    tanya: [bkpsdm]\n    contoh: [cuti",
            "    contoh: [cuti",
            "add tanya: [bkpsdm",
        ),
        (RULES, "    syarat: Di luar jam kerja.\n", "", "putusan bersyarat needs syarat"),
        (RULES, "putusan: bersyarat", "putusan: boleh", "syarat is for bersyarat, not boleh"),
        (RULES, "kpu satu, ", "", "5 examples are too few: write at least 6"),
        ("info/dasar.yaml", "apa satu, ", "", "5 examples are too few: write at least 6"),
        (RULES, "untuk: [pns, cpns, non-asn]", "untuk: [pns, non-asn]", "the rule is not for cpns"),
        (
            RULES,
            "berlaku_sampai: 2026-11-25",
            "berlaku_sampai: 2026-11-24",
            "expired on 2026-11-24",
        ),
        ("contacts.yaml", "2027-05-31", "2026-05-31", "expired on 2026-05-31: read it over"),
    ],
)
def test_what_does_not_agree_is_told(
    name: str, old: str, new: str, told: str, edit: Edit, found: Found
) -> None:
    edit(name, old, new)
    (only,) = found()
    assert only.startswith(f"knowledge/{name}:")
    assert told in only


def test_a_sanction_for_pns_is_never_one_for_others(edit: Edit, found: Found) -> None:
    edit(RULES, "        untuk: [pns, cpns]\n", "        untuk: [pns, non-asn]\n")
    assert found() == [
        f"knowledge/{RULES}:19: pp-94-2021 binds PNS only, not non-asn: write untuk: [pns, cpns]"
    ]


def test_a_sanction_for_pns_must_say_so_where_the_rule_is_for_others_too(
    edit: Edit, found: Found
) -> None:
    edit(RULES, "        untuk: [pns, cpns]\n", "")
    (told,) = found()
    assert "pp-94-2021 binds PNS only, not non-asn" in told


def test_a_law_for_pns_has_its_own_kinds_of_sanction(edit: Edit, found: Found) -> None:
    edit(RULES, "jenis: disiplin-berat", "jenis: pidana")
    (told,) = found()
    assert "pp-94-2021 has no sanction 'pidana': write one of disiplin, disiplin-berat" in told


@pytest.mark.parametrize(
    ("name", "old", "longest"),
    [
        (RULES, "judul: Memberi like pada unggahan calon", 70),
        (RULES, "jawaban: Boleh.", 280),
        (RULES, "syarat: Di luar jam kerja.", 400),
        (RULES, "alasan: Like menunjukkan keberpihakan.", 450),
        (RULES, "alternatif: Cukup baca saja.", 280),
        (RULES, "catatan_sanksi: Tergantung tahapan.", 200),
        (RULES, "isi: Turun jabatan.", 200),
        ("info/dasar.yaml", "isi: Berlaku setiap hari.", 900),
        ("info/dasar.yaml", "jawaban: Tidak memihak.", 280),
    ],
)
def test_a_text_may_be_as_long_as_its_kind_and_no_longer(
    name: str, old: str, longest: int, edit: Edit, found: Found
) -> None:
    key = old.partition(":")[0]
    edit(name, old, f"{key}: {'a' * longest}")
    assert found() == []
    edit(name, "a" * longest, "a" * (longest + 3))
    (told,) = found()
    assert f"{key} has {longest + 3} characters: shorten it by 3 to {longest}" in told


def test_a_card_as_a_whole_fits_a_message(edit: Edit, found: Found) -> None:
    sanction = "      - {jenis: kontrak, untuk: [non-asn], isi: " + "a" * 200 + "}\n"
    edit(RULES, "      - jenis: kontrak\n", sanction * 18 + "      - jenis: kontrak\n")
    (told,) = found()
    assert f"knowledge/{RULES}:3: the card of like-calon has " in told
    assert told.endswith("to 3500")


def test_an_id_is_given_once_over_rules_and_information(edit: Edit, found: Found) -> None:
    edit("info/dasar.yaml", "id: apa-itu", "id: like-kpu")
    (told,) = found()
    taken = f"id 'like-kpu' is taken at knowledge/{RULES}:32: choose another"
    assert told == f"knowledge/info/dasar.yaml:2: {taken}"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("laws.yaml", "Pasal 14 huruf i,", "Pasal 5 huruf n,", "nomor 'Pasal 5 huruf n' is taken"),
        ("laws.yaml", "id: pp-42-2004", "id: pp-94-2021", "id 'pp-94-2021' is taken"),
        ("offices.yaml", "kode: lainnya", "kode: bkpsdm", "kode 'bkpsdm' is taken"),
    ],
)
def test_what_is_cited_by_a_name_has_it_alone(
    name: str, old: str, new: str, told: str, edit: Edit, found: Found
) -> None:
    edit(name, old, new)
    assert any(told in each for each in found())


def test_two_writers_need_two_names(knowledge_folder: Path, found: Found) -> None:
    (knowledge_folder / "examples/budi.yaml").write_text("kumpulan: rina\ndipakai: latih\n")
    (told,) = found()
    assert "kumpulan 'rina' is taken at knowledge/examples/budi.yaml:1" in told


@pytest.mark.parametrize("typed", ["kpu satu", '"KPU,  satu?"'])
def test_one_example_belongs_to_one_entry(typed: str, edit: Edit, found: Found) -> None:
    edit("info/dasar.yaml", "apa satu", typed)
    (told,) = found()
    contest = f"stands under apa-itu, and under like-kpu at knowledge/{RULES}:44: keep one"
    assert told == f"knowledge/info/dasar.yaml:10: the example 'kpu satu' {contest}"


def test_example_sets_are_compared_with_the_entries(edit: Edit, found: Found) -> None:
    edit("examples/rina.yaml", "pencet hati di reels cagub", "kpu satu!")
    assert "'kpu satu' stands under like-calon, and under like-kpu" in found()[0]
    edit("examples/rina.yaml", "kpu satu!", "suka satu")
    assert found() == []


def test_an_example_belongs_to_one_intent(edit: Edit, found: Found) -> None:
    edit("examples/rina.yaml", "kapan gajian", "Pak camat bagi kaos!")
    (told,) = found()
    assert "the example 'pak camat bagi kaos' stands under oos, and under tip" in told


def test_examples_without_a_word_are_not_compared(edit: Edit, found: Found) -> None:
    edit("examples/rina.yaml", "[kapan gajian]", '["?", "..."]')
    edit("examples/rina.yaml", "[pak camat bagi kaos]", '["!"]')
    edit("examples/rina.yaml", "[pencet hati di reels cagub]", '["?!"]')
    edit("info/dasar.yaml", "apa satu", '"?!"')
    assert found() == []


def test_slang_has_one_meaning(edit: Edit, found: Found) -> None:
    edit("vocabulary/lain.yaml", "{lo: kamu}", "{lo: kamu, GW: gerakan warga}")
    (told,) = found()
    assert "the slang 'gw' stands under gerakan warga, and under saya at" in told
    edit("vocabulary/lain.yaml", "GW: gerakan warga", "GW: saya")
    assert found() == []


def test_a_form_stands_under_one_concept(edit: Edit, found: Found) -> None:
    edit("vocabulary/lain.yaml", "paslon", "Pencet  hati")
    (told,) = found()
    where = "knowledge/vocabulary/kata.yaml:2: keep one"
    assert told.endswith(f"'pencet hati' stands under CALON, and under LIKE at {where}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "selesai: 2024-11-23",
            "selesai: 2024-11-24",
            ":10: tenang begins before kampanye ends on",
        ),
        ("selesai: 2024-11-26", "selesai: 2024-11-20", ":10: tenang ends before it starts: swap"),
        (
            "      - {tahap: tenang, mulai: 2024-11-24",
            f"      - {COUNTING}\n      - {{tahap: tenang, mulai: 2024-11-24",
            ":10: rekapitulasi begins before kampanye ends on 2024-11-23: mend mulai or selesai",
        ),
    ],
)
def test_the_phases_of_an_election_follow_each_other(
    old: str, new: str, told: str, edit: Edit, found: Found
) -> None:
    edit("calendar.yaml", old, new)
    (only,) = found()
    assert told in only


def test_a_phase_inside_another_does_not_hide_a_later_overlap(edit: Edit, found: Found) -> None:
    spans = "{tahap: penetapan, mulai: 2024-09-26, selesai: 2024-09-27}"
    edit("calendar.yaml", "- {tahap: tenang", f"- {spans}\n      - {{tahap: tenang")
    edit("calendar.yaml", "mulai: 2024-11-24", "mulai: 2024-11-20")
    assert len(found()) == 2


@pytest.mark.parametrize(
    "name", ["laws.yaml", "contacts.yaml", "topics.yaml", "calendar.yaml", RULES, "info/dasar.yaml"]
)
def test_a_file_that_cannot_be_read_is_not_held_against_those_who_cite_it(
    name: str, knowledge_folder: Path, found: Found
) -> None:
    (knowledge_folder / name).write_text("a: b: c")
    (told,) = found()
    assert told.startswith(f"knowledge/{name}:1: ")


def test_a_broken_entry_is_still_known_to_those_who_name_it(edit: Edit, found: Found) -> None:
    edit(RULES, "putusan: boleh", "putusan: bleh")
    edit("laws.yaml", "status: berlaku", "status: aktif")
    edit("contacts.yaml", "nama: BKPSDM", "nam: BKPSDM")
    assert len(found()) == 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("rules/foto.yml", "is not read: name it foto.yaml"),
        ("lows.yaml", "did you mean 'laws.yaml'?"),
        ("rule/foto.yaml", "did you mean 'rules'?"),
        ("rules/lama/foto.yaml", "is not read: it belongs in one of rules, info"),
    ],
)
def test_a_file_that_nobody_would_read_is_told(
    name: str, told: str, knowledge_folder: Path, found: Found
) -> None:
    path = knowledge_folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("topik: x")
    (only,) = found()
    assert only.startswith(f"knowledge/{name}:1: ")
    assert told in only
