"""Texts that Meta must approve: made once, submitted once, and watched."""

import logging

import pytest
from fakes import FakeClock
from twilio_double import FakeTwilio

from bot.channels.port import Standing, Wording
from bot.channels.whatsapp.approvals import Approvals
from bot.wiring import Services

BESOK = Wording("besok_1", "Halo warga {{1}}, besok memilih.", ("Kota Depok",))
IKRAR = Wording("ikrar_1", "Bacalah ikrar netralitas.")


@pytest.fixture
def approvals(on_whatsapp: Services) -> Approvals:
    assert on_whatsapp.whatsapp
    return on_whatsapp.whatsapp.approvals


async def test_a_text_is_made_and_submitted_once(approvals: Approvals, twilio: FakeTwilio) -> None:
    assert await approvals.submit([BESOK, IKRAR]) == {"besok_1": True, "ikrar_1": True}
    asked = len([method for method, _ in twilio.requests if method == "POST"])
    assert asked == 4
    assert await approvals.submit([BESOK, IKRAR]) == {"besok_1": False, "ikrar_1": False}
    assert len([method for method, _ in twilio.requests if method == "POST"]) == asked
    first, second = twilio.contents.values()
    assert (first["friendly_name"], first["language"]) == ("besok_1", "id")
    assert first["variables"] == {"1": "Kota Depok"}
    assert "variables" not in second
    assert {each["category"] for each in twilio.approvals.values()} == {"UTILITY"}
    assert (await approvals.standings())["besok_1"].state == "received"


async def test_a_changed_text_is_a_new_one_and_the_old_one_stays(
    approvals: Approvals, twilio: FakeTwilio
) -> None:
    await approvals.submit([BESOK])
    changed = Wording("besok_2", "Halo {{1}}, besok kita memilih.", ("Depok",))
    assert await approvals.submit([changed]) == {"besok_2": True}
    assert set(await approvals.standings()) == {"besok_1", "besok_2"}


async def test_menus_and_texts_do_not_forget_each_other(
    on_whatsapp: Services, approvals: Approvals
) -> None:
    assert on_whatsapp.whatsapp
    menus = on_whatsapp.whatsapp.templates
    await menus.make_missing("Lihat pilihan")
    await approvals.submit([BESOK])
    await menus.make_missing("Lihat pilihan")
    assert (len(await menus.known()), len(await approvals.standings())) == (13, 1)
    assert await menus.missing() == []


async def test_what_meta_decides_is_seen_with_the_category_that_it_assigned(
    on_whatsapp: Services,
    approvals: Approvals,
    twilio: FakeTwilio,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await approvals.submit([BESOK, IKRAR])
    assert await on_whatsapp.jobs["templates"].run() == 0
    sid = twilio.decide("besok_1", "approved", category="MARKETING")
    twilio.decide("ikrar_1", "rejected", why="INVALID_FORMAT")
    with caplog.at_level(logging.INFO):
        assert await on_whatsapp.jobs["templates"].run() == 2
    known = await approvals.standings()
    assert known["besok_1"] == Standing("besok_1", sid, "approved", "marketing")
    assert (known["ikrar_1"].state, known["ikrar_1"].reason) == ("rejected", "INVALID_FORMAT")
    assert "template ikrar_1: rejected" in caplog.text
    twilio.decide("besok_1", "paused")
    await approvals.poll()
    assert not (await approvals.standings())["besok_1"].is_approved


async def test_a_text_that_vanished_from_twilio_is_used_no_more(
    approvals: Approvals, twilio: FakeTwilio
) -> None:
    await approvals.submit([BESOK])
    twilio.decide("besok_1", "approved")
    await approvals.poll()
    twilio.contents.clear()
    assert await approvals.poll() == 1
    assert (await approvals.standings())["besok_1"].state == "missing"


async def test_what_twilio_refuses_to_submit_is_kept_with_the_reason_and_tried_again(
    approvals: Approvals, twilio: FakeTwilio
) -> None:
    twilio.refusing = {"besok_1"}
    await approvals.submit([BESOK, IKRAR])
    known = await approvals.standings()
    assert (known["besok_1"].state, known["ikrar_1"].state) == ("unsubmitted", "received")
    assert "20001" in known["besok_1"].reason
    assert await approvals.poll() == 0
    twilio.refusing = set()
    assert await approvals.submit([BESOK]) == {"besok_1": False}
    assert (await approvals.standings())["besok_1"].state == "received"
    assert len(twilio.contents) == 2


async def test_of_two_with_one_name_the_submitted_one_counts(
    approvals: Approvals, twilio: FakeTwilio
) -> None:
    await approvals.submit([BESOK])
    (first,) = twilio.contents
    for twin in ("HX" + "0" * 31 + "9", "HX" + "0" * 31 + "8"):
        twilio.contents[twin] = {**twilio.contents[first], "sid": twin}
    assert await approvals.poll() == 0
    assert (await approvals.standings())["besok_1"].sid == first


async def test_a_running_server_learns_of_a_decision_within_a_minute(
    approvals: Approvals, clock: FakeClock
) -> None:
    now = 100.0
    running = Approvals(approvals._twilio, approvals._store, clock=clock, seconds=lambda: now)
    assert await running.standings() == {}
    await approvals.submit([BESOK])
    now += 59
    assert await running.standings() == {}
    now += 1
    assert len(await running.standings()) == 1
