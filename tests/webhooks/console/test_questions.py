from dataclasses import replace
from datetime import date
from html import unescape

import pytest
import yaml
from questioning import BAD, FIGURES, asked
from settling import group_of, settled
from visiting import Visitor

from bot.questions import reviewing, store, teaching
from bot.questions.teaching import Effect, NotTaught
from bot.staff.account import Role
from webhooks.console import questions as pages

TODAY = date(2026, 11, 25)
RULE = "pasang-spanduk-baliho"


async def test_questions_without_an_answer_come_in_groups(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    assert "Semua pertanyaan terjawab" in (await settled(console, "/pertanyaan")).text
    await asked(console.services.database, "boleh flerb qwop?", "boleh flerb qwop?", "flerb qwop")
    page = (await settled(console, "/pertanyaan")).text
    assert "Belum terjawab: 3 dalam 1 kelompok" in page
    group = (await console.opens(await group_of(console))).text
    assert "Ditanyakan 3 kali" in group
    assert group.count("flerb qwop") == 2
    assert f'value="{RULE}"' in group


async def test_a_badly_rated_answer_is_listed_with_its_card(console: Visitor) -> None:
    async with console.services.database.transaction() as connection:
        for entry in (RULE, RULE, "aturan-lama"):
            await store.count(connection, "kurang-tepat", entry, day=TODAY)
    await console.enters(Role.EDITOR)
    page = (await settled(console, "/pertanyaan")).text
    assert f"/meja/pengetahuan/isi/{RULE}" in page
    assert "2 kali" in page
    assert "aturan-lama</code> (sudah tidak ada)" in page


async def test_a_question_is_text_and_no_markup(console: Visitor) -> None:
    await asked(console.services.database, BAD)
    await console.enters(Role.EDITOR)
    for path in ("/pertanyaan", await group_of(console)):
        page = (await settled(console, path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    tried = (await console.sends("/pertanyaan/coba", question=BAD)).text
    assert "<script>alert" not in tried


async def test_a_question_with_yaml_in_it_stays_one_text_of_the_patch(console: Visitor) -> None:
    await asked(console.services.database, BAD)
    await console.enters(Role.EDITOR)
    path = await group_of(console)
    answer = await console.opens(f"{path}/usulan.patch?aturan={RULE}")
    assert answer.headers["content-type"] == "text/x-diff; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="usulan-')
    assert answer.headers["x-content-type-options"] == "nosniff"
    lines = answer.text.splitlines()[3:]
    added = yaml.safe_load("\n".join(each.removeprefix("+") for each in lines))
    assert list(added["aturan"]) == [RULE]
    (text,) = added["aturan"][RULE]
    assert "boleh: semua" in text


async def test_a_suggestion_waits_and_then_tells_what_it_does(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def measured(*given: teaching.Suggestion, **named: object) -> Effect:
        del named
        tried.append(given[2].entry)
        return Effect(FIGURES, replace(FIGURES, helped=0.75, wrong_allowed=harm), 0, 1)

    monkeypatch.setattr(pages, "effect", measured)
    await console.enters(Role.EDITOR)
    for number, harm in enumerate((0, 1)):
        await asked(console.services.database, f"{'flerb qwop' * (number + 1)} zzyzx")
        path = f"{await group_of(console)}/usulan?aturan={RULE}"
        page = (await settled(console, path)).text
        assert ("Merugikan" in page) is bool(harm)
        assert "75,0 %" in page
        assert "Unduh perubahan" in page
        assert "+++ b/knowledge/examples/pertanyaan.yaml" in page
        await console.opens(path)
    assert tried == [RULE, RULE]


async def test_a_suggestion_that_cannot_be_made_says_so(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = console.services.guide.current.library.rules[RULE].examples[0]
    await asked(console.services.database, known)
    await console.enters(Role.EDITOR)
    path = await group_of(console)
    page = unescape((await console.opens(f"{path}/usulan?aturan={RULE}")).text)
    assert "Usulan ini tidak dapat dibuat" in page
    assert "Unduh" not in page
    for way in ("usulan", "usulan.patch"):
        assert (await console.opens(f"{path}/{way}?aturan=tidak-ada")).status_code == 404
    assert (await console.opens(f"{path}/usulan.patch?aturan={RULE}")).status_code == 404

    def clashes(*given: object, **named: object) -> Effect:
        raise NotTaught(f"clash {len(given) + len(named)}")

    monkeypatch.setattr(pages, "effect", clashes)
    await asked(console.services.database, "flerb qwop zzyzx", "flerb qwop zzyzx")
    page = (await settled(console, f"{await group_of(console)}/usulan?aturan={RULE}")).text
    assert "clash 4" in page[page.index('id="hasil"') :]  # what is awaited is replaced by it
    assert "Unduh" not in page


async def test_a_group_is_dismissed_as_it_was_seen(console: Visitor) -> None:
    database = console.services.database
    await asked(database, "flerb qwop?", "flerb  qwop?", "cuaca besok gimana ya mendung")
    await console.enters(Role.EDITOR)
    path = await group_of(console)
    await asked(database, "flerb qwop lagi")
    await settled(console, "/pertanyaan")
    late = await console.sends(f"{path}/abaikan")
    assert late.headers["location"].endswith("kabar=kelompok-berubah")
    assert await reviewing.count_unanswered(database) == 4
    done = await console.sends(f"{await group_of(console)}/abaikan")
    assert done.headers["location"].endswith("kabar=pertanyaan-disingkirkan")
    assert await reviewing.count_unanswered(database) == 1
    page = (await settled(console, "/pertanyaan?kabar=pertanyaan-disingkirkan")).text
    assert "sudah disingkirkan" in page
    assert "cuaca" in page


async def test_only_editors_read_questions(console: Visitor) -> None:
    await asked(console.services.database, "flerb qwop zzyzx")
    await console.enters(Role.VERIFIER)
    assert (await console.opens("/pertanyaan")).status_code == 403
    assert (await console.opens("/pertanyaan/coba")).status_code == 200


async def test_a_tried_question_is_told_from_words_to_decision(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    assert 'value="2026-11-25"' in (await console.opens("/pertanyaan/coba")).text
    answer = await console.sends(
        "/pertanyaan/coba", question="blh like status paslon gak?", role="pns", day="2026-11-25"
    )
    assert answer.status_code == 200
    page = answer.text
    for part in ("Dijawab langsung", "boleh like status", "like-unggahan-calon", "DILARANG"):
        assert part in page
    assert 'value="pns" selected' in page
    assert "Berlaku untuk Anda sebagai PNS" in page
    assert await reviewing.count_unanswered(console.services.database) == 0
    assert await reviewing.ratings(console.services.database) == {}


async def test_a_tried_question_that_is_declined_is_not_kept(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = (await console.sends("/pertanyaan/coba", question="resep rendang enak dong")).text
    assert "Tidak dijawab" in page
    assert await reviewing.count_unanswered(console.services.database) == 0


async def test_a_question_that_is_missing_or_too_long_is_told_beside_the_field(
    console: Visitor,
) -> None:
    await console.enters(Role.AUDITOR)
    for question in ("", "a" * 1001):
        answer = await console.sends("/pertanyaan/coba", question=question)
        assert answer.status_code == 422
        assert 'id="question-error"' in answer.text
