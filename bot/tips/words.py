"""What staff read about tips, in the terminal and in their group."""

from bot.tips.case import Event
from bot.tips.completeness import Element
from bot.tips.redaction import FIELDS
from bot.tips.store.parcels import ParcelKind
from bot.tips.tip import Known, Status, Voice
from knowledge.phrasebook import Phrase

NOTICES: dict[str, Phrase] = {
    kind: Phrase(f"desk.kabar.{kind}", ("jumlah", "kecamatan")) for kind in ParcelKind
}
NOWHERE = Phrase("desk.kabar.tanpa-kecamatan")

STATUSES = {status: Phrase(f"desk.status.{status}") for status in Status}
VOICES = {voice: Phrase(f"desk.suara.{voice}") for voice in Voice}
KNOWN = {known: Phrase(f"desk.tahu.{known}") for known in Known}
EVENTS = {event: Phrase(f"desk.riwayat.{event}") for event in Event}
ELEMENTS = {name: Phrase(f"desk.unsur.{name}") for name in FIELDS}
MISSING = {element: Phrase(f"desk.kurang.{element}") for element in Element}

LINE = Phrase("desk.baris", ("nomor", "hari", "status", "kecamatan", "perangkat", "batas", "tanda"))
NO_LINE = Phrase("desk.daftar-kosong")
TOTAL = Phrase("desk.jumlah", ("jumlah",))
LEFT = Phrase("desk.batas.sisa", ("hari", "tanggal"))
LAST_DAY = Phrase("desk.batas.hari-ini")
TOO_LATE = Phrase("desk.batas.lewat", ("hari", "tanggal"))
UNKNOWN_TARGET = Phrase("desk.tujuan-asing", ("tujuan", "daftar"))
NO_DEADLINE = Phrase("desk.batas.tidak-diketahui")
MARK_ASSIGNED = Phrase("desk.tanda.petugas", ("nama",))
MARK_ANSWERED = Phrase("desk.tanda.dijawab")
MARK_PRANK = Phrase("desk.tanda.tidak-serius")
MARK_HELD = Phrase("desk.tanda.ditahan")

HEAD = Phrase("desk.kasus.kepala", ("nomor", "status", "hari"))
TARGET = Phrase("desk.kasus.tujuan", ("tujuan",))
ELEMENT = Phrase("desk.kasus.unsur", ("nama", "isi"))
UNTOLD = Phrase("desk.kasus.belum-disebut")
LACKING = Phrase("desk.kasus.kurang", ("daftar",))
COMPLETE = Phrase("desk.kasus.lengkap")
FILES = Phrase("desk.kasus.bukti")
FILE = Phrase("desk.kasus.berkas", ("nomor", "jenis", "ukuran", "bersih", "asli", "sha256"))
CLEANED = Phrase("desk.kasus.dibersihkan")
NOT_CLEANED = Phrase("desk.kasus.tidak-dibersihkan")
WITH_ORIGINAL = Phrase("desk.kasus.ada-asli")
WITHOUT_ORIGINAL = Phrase("desk.kasus.tanpa-asli")
REMARKS = Phrase("desk.kasus.percakapan")
NOTES = Phrase("desk.kasus.catatan")
HISTORY = Phrase("desk.kasus.riwayat")
ENTRY = Phrase("desk.kasus.entri", ("hari", "siapa", "isi"))
SIMILAR = Phrase("desk.kasus.mirip", ("nomor",))
OFFICES = Phrase("desk.kasus.disembunyikan", ("perangkat",))

LEAVES = Phrase("desk.keluar.kepala")
STAYS = Phrase("desk.keluar.tanpa-bukti")
FORWARDED = Phrase("desk.selesai.diteruskan", ("nomor", "tujuan"))
NOTED = Phrase("desk.selesai.dicatat", ("nomor",))
ASKED = Phrase("desk.selesai.ditanyakan", ("nomor",))
ASSIGNED = Phrase("desk.selesai.ditugaskan", ("nomor", "nama"))
MARKED = Phrase("desk.selesai.ditandai", ("nomor",))
CLOSED = Phrase("desk.selesai.ditutup", ("nomor", "status"))
HELD = Phrase("desk.selesai.ditahan", ("nomor",))
RELEASED = Phrase("desk.selesai.dilepas", ("nomor",))
EXPORTED = Phrase("desk.selesai.disimpan", ("jumlah", "berkas"))
WRITTEN = Phrase("desk.selesai.bukti", ("berkas",))
IN_CLEAR = Phrase("desk.selesai.bukti-terbuka")
OFFICE_UNKNOWN = Phrase("desk.perangkat-asing", ("kode",))

PASSPHRASE = Phrase("desk.kunci.tanya")
NEW_PASSPHRASE = Phrase("desk.kunci.tanya-baru")
AGAIN = Phrase("desk.kunci.tanya-lagi")
DIFFERENT = Phrase("desk.kunci.beda")
WRONG = Phrase("desk.kunci.salah", ("detik",))
STILL_WRONG = Phrase("desk.kunci.tetap-salah")
MADE = Phrase("desk.kunci.dibuat", ("berkas", "nomor"))
CHANGED = Phrase("desk.kunci.diganti", ("berkas",))
STAYS_SHUT = Phrase("desk.kunci.tetap-tertutup", ("berkas",))
UNLOCKED = Phrase("desk.kunci.terbuka", ("menit",))
LOCKED = Phrase("desk.kunci.tertutup")
PROMPT = Phrase("desk.kunci.prompt")

ENTRIES = Phrase("desk.register.diekspor", ("jumlah", "berkas"))
SHUT_ENTRIES = Phrase("desk.register.terkunci", ("jumlah",))
PRINTED = Phrase("desk.register.dicetak", ("nomor", "berkas"))

TOO_SHORT = Phrase("desk.ditolak.nomor-pendek")
NONE_SUCH = Phrase("desk.ditolak.tidak-ada", ("nomor",))
SEVERAL = Phrase("desk.ditolak.beberapa", ("nomor",))
GONE = Phrase("desk.ditolak.sudah-hilang", ("nomor",))
WRONG_STEP = Phrase("desk.ditolak.langkah", ("nomor", "status"))
UNREAD = Phrase("desk.ditolak.belum-dibaca", ("nomor",))
OVERTAKEN = Phrase("desk.ditolak.berubah", ("nomor",))
OTHERWISE = Phrase("desk.ditolak.isi-berubah")
NO_REASON = Phrase("desk.ditolak.tanpa-alasan")
NO_WORKER = Phrase("desk.ditolak.tanpa-pengirim")
NO_ORIGINAL = Phrase("desk.ditolak.tanpa-asli", ("nomor",))
NO_FILE = Phrase("desk.ditolak.bukan-bukti", ("nomor", "jumlah"))
FILE_THERE = Phrase("desk.ditolak.berkas-ada", ("berkas",))
FILE_GONE = Phrase("desk.ditolak.berkas-hilang")
OTHER_KEY = Phrase("desk.ditolak.kunci-lain", ("kunci",))
QUOTES = Phrase("desk.ditolak.kutip")
NO_KEY = Phrase("desk.ditolak.tanpa-kunci", ("berkas",))
WEAK = Phrase("desk.ditolak.sandi-pendek", ("jumlah",))
NO_ENTRY = Phrase("desk.ditolak.bukan-entri", ("nomor",))
