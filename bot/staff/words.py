"""What staff read in the terminal: names of roles and acts, questions, and what was done."""

from bot.staff.account import Act, Role
from bot.staff.chain import Flaw
from knowledge.phrasebook import Phrase

ROLE_NAMES = {role: Phrase(f"staff.peran.{role}") for role in Role}
ACT_NAMES = {act: Phrase(f"staff.tindakan.{act}") for act in Act}

ASK_NAME = Phrase("staff.tanya.nama")
ASK_PASSWORD = Phrase("staff.tanya.sandi")
ASK_OLD_PASSWORD = Phrase("staff.tanya.sandi-lama")
ASK_NEW_PASSWORD = Phrase("staff.tanya.sandi-baru")
ASK_AGAIN = Phrase("staff.tanya.sandi-lagi")
ASK_TOTP = Phrase("staff.tanya.kode")
ASK_FRESH_TOTP = Phrase("staff.tanya.kode-baru")
ASK_INVITATION = Phrase("staff.tanya.undangan")

SESSION_SHARED = Phrase("staff.sesi-terbaca", ("berkas",))
NOT_LOGGED_IN = Phrase("staff.belum-masuk")
LOGGED_IN = Phrase("staff.masuk", ("nama", "jam"))
LOGGED_OUT = Phrase("staff.keluar")
WHO = Phrase("staff.siapa", ("nama", "akun", "peran", "perangkat", "jam"))
NO_OFFICE = Phrase("staff.tanpa-perangkat")

INVITED = Phrase("staff.undangan.dibuat", ("akun", "kode", "tanggal"))
WELCOME = Phrase("staff.undangan.selamat-datang", ("nama", "akun"))
SCAN = Phrase("staff.undangan.pindai", ("alamat",))
ACCEPTED = Phrase("staff.undangan.selesai", ("kode",))
DIFFERENT = Phrase("staff.undangan.sandi-beda")
PASSWORD_CHANGED = Phrase("staff.sandi-diganti")
LINK = Phrase("staff.telegram.kode", ("kode", "menit"))
LINKED = Phrase("staff.telegram.terhubung", ("nama",))
NOT_LINKED = Phrase("staff.telegram.kode-salah")

ACCOUNT = Phrase("staff.daftar.akun", ("akun", "nama", "peran", "perangkat", "keadaan"))
ACTIVE = Phrase("staff.daftar.aktif")
DISABLED = Phrase("staff.daftar.nonaktif")
PENDING = Phrase("staff.daftar.undangan", ("akun", "nama", "peran", "tanggal"))
SESSION = Phrase("staff.daftar.sesi", ("nomor", "akun", "tempat", "mulai", "sampai"))
NO_SESSION = Phrase("staff.daftar.tanpa-sesi")
CHANGED = Phrase("staff.diubah", ("akun",))
SESSION_ENDED = Phrase("staff.sesi-diakhiri", ("nomor",))

FLAWS = {flaw: Phrase(f"staff.jejak.rusak.{flaw}", ("nomor",)) for flaw in Flaw}
SOUND = Phrase("staff.jejak.utuh", ("jumlah", "nomor", "mac"))
EMPTY = Phrase("staff.jejak.kosong")
ROW = Phrase("staff.jejak.baris", ("nomor", "waktu", "akun", "tindakan", "objek", "hasil"))
OUTCOMES = {
    "done": Phrase("staff.jejak.hasil.done"),
    "refused": Phrase("staff.jejak.hasil.refused", ("alasan",)),
}
HEADINGS = Phrase("staff.jejak.judul")
NOBODY = Phrase("staff.jejak.tanpa-akun")
EXPORTED = Phrase("staff.jejak.disimpan", ("jumlah", "berkas"))
NOT_WRITTEN = Phrase("staff.jejak.tidak-ditulis", ("berkas",))
