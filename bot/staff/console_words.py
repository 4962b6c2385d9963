"""What the web console says where a sentence is not a page's own."""

from knowledge.phrasebook import Phrase

FIELD_WANTED = Phrase("console.isian.wajib")
FIELD_SHORT = Phrase("console.isian.pendek", ("paling",))
FIELD_LONG = Phrase("console.isian.panjang", ("paling",))
FIELD_UNUSABLE = Phrase("console.isian.tidak-dapat")

CONDITION_WANTED = Phrase("console.usulan.syarat-perlu")
NO_CONDITION = Phrase("console.usulan.tanpa-syarat")
FEW_EXAMPLES = Phrase("console.usulan.contoh-kurang", ("paling",))
NO_SANCTION_YET = Phrase("console.usulan.sanksi-belum")
EXAMPLE_TAKEN = Phrase("console.usulan.contoh-dipakai", ("contoh", "judul"))

SESSION_OVER = Phrase("console.masuk.berakhir")
SESSION_OVER_TYPED = Phrase("console.masuk.berakhir-dengan-isian")
DESK_WRONG = Phrase("console.meja.salah")
DESK_KEYLESS = Phrase("console.meja.tanpa-kunci")
BACK_AGAIN = Phrase("console.masuk.kembali")

# What has just been done, by the name that the address of the next page carries.
NOTICES = {
    name: Phrase(f"console.kabar.{name}")
    for name in (
        "sesi-diakhiri",
        "sandi-diganti",
        "keluar",
        "kunci-ditutup",
        "isian-milik-lain",
        "pertanyaan-disingkirkan",
        "kelompok-berubah",
        "jawaban-dikirim",
        "akun-diubah",
        "akun-dinonaktifkan",
        "akun-diaktifkan",
        "pesan-uji",
        "pesan-uji-tunggu",
        "data-dihapus",
    )
}
NOTICES |= {
    name: Phrase(f"console_siaran.kabar.{name}")
    for name in (
        "siaran-disimpan",
        "siaran-diajukan",
        "siaran-disetujui",
        "siaran-dijeda",
        "siaran-dilanjutkan",
        "siaran-dibatalkan",
        "siaran-diuji",
        "templat-diajukan",
        "ragu-ditutup",
        "gambar-disimpan",
        "gambar-dilepas",
    )
}

NOTICES |= {
    name: Phrase(f"console_aduan.kabar.{name}")
    for name in (
        "catatan-disimpan",
        "pertanyaan-dikirim",
        "aduan-ditugaskan",
        "aduan-diambil-kembali",
        "aduan-tidak-serius",
        "aduan-serius",
        "aduan-disembunyikan",
        "aduan-tersembunyi",
        "aduan-tampak-lagi",
        "aduan-ditahan",
        "aduan-dilepas",
        "aduan-melangkah",
        "aduan-ditutup",
    )
}

# What is said of acts on tips that were not done.
OVERTAKEN = Phrase("console_aduan.keliru.berubah", ("terakhir",))
OVERTAKEN_LAST = Phrase("console_aduan.keliru.terakhir", ("siapa", "apa"))
NOT_FROM_HERE = Phrase("console_aduan.keliru.langkah", ("status",))
COLLEAGUE_UNKNOWN = Phrase("console_aduan.keliru.petugas")
OFFICE_UNKNOWN = Phrase("console_aduan.keliru.perangkat")
ASKS_IDENTITY = Phrase("console_aduan.tanya.identitas", ("isi",))
TELLS_IDENTITY = Phrase("console_aduan.tanya.jejak", ("isi",))

NOTICES |= {
    name: Phrase(f"console_penerusan.kabar.{name}")
    for name in (
        "suntingan-disimpan",
        "aduan-diteruskan",
        "sudah-diteruskan",
        "kiriman-diulang",
        "kiriman-dibatalkan",
        "kiriman-sampai",
    )
}

# What is wrong in the forms of broadcasts.
DAY_WANTED = Phrase("console_siaran.isian.tanggal")
ELECTION_WANTED = Phrase("console_siaran.isian.pemilihan")
UNDATED = Phrase("console_siaran.isian.tanpa-tanggal")
TEXT_UNKNOWN = Phrase("console_siaran.isian.naskah")
PLACE_UNKNOWN = Phrase("console_siaran.isian.tempat")
PICTURE_WANTED = Phrase("console_siaran.isian.gambar")
PICTURE_FAR_TOO_LARGE = Phrase("console_siaran.isian.gambar-terlalu-besar")
NO_CHAT = Phrase("console_siaran.uji.tanpa-percakapan")
NOT_TESTED = Phrase("console_siaran.uji.gagal")
NOBODY_TO_ASK = Phrase("console_siaran.ragu.tanpa-penyedia")
PROVIDER_AWAY = Phrase("console_siaran.ragu.tidak-menjawab")
LOOKED_UP = Phrase("console_siaran.ragu.hasil", ("ketemu", "tidak", "pergi"))

ENTRY_UNKNOWN = Phrase("console.jawaban.aturan")
NOBODY_WAITS = Phrase("console.jawaban.tanpa-penunggu")

_STATUSES = (400, 403, 404, 405, 413, 415, 422, 429, 500, 503)
ERROR_TITLES = {each: Phrase(f"console.galat.{each}.judul") for each in _STATUSES}
ERROR_TEXTS = {each: Phrase(f"console.galat.{each}.isi") for each in _STATUSES}
FOREIGN_FORM = Phrase("console.galat.formulir-lain")
