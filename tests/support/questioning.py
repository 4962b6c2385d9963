"""Questions about what no rule is about, kept as asked in vain, and figures of their teaching."""

from datetime import date

from bot.database.engine import Database
from bot.questions import store
from knowledge.evaluation import Figures

TODAY = date(2026, 11, 25)
BAD = 'zzyzx <script>alert(1)</script> qwop: "a" # - {b: *c}\n  - boleh: semua'
FIGURES = Figures(2, 0.5, 0.5, 0.5, 0.5, 1, 1, 0, 0, 0.1, {}, 0, 0)
EXAMPLES = (
    "bolehkah memakai payung bergambar kuda ke kantor kelurahan",
    "payung kuda dari teman dipakai waktu apel, aman?",
    "kalau hujan pakai payung kuda di balai kota gimana",
    "mau bawa payung kuda ke pasar kemiri, masalah tidak",
    "payung gambar kuda putih di meja layanan",
    "payung kuda sumbangan warga, simpan atau pakai",
)


async def asked(database: Database, *questions: str) -> None:
    async with database.transaction() as connection:
        for each in questions:
            await store.keep_question(connection, each, day=TODAY)
