"""What staff read about forwardings."""

from bot.tips.backends.port import Reason
from bot.tips.forwarding.forwarding import State
from knowledge.phrasebook import Phrase

STATES = {state: Phrase(f"desk.antrean.keadaan.{state}") for state in State}
REASONS: dict[str, Phrase] = {each: Phrase(f"desk.antrean.sebab.{each}") for each in Reason}
QUEUED = Phrase(
    "desk.antrean.baris", ("nomor", "hari", "tujuan", "aduan", "keadaan", "jumlah", "sebab")
)
NOTHING_QUEUED = Phrase("desk.antrean.kosong")
RETRIED = Phrase("desk.antrean.diulang", ("nomor",))
GIVEN_UP = Phrase("desk.antrean.dihentikan", ("nomor",))
SETTLED = Phrase("desk.antrean.selesai", ("nomor", "rujukan"))
NO_REFERENCE = Phrase("desk.antrean.bukan-rujukan")
NOT_QUEUED = Phrase("desk.antrean.tidak-ada", ("nomor",))
SEVERAL_QUEUED = Phrase("desk.antrean.beberapa", ("nomor",))
WRONG_STATE = Phrase("desk.antrean.bukan-keadaan", ("nomor", "keadaan", "boleh"))
