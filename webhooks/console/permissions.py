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
    # Siaran
    # Pertanyaan
    # Pengetahuan
    # Pengaturan
    "GET /pengaturan": Act.USE_SESSION,
    "GET /pengaturan/sesi": Act.USE_SESSION,
    "POST /pengaturan/sesi/{session}/akhiri": Act.LOG_OUT,
    "GET /pengaturan/sandi": Act.CHANGE_PASSWORD,
    "POST /pengaturan/sandi": Act.CHANGE_PASSWORD,
    # Bantuan
    "GET /bantuan": Act.USE_SESSION,
    "GET /bantuan/peran": Act.USE_SESSION,
}


def may_open(account: Account, path: str) -> bool:
    """Tell whether there is a page at *path* and *account* may see it, to show what leads there."""
    need = NEEDS.get(f"GET {path}")
    return isinstance(need, Act) and account.may(need)
