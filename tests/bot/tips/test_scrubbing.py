"""Passages that tell who writes, measured on texts of our own.

Run with `-s` to see what was missed and what was seen wrongly.
"""

import pytest

from bot.tips.scrubbing import REMOVED, Trace, find_traces, without

RECALL, PRECISION = 0.95, 0.95

TELLING = {
    Trace.NAME: """
        Nama saya Budi Santoso, saya lihat lurah bagi kaus.
        nama saya budi, mau lapor
        Perkenalkan saya Siti Rahmawati warga Beji.
        perkenalkan nama saya Asep Sunandar
        Kenalkan, saya Dedi dari Tapos
        Saya Bu Rina, guru di sini.
        Saya Ahmad Fauzi melihat sendiri kejadiannya
        namaku Dewi Lestari
        Panggil saja saya Joko
        Pelapor: Hendra Wijaya
        Hormat saya, Yanti Kurnia
        Camat ikut deklarasi. Tertanda, Rudi Hartono
        Camat bagi sembako di balai.\n- Slamet Riyadi
        Lurah ajak dukung nomor 2.\nTtd Maman Suherman
        saya bernama Fitri Handayani
        aku Lina Marlina, tetangga pak lurah
        gw Andre, liat sendiri
        nama lengkap saya Wawan Setiawan
        sy Pak Tono dari RW 3
    """,
    Trace.NUMBER: """
        NIP saya 19850312 201001 1 004
        nip 198503122010011004
        NIK saya 3276011203850004 kalau perlu
        KTP 3276011203850004
        ini 3276-0112-0385-0004 untuk verifikasi
        nuptk saya 1234 5678 9012 3456
        nomor NRK: 123456
        nip: 197812122005012003 atas nama pelapor
    """,
    Trace.PHONE: """
        hubungi 081234567890
        wa saya 0812-3456-7890
        nomor +62 812 3456 7890
        telpon aja 6281234567890
        bisa kontak ke 0857 1234 567
        kantor (021) 7750123
        hp 0896.. eh 089612345678
        call 08111234567 malam hari
    """,
    Trace.HANDLE: """
        ig saya @budi.santoso
        akun saya di instagram @rina_m
        dm saya di @asep123
        hubungi saya di telegram @joko_s
        twitter saya: @wargadepok
        chat ke tele @siti_r
        japri aku @dewi.l
        tiktok gue namanya @andre77
        username saya budi_s
        fb saya Budi Santoso Depok
    """,
    Trace.EMAIL: """
        kirim ke budi.santoso@contoh.id
        email saya siti_r@surel.example.com
        balas ke asep+lapor@contoh.co.id ya
        surel: joko@depok.example
    """,
    Trace.ONLY: """
        Saya satu-satunya operator komputer di kantor itu
        saya adalah satu satunya yang pegang kunci gudang
        yang tahu cuma saya yang jaga malam itu
        satu-satunya yang menolak ikut ya saya
        hanya saya yang tidak ikut foto
        cuma gue doang yang gak pakai kaus
        di ruangan itu cuma tiga orang termasuk saya
        saya satu2nya perempuan di seksi itu
        aku sendirian di loket waktu itu
    """,
    Trace.SUPERIOR: """
        atasan saya langsung yang menyuruh
        Atasan langsung saya membagikan kaus
        bos saya ikut kampanye
        kepala saya memaksa pasang stiker
        kabid saya ngajak deklarasi
        atasanku nyuruh like postingan
        saya bawahannya langsung
        saya ajudan beliau
        saya sopir pak camat
        rekan kerja saya disuruh foto
        teman satu ruangan saya ikut
        pimpinan kami minta semua hadir
        kadis saya pose dua jari
    """,
    Trace.PLACE: """
        saya staf di kelurahan mampang
        Saya guru SDN Kukusan 2
        saya pegawai kecamatan beji
        aku honorer di dinas pendidikan
        saya pns di bkpsdm
        gue kerja di kelurahan tugu bagian umum
        saya bertugas di seksi pemerintahan
        saya bekerja pada puskesmas cimanggis
        di meja saya ada selebarannya
        kantor saya kebagian kaus juga
        di ruangan saya ditempel poster
        sekolah tempat saya mengajar dipakai rapat
        saya tinggal di sebelah rumah lurah
        rumah saya persis depan balai
        saya operator bidang aset
        kelas saya dipakai kampanye
        saya ketua RT 03 di kelurahan itu
        sy tu di smpn 5
        saya kader posyandu di rw 4
        mejaku ditempeli stiker
    """,
}
SILENT = """
    Kemarin Lurah Mampang membagikan kaus calon wali kota di balai kelurahan.
    Camat Beji ikut deklarasi dukungan di GDC, pakai seragam dinas.
    Saya lihat sendiri waktu lewat jam sembilan pagi.
    Kepala dinas pendidikan menyuruh guru-guru like unggahan paslon.
    Pak lurah pose dua jari bareng tim sukses.
    Ada ASN berfoto dengan calon lalu diunggah ke Facebook.
    Akun @lurahmampang mengunggah foto calon.
    Di grup WA warga dibagikan undangan kampanye dari kelurahan.
    Mobil dinas B 1234 UZX dipakai angkut baliho.
    Kejadiannya Senin, 23/11/2026 pukul 09.30.
    Saya dengar dari tetangga, katanya sudah biasa.
    Sekretaris kelurahan mengajak warga pilih nomor 2.
    Buktinya foto dan video ada tiga.
    Tautannya https://contoh.id/foto/1234567890
    Ketua RW 05 membagikan beras bergambar calon.
    Saya warga biasa, tidak kenal orangnya.
    Saya khawatir kalau ketahuan.
    Kami warga resah melihatnya.
    Bantuan sosial dibagikan sambil menyebut nama calon.
    Jumlahnya sekitar 150 kaus dan 20 spanduk.
    Uangnya Rp 1.500.000 per kelompok.
    Guru SDN Kukusan 2 memakai kaus partai saat upacara.
    Pegawai puskesmas memasang stiker di ambulans.
    Nama lurahnya Haji Dadang, semua orang tahu.
    Terlapor bernama Agus Salim, kabid di dinas PU.
    Saya melihat Pak Camat memberi amplop.
    Saya rekam dari seberang jalan.
    Kata orang, Bu Kadis hadir di kampanye akbar.
    Tim sukses memakai ruang rapat kecamatan.
    Wakil wali kota cuti tapi memakai mobil dinas.
    Satpol PP mencopot baliho lawan saja.
    Undangan ditandatangani kepala kelurahan Tugu.
    Saya tidak mau nama saya disebut.
    Tolong nama saya dirahasiakan.
    Di Instagram kecamatan ada foto calon.
    Kepala desa menyuruh perangkatnya hadir.
    Saya simpan selebarannya.
    Kejadian di Jalan Margonda Raya nomor 54.
    Ada tiga orang pegawai memakai seragam.
    Hanya lurah yang memakai kaus itu.
    Cuma dia yang tidak ikut.
    Yang hadir sekitar 40 orang ASN.
    Saya Senin lalu lewat situ.
    Saya ASN netral, melihat pelanggaran.
    Honorer dipaksa ikut konvoi.
    Tiga saksi bersedia ditanya.
    Rapatnya di ruang aula kelurahan lantai dua.
    Kader posyandu disuruh membagikan stiker calon.
    Nomor polisi B 9081 EU dan B 77 UP.
    SK nomor 800/123/BKPSDM/2026 dipakai alasan.
"""


def lines(text: str) -> list[str]:
    return [line.strip().replace("\\n", "\n") for line in text.strip().split("\n        ")]


LABELLED = [(trace, text) for trace, texts in TELLING.items() for text in lines(texts)]
QUIET = [line.strip() for line in SILENT.strip().splitlines()]


def test_the_texts_are_many() -> None:
    assert len(LABELLED) + len(QUIET) >= 120


def test_most_texts_that_tell_who_writes_are_noticed() -> None:
    missed = [(trace, text) for trace, text in LABELLED if not find_traces(text)]
    print(f"recall {1 - len(missed) / len(LABELLED):.3f}, missed {missed}")  # noqa: T201
    assert 1 - len(missed) / len(LABELLED) >= RECALL


def test_few_texts_that_tell_nothing_are_held_up() -> None:
    wrong = [(text, find_traces(text)) for text in QUIET if find_traces(text)]
    found = len([text for _, text in LABELLED if find_traces(text)])
    print(f"precision {found / (found + len(wrong)):.3f}, wrong {wrong}")  # noqa: T201
    assert found / (found + len(wrong)) >= PRECISION


def test_a_passage_is_named_by_what_it_tells() -> None:
    right = [any(each.trace is trace for each in find_traces(text)) for trace, text in LABELLED]
    print(f"named rightly {sum(right) / len(right):.3f}")  # noqa: T201
    assert sum(right) / len(right) >= 0.9


def test_what_is_taken_out_is_gone_everywhere_and_leaves_a_mark() -> None:
    text = "Nama saya Budi Santoso. Lurah bagi kaus. Nama saya Budi Santoso"
    (trace,) = find_traces(text)
    cleaned = without(text, trace.passage)
    assert cleaned == f"{REMOVED}. Lurah bagi kaus. {REMOVED}"
    assert find_traces(cleaned) == ()


@pytest.mark.parametrize("text", ["", "lurah", "a" * 4096, "saya " * 800, "0" * 4096, "A " * 2000])
def test_any_text_is_read_in_passing(text: str) -> None:
    find_traces(text)
