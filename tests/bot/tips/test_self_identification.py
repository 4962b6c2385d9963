"""Fresh wordings of telling who one is: half to learn from, half held back and only measured.

A wording is held back when its place is even. Run with `-s` to see what is missed in the half that
may be learned from; whoever mends patterns for the other half must write new wordings for it.
"""

import pytest

from bot.tips.scrubbing import find_clues

# Floors. Patterns of what tells gave 0.33 on wordings that came afterwards; since then what tells
# nothing is known instead (bot/tips/standpoint.py).
RECALL, PRECISION = 0.95, 0.9
RECALL_AFTERWARDS = 0.75

TELLING = """
    nama saya Hartini, tadi pagi lihat lurah bagi stiker di pasar
    Saya yang bertanda tangan di bawah ini, Rohmat Hidayat, melaporkan camat
    Ini Pak Darto RT 4, mau lapor soal baliho di kantor lurah
    Dengan saya Melati Kusuma, ingin mengadukan kepala sekolah
    kenalkan namaku Ujang, biasa dipanggil Ujang bakso
    Atas nama Sumarni binti Karta, saya mengadu soal bansos
    orang sini manggil saya Mang Oding
    Salam, Ningsih (guru honorer)
    Sebut saja nama lengkap: Yosef Tandiono
    yang buat laporan ini Bu Endang Lestari
    nomor pegawai saya 196905121990031007
    NIP gue 19900101 201903 2 011, cek aja
    Nomor KTP saya 3276-0505-0877-0003
    NIK: 3276 0141 0292 0001 kalau dibutuhkan
    nomor absen finger print saya di kantor 0457
    kalau mau tanya telp ke 0819 0812 3344
    WA aktif +62-857-7001-2233
    nomer hp ane 085612349876 bang
    boleh ditelepon ke nomor 021-7788 9900
    hubungi istri saya di 0813 1010 2020
    DM aja @hartini_88 di IG
    akun facebook ane Darto Wijaya Sawangan
    saya yang punya akun tiktok @melatik
    username telegramku ujang_bakso
    kirim jawabannya ke email kantor saya, r.hidayat@depok.example
    surel pribadi: yosef.t@post.example
    saya satu-satunya bidan yang tugas malam itu
    yang pegang stempel kelurahan cuma saya
    di kantor itu perempuan berjilbab hanya saya seorang
    tidak ada orang lain di ruangan selain saya dan pak camat
    cuma saya yang menolak menandatangani pernyataan dukungan
    saya sendiri yang mengantar amplopnya ke rumah calon
    satu-satunya staf yang tidak diundang rapat ya saya ini
    kami cuma berempat di seksi kesra, termasuk saya
    hanya kami bertiga yang tahu kode brankas itu
    selain saya tidak ada yang punya kunci gudang
    saya sopir dinas camat sejak 2019
    Saya bekerja sebagai operator SIAK di Kelurahan Bedahan
    kebetulan ruang saya bersebelahan dengan ruang kadis
    saya kasi pemerintahan di kelurahan sebelah
    sebagai bendahara kelurahan, saya disuruh mencairkan dana
    sebagai guru kelas 6 di SDN itu saya dipaksa ikut
    saya baru dua bulan dipindah ke Dinas Perhubungan
    posisi saya analis kepegawaian di BKPSDM
    saya ditugaskan di loket 3 pelayanan KK
    waktu itu saya piket di pos satpam kecamatan
    tim kami di bidang aset cuma lima orang
    unit saya, subbag umum, disuruh menyetor uang
    istri saya PNS di kelurahan yang sama
    bapak saya ketua RW yang membagikan sembako itu
    saya keponakan lurah yang dilaporkan
    pak sekcam itu ipar saya
    saya tinggal serumah dengan staf lurah itu
    rumah saya tepat di samping posko pemenangan
    warung saya di depan kantor kecamatan jadi kelihatan jelas
    atasan saya, pak kabid, mengancam mutasi
    saya dipanggil kepala dinas karena menolak
    saya bawahan langsung pak kadis
    saya mantan istri lurah itu
    anak saya murid kelas 2 di sekolah tersebut
"""
SILENT = """
    Lurah Bedahan bernama Karta Wijaya membagikan stiker calon di pasar
    Nama camatnya Rohmat Hidayat, sudah dua tahun menjabat
    Pak Darto ketua RT 4 memasang baliho di kantor lurah
    Kepala sekolah SMPN 9, Ibu Melati Kusuma, mengajak guru memilih calon 1
    Yang membagikan sembako adalah Bu Endang, istri sekcam
    Pelakunya Kasi Pemerintahan Kelurahan Bedahan
    Saya melihat Ujang, staf kelurahan, menempel poster
    Terlapor: Yosef Tandiono, kabid di Dinas Perhubungan
    Pengirim undangan adalah kecamatan
    Surat itu ditandatangani oleh Hartini selaku sekretaris dinas
    NIP pejabatnya saya tidak tahu
    Nomor surat 005/987/Kesra/2026 tertanggal 3 November
    Pelat mobilnya B 1290 EKQ warna putih
    Baliho itu memuat nomor 081 tanpa kelanjutan
    KTP warga dikumpulkan oleh ketua RW
    Akun @kelurahanbedahan mengunggah ajakan memilih
    Di facebook Dinas Pendidikan ada foto pose dua jari
    Kepala dinas menulis status WA yang mendukung paslon
    Grup telegram kantor kecamatan dipakai kampanye
    Email resmi dinas dipakai mengirim undangan deklarasi
    Hanya kepala dinas yang naik ke panggung
    Cuma satu orang satpam yang berani menolak
    Lurah itu satu-satunya yang memakai seragam dinas di acara
    Di ruangan itu hadir delapan pegawai berseragam
    Tidak ada orang lain selain camat dan tim sukses
    Stempel kelurahan dipegang sekretaris lurah
    Bendahara kelurahan disuruh mencairkan dana oleh lurah
    Guru kelas 6 SDN itu dipaksa ikut deklarasi
    Sopir dinas camat mengantar amplop ke rumah calon
    Staf loket 3 membagikan kalender bergambar calon
    Analis kepegawaian BKPSDM ikut konvoi
    Subbag umum disuruh menyetor uang untuk kampanye
    Rumah di samping posko dipakai menyimpan kaus
    Warung depan kecamatan dijadikan tempat bagi sembako
    Istri lurah PNS di kelurahan yang sama, ikut kampanye
    Ketua RW membagikan sembako atas perintah lurah
    Keponakan lurah menjadi tim sukses
    Pegawai yang menolak diancam mutasi
    Kepala dinas memanggil staf yang menolak
    Bawahan kadis disuruh hadir semua
    Saya lihat dari jauh sekitar jam tiga sore
    Saya dapat fotonya dari grup warga
    Saya mendengar pidato camat lewat pengeras suara
    Saya mohon laporan ini ditindaklanjuti
    Saya hanya warga yang kebetulan lewat
    Saya tidak ingin diketahui siapa pun
    Saya membaca unggahan itu tadi malam
    Menurut saya ini jelas melanggar netralitas
    Saya sempat memotret mobil dinas di posko
    Saya punya rekaman pidato berdurasi dua menit
    Kami warga merasa terganggu oleh konvoi itu
    Saya kira bukan hanya satu pegawai yang ikut
    Anak sekolah disuruh menyanyikan yel calon
    Murid kelas 2 membawa pulang brosur calon
    Saya bertanya kepada satpam, katanya sudah izin
    Mereka bertiga memakai kaus nomor dua
    Acara digelar di aula Dinas Perhubungan hari Rabu
    Operator SIAK di kelurahan itu memakai topi partai
    Kepala puskesmas meminta perawat memasang stiker
    Saya catat ada dua belas kendaraan dinas di lokasi
"""

# Written when the patterns stood, in other words and shapes, and never learned from.
AFTERWARDS = """
    Gue Reza yang kemarin lapor juga
    Assalamualaikum min, ini Siti dari Pengasinan
    yang ngetik ini Pak Haji Mansur, imam musala
    Tanda tangan: Dewi Anggraini
    kata orang kantor nama panggilanku Bimo
    pegawai dengan NIP 198811022015042003 itu ya saya
    nik ane tiga dua tujuh enam 01 01 01 88 0001
    hp-ku 0838 9090 1212 (malam saja)
    mention aja @reza.pgs nanti gue jawab
    balas lewat reza_p@mailku.example
    kebetulan cuma ada satu admin keuangan, dan itu saya
    dari semua kasi, tinggal saya yang belum tanda tangan
    yang protes di rapat itu aku sendiri
    di bagian arsip isinya dua orang, aku dan Bu Wiwik
    akulah yang membuat notulen rapat tersebut
    profesi saya perawat di puskesmas itu
    pekerjaan saya sehari-hari mengantar surat kelurahan
    sudah sepuluh tahun saya mengabdi di SMPN 4
    saya masuk lewat jalur honorer K2 di kecamatan
    meja saya di seberang meja lurah
    pak lurah itu mertua saya
    saya masih saudara sama bu camat
    saya kos di rumah staf kelurahan itu
    kakak kandung saya jadi timses
    saya sering diajak makan oleh kadis karena sekretarisnya
    waktu apel saya berdiri di sebelah camat sebagai pembawa map
    gaji saya dipotong bendahara kelurahan untuk iuran kampanye
    lurah menelepon saya langsung minta dibuatkan spanduk
    SK saya tidak diperpanjang setelah menolak ikut konvoi
    rumah kontrakan saya persis di belakang posko
"""
AFTERWARDS_SILENT = """
    Reza, ajudan wali kota, terlihat di panggung
    Yang mengetik undangan adalah staf kecamatan
    Tanda tangan lurah ada di surat itu
    Pegawai dengan inisial DA ikut kampanye
    Admin keuangan kelurahan memegang uangnya
    Dari semua kasi, hanya satu yang menolak
    Bu Wiwik dari bagian arsip memakai kaus calon
    Notulen rapat ditulis sekretaris camat
    Perawat puskesmas itu memakai topi partai
    Kurir kelurahan mengantar surat dukungan
    Meja lurah penuh stiker calon
    Mertua lurah jadi ketua timses
    Saudara bu camat memasang baliho
    Saya baru tahu dari berita
    Gaji pegawai dipotong bendahara untuk kampanye
    Lurah menelepon semua ketua RT minta dukungan
    Honorer yang menolak tidak diperpanjang kontraknya
    Posko itu persis di belakang kantor lurah
    Saya foto dari trotoar seberang
    Kalau perlu saya kirim videonya
    Saya tidak tahu siapa yang menyuruh
    Mereka ada yang pakai seragam, ada yang tidak
    Menurut warga ini bukan pertama kali
    Apel pagi dipakai untuk yel dukungan
    Sekretaris dinas membawa map berlogo partai
    Bapak itu kepala UPT pasar
    Ibu-ibu PKK diminta memakai baju warna calon
    Kami menunggu tindak lanjut dari Bawaslu
    Saya simpan tangkapan layarnya
    Camat hanya tersenyum waktu ditegur warga
"""


def halves(text: str) -> tuple[list[str], list[str]]:
    """Return the wordings to learn from, and those held back."""
    found = [line.strip() for line in text.strip().splitlines()]
    return found[::2], found[1::2]


def measured(telling: list[str], silent: list[str]) -> tuple[float, float, list[str], list[str]]:
    """Return recall and precision, what is missed and what is seen wrongly."""
    missed = [each for each in telling if not find_clues(each)]
    wrong = [each for each in silent if find_clues(each)]
    hits = len(telling) - len(missed)
    return hits / len(telling), hits / (hits + len(wrong)), missed, wrong


def test_there_are_as_many_of_each() -> None:
    assert [len(each) for text in (TELLING, SILENT) for each in halves(text)] == [30] * 4


@pytest.mark.parametrize(("half", "name"), [(0, "learned from"), (1, "held back")])
def test_most_are_noticed_and_few_others(half: int, name: str) -> None:
    recall, precision, missed, wrong = measured(halves(TELLING)[half], halves(SILENT)[half])
    told = f", missed {missed}, wrong {wrong}" if half == 0 else ""
    print(f"{name}: recall {recall:.3f}, precision {precision:.3f}{told}")  # noqa: T201
    assert recall >= RECALL
    assert precision >= PRECISION


def test_most_wordings_that_came_after_the_patterns_are_noticed() -> None:
    texts = (AFTERWARDS, AFTERWARDS_SILENT)
    telling, silent = ([line.strip() for line in each.strip().splitlines()] for each in texts)
    recall, precision, *_ = measured(telling, silent)
    print(f"afterwards: recall {recall:.3f}, precision {precision:.3f}")  # noqa: T201
    assert recall >= RECALL_AFTERWARDS
    assert precision >= PRECISION
