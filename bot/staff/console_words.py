"""What the web console says where a sentence is not a page's own."""

from knowledge.phrasebook import Phrase

FIELD_WANTED = Phrase("console.isian.wajib")
FIELD_SHORT = Phrase("console.isian.pendek", ("paling",))
FIELD_LONG = Phrase("console.isian.panjang", ("paling",))
FIELD_UNUSABLE = Phrase("console.isian.tidak-dapat")

SESSION_OVER = Phrase("console.masuk.berakhir")
SESSION_OVER_TYPED = Phrase("console.masuk.berakhir-dengan-isian")
DESK_WRONG = Phrase("console.meja.salah")
DESK_KEYLESS = Phrase("console.meja.tanpa-kunci")
BACK_AGAIN = Phrase("console.masuk.kembali")

# What has just been done, by the name that the address of the next page carries.
NOTICES = {
    name: Phrase(f"console.kabar.{name}")
    for name in ("sesi-diakhiri", "sandi-diganti", "keluar", "isian-milik-lain", "kunci-ditutup")
}

_STATUSES = (400, 403, 404, 405, 413, 415, 422, 429, 500, 503)
ERROR_TITLES = {each: Phrase(f"console.galat.{each}.judul") for each in _STATUSES}
ERROR_TEXTS = {each: Phrase(f"console.galat.{each}.isi") for each in _STATUSES}
FOREIGN_FORM = Phrase("console.galat.formulir-lain")
