"""What the console's help says of statuses and roles.

The values are those of the rooms of tips and of broadcasts, which stand above this one.
"""

from bot.staff.account import Role
from knowledge.phrasebook import Phrase

_TIPS = (
    "baru",
    "dibaca",
    "perlu-info",
    "diteruskan",
    "diterima",
    "ditindaklanjuti",
    "selesai",
    "ditolak",
)
_BROADCASTS = ("draf", "diajukan", "disetujui", "berjalan", "dijeda", "selesai", "dibatalkan")

TIP_MEANINGS = {each: Phrase(f"console.arti.aduan.{each}") for each in _TIPS}
BROADCAST_MEANINGS = {each: Phrase(f"console.arti.siaran.{each}") for each in _BROADCASTS}
FIRST_STEPS = {role: Phrase(f"console.langkah.{role}") for role in Role}
