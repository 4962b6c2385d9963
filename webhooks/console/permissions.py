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
    # Siaran
    # Pertanyaan
    # Pengetahuan
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
