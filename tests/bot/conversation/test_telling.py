"""A tip from its first word to its receipt, on the channel of tests."""

from fakes import Person
from taking import FakeIntake

STORY = (
    "Kemarin Lurah Mampang membagikan kaus calon wali kota kepada warga di balai kelurahan "
    "Mampang. Fotonya di https://contoh.id/kaus"
)


async def begun(sender: Person, story: str = STORY) -> list:
    await sender.says("lapor")
    await sender.taps("Mulai")
    return await sender.says(story)


async def test_smoke(sender: Person, intake: FakeIntake) -> None:
    await begun(sender)
    await sender.taps("Cukup")
    await sender.taps("Saya lihat sendiri")
    (receipt, *_) = await sender.taps("Kirim")
    assert receipt.reply.code
    assert intake.content.account.village == "Mampang"
