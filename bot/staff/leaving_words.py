"""What the web console says where something of a tip leaves, and a sentence is not a page's own."""

from knowledge.phrasebook import Phrase
from knowledge.targets import Unfit

_STATES = ("waiting", "sending", "sent", "unknown", "dead", "given-up")

LETTERS = Phrase("console_penerusan.sunting.huruf", ("jumlah",))
CHANGED_ALREADY = Phrase("console_penerusan.sunting.tidak-berlaku")
WHOLLY_BACK = Phrase("console_penerusan.tertinggal.seluruhnya", ("unsur",))
PARTLY_BACK = Phrase("console_penerusan.tertinggal.sebagian", ("unsur", "jumlah"))
FILE_BACK = Phrase("console_penerusan.tertinggal.berkas", ("nomor", "jenis"))
UNFIT = {each: Phrase(f"console_penerusan.tidak-ditawarkan.{each}") for each in Unfit}
STATES = {each: Phrase(f"console_penerusan.keadaan.{each}") for each in _STATES}
UNDECIDED = Phrase("console_penerusan.cetak.belum-disunting")
UNNUMBERED = Phrase("console_penerusan.cetak.belum-bernomor")
NOT_STARTED = Phrase("console_penerusan.teruskan.belum-dibaca")
