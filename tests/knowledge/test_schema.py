from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from knowledge.schema import Yaml

Edit = Callable[[str, str, str], None]
Found = Callable[[], list[str]]

RULES = "rules/media-sosial.yaml"


def test_a_misspelt_key_is_named_with_a_suggestion(edit: Edit, found: Found) -> None:
    edit(RULES, "putusan: dilarang", "putussan: dilarang")
    (told,) = found()
    expected = "unknown key 'putussan'; did you mean 'putusan'?"
    assert told == f"knowledge/{RULES}:5: {expected}"


def test_a_key_like_no_other_is_told_what_is_known(edit: Edit, found: Found) -> None:
    edit("offices.yaml", "kode: lainnya, nama: Lainnya", "kode: x, nama: X, qqq: y")
    (told,) = found()
    assert told == "knowledge/offices.yaml:3: unknown key 'qqq'; known here: kode, nama"


def test_a_misspelt_key_deep_inside_is_told_by_its_own_line(edit: Edit, found: Found) -> None:
    edit(RULES, "isi: Turun jabatan.", "isii: Turun jabatan.")
    (told,) = found()
    assert told == f"knowledge/{RULES}:20: unknown key 'isii'; did you mean 'isi'?"


def test_a_misspelt_value_is_told_with_the_nearest_and_all_allowed(
    edit: Edit, found: Found
) -> None:
    edit(RULES, "putusan: dilarang", "putusan: dilarng")
    (told,) = found()
    assert told.startswith(f"knowledge/{RULES}:5: 'putusan' cannot be 'dilarng'; did you mean 'dil")
    assert told.endswith("write one of: dilarang, boleh, bersyarat")


def test_a_value_like_no_other_is_told_what_is_allowed(edit: Edit, found: Found) -> None:
    edit(RULES, "untuk: [pns, cpns, non-asn]", "untuk: [pns, zzz]")
    (told,) = found()
    assert "entry 2 of 'untuk' cannot be 'zzz': write one of: pns, cpns" in told


def test_a_list_whose_only_member_is_wrong_is_not_called_empty(edit: Edit, found: Found) -> None:
    edit(RULES, "untuk: [pns, cpns]\n    tahapan: [selalu]", "untuk: [zzz]\n    tahapan: [selalu]")
    (told,) = found()
    assert "entry 1 of 'untuk' cannot be 'zzz'" in told


def test_a_missing_key_is_told_at_its_entry(edit: Edit, found: Found) -> None:
    edit(RULES, "    alternatif: Cukup baca saja.\n", "")
    assert found() == [f"knowledge/{RULES}:3: 'alternatif' is missing: add it"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("judul: Memberi like pada unggahan calon", "judul:", "'judul' is empty"),
        ("judul: Memberi like pada unggahan calon", "judul: ' '", "'judul' is empty"),
        ("judul: Memberi like pada unggahan calon", "judul: [a]", "must be a text, not a list"),
        ("untuk: [pns, cpns, non-asn]", "untuk: pns", "'untuk': write a list, for example [a, b]"),
        ("untuk: [pns, cpns, non-asn]", "untuk: []", "'untuk': the list is empty"),
        ("id: like-calon", "id: Like Calon", "'id': write small letters and digits"),
        ("id: like-calon", f"id: {'a' * 51}", "'id': write at most 50"),
        ("tanggal: 2026-01-02", "tanggal: 2 Januari", "'2 Januari' is no day: write it as 2026-"),
        ("tanggal: 2026-01-02", "tanggal: 1700000000", "is no day"),
        ("{oleh: Rina, tanggal: 2026-01-02}", "Rina", "'ditinjau': write keys with values"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_what_to_write(
    old: str, new: str, told: str, edit: Edit, found: Found
) -> None:
    edit(RULES, old, new)
    assert any(told in each for each in found())


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("laws.yaml", "terverifikasi: false", "terverifikasi: ya", "write true or false"),
        ("laws.yaml", "terverifikasi: false", "terverifikasi: [a]", "write true or false"),
        ("laws.yaml", "status: berlaku", "status: belaku", "did you mean 'berlaku'?"),
        ("laws.yaml", "hukum:", "hukm:", "did you mean 'hukum'?"),
        ("calendar.yaml", "Asia/Jakarta", "Asia/Depok", "write for example Asia/Jakarta"),
        ("calendar.yaml", "Asia/Jakarta", "../etc", "write for example Asia/Jakarta"),
        ("calendar.yaml", "tahap: kampanye", "tahap: selalu", "'selalu' has no dates"),
        ("calendar.yaml", "jenis: pilkada", "jenis: pilkda", "did you mean 'pilkada'?"),
        ("vocabulary/kata.yaml", "{gw: saya, no: nomor, 2: dua}", "[gw]", "write keys with values"),
        ("examples/rina.yaml", "tip:", "tipp:", "did you mean 'tip'?"),
        ("examples/rina.yaml", "dipakai: uji", "dipakai: test", "write one of: latih, uji"),
        ("examples/rina.yaml", "like-calon:", "Like Calon:", "write small letters and digits"),
        ("topics.yaml", "nama: Media sosial", "nma: Media sosial", "did you mean 'nama'?"),
    ],
)
def test_every_file_is_told_what_does_not_fit(
    name: str, old: str, new: str, told: str, edit: Edit, found: Found
) -> None:
    edit(name, old, new)
    assert any(f"knowledge/{name}:" in each and told in each for each in found())


def test_an_entry_that_is_no_map_is_told_by_its_line(edit: Edit, found: Found) -> None:
    edit("info/dasar.yaml", "entri:\n", "entri:\n  - lupa\n")
    assert found() == ["knowledge/info/dasar.yaml:2: this part: write keys with values below it"]


def test_an_empty_file_is_told(knowledge_folder: Path, found: Found) -> None:
    (knowledge_folder / "regions.yaml").write_text("")
    assert found() == ["knowledge/regions.yaml:1: this part: write keys with values below it"]


def test_all_problems_of_all_entries_are_told_in_one_run(edit: Edit, found: Found) -> None:
    edit(RULES, "putusan: dilarang", "putusan: larang")
    edit(RULES, "kepastian: sedang", "kepastian: lumayan")
    edit("info/dasar.yaml", "isi: Berlaku", "issi: Berlaku")
    assert len(found()) == 3


def test_texts_lose_the_blanks_around_them() -> None:
    class Line(Yaml):
        text: str

    assert Line.model_validate(yaml.safe_load("text: '  a '")).text == "a"
