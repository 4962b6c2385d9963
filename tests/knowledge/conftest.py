from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.library import check

TODAY = date(2026, 11, 25)

FILES = {
    "rules/media-sosial.yaml": """\
topik: media-sosial
aturan:
  - id: like-calon
    judul: Memberi like pada unggahan calon
    putusan: dilarang
    kepastian: tinggi
    untuk: [pns, cpns, non-asn]
    tahapan: [selalu]
    jawaban: >-
      Jangan. Like terlihat
      sebagai dukungan.
    alasan: Like menunjukkan keberpihakan.
    alternatif: Cukup baca saja.
    dasar:
      - {hukum: pp-94-2021, pasal: Pasal 5 huruf n, tentang: dukungan}
    sanksi:
      - jenis: disiplin-berat
        tahap: setelah-penetapan
        untuk: [pns, cpns]
        isi: Turun jabatan.
        dasar: {hukum: pp-94-2021, pasal: Pasal 14 huruf i}
      - jenis: kontrak
        untuk: [non-asn]
        isi: Menurut kontrak.
    catatan_sanksi: Tergantung tahapan.
    tanya: [bkpsdm]
    terkait: [like-kpu]
    sumber: [https://example.id/a]
    ditinjau: {oleh: Rina, tanggal: 2026-01-02}
    berlaku_sampai: 2026-11-25
    contoh: [suka satu, suka dua, suka tiga, suka empat, suka lima, suka enam]
  - id: like-kpu
    judul: Memberi like pada unggahan KPU
    putusan: boleh
    kepastian: sedang
    untuk: [pns, cpns]
    tahapan: [selalu]
    jawaban: Boleh.
    alasan: KPU bukan peserta.
    alternatif: Bagikan tautan resmi.
    dasar: [{hukum: pp-94-2021, pasal: Pasal 5 huruf n}]
    sanksi: []
    ditinjau: null
    contoh: [kpu satu, kpu dua, kpu tiga, kpu empat, kpu lima, kpu enam]
  - id: cuti-kampanye
    judul: Cuti lalu hadir
    putusan: bersyarat
    kepastian: rendah
    untuk: [pns]
    tahapan: [kampanye]
    jawaban: Belum ada aturan tegas.
    syarat: Di luar jam kerja.
    alasan: Cuti tidak menghapus kewajiban.
    alternatif: Tetap di rumah.
    dasar: [{hukum: pp-94-2021, pasal: Pasal 5 huruf n}]
    tanya: [bkpsdm]
    contoh: [cuti satu, cuti dua, cuti tiga, cuti empat, cuti lima, cuti enam]
""",
    "info/dasar.yaml": """\
entri:
  - id: apa-itu
    judul: Apa itu netralitas
    jawaban: Tidak memihak.
    isi: Berlaku setiap hari.
    dasar: [{hukum: pp-42-2004, pasal: Pasal 15}]
    tanya: [bkpsdm]
    terkait: [like-calon]
    ditinjau: {oleh: Rina, tanggal: 2026-01-02}
    contoh: [apa satu, apa dua, apa tiga, apa empat, apa lima, apa enam]
""",
    "laws.yaml": """\
hukum:
  - id: pp-94-2021
    nama: PP 94/2021
    judul: Peraturan Pemerintah tentang Disiplin PNS
    status: berlaku
    pasal:
      - {nomor: Pasal 5 huruf n, isi: Larangan memberi dukungan.}
      - {nomor: Pasal 14 huruf i, isi: Hukuman berat., terverifikasi: false}
    catatan: Belum diubah.
    sumber: [https://example.id/pp]
  - id: pp-42-2004
    nama: PP 42/2004
    judul: Peraturan Pemerintah tentang Kode Etik
    status: berlaku
    pasal: [{nomor: Pasal 15, isi: Sanksi moral.}]
""",
    "contacts.yaml": """\
kontak:
  - id: bkpsdm
    nama: BKPSDM
    untuk: Tanya aturan.
    cara: Datang ke kantor.
    sumber: []
    dicek: 2026-11-25
    berlaku_sampai: 2027-05-31
""",
    "calendar.yaml": """\
zona: Asia/Jakarta
dicek: 2026-11-25
pemilihan:
  - id: pilkada
    nama: Pilkada
    jenis: pilkada
    wilayah: kota-depok
    tahapan:
      - {tahap: kampanye, mulai: 2024-09-25, selesai: 2024-11-23, dasar: PKPU}
      - {tahap: tenang, mulai: 2024-11-24, selesai: 2024-11-26}
    pasti: true
  - id: pilkada-lain
    nama: Pilkada lain
    jenis: pilkada
    wilayah: kota-bogor
    tahapan: [{tahap: hari-h, mulai: 2025-08-27, selesai: 2025-08-27}]
    pasti: true
mendatang:
  - {nama: Pemilu 2029, perkiraan: tahun 2029, pasti: false, catatan: Belum ada jadwal.}
""",
    "topics.yaml": """\
topik:
  - {id: kosong, nama: Belum ada isinya}
  - {id: media-sosial, nama: Media sosial}
""",
    "regions.yaml": """\
kota: Kota Depok
kode: 32.76
kecamatan: [{nama: Beji, kelurahan: [Kukusan, Tanah Baru]}]
""",
    "offices.yaml": """\
perangkat:
  - {kode: bkpsdm, nama: BKPSDM}
  - {kode: lainnya, nama: Lainnya}
""",
    "targets.yaml": """\
tujuan:
  - id: bawaslu
    nama: Bawaslu
    untuk: Dalam tahapan.
    wilayah: kota-depok
    jenis: [pilkada]
  - {id: kasn, nama: KASN, untuk: Dulu., wilayah: nasional, ada_sampai: 2024-08-23}
  - {id: bkn, nama: BKN, untuk: Kini., wilayah: nasional, ada_sejak: 2024-08-24}
""",
    "vocabulary/kata.yaml": """\
singkatan: {gw: saya, no: nomor, 2: dua}
konsep: {LIKE: [like, pencet hati], CALON: [calon]}
kata_umum: [yang, di]
""",
    "vocabulary/lain.yaml": """\
singkatan: {lo: kamu}
konsep: {CALON: [paslon, calon]}
""",
    "examples/rina.yaml": """\
kumpulan: rina
dipakai: uji
aturan: {like-calon: [pencet hati di reels cagub]}
maksud: {tip: [pak camat bagi kaos], oos: [kapan gajian]}
""",
    "broadcasts/hari.yaml": """\
siaran:
  - id: besok
    judul: Besok memilih
    kategori: pengingat-hari-pemilu
    untuk: [asn, publik]
    pemilihan: [pilkada]
    jadwal: H-1 16:00 waktu setempat
    paling_lambat: H 06:00 waktu setempat
    telegram: |-
      *Besok*, {tanggal}, kita memilih.

      Jangan lupa {pemilihan}.
    whatsapp:
      nama: besok_memilih
      bahasa: id
      kategori: utility
      isi: Besok, {{1}}, hari {{2}} tiba.
      variabel:
        - {kata: tanggal, contoh: 27 November}
        - {kata: pemilihan, contoh: Pilkada}
    aturan: like-calon
    dasar: [{hukum: pp-42-2004, pasal: Pasal 15, tentang: sanksi}]
    sumber: [https://example.id/h]
""",
    "phrases/menu.yaml": """\
sapaan: Halo {nama}.
pilihan:
  topik: Daftar topik
  kosong: ""
""",
}

Edit = Callable[[str, str, str], None]
Found = Callable[[], list[str]]


@pytest.fixture
def knowledge_folder(tmp_path: Path) -> Path:
    """A small knowledge without problems."""
    folder = tmp_path / "knowledge"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def edit(knowledge_folder: Path) -> Edit:
    """Replace the first occurrence of a text in a file."""

    def replace(name: str, old: str, new: str) -> None:
        path = knowledge_folder / name
        before = path.read_text("utf-8")
        assert old in before
        path.write_text(before.replace(old, new, 1), "utf-8")

    return replace


@pytest.fixture
def found(knowledge_folder: Path) -> Found:
    """List the problems as the command shows them."""
    return lambda: [str(each) for each in check(knowledge_folder, TODAY)]
