"""What a holder of the server's keys cannot read, and what a moved clock takes away."""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from canaries import cells
from desks import Staffed
from fakes import FakeClock, Person
from forwarding import Counter
from logged_in import CHEAP, WORDS
from pictures import png
from tipping import CONTENT, STORY, Office, rows

from bot import retention
from bot.channels import terminal, web
from bot.errors import UnsealError, WrongPassphrase
from bot.keypair import KEY_BYTES, KeyPair, new_file_key
from bot.tips.evidence.files import original
from bot.tips.keys import new_desk_key, open_desk_key
from bot.tips.tip import Content, Piece, Status
from bot.wiring import Services

ROOT = Path(__file__).parents[2]
PURPOSES = {
    found
    for path in (ROOT / "bot").rglob("*.py")
    for found in re.findall(r'(?i)purpose ?= ?"([\w-]+)"', path.read_text("utf-8"))
}
TOLD = (STORY, "Lurah Kukusan", "dua tetangga", "halaman kantor kelurahan")
ONE = timedelta(seconds=1)


@pytest.fixture
async def office(services: Services, clock: FakeClock) -> Office:
    """A desk whose key lies in the data folder, closed with a passphrase."""
    new_desk_key(services.settings.desk_key, WORDS, cost=CHEAP)
    pair = open_desk_key(services.settings.desk_key, WORDS)
    made = Office(services.database, services.key, clock, pair=pair)
    await made.opens()
    await services.forwarder.announce()
    return made


def secrets_in(folder: Path) -> Iterator[KeyPair]:
    """Yield whatever could be a private key in the key files of *folder*, read in any way."""
    for path in folder.glob("*key*"):
        held = path.read_bytes()
        try:
            readings = [held, base64.b64decode(held)]
            inner = re.findall(rb'"([\w+/=]{20,})"', readings[1])
            readings += [base64.b64decode(each) for each in inner]
        except binascii.Error:
            readings = [held]
        for reading in readings:
            for start in range(len(reading) - KEY_BYTES + 1):
                yield KeyPair(reading[start : start + KEY_BYTES])


def opened(pair: KeyPair, sealed: bytes) -> bytes:
    """Return what *pair* opens, sealed with the name of its key before it or without."""
    for each in (sealed, sealed[8:]):
        try:
            return pair.open(each)
        except UnsealError:
            continue
    return b""


async def test_server_key_database_and_data_folder_do_not_open_a_sent_tip(
    services: Services, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, tip = await office.sends()
    await office.sends(moved=False)
    staffed = Staffed(office)
    await (await staffed.desk()).ask(tip.id, f"Benarkah? {STORY}")
    held = [bytes(each) for each in await cells(office.database) if isinstance(each, bytes)]
    texts = {str(each) for each in await cells(office.database)} | {each.hex() for each in held}

    assert sum(STORY.encode() in opened(office.pair, each) for each in held) == 3
    pairs = {each.private: each for each in secrets_in(services.settings.data_dir)}
    assert len(pairs) > 200
    assert office.pair.private not in pairs
    stolen = [opened(pair, each) for pair in pairs.values() for each in held if len(each) > 64]
    for sealed in held:
        for purpose in PURPOSES:
            for context in texts:
                try:
                    stolen.append(services.key.open(sealed, purpose=purpose, context=context))
                except UnsealError:
                    continue
    assert any(stolen), "the server at least reads what retention has to know"
    assert not [word for word in TOLD for each in stolen if word.encode() in each]
    with pytest.raises(WrongPassphrase):
        open_desk_key(services.settings.desk_key, WORDS + "?")


async def test_an_open_draft_goes_after_24_hours(
    services: Services, office: Office, person: Person, clock: FakeClock
) -> None:
    for words in ("lapor", "mulai", STORY):
        await person.says(words)
    clock.moment += retention.DRAFTS
    await services.retention.erase()
    assert len(await rows(services.database, "tip_drafts")) == 1
    clock.moment += ONE
    await services.retention.erase()
    assert await rows(services.database, "tip_drafts") == []


async def test_files_of_a_draft_go_before_48_hours_are_over_with_their_rows(
    services: Services, office: Office, clock: FakeClock
) -> None:
    evidence = services.evidence
    with evidence.uploads.begin() as upload:
        upload.write(png())
        reference = upload.finish()
    piece = Piece("5a" * 16, new_file_key())
    async with services.database.transaction() as connection:
        given = {"source": web.NAME, "reference": reference, "now": clock.now()}
        await evidence.store.take(connection, piece, **given)  # type: ignore[arg-type]
    assert await evidence.fetcher.run() == 1
    folder = services.settings.evidence_folder
    there = [folder / piece.id, folder / original(piece.id)]
    clock.moment += retention.EVIDENCE
    await services.retention.erase()
    await evidence.fetcher.run()
    assert [each.exists() for each in there] == [True, True]
    clock.moment += ONE
    await services.retention.erase()
    await evidence.fetcher.run()
    assert [each.exists() for each in there] == [False, False]
    assert await rows(services.database, "evidence") == []


async def test_a_closed_tip_goes_after_90_days_with_files_papers_and_receipt(
    services: Services, office: Office, clock: FakeClock
) -> None:
    counter = Counter(services, office, clock)
    kept = await counter.evidence()
    receipt, tip = await office.sends(Content(CONTENT.account, (kept,)))
    open_receipt, _ = await office.sends()
    staffed = Staffed(office)
    desk = await staffed.desk()
    await desk.ask(tip.id, "Ada foto?")
    await desk.close(tip.id, Status.REJECTED, reason="bukan pegawai")
    file = services.settings.evidence_folder / kept.id
    clock.moment += retention.TIPS
    await services.retention.erase()
    assert file.exists()
    assert await office.look_up(receipt)
    clock.forward(days=1)
    await services.retention.erase()
    assert not file.exists()
    assert await office.look_up(receipt) is None
    assert await rows(services.database, "tip_papers") == []
    assert await office.look_up(open_receipt)


async def test_what_providers_were_asked_to_erase_is_forgotten_within_14_days(
    services: Services, clock: FakeClock
) -> None:
    async with services.database.transaction() as connection:
        ledger, now = services.sender.ledger, clock.now()
        await ledger.note(connection, terminal.ADDRESS, copies=["copy-1"], now=now)
    clock.forward(days=retention.ERASURES.days - 1)
    await services.retention.erase()
    (kept,) = await rows(services.database, "erasures")
    assert "00:00:00" in str(kept["noted_at"])
    clock.forward(days=1)
    await services.retention.erase()
    assert await rows(services.database, "erasures") == []
