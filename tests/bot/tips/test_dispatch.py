from dataclasses import replace

import pytest
from desks import Staffed
from tipping import CONTENT, DAY, EVIDENCE, Office, everything, rows

from bot.errors import DeskClosed, Refused, TargetUnknown, TipUnknown, WrongMove
from bot.staff.account import Role
from bot.staff.session import CONFIRMED_FOR
from bot.tips.redaction import UnknownPassage
from bot.tips.store import tips
from bot.tips.tip import Content, Status

SECOND = replace(EVIDENCE, id="f" * 32, original=b"")


async def test_what_is_shown_is_exactly_what_leaves(office: Office, staffed: Staffed) -> None:
    receipt, tip = await office.sends(Content(CONTENT.account, (EVIDENCE, SECOND)))
    await (await staffed.desk()).open(tip.id)
    dispatch = await staffed.dispatch()
    shown = await dispatch.redact(tip.id, ["siapa", "saksi", "bukti:2"])
    sent = await dispatch.forward(tip.id, "bawaslu-depok", reason="Unsur lengkap.")
    assert sent == shown
    [(package, public)] = staffed.packages
    assert Content(package.account, package.evidence) == shown
    assert public == staffed.worker.public
    assert staffed.kicks == [1]
    assert (package.account.who, package.account.witnesses) == ("[disamarkan]", "[disamarkan]")
    assert [each.id for each in package.evidence] == [EVIDENCE.id]
    assert (package.evidence[0].original, package.evidence[0].key) == (b"", EVIDENCE.key)
    assert (package.target, package.day, package.tip) == ("bawaslu-depok", DAY, tip.id)
    moved = await office.found(receipt)
    assert (moved.status, moved.target) == (Status.FORWARDED, "bawaslu-depok")


async def test_marks_add_up_until_somebody_begins_afresh(office: Office, staffed: Staffed) -> None:
    _, tip = await office.sends()
    dispatch = await staffed.dispatch()
    await dispatch.redact(tip.id, ["siapa"])
    shown = await dispatch.redact(tip.id, ["saksi", "bukti"])
    assert (shown.account.who, shown.evidence) == ("[disamarkan]", ())
    afresh = await dispatch.redact(tip.id, [], afresh=True)
    assert afresh.account == CONTENT.account
    assert len(afresh.evidence) == 1


async def test_looking_at_what_would_leave_changes_nothing(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    shown = await (await staffed.dispatch()).redact(tip.id, [])
    assert shown.account == CONTENT.account
    assert await rows(office.database, "tip_papers") == []


@pytest.mark.parametrize("passage", ["nama", "cerita:9", "bukti:2", "bukti:x", "cerita:9-2"])
async def test_a_passage_that_is_not_there_changes_nothing(
    passage: str, office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    dispatch = await staffed.dispatch()
    with pytest.raises(UnknownPassage):
        await dispatch.redact(tip.id, ["siapa", passage])
    assert (await dispatch.redact(tip.id, [])).account == CONTENT.account


async def test_what_cannot_be_forwarded_leaves_no_package_and_no_target(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    dispatch = await staffed.dispatch()
    with pytest.raises(WrongMove, match="tanpa-alasan"):
        await dispatch.forward(tip.id, "bkn", reason=" ")
    with pytest.raises(WrongMove, match="belum-dibaca"):
        await dispatch.forward(tip.id, "bkn", reason="belum dibaca")
    async with office.database.transaction() as connection:
        found = await tips.find_tip(connection, tip.id)
        await connection.exec_driver_sql("DELETE FROM public_keys WHERE owner = 'worker'")
    await (await staffed.desk()).open(tip.id)
    with pytest.raises(DeskClosed, match="tanpa-pengirim"):
        await dispatch.forward(tip.id, "bkn", reason="tanpa pekerja")
    assert found
    assert (found.tip.target, found.tip.status) == ("", Status.NEW)


async def test_what_would_be_refused_is_refused_before_a_code_is_asked_for(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    late = await staffed.dispatch(await staffed.actor(Role.FORWARDER))
    own = await staffed.dispatch(
        await staffed.actor(Role.FORWARDER, offices=frozenset({CONTENT.account.office}))
    )
    office.clock.forward(seconds=CONFIRMED_FOR.total_seconds() + 1)
    with pytest.raises(WrongMove, match=f"belum-dibaca.*{tip.id}"):
        await late.forward(tip.id, "bkn", reason="lengkap")
    with pytest.raises(Refused) as caught:
        await own.forward(tip.id, "bkn", reason="lengkap")
    assert caught.value.reason == "office"
    assert ("forward-tips", tip.id, "refused", "office") in await staffed.trail()
    await (await staffed.desk()).open(tip.id)
    with pytest.raises(Refused) as caught:
        await late.forward(tip.id, "bkn", reason="lengkap")
    assert caught.value.reason == "confirmation"
    assert staffed.packages == []


async def test_missing_elements_go_with_the_package(office: Office, staffed: Staffed) -> None:
    account = replace(CONTENT.account, day=None, when="", witnesses="")
    _, tip = await office.sends(Content(account))
    await (await staffed.desk()).open(tip.id)
    await (await staffed.dispatch()).forward(tip.id, "bkn", reason="mendesak")
    assert staffed.packages[0][0].completeness == ("kapan", "bukti")


async def test_an_original_is_opened_by_a_forwarder_with_a_reason_and_noted(
    office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends(Content(CONTENT.account, (EVIDENCE, SECOND)))
    dispatch = await staffed.dispatch(await staffed.actor(Role.FORWARDER))
    assert (await dispatch.file(tip.id, 1)).original == b""
    with pytest.raises(WrongMove, match="tanpa-alasan"):
        await dispatch.open_original(tip.id, 1, reason="")
    file = await dispatch.open_original(tip.id, 1, reason="Diminta penyidik.")
    assert (file.id, file.original) == (EVIDENCE.id, b"o" * 32)
    assert ("open-originals", tip.id, "done", "") in await staffed.trail()
    with pytest.raises(TipUnknown, match="tanpa-asli"):
        await dispatch.open_original(tip.id, 2, reason="Diminta penyidik.")
    with pytest.raises(TipUnknown, match="bukan-bukti"):
        await dispatch.file(tip.id, 3)
    assert "penyidik" not in await everything(office.database)


async def test_originals_that_came_later_are_opened_too(office: Office, staffed: Staffed) -> None:
    _, tip = await office.sends(Content(CONTENT.account))
    async with office.database.transaction() as connection:
        await office.intake.add_evidence(connection, tip, (EVIDENCE,), day=DAY)
    await office.mover.move_parcels()
    dispatch = await staffed.dispatch()
    assert (await dispatch.open_original(tip.id, 1, reason="perlu")).original == b"o" * 32


@pytest.mark.parametrize(
    ("verb", "role", "act"),
    [
        ("redact", Role.AUDITOR, "redact-tips"),
        ("forward", Role.VERIFIER, "forward-tips"),
        ("original", Role.VERIFIER, "open-originals"),
        ("file", Role.EDITOR, "read-tips"),
    ],
)
async def test_who_lacks_the_role_is_refused_and_the_refusal_noted(
    verb: str, role: Role, act: str, office: Office, staffed: Staffed
) -> None:
    _, tip = await office.sends()
    dispatch = await staffed.dispatch(await staffed.actor(role))
    acts = {
        "redact": lambda: dispatch.redact(tip.id, ["siapa"]),
        "forward": lambda: dispatch.forward(tip.id, "bkn", reason="x"),
        "original": lambda: dispatch.open_original(tip.id, 1, reason="x"),
        "file": lambda: dispatch.file(tip.id, 1),
    }
    with pytest.raises(Refused):
        await acts[verb]()
    [(noted, _, outcome, reason)] = await staffed.trail()
    assert (noted, outcome, reason) == (act, "refused", "role")
    assert staffed.packages == []


async def test_ones_own_office_forwards_nothing(office: Office, staffed: Staffed) -> None:
    _, tip = await office.sends()
    own = frozenset({"kelurahan-kukusan"})
    dispatch = await staffed.dispatch(await staffed.actor(offices=own))
    with pytest.raises(Refused):
        await dispatch.forward(tip.id, "bkn", reason="x")
    assert (await staffed.trail())[-1] == ("forward-tips", tip.id, "refused", "office")
    assert staffed.packages == []


async def test_an_authority_that_does_not_take_it_is_refused_with_those_that_do(
    office: Office, staffed: Staffed
) -> None:
    receipt, tip = await office.sends()
    await (await staffed.desk()).open(tip.id)
    with pytest.raises(TargetUnknown, match=r"kasn.*bkn \(BKN\), bawaslu-depok"):
        await (await staffed.dispatch()).forward(tip.id, "kasn", reason="salah alamat")
    assert (await office.found(receipt)).target == ""
    assert (staffed.packages, staffed.kicks) == ([], [])
