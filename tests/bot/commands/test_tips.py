from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from logged_in import CHEAP, Terminal
from tipping import CONTENT, EVIDENCE, STORY

from bot.errors import JagaNetralError, Refused, TargetUnknown
from bot.staff.account import Role
from bot.tips.evidence.files import Store, original
from bot.tips.keys import new_desk_key
from bot.tips.tip import Content


def test_a_tip_is_worked_from_list_to_forwarding(staffed_terminal: Terminal) -> None:
    terminal = staffed_terminal
    tip = terminal.takes()
    assert f"{tip.id}  {tip.day}  baru" in terminal.runs("tips", "list").output
    shown = terminal.runs("tips", "show", tip.id[:8]).output
    assert STORY in shown
    assert "Bukti:" in shown
    assert "disimpan" in terminal.runs("tips", "note", tip.id, "Perlu cepat.").output
    assert "membacanya" in terminal.runs("tips", "ask", tip.id, "Ada foto?").output
    assert "kepada siti" in terminal.runs("tips", "assign", tip.id, "siti").output
    assert tip.id in terminal.runs("tips", "search", "kaus", "--district", "Beji").output
    leaving = terminal.runs("tips", "redact", tip.id, "siapa", "bukti:1").output
    assert "Siapa: [disamarkan]" in leaving
    closed = terminal.runs("tips", "forward", tip.id, "kasn", "--reason", "lengkap").exception
    assert isinstance(closed, TargetUnknown)
    assert "Yang bisa: " in str(closed)
    assert "bkn (Badan Kepegawaian Negara (BKN))" in str(closed)
    sent = terminal.runs("tips", "forward", tip.id, "bkn", "--reason", "lengkap").output
    assert leaving.split("Hanya ini")[1].strip() in sent
    assert "antrean ke bkn" in sent
    shown = terminal.runs("tips", "show", tip.id).output
    for part in ("diteruskan", "Ada foto?", "Perlu cepat.", "petugas: siti"):
        assert part in shown


def test_a_tip_is_marked_and_closed(staffed_terminal: Terminal) -> None:
    terminal = staffed_terminal
    tip = terminal.takes()
    marks = ("--office", "bkpsdm", "--not-serious", "--hold")
    assert "ditandai" in terminal.runs("tips", "mark", tip.id, *marks).output
    shown = terminal.runs("tips", "show", tip.id).output
    assert "BKPSDM" in shown
    assert "Kelurahan Kukusan" in shown
    assert "tidak serius" in shown
    assert "ditahan" in shown
    refused = terminal.runs("tips", "mark", tip.id, "--office", "tidak-ada")
    assert isinstance(refused.exception, JagaNetralError)
    assert "offices.yaml" in str(refused.exception)
    done = terminal.runs("tips", "close", tip.id, "--rejected", "--reason", "Bukan ASN.").output
    assert "ditutup sebagai ditolak" in done
    assert "1 aduan." in terminal.runs("tips", "list", "--status", "ditolak").output
    assert "Tidak ada" in terminal.runs("tips", "list", "--status", "baru").output


def test_the_list_is_written_to_a_new_file_for_its_owner_only(
    staffed_terminal: Terminal, tmp_path: Path
) -> None:
    terminal = staffed_terminal
    tip = terminal.takes()
    path = tmp_path / "daftar.csv"
    assert "1 aduan ditulis" in terminal.runs("tips", "export", "--to", str(path)).output
    assert tip.id in path.read_text()
    assert STORY not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    again = terminal.runs("tips", "export", "--to", str(path))
    assert "Pilih nama lain" in str(again.exception)


def test_a_file_is_written_decrypted_with_a_warning_and_its_original_for_a_reason(
    staffed_terminal: Terminal, tmp_path: Path
) -> None:
    terminal = staffed_terminal
    files = Store(terminal.settings.evidence_folder)
    file = replace(EVIDENCE, original_sha256="b" * 64)
    today = datetime.now(UTC).date()
    files.place(files.write([b"clean copy"], file.key), file.id, day=today)
    files.place(files.write([b"as it came"], file.original), original(file.id), day=today)
    tip = terminal.takes(Content(CONTENT.account, (file,)))
    to = tmp_path / "foto.jpg"
    told = terminal.runs("tips", "evidence", tip.id, "1", "--to", str(to)).output
    assert "Hapus segera" in told
    assert to.read_bytes() == b"clean copy"
    assert to.stat().st_mode & 0o777 == 0o600
    assert "Pilih nama lain" in str(
        terminal.runs("tips", "evidence", tip.id, "1", "--to", str(to)).exception
    )
    came = tmp_path / "asli.jpg"
    terminal.runs("tips", "evidence", tip.id, "1", "--to", str(came), "--original", "penyidik")
    assert came.read_bytes() == b"as it came"
    files.delete([file.id])
    gone = terminal.runs("tips", "evidence", tip.id, "1", "--to", str(tmp_path / "x"))
    assert "DATA_DIR" in str(gone.exception)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["asli.jpg", "data", "foto.jpg"]


def test_who_is_not_logged_in_is_told_how_before_any_passphrase(staffed_terminal: Terminal) -> None:
    terminal = staffed_terminal
    terminal.settings.session_file.unlink()
    result = terminal.runs("tips", "list")
    assert isinstance(result.exception, Refused)
    assert "jaganetral login" in str(result.exception)
    assert "Kata sandi" not in result.output


def test_without_a_desk_key_the_way_to_make_one_is_told(staffed_terminal: Terminal) -> None:
    terminal = staffed_terminal
    terminal.settings.desk_key.unlink()
    result = terminal.runs("tips", "list")
    assert "desk new-key" in str(result.exception)


def test_an_older_key_with_another_passphrase_stays_shut_and_is_named(
    staffed_terminal: Terminal,
) -> None:
    terminal = staffed_terminal
    tip = terminal.takes()
    new_desk_key(terminal.settings.desk_key, "kata sandi yang lain", cost=CHEAP)
    result = terminal.runs("tips", "list", typed="kata sandi yang lain\n")
    assert "punya kata sandi lain" in result.output
    assert tip.id in result.output
    closed = terminal.runs("tips", "show", tip.id, typed="kata sandi yang lain\n")
    assert "dikunci dengan kunci meja" in str(closed.exception)


def test_a_role_that_reads_no_tips_is_refused(terminal: Terminal) -> None:
    terminal.logs_in(Role.AUDITOR)
    terminal.has_a_desk()
    result = terminal.runs("tips", "list")
    assert isinstance(result.exception, Refused)
    assert "membaca aduan" in str(result.exception)
