"""Every page of the console and the act it needs; a page that stands not here cannot be served."""

from collections.abc import Mapping
from enum import StrEnum

from bot.staff.account import Account, Act


class Door(StrEnum):
    """What a page needs of whom nobody knows."""

    OPEN = "open"


Need = Act | Door

# Act.USE_SESSION is what everybody has who is logged in. Paths are those below /meja.
NEEDS: Mapping[str, Need] = {
    # Getting in
    "GET /masuk": Door.OPEN,
    "POST /masuk": Door.OPEN,
    "GET /undangan/{code}": Door.OPEN,
    "POST /undangan/{code}/sandi": Door.OPEN,
    "POST /undangan/{code}": Door.OPEN,
    "POST /pastikan": Act.CONFIRM,
    "POST /keluar": Act.LOG_OUT,
    # Beranda
    "GET /": Act.USE_SESSION,
    # Aduan
    "GET /aduan": Act.READ_TIPS,
    "POST /aduan/buka": Act.READ_TIPS,
    "POST /aduan/kunci": Act.READ_TIPS,
    "GET /aduan/{tip}": Act.READ_TIPS,
    "GET /aduan/{tip}/catatan": Act.READ_TIPS,
    "POST /aduan/{tip}/catatan": Act.NOTE_TIPS,
    "GET /aduan/{tip}/tanya": Act.READ_TIPS,
    "POST /aduan/{tip}/tanya": Act.ASK_TIPS,
    "POST /aduan/{tip}/petugas": Act.ASSIGN_TIPS,
    "POST /aduan/{tip}/petugas/lepas": Act.ASSIGN_TIPS,
    "POST /aduan/{tip}/serius": Act.NOTE_TIPS,
    "POST /aduan/{tip}/perangkat": Act.NOTE_TIPS,
    "POST /aduan/{tip}/perangkat/lepas": Act.NOTE_TIPS,
    "POST /aduan/{tip}/tahan": Act.CLOSE_TIPS,
    "GET /aduan/{tip}/langkah": Act.READ_TIPS,
    "POST /aduan/{tip}/langkah": Act.NOTE_TIPS,
    "GET /aduan/{tip}/tutup": Act.READ_TIPS,
    "POST /aduan/{tip}/tutup": Act.CLOSE_TIPS,
    "GET /aduan/{tip}/jejak": Act.READ_AUDIT,
    "GET /aduan/penerusan": Act.READ_TIPS,
    "GET /aduan/{tip}/sunting": Act.REDACT_TIPS,
    "POST /aduan/{tip}/sunting": Act.REDACT_TIPS,
    # Whoever redacts may look at what would leave; the code is asked of who sends it.
    "GET /aduan/{tip}/teruskan": Act.REDACT_TIPS,
    "POST /aduan/{tip}/teruskan": Act.FORWARD_TIPS,
    "POST /aduan/{tip}/penerusan/{forwarding}/ulang": Act.FORWARD_TIPS,
    "POST /aduan/{tip}/penerusan/{forwarding}/kembalikan": Act.FORWARD_TIPS,
    "POST /aduan/{tip}/penerusan/{forwarding}/sampai": Act.FORWARD_TIPS,
    "GET /aduan/{tip}/pdf": Act.REDACT_TIPS,
    "GET /aduan/{tip}/bukti/{number}": Act.READ_TIPS,
    "GET /aduan/{tip}/bukti/{number}/isi": Act.READ_TIPS,
    "GET /aduan/{tip}/bukti/{number}/unduh": Act.READ_TIPS,
    "POST /aduan/{tip}/bukti/{number}/asli": Act.OPEN_ORIGINALS,
    # Siaran
    "GET /siaran": Act.READ_BROADCASTS,
    "GET /siaran/naskah": Act.DRAFT_BROADCASTS,
    "POST /siaran/naskah": Act.DRAFT_BROADCASTS,
    "POST /siaran/seri": Act.DRAFT_BROADCASTS,
    "GET /siaran/tulis": Act.DRAFT_BROADCASTS,
    "POST /siaran/tulis": Act.DRAFT_BROADCASTS,
    "GET /siaran/{broadcast}": Act.READ_BROADCASTS,
    "GET /siaran/{broadcast}/ubah": Act.DRAFT_BROADCASTS,
    "POST /siaran/{broadcast}/ubah": Act.DRAFT_BROADCASTS,
    "GET /siaran/{broadcast}/gambar": Act.READ_BROADCASTS,
    "POST /siaran/{broadcast}/gambar": Act.DRAFT_BROADCASTS,
    "POST /siaran/{broadcast}/gambar/lepas": Act.DRAFT_BROADCASTS,
    "GET /siaran/{broadcast}/kemajuan": Act.READ_BROADCASTS,
    "GET /siaran/{broadcast}/peristiwa": Act.READ_BROADCASTS,
    "GET /siaran/{broadcast}/laporan": Act.READ_BROADCASTS,
    "GET /siaran/{broadcast}/laporan.csv": Act.READ_BROADCASTS,
    "GET /siaran/{broadcast}/laporan.svg": Act.READ_BROADCASTS,
    "POST /siaran/{broadcast}/uji": Act.DRAFT_BROADCASTS,
    "POST /siaran/{broadcast}/ajukan": Act.SUBMIT_BROADCASTS,
    "POST /siaran/{broadcast}/templat": Act.SUBMIT_BROADCASTS,
    "POST /siaran/{broadcast}/setujui": Act.APPROVE_BROADCASTS,
    "POST /siaran/{broadcast}/jeda": Act.PAUSE_BROADCASTS,
    "POST /siaran/{broadcast}/lanjutkan": Act.PAUSE_BROADCASTS,
    "POST /siaran/{broadcast}/batalkan": Act.PAUSE_BROADCASTS,
    "POST /siaran/{broadcast}/ragu": Act.SETTLE_BROADCASTS,
    # Pertanyaan
    "GET /pertanyaan": Act.READ_QUESTIONS,
    "GET /pertanyaan/coba": Act.READ_KNOWLEDGE,
    "POST /pertanyaan/coba": Act.READ_KNOWLEDGE,
    "GET /pertanyaan/jawaban": Act.ANSWER_QUESTIONS,
    "POST /pertanyaan/jawaban": Act.ANSWER_QUESTIONS,
    "POST /pertanyaan/jawaban/kirim": Act.ANSWER_QUESTIONS,
    "GET /pertanyaan/aturan-baru": Act.SUGGEST_KNOWLEDGE,
    "POST /pertanyaan/aturan-baru": Act.SUGGEST_KNOWLEDGE,
    "POST /pertanyaan/aturan-baru/berkas": Act.SUGGEST_KNOWLEDGE,
    "GET /pertanyaan/kelompok/{group}": Act.READ_QUESTIONS,
    "GET /pertanyaan/kelompok/{group}/usulan": Act.SUGGEST_KNOWLEDGE,
    "GET /pertanyaan/kelompok/{group}/usulan.patch": Act.SUGGEST_KNOWLEDGE,
    "POST /pertanyaan/kelompok/{group}/abaikan": Act.DISMISS_QUESTIONS,
    # Pengetahuan
    "GET /pengetahuan": Act.READ_KNOWLEDGE,
    "GET /pengetahuan/pemeriksaan": Act.READ_KNOWLEDGE,
    "GET /pengetahuan/hukum/{law}": Act.READ_KNOWLEDGE,
    "GET /pengetahuan/isi/{entry}": Act.READ_KNOWLEDGE,
    # Pengaturan
    "GET /pengaturan": Act.USE_SESSION,
    "GET /pengaturan/sesi": Act.USE_SESSION,
    "POST /pengaturan/sesi/{session}/akhiri": Act.LOG_OUT,
    "GET /pengaturan/sandi": Act.CHANGE_PASSWORD,
    "POST /pengaturan/sandi": Act.CHANGE_PASSWORD,
    "GET /pengaturan/akun": Act.MANAGE_STAFF,
    "GET /pengaturan/undangan": Act.MANAGE_STAFF,
    "POST /pengaturan/undangan": Act.MANAGE_STAFF,
    "GET /pengaturan/akun/{name}": Act.MANAGE_STAFF,
    "POST /pengaturan/akun/{name}": Act.MANAGE_STAFF,
    "POST /pengaturan/akun/{name}/undangan": Act.MANAGE_STAFF,
    "POST /pengaturan/akun/{name}/nonaktif": Act.MANAGE_STAFF,
    "POST /pengaturan/akun/{name}/aktif": Act.MANAGE_STAFF,
    "GET /pengaturan/saluran": Act.MANAGE_CHANNELS,
    "POST /pengaturan/saluran/uji": Act.MANAGE_CHANNELS,
    "GET /pengaturan/tujuan": Act.MANAGE_CHANNELS,
    "GET /pengaturan/masa-simpan": Act.RUN_RETENTION,
    "POST /pengaturan/masa-simpan": Act.RUN_RETENTION,
    "GET /pengaturan/kunci": Act.MANAGE_DESK_KEY,
    "GET /pengaturan/jejak": Act.READ_AUDIT,
    "POST /pengaturan/jejak/periksa": Act.READ_AUDIT,
    "POST /pengaturan/jejak/unduh": Act.READ_AUDIT,
    # Bantuan
    "GET /bantuan": Act.USE_SESSION,
    "GET /bantuan/langkah": Act.USE_SESSION,
    "GET /bantuan/status": Act.USE_SESSION,
    "GET /bantuan/privasi": Act.USE_SESSION,
    "GET /bantuan/peran": Act.USE_SESSION,
}


def may_open(account: Account, path: str) -> bool:
    """Tell whether there is a page at *path* and *account* may see it, to show what leads there."""
    need = NEEDS.get(f"GET {path}")
    return isinstance(need, Act) and account.may(need)
