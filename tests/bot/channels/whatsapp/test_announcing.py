from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import FakeClock
from twilio_double import BASE, REPORTS, FakeTwilio

from bot.channels.port import BLOCKED, NO_TEMPLATE, OPTED_OUT, Wording
from bot.channels.whatsapp.announcing import WhatsAppAnnouncer
from bot.errors import AnswerLost, NeverAgain, TierReached, TryLater, Unreachable
from bot.messages import Address, Announcement, Choice, Reply, Template
from bot.wiring import Services

BUDI = Address("whatsapp", "+6281200000001")
REMINDER = Reply("Besok hari tenang.", (Choice("stop:", "Berhenti"),))
BODY = "Halo warga {{1}}, pemungutan suara {{2}} ya."
TEMPLATE = Template("besok_1", ("Kota Depok", "27 November"), BODY)


@pytest.fixture
def announcer(on_whatsapp: Services) -> WhatsAppAnnouncer:
    assert on_whatsapp.whatsapp
    return on_whatsapp.whatsapp.announcer


async def approve(house: Services, twilio: FakeTwilio, template: Template = TEMPLATE) -> None:
    assert house.whatsapp
    approvals = house.whatsapp.approvals
    await approvals.submit([Wording(template.name, template.body, template.values)])
    twilio.decide(template.name, "approved")
    await approvals.poll()
    twilio.requests.clear()


def reminder(clock: FakeClock, *, heard: float | None = 1, **fields: object) -> Announcement:
    heard_at = clock.now() - timedelta(hours=heard) if heard is not None else None
    ends_at = clock.now() + timedelta(hours=2)
    return Announcement(BUDI, REMINDER, ends_at, heard_at, **fields)  # type: ignore[arg-type]


async def test_while_the_window_is_open_the_text_itself_is_sent_with_its_life(
    announcer: WhatsAppAnnouncer, twilio: FakeTwilio, clock: FakeClock
) -> None:
    sid = await announcer.announce(reminder(clock, template=TEMPLATE))
    (sent,) = twilio.sent
    assert (sent.sid, sent.text) == (sid, "Besok hari tenang.")
    assert twilio.forms[-1]["ValidityPeriod"] == "7200"


@pytest.mark.parametrize("heard", [None, 24, 30])
async def test_after_it_only_an_approved_template_is_sent(
    heard: float | None, on_whatsapp: Services, twilio: FakeTwilio, clock: FakeClock
) -> None:
    assert on_whatsapp.whatsapp
    announcer = on_whatsapp.whatsapp.announcer
    await approve(on_whatsapp, twilio)
    await announcer.announce(reminder(clock, heard=heard, template=TEMPLATE))
    (sent,) = twilio.sent
    assert sent.text == "Halo warga Kota Depok, pemungutan suara 27 November ya."
    with pytest.raises(Unreachable) as caught:
        await announcer.announce(reminder(clock, heard=heard))
    assert caught.value.reason == NO_TEMPLATE
    assert len(twilio.sent) == 1


async def test_twilio_is_told_of_whom_it_shall_report(
    announcer: WhatsAppAnnouncer, twilio: FakeTwilio, clock: FakeClock
) -> None:
    await announcer.announce(reminder(clock, reference="abc-_1"))
    assert twilio.forms[-1]["StatusCallback"] == f"{BASE}{REPORTS}?ref=abc-_1"


async def test_a_template_without_variables_is_sent_without_any(
    on_whatsapp: Services, twilio: FakeTwilio, clock: FakeClock
) -> None:
    assert on_whatsapp.whatsapp
    own = Template("siaran_1", (), "TPS 4 pindah ke balai warga.")
    await approve(on_whatsapp, twilio, own)
    await on_whatsapp.whatsapp.announcer.announce(reminder(clock, heard=None, template=own))
    assert twilio.sent[-1].text == "TPS 4 pindah ke balai warga."
    assert "ContentVariables" not in twilio.forms[-1]


async def test_a_template_that_is_not_approved_yet_is_not_handed_over(
    on_whatsapp: Services, twilio: FakeTwilio, clock: FakeClock
) -> None:
    assert on_whatsapp.whatsapp
    await on_whatsapp.whatsapp.approvals.submit([Wording("besok_1", BODY, TEMPLATE.values)])
    with pytest.raises(Unreachable) as caught:
        await on_whatsapp.whatsapp.announcer.announce(
            reminder(clock, heard=None, template=TEMPLATE)
        )
    assert (caught.value.reason, twilio.sent) == (NO_TEMPLATE, [])


async def test_over_the_daily_tier_no_template_leaves_us_but_answers_do(
    on_whatsapp: Services, twilio: FakeTwilio, clock: FakeClock
) -> None:
    assert on_whatsapp.whatsapp
    announcer = on_whatsapp.whatsapp.announcer
    await approve(on_whatsapp, twilio)

    async def full() -> bool:
        return False

    announcer._line = replace(announcer._line, may_begin=full)
    with pytest.raises(TierReached):
        await announcer.announce(reminder(clock, heard=None, template=TEMPLATE))
    assert twilio.requests == []
    await announcer.announce(reminder(clock, template=TEMPLATE))
    assert len(twilio.sent) == 1


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("429", TryLater),
        (63018, TryLater),
        ("reset", AnswerLost),
        ("lost", AnswerLost),
        ("garbage", AnswerLost),
        ("500", AnswerLost),
        (21211, NeverAgain),
    ],
)
async def test_a_failure_says_whether_it_may_have_been_taken_and_nothing_is_tried_twice(
    fault: str | int,
    expected: type[Exception],
    announcer: WhatsAppAnnouncer,
    twilio: FakeTwilio,
    clock: FakeClock,
) -> None:
    twilio.faults = [fault]
    with pytest.raises(expected) as caught:
        await announcer.announce(reminder(clock))
    assert isinstance(caught.value, AnswerLost) is (expected is AnswerLost)
    assert len(twilio.requests) == 1


@pytest.mark.parametrize(
    ("code", "reason"), [(21610, OPTED_OUT), (63014, BLOCKED), (63024, BLOCKED)]
)
async def test_who_wants_nothing_of_us_is_the_reason(
    code: int, reason: str, announcer: WhatsAppAnnouncer, twilio: FakeTwilio, clock: FakeClock
) -> None:
    twilio.faults = [code]
    with pytest.raises(Unreachable) as caught:
        await announcer.announce(reminder(clock))
    assert caught.value.reason == reason


async def test_what_does_not_fit_in_one_message_is_not_sent_in_parts(
    announcer: WhatsAppAnnouncer, twilio: FakeTwilio, clock: FakeClock
) -> None:
    long = Announcement(BUDI, Reply("panjang " * 300), clock.now(), clock.now())
    with pytest.raises(NeverAgain):
        await announcer.announce(long)
    assert twilio.requests == []
