from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from visiting import Visitor

from bot.channels.text import plain
from bot.questions import store
from bot.questions.answering import answer
from bot.staff.account import Role
from knowledge.library import Library
from knowledge.linting import Finding, Kind
from knowledge.reading import Problem
from knowledge.rule import Role as Asker
from knowledge.shelf import Shelf
from webhooks.console import knowledge as pages

RULE = "like-unggahan-calon"
TODAY = date(2026, 11, 25)


@pytest.fixture
def lint_spared() -> None:
    """Look the knowledge over for once: its page is what is tried here."""


@contextmanager
def queries() -> Iterator[list[str]]:
    """Yield the statements of what is done meanwhile."""
    found: list[str] = []

    def noted(*given: object) -> None:
        found.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", noted)
    yield found
    event.remove(Engine, "before_cursor_execute", noted)


async def test_everything_the_bot_knows_is_found_by_its_words(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = (await console.opens("/pengetahuan?cari=LIKE+unggahan&jenis=aturan")).text
    assert f"/meja/pengetahuan/isi/{RULE}" in page
    law = (await console.opens("/pengetahuan?cari=aparatur+sipil&jenis=hukum")).text
    assert "/meja/pengetahuan/hukum/uu-20-2023" in law
    assert "/meja/pengetahuan/isi/" not in law
    assert "0 ditemukan" in (await console.opens("/pengetahuan?cari=qwopzz")).text


async def test_what_was_found_is_shown_a_page_at_a_time(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    first = (await console.opens("/pengetahuan?jenis=aturan")).text
    second = (await console.opens("/pengetahuan?jenis=aturan&halaman=2")).text
    assert "halaman=2" in first
    assert "halaman=3" in second
    listed = [set(each.split('<li class="card">')[1:]) for each in (first, second)]
    assert listed[0].isdisjoint(listed[1])
    beyond = (await console.opens("/pengetahuan?jenis=aturan&halaman=9999")).text
    assert 'rel="next"' not in beyond
    assert "halaman 1 dari" in (await console.opens("/pengetahuan?halaman=-1")).text


async def test_a_rule_is_the_card_that_people_get(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = unescape(
        (await console.opens(f"/pengetahuan/isi/{RULE}?peran=pns&tanggal=2029-02-12")).text
    )
    guide = console.services.guide.current
    given = answer(guide, RULE, role=Asker.PNS, day=date(2029, 2, 12))
    assert given.id in page
    text = page.replace("<strong>", "").replace("</strong>", "")
    for line in plain(given.card).splitlines():
        assert line.removeprefix("- ") in text
    assert "Belum ditinjau ahli hukum" in page
    assert "hanya untuk menguji" in page


async def test_role_and_day_that_make_no_sense_count_as_not_given(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = (await console.opens(f"/pengetahuan/isi/{RULE}?peran=raja&tanggal=besok")).text
    assert 'value="2026-11-25"' in page
    given = answer(console.services.guide.current, RULE, role=None, day=TODAY)
    assert given.id in page


async def test_a_card_tells_how_often_it_was_given_and_how_it_was_rated(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    assert "belum pernah ditampilkan" in (await console.opens(f"/pengetahuan/isi/{RULE}")).text
    async with console.services.database.transaction() as connection:
        for kind in ("jawaban", "jawaban", "jawaban", "membantu", "kurang-tepat", "kurang-tepat"):
            await store.count(connection, kind, RULE, day=TODAY)
    page = (await console.opens(f"/pengetahuan/isi/{RULE}")).text
    for label, times in (("ditampilkan", 3), ("membantu", 1), ("kurang tepat", 2)):
        assert f"{label}</dt><dd>{times}</dd>" in page


async def test_information_and_laws_have_pages(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    info = (await console.opens("/pengetahuan/isi/apa-itu-netralitas")).text
    assert "Informasi</span>" in info
    assert "Kalau orang memilih Sanksi" not in info
    law = (await console.opens("/pengetahuan/hukum/uu-20-2023")).text
    assert "Pasal 2 huruf f" in law
    assert "/meja/pengetahuan/isi/apa-itu-netralitas" in law
    for path in ("isi/tidak-ada", "hukum/tidak-ada"):
        assert (await console.opens(f"/pengetahuan/{path}")).status_code == 404


async def test_what_is_searched_for_is_text_and_no_markup(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = (await console.opens('/pengetahuan?cari="><script>alert(1)</script>')).text
    assert "<script>alert" not in page


async def test_the_lint_is_made_once_for_a_version(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def looked(shelf: Shelf, library: Library) -> tuple[Finding, ...]:
        del shelf
        made.append(library.version)
        told = [Problem("knowledge/x.yaml", at, f"contoh <b>{at}</b>") for at in range(20)]
        return tuple(
            Finding(Kind.ALIKE, each, 1, (each.text, "satu (boleh)", "70 %", "b", "dua", "x:1"))
            for each in told
        )

    monkeypatch.setattr(pages, "lint", looked)
    monkeypatch.setattr(pages, "check", lambda *_: ())
    await console.enters(Role.EDITOR)
    answers = [(await console.opens("/pengetahuan/pemeriksaan")).text for _ in range(30)]
    assert "mirip dengan contoh aturan lain (20)" in answers[-1]
    assert "contoh &lt;b&gt;14" in answers[-1]
    assert "contoh &lt;b&gt;15" not in answers[-1]
    assert len(made) == 1


@pytest.mark.parametrize(
    ("kind", "parts", "told"),
    [
        (Kind.LEAKING, ("a", "b", "x:1"), "“a” adalah contoh uji, tetapi “b” mengajarkannya"),
        (Kind.LOST, ("a", "dua", "satu", "3"), "“a” dikira dua; aturannya sendiri, satu, baru"),
        (Kind.UNREACHED, ("satu", "1", "6"), "satu ditemukan lewat 1 dari 6 contohnya"),
        (Kind.WORDLESS, ("kosong", "KPU"), "KPU belum punya kata"),
        (Kind.SHADOWED, ("slang", "a", "KPU", "b", "x:1"), "setiap “b” terbaca sebagai KPU"),
    ],
)
async def test_each_finding_is_told_in_the_words_of_the_page(
    console: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    kind: Kind,
    parts: tuple[str, ...],
    told: str,
) -> None:
    finding = Finding(kind, Problem("knowledge/x.yaml", 7, "in English"), 1, parts)
    monkeypatch.setattr(pages, "lint", lambda *_: (finding,))
    await console.enters(Role.EDITOR)
    page = ""
    while "Sedang dihitung" in page or not page:
        page = (await console.opens("/pengetahuan/pemeriksaan")).text
    assert told in page
    assert "knowledge/x.yaml:7" in page
    assert "in English" not in page


async def test_problems_of_the_files_are_listed_with_their_lines(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "check", lambda *_: (Problem("knowledge/x.yaml", 7, "broken"),))
    await console.enters(Role.EDITOR)
    page = ""
    while "Sedang dihitung" in page or not page:
        page = (await console.opens("/pengetahuan/pemeriksaan")).text
    assert "knowledge/x.yaml:7" in page


async def test_a_broken_file_is_told_beside_the_version_that_runs(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await console.enters(Role.EDITOR)
    page = (await console.opens("/pengetahuan")).text
    assert console.services.guide.current.library.version in page
    assert "belum dipakai" not in page
    monkeypatch.setattr(console.services.guide, "problems", (Problem("x", 1, "broken"),))
    assert "belum dipakai karena ada 1 masalah" in (await console.opens("/pengetahuan")).text


async def test_no_page_asks_the_database_more_for_more_entries(console: Visitor) -> None:
    await console.enters(Role.EDITOR)
    counts = []
    for path in ("/pengetahuan?cari=qwopzz", "/pengetahuan", f"/pengetahuan/isi/{RULE}"):
        with queries() as asked:
            await console.opens(path)
        counts.append(len([each for each in asked if each.startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert counts[2] <= counts[1] + 1
