"""Answering those who wait, at the console."""

import re
from datetime import timedelta
from html import unescape

from askers import inquiries
from settling import group_of, settled
from visiting import Visitor

from bot.channels import terminal
from bot.messages import Address
from bot.questions import reviewing, store
from bot.staff.account import Role

ASKED = "flerb qwop apel pagi"
RULE = "like-unggahan-calon"
ANSWER = "Boleh, asal <b>tidak</b> berseragam.\nTanyakan atasan bila ragu."


async def waits(console: Visitor, *names: str, question: str = ASKED, ago: int = 0) -> None:
    services = console.services
    day = services.clock.today() - timedelta(days=ago)
    async with services.database.transaction() as connection:
        for name in names:
            await store.keep_question(connection, question, day=day)
            asker = Address(terminal.NAME, name)
            now = services.clock.now()
            await services.inquiries.keep(connection, asker, question, now=now, day=day)


async def to_write(console: Visitor) -> str:
    """Return the path of the form for the first group."""
    page = (await console.opens(await group_of(console))).text
    return re.findall(r"/meja(/pertanyaan/jawaban\?kelompok=\w+)", page)[0]


async def test_staff_see_who_waits_and_who_is_erased_soon(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    await waits(console, "ani", "budi")
    await waits(console, "citra", ago=11)
    await waits(console, "dedi", ago=10)
    page = (await settled(console, "/pertanyaan")).text
    assert "4 penanya menunggu jawaban, 1 di antaranya terhapus dalam 3 hari" in page
    assert "4 penanya menunggu kabar</strong>, 1 terhapus dalam 3 hari" in page
    group = (await console.opens(await group_of(console))).text
    assert "4 penanya menunggu kabar" in group
    assert "ani" not in (await console.opens(await to_write(console))).text.split()


async def test_a_group_that_somebody_waits_for_comes_before_what_is_asked_more_often(
    console: Visitor,
) -> None:
    await console.enters(Role.EDITOR)
    async with console.services.database.transaction() as connection:
        for _ in range(3):
            day = console.services.clock.today()
            await store.keep_question(connection, "cuaca besok gimana mendung", day=day)
    await waits(console, "ani")
    page = (await settled(console, "/pertanyaan")).text
    assert page.index(ASKED) < page.index("cuaca besok")


async def test_an_answer_is_seen_before_it_is_sent_and_sent_once(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    await waits(console, "ani", "budi")
    form = await console.opens(await to_write(console))
    assert form.text.count(f'name="pertanyaan" value="{ASKED}"') == 1
    fields = {"pertanyaan": ASKED, "jawaban": ANSWER, "aturan": RULE}
    seen = await console.sends("/pertanyaan/jawaban", **fields)
    assert seen.status_code == 200
    assert "<b>tidak</b>" not in seen.text
    assert f'Anda bertanya: "{ASKED}"' in unescape(seen.text)
    assert f'value="{RULE}" selected' in seen.text
    assert len(await inquiries(console.services)) == 2
    done = await console.sends("/pertanyaan/jawaban/kirim", **fields)
    assert done.headers["location"].endswith("kabar=jawaban-dikirim")
    again = await console.sends("/pertanyaan/jawaban/kirim", **fields)
    assert (again.status_code, "Tidak ada lagi yang menunggu" in again.text) == (409, True)
    assert "Tanyakan atasan bila ragu.</textarea>" in again.text
    await console.services.sender.sweep()
    channel = console.services.sender._channels[terminal.NAME]
    assert sorted(each.to.value for each in channel.sent) == ["ani", "budi"]  # type: ignore[attr-defined]
    assert all(ANSWER in each.reply.text for each in channel.sent)  # type: ignore[attr-defined]
    assert await inquiries(console.services) == []


async def test_a_group_that_changes_while_staff_write_is_answered_as_it_was_seen(
    console: Visitor,
) -> None:
    await console.enters(Role.EDITOR)
    await waits(console, "ani")
    path = await to_write(console)
    await waits(console, "budi", question=f"{ASKED} lagi")
    gone = await console.opens(path)
    assert gone.headers["location"].endswith("kabar=kelompok-berubah")
    fields = {"pertanyaan": ASKED, "jawaban": ANSWER}
    await console.sends("/pertanyaan/jawaban/kirim", **fields)
    (left,) = await inquiries(console.services)
    assert left.question == f"{ASKED} lagi"


async def test_what_cannot_be_sent_is_told_beside_its_field(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    await waits(console, "ani")
    for path in ("/pertanyaan/jawaban", "/pertanyaan/jawaban/kirim"):
        for field, value in (("jawaban", ""), ("jawaban", "a" * 1001), ("aturan", "tidak-ada")):
            fields = {"pertanyaan": ASKED, "jawaban": ANSWER, field: value}
            answer = await console.sends(path, **fields)
            assert answer.status_code == 422
            assert f'id="{field}-error"' in answer.text
    assert len(await inquiries(console.services)) == 1


async def test_dismissing_a_group_erases_who_waited_for_it(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    await waits(console, "ani")
    path = await group_of(console)
    assert "1 penanya yang menunggu juga dihapus" in (await console.opens(path)).text
    await console.sends(f"{path}/abaikan")
    assert await inquiries(console.services) == []
    assert await reviewing.count_unanswered(console.services.database) == 0


async def test_only_who_handles_questions_answers(console: Visitor) -> None:
    await waits(console, "ani")
    await console.enters(Role.VERIFIER)
    fields = {"pertanyaan": ASKED, "jawaban": ANSWER}
    assert (await console.sends("/pertanyaan/jawaban/kirim", **fields)).status_code == 403
    assert len(await inquiries(console.services)) == 1


async def test_the_trail_says_that_an_answer_was_sent(console: Visitor) -> None:
    await console.enters(Role.EDITOR, Role.AUDITOR)
    await waits(console, "ani")
    await console.sends("/pertanyaan/jawaban/kirim", pertanyaan=ASKED, jawaban=ANSWER)
    page = (await console.opens("/pengaturan/jejak")).text
    assert "menjawab penanya yang menunggu kabar" in page
    assert "flerb" not in page
