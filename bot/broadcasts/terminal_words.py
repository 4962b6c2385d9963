"""What staff read about broadcasts in a terminal."""

from knowledge.phrasebook import Phrase

_SHOWN, _DRAFT = "commands_siaran.pratinjau", "commands_siaran.susun"
_STEP, _DOUBT, _SPAN = "commands_siaran.langkah", "commands_siaran.ragu", "commands_siaran.lama"

TELEGRAM = Phrase(f"{_SHOWN}.telegram")
PICTURE = Phrase(f"{_SHOWN}.gambar")
PICTURE_TOLD = Phrase(f"{_SHOWN}.gambar-isi", ("jenis", "ukuran", "sidik", "alt"))
NO_ALT = Phrase(f"{_SHOWN}.tanpa-alt")
WHATSAPP = Phrase(f"{_SHOWN}.whatsapp")
OTHERWISE = Phrase(f"{_SHOWN}.selain-itu")
TEMPLATE = Phrase(f"{_SHOWN}.templat", ("nama", "keadaan"))
AUDIENCE = Phrase(f"{_SHOWN}.penerima", ("isi",))
REACHED = Phrase(f"{_SHOWN}.jangkauan", ("jumlah", "jalan", "sisa"))
BY_WHATSAPP = Phrase(f"{_SHOWN}.jalan-whatsapp", ("jendela", "templat"))
BEYOND = Phrase(f"{_SHOWN}.batas-harian", ("jumlah",))
TAKES = Phrase(f"{_SHOWN}.lama", ("lama", "biaya"))
FINGERPRINT = Phrase(f"{_SHOWN}.sidik-jari", ("sidik",))
ROW = Phrase(f"{_SHOWN}.baris", ("nomor", "keadaan", "mulai", "selesai", "penerima", "judul"))
EVERYBODY = Phrase(f"{_SHOWN}.semua")
CHANGED = Phrase(f"{_SHOWN}.berubah", ("isi",))
DIFFERENT = Phrase(f"{_SHOWN}.beda", ("isi",))
PARTS = {
    name: Phrase(f"{_SHOWN}.bagian.{name}")
    for name in ("teks", "gambar", "penerima", "waktu", "tombol", "mendesak")
}

STANDINGS = {
    state: Phrase(f"commands_siaran.templat.{state}")
    for state in (
        "unsubmitted",
        "received",
        "pending",
        "approved",
        "rejected",
        "paused",
        "disabled",
        "missing",
    )
}
SUBMITTED = Phrase("commands_siaran.templat.diajukan", ("nama", "keadaan"))

SECONDS = Phrase(f"{_SPAN}.detik", ("detik",))
MINUTES = Phrase(f"{_SPAN}.menit", ("menit",))
HOURS = Phrase(f"{_SPAN}.jam", ("jam", "menit"))
LEFT = Phrase(f"{_SPAN}.sisa", ("laju", "lama"))

ELECTION_WANTED = Phrase(f"{_DRAFT}.perlu-pemilihan")
TIME_WANTED = Phrase(f"{_DRAFT}.perlu-waktu")
UNREADABLE = Phrase(f"{_DRAFT}.tidak-terbaca", ("sumber",))
NO_TIME = Phrase(f"{_DRAFT}.waktu-tidak-dikenal", ("tulisan",))
NO_PLACE = Phrase(f"{_DRAFT}.tempat-tidak-dikenal", ("tempat",))
NO_ELECTION = Phrase(f"{_DRAFT}.pemilihan-tidak-ada", ("nama", "dikenal"))
NO_REMINDER = Phrase(f"{_DRAFT}.naskah-tidak-ada", ("nama", "dikenal"))
UNDATED = Phrase(f"{_DRAFT}.belum-bertanggal", ("judul", "pemilihan"))
LEFT_OUT = Phrase(f"{_DRAFT}.dilewati", ("isi",))

TESTED = Phrase(f"{_STEP}.diuji")
NO_CHAT = Phrase(f"{_STEP}.tanpa-percakapan")
ASK_APPROVAL = Phrase(f"{_STEP}.setujui")
NOT_APPROVED = Phrase(f"{_STEP}.tidak-disetujui")
APPROVED = Phrase(f"{_STEP}.disetujui", ("jam",))
PAUSED = Phrase(f"{_STEP}.dijeda", ("nomor",))
RESUMED = Phrase(f"{_STEP}.dilanjutkan")
CANCELLED = Phrase(f"{_STEP}.dibatalkan", ("jumlah",))

PICTURE_UNREADABLE = Phrase("commands_siaran.gambar.tidak-terbaca", ("berkas", "sebab"))
PICTURE_EMPTY = Phrase("commands_siaran.gambar.kosong", ("berkas",))
NONE = Phrase("commands_siaran.status.kosong")

ADVICE = Phrase(f"{_DOUBT}.saran", ("jumlah", "nomor"))
SETTLED = Phrase(f"{_DOUBT}.ditutup", ("jumlah", "hasil"))
NOBODY_TO_ASK = Phrase(f"{_DOUBT}.tanpa-penyedia")
FOUND = Phrase(f"{_DOUBT}.ketemu", ("jumlah",))
ABSENT = Phrase(f"{_DOUBT}.tidak-ada", ("jumlah", "nomor"))
GONE = Phrase(f"{_DOUBT}.pergi", ("jumlah",))
