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
# Written after the patterns, to measure them: half of the first forty and two thirds of the last
# were seen unaided; then the patterns learned from them.
LATER = """
    Saya Rini dari kelurahan Limo, mau ngadu
    kenalin gue Bagas
    an. pelapor Sri Mulyani
    identitas saya: Toni Gunawan
    NIP saya: 197001011990031001
    nomor induk saya 199512122020121002
    bisa wa ke nol delapan satu dua tiga empat
    WA 0878.1234.5678
    telp saya 62-813-1111-2222
    akun ig gue @rinilimo
    follow aku di tiktok @bagas_
    email: tonig @ mail.example
    kirim balasan ke toni.g@mail.example
    cuma saya perempuan di bagian itu
    di kantor itu cuma gue yang non muslim
    hanya saya yang punya akses ke komputer itu
    saya satu-satunya bidan di pustu itu
    beliau atasan langsung saya
    dia bos gue
    camat itu suami atasan saya
    saya sekretaris beliau
    saya ajudannya pak kadis
    saya staf keuangan di kecamatan cilodong
    saya tenaga honorer di kelurahan cisalak
    saya kerja jadi OB di kantor camat
    kebetulan saya dinas di bappeda
    di tempat kerja saya dibagikan kaus
    di kelas saya, guru lain ikut
    ruang kerja saya sebelahan dengan ruang lurah
    saya PPPK penempatan SMPN 12
    saya yang pegang kunci ruang itu
    waktu itu saya yang disuruh memotret
    saya istri pegawai kelurahan itu
    anak saya sekolah di situ kelas 3B
    saya tetangga persis di depan rumah lurah
    rumahku no 12 sebelah balai
    Salam hormat, Bambang Sutrisno
    (Yuni Astuti, warga RT 02)
    saya mantan sopirnya
    kami bertiga yang ikut rapat, saya, lurah, dan sekretaris
    Assalamualaikum, saya Nurul Hidayah dari Cinere.
    panggil aku Eko aja min
    Nama: Ratna Sari Dewi
    yang melapor Iwan Setiadi
    nik 3276 0512 0990 0002
    no hp gue 0813 9999 0000
    kontak 0251-8312345
    tele @eko_cinere bisa dihubungi
    akun twitter saya @ratnasd
    bisa dm ig aku ya @nurul.h
    balas ke nurulh@mail.example
    cuma aku yang tau password komputernya
    saya satu-satunya laki-laki di TU
    hanya ada dua orang di loket, saya dan dia
    pak camat atasan saya
    kepala bidang saya ikut pose
    saya bekas ajudan wali kota
    saya pegawai BKPSDM golongan III/a
    gue honorer pemkot bagian umum
    aku ngajar di SDN Beji 3
    saya kerja di bagian keuangan kelurahan
    saya mahasiswa magang di dinas kominfo
    di seksi saya ada lima orang
    meja kerja saya dekat pintu
    rumah gue di gang sebelah kantor lurah
    saya menantu pak RW
    suami saya kerja di kecamatan
    saya lurahnya sendiri yang dipaksa
    saya bendahara yang diminta bikin kuitansi
    waktu itu saya yang jadi MC
    Dari Yanto, RT 05
    Wassalam, Agus Prabowo
    Saya Wahyu, warga Sukmajaya.
    nama gue Fajar, panggil Jar
    Perkenalkan, Tuti Alawiyah di sini
    Pengirim: Lukman Hakim
    an Heru Susilo
    NIP. 19800101 200501 1 002 itu saya
    KTP saya 3276021212880003
    whatsapp 0852-1111-2222 ya
    telp rumah 021 7712345
    ig aku @tutialaw
    add fb saya Lukman Hakim Depok
    chat aku via tele @heru_s
    email lukman.h@mail.example
    saya doang yang nggak hadir
    aku satu-satunya yang pakai kursi roda
    yang piket cuma kami berdua
    atasan gue yang ngajak
    saya asisten pribadi beliau
    saya adik ipar pak lurah
    saya penjaga sekolah di SMP itu
    saya petugas kebersihan kantor camat
    saya perawat puskesmas Pasir Putih
    gue jaga parkir di depan kantor kelurahan
    saya tinggal di gang Mawar nomor 5
    di bidang kami ada delapan orang
    depan rumah saya posko itu
    saya yang menyimpan daftar hadirnya
    saya anggota panitia acara itu
"""
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
    Lurah Limo, Pak Rudi, membagikan amplop di pos RW.
    Ada foto di akun @infodepok tentang ini.
    Dia satu-satunya lurah yang hadir di kampanye.
    Hanya camat yang memakai kaus.
    Saya kurang tahu nama pegawainya.
    Saya baca di koran online.
    Staf kelurahan menempel stiker di meja pelayanan.
    Kepala sekolah menyuruh siswa bernyanyi yel calon.
    Kantor kecamatan dipakai rapat timses tanggal 12/11/2026.
    Pegawai di dinas pendidikan memakai kaus nomor 1.
    Ketua RT di kelurahan itu membagikan sembako.
    Saya punya videonya, durasi 3 menit.
    Suratnya bernomor 005/1234/KEC/2026.
    Pak RT menelepon warga satu-satu.
    Atasan mereka menyuruh hadir.
    Bos partai itu hadir juga.
    Menurut saya Pak Lurah salah.
    Saya ke kantor kelurahan mengurus KTP.
    Saya difoto waktu lewat.
    Teman kantor mereka juga ikut.
    Lurah Cinere mengumpulkan RT RW untuk dukung calon.
    Anak buah camat menempel poster di balai.
    Istri lurah ikut membagikan kaus.
    Tetangga lihat juga kejadian itu.
    Saya lihat istri pak camat naik panggung.
    Saya teman-teman lihat mobil dinas parkir di posko.
    Anggota Satpol PP ikut pawai.
    Tenaga honorer dipaksa ikut.
    Saya dan warga lain kaget.
    Saya tadi di pasar lihat baliho di kantor lurah.
    Kami warga di kelurahan Tugu keberatan.
    Ibu kader menyuruh kami pilih nomor tiga.
    Saya harap di kelurahan ada tindakan.
    Sekolah itu dipakai untuk kampanye.
    Hubungi Bawaslu kalau perlu.
    Video ada di tiktok @cinerenews.
    Saya catat jam 10.15 sampai 11.30.
    Kuitansi senilai 2.500.000 difoto.
    Kepala bidang mereka menyuruh patungan.
    Saya diminta pilih nomor dua.
    Pak Wahyu, lurah Sukmajaya, hadir di kampanye.
    Dia memakai mobil dinas plat merah.
    Guru itu mengajak muridnya.
    Saya melihat dari kejauhan.
    Akun IG @sukmajaya_official memuat ajakan.
    Saya dengar langsung pidatonya.
    Sekretaris camat membagi amplop.
    Nomor suratnya 800/55/2026.
    Saya mohon ditindaklanjuti.
    Warga dijanjikan bantuan kalau memilih calon itu.
    Saya punya rekaman suara.
    Ada dua orang ASN berpose di kantor.
    Bendahara kelurahan mengumpulkan uang.
    Saya takut melapor.
    Kadis menyuruh bawahannya pasang status WA.
    Saya sudah tanya ke RT.
    Bantuan dibagi di rumah ketua RW.
    Kantor itu ditempeli poster.
    Kejadian terulang tiga kali minggu ini.
    Saya rasa ini melanggar.
"""


def lines(text: str) -> list[str]:
    return [line.strip().replace("\\n", "\n") for line in text.strip().split("\n        ")]


LABELLED = [(trace, text) for trace, texts in TELLING.items() for text in lines(texts)]
UNNAMED = [line.strip() for line in LATER.strip().splitlines()]
ALL = [*(text for _, text in LABELLED), *UNNAMED]
QUIET = [line.strip() for line in SILENT.strip().splitlines()]


def test_the_texts_are_many() -> None:
    assert len(ALL) + len(QUIET) >= 250


def test_most_texts_that_tell_who_writes_are_noticed() -> None:
    missed = [text for text in ALL if not find_traces(text)]
    print(f"recall {1 - len(missed) / len(ALL):.3f}, missed {missed}")  # noqa: T201
    assert 1 - len(missed) / len(ALL) >= RECALL


def test_few_texts_that_tell_nothing_are_held_up() -> None:
    wrong = [(text, find_traces(text)) for text in QUIET if find_traces(text)]
    found = len([text for text in ALL if find_traces(text)])
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
