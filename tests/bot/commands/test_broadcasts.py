"""The commands of staff, from a draft to its report."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from actors import FakeActor
from fakes import FakeClock
from pictures import png
from sqlalchemy.engine import URL
from telegrams import FakeTelegram
from typer.testing import CliRunner

from bot import guiding
from bot.cli import app
from bot.commands import seat as seating
from bot.commands.seat import Seat
from bot.contacts.contact import Category, Consent, Subscription
from bot.errors import JagaNetralError
from bot.messages import Address
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.staff.actor import Actor
from bot.wiring import Services, build


class Taken(Seat):
    """A seat where somebody is logged in who needs no account."""

    name, linked = "rina", None

    async def actor(self) -> Actor:
        return cast("Actor", FakeActor(self.services.database, self.name))

    async def chat(self, actor: Actor) -> Address | None:
        return self.linked


class Terminal:
    """A terminal where *name* is logged in."""

    def __init__(
        self, settings: Settings, clock: FakeClock, guide: LiveGuide, telegram: FakeTelegram
    ) -> None:
        self.settings, self.clock, self.guide, self.telegram = settings, clock, guide, telegram
        self.name = "rina"
        self.chat: Address | None = None

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        with asyncio.Runner() as runner:
            taken = Taken(self.services(), runner)
            taken.name, taken.linked = self.name, self.chat
            try:
                yield taken
            finally:
                runner.run(taken.services.close())

    def services(self) -> Services:
        return build(self.settings, clock=self.clock, guide=self.guide, transport=self.telegram)

    def run(self, *words: str, stdin: str = "") -> str:
        with self.seat() as seat:
            done = CliRunner().invoke(app, list(words), obj=seat, input=stdin)
        if isinstance(done.exception, JagaNetralError):
            return f"refused: {done.exception}"
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    def number(self) -> str:
        return self.run("broadcasts", "status").split()[0]

    def subscribe(self, count: int) -> None:
        async def run(services: Services) -> None:
            wanted = Subscription(frozenset({Category.REMINDERS}))
            async with services.database.transaction() as connection:
                for chat in range(count):
                    await services.broadcasting.subscriptions.change(
                        connection,
                        Address("telegram", str(100 + chat)),
                        wanted=wanted,
                        consent=Consent(self.clock.now(), "wording"),
                    )

        self.on_services(run)

    def send(self) -> None:
        async def run(services: Services) -> None:
            await services.broadcasting.fanout.run()

        self.on_services(run)

    def on_services(self, verb: Callable[[Services], Coroutine[Any, Any, None]]) -> None:
        with self.seat() as seat:
            seat.run(verb(seat.services))


@pytest.fixture
def terminal(
    telegram_settings: Settings,
    clock: FakeClock,
    guide: LiveGuide,
    fake_telegram: FakeTelegram,
    database_url: URL,
) -> Terminal:
    return Terminal(telegram_settings, clock, guide, fake_telegram)


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "text.txt"
    path.write_text("Besok hari pemungutan suara: *tidak ada foto* di TPS.", "utf-8")
    return str(path)


OWN = ("--title", "Besok memilih", "--at", "2026-11-25 10:30")


def test_a_text_goes_from_draft_to_report(terminal: Terminal, text: str, tmp_path: Path) -> None:
    terminal.subscribe(3)
    drafted = terminal.run("broadcasts", "draft", text, *OWN)
    assert "telegram 3" in drafted
    assert "[ Berhenti langganan ]" in drafted
    name = terminal.number()
    terminal.run("broadcasts", "submit", name)
    terminal.name = "tono"
    assert "Tidak ada yang disetujui" in terminal.run("broadcasts", "approve", name, stdin="n\n")
    assert "Disetujui; berjalan sendiri" in terminal.run("broadcasts", "approve", name, stdin="y\n")
    terminal.clock.forward(minutes=30)
    terminal.send()
    assert "3/3" in terminal.run("broadcasts", "status", name)
    assert "selesai" in terminal.run("broadcasts", "status", name, "--watch")
    table, drawn = tmp_path / "r.csv", tmp_path / "r.svg"
    report = terminal.run("broadcasts", "report", name, "--csv", str(table), "--svg", str(drawn))
    assert "3 terkirim" in report
    assert table.read_text("utf-8") == "saluran,hasil,alasan,jumlah\ntelegram,terkirim,,3\n"
    assert drawn.read_text("utf-8").startswith("<svg")
    shown = [each for chat in range(100, 103) for each in terminal.telegram.shown(chat)]
    assert ["tidak ada foto" in each["text"] for each in shown] == [True] * 3


def test_nobody_approves_what_they_wrote(terminal: Terminal, text: str) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    name = terminal.number()
    terminal.run("broadcasts", "submit", name)
    assert "Yang menyusun" in terminal.run("broadcasts", "approve", name, "--fingerprint", "x")


def test_a_series_is_drafted_once(terminal: Terminal) -> None:
    terminal.clock.moment = terminal.clock.moment.replace(year=2024, month=5, day=1)
    first = terminal.run("broadcasts", "plan", "pilkada-2024-depok").splitlines()
    drafts = [each for each in first if not each.startswith("dilewati")]
    assert len(drafts) >= 14
    assert all("2024-" in each for each in drafts)
    second = terminal.run("broadcasts", "plan", "pilkada-2024-depok").splitlines()
    assert all(each.startswith("dilewati") for each in second)


def test_what_cannot_be_drafted_says_what_to_write(terminal: Terminal, text: str) -> None:
    assert "--election" in terminal.run("broadcasts", "draft", "ajakan-memilih")
    assert "Tidak ada pemilihan" in terminal.run(
        "broadcasts", "draft", "ajakan-memilih", "--election", "pilkada-1999"
    )
    assert "--at" in terminal.run("broadcasts", "draft", text, "--title", "x")
    assert "bukan nama naskah" in terminal.run("broadcasts", "draft", "gone.txt", *OWN)
    assert "bukan waktu yang dikenal" in terminal.run(
        "broadcasts", "draft", text, "--title", "x", "--at", "besok"
    )


def test_audience_and_time_can_be_changed(terminal: Terminal, text: str) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    name = terminal.number()
    assert "publik" in terminal.run("broadcasts", "audience", name, "--group", "publik")
    there = ("--district", "Beji", "--office", "bkpsdm")
    narrowed = terminal.run("broadcasts", "audience", name, *there)
    assert "Untuk: pengingat-hari-pemilu; Beji; bkpsdm" in narrowed
    assert "bukan kecamatan" in terminal.run("broadcasts", "audience", name, "--office", "bkpsmd")
    later = terminal.run("broadcasts", "schedule", name, "2026-11-26 20:30")
    assert "2026-11-26 20:30" in later
    night = terminal.run("broadcasts", "schedule", name, "2026-11-26 22:00")
    assert "jam tenang" in night
    urgent = terminal.run("broadcasts", "schedule", name, "2026-11-26 22:00", "--urgent", "Gempa")
    assert "jam tenang" not in urgent
    local = terminal.run(
        "broadcasts",
        "schedule",
        name,
        "H-1 16:00 waktu setempat",
        "--election",
        "pilkada-2024-depok",
    )
    assert "2024-11-26 16:00 WIB" in local


def test_a_test_goes_to_ones_own_chat_only(terminal: Terminal, text: str) -> None:
    terminal.subscribe(2)
    terminal.run("broadcasts", "draft", text, *OWN)
    name = terminal.number()
    assert "Belum ada percakapan Anda" in terminal.run("broadcasts", "test", name)
    terminal.chat = Address("telegram", "555")
    assert "Terkirim ke percakapan Anda" in terminal.run("broadcasts", "test", name)
    assert len(terminal.telegram.shown(555)) == 1
    assert terminal.telegram.shown(100) == []


def test_what_does_not_run_is_neither_paused_nor_resumed(terminal: Terminal, text: str) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    name = terminal.number()
    assert "sedang draf" in terminal.run("broadcasts", "pause", name)
    assert "sedang draf" in terminal.run("broadcasts", "resume", name)
    assert "0 orang" in terminal.run("broadcasts", "cancel", name)
    assert "0 penerima" in terminal.run("broadcasts", "settle", name, "sent")
    assert "sedang dibatalkan" in terminal.run("broadcasts", "settle", name, "again")


def test_a_list_comes_in_line_by_line_and_only_numbers_go_out(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(
        "nomor,kategori,sumber,tanggal\n"
        "+62 812-0000-0001,pengingat-hari-pemilu,Formulir loket 3,2026-11-20\n"
        "0812,pengingat-hari-pemilu,Formulir loket 3,2026-11-20\n",
        "utf-8",
    )
    report = terminal.run("subscribers", "import", str(path))
    assert "baris 2: didaftarkan" in report
    assert "baris 3: nomor" in report
    assert "0812" not in report
    assert "1 pelanggan" in terminal.run("subscribers", "count")
    assert "tidak dapat dibaca" in terminal.run("subscribers", "import", str(tmp_path / "gone.csv"))


def test_who_is_not_logged_in_sees_and_does_nothing(
    telegram_settings: Settings, guide: LiveGuide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seating, "read_settings", lambda: telegram_settings)
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)
    for words in (["status"], ["submit", "one"]):
        done = CliRunner().invoke(app, ["broadcasts", *words])
        assert "jaganetral login" in str(done.exception)


def test_a_template_is_submitted_from_the_terminal(terminal: Terminal, text: str) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    name = terminal.number()
    told = terminal.run("broadcasts", "submit-template", name)
    assert "refused: WhatsApp belum dipasang" in told


def test_where_nobody_can_be_asked_a_look_up_says_so(terminal: Terminal, text: str) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    told = terminal.run("broadcasts", "settle", terminal.number(), "look-up")
    assert "tidak ada yang dapat ditanyai" in told


def test_a_picture_is_put_above_a_text_and_can_be_looked_at(
    terminal: Terminal, text: str, tmp_path: Path
) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    name, file, shown = terminal.number(), tmp_path / "peta.png", tmp_path / "shown.png"
    assert "tidak dapat dibaca" in terminal.run("broadcasts", "picture", name, str(file))
    file.touch()
    assert "kosong" in terminal.run("broadcasts", "picture", name, str(file))
    file.write_bytes(png())
    assert "image/png" in terminal.run("broadcasts", "picture", name, str(file))
    terminal.run("broadcasts", "preview", name, "--picture", str(shown))
    assert shown.read_bytes().startswith(b"\x89PNG")
    assert "image/png" not in terminal.run("broadcasts", "picture", name, "--remove")
    both = CliRunner().invoke(app, ["broadcasts", "picture", name], obj=terminal)
    assert "sebutkan berkasnya, atau tulis --remove" in both.output


def test_who_approves_again_is_told_which_parts_changed(terminal: Terminal, text: str) -> None:
    terminal.run("broadcasts", "draft", text, *OWN)
    name = terminal.number()
    terminal.run("broadcasts", "submit", name)
    terminal.name = "tono"
    terminal.run("broadcasts", "approve", name, stdin="y\n")
    terminal.name = "rina"
    terminal.run("broadcasts", "audience", name, "--group", "publik")
    later = terminal.run("broadcasts", "schedule", name, "2026-11-26 10:00")
    assert "Berubah sejak disetujui: penerima, waktu" in later


def test_help_and_refusals_are_in_the_language_of_staff() -> None:
    for words in (["broadcasts"], ["broadcasts", "settle"], ["subscribers", "import"]):
        told = CliRunner().invoke(app, [*words, "--help"]).output
        assert not re.search(r"\b(the|broadcast|what|write|whom)\b", told), told
    told = CliRunner().invoke(app, ["broadcasts", "settle", "x", "perhaps"]).output
    assert "tulis salah satu dari" in told
