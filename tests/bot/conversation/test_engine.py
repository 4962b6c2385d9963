from dataclasses import replace

import pytest
from fakes import FakeClock

from bot.conversation.engine import LONGEST, Moment, take_turn
from bot.conversation.state import Conversation, Counted
from bot.messages import Address, Choice, IncomingMessage
from bot.questions.guide import LiveGuide
from knowledge.rule import Role

SOMEBODY = Address("terminal", "x")


@pytest.fixture
def moment(guide: LiveGuide, clock: FakeClock) -> Moment:
    return Moment(clock.now(), clock.today(), guide.current)


def message(text: str = "", choice_id: str = "") -> IncomingMessage:
    return IncomingMessage("1", SOMEBODY, text, choice_id)


def test_a_tapped_choice_beats_the_text(moment: Moment) -> None:
    turn = take_turn(Conversation(), message("apa kabar", "pledge:"), moment)
    assert "Ikrar netralitas" in turn.replies[0].text


def test_what_is_offered_is_remembered_in_the_order_of_its_numbers(moment: Moment) -> None:
    turn = take_turn(Conversation(), message("/mulai"), moment)
    assert turn.conversation.offered == turn.replies[0].choices
    again = take_turn(turn.conversation, message("4"), moment)
    assert "manusia" in again.replies[0].text


def test_a_number_after_the_talk_expired_is_explained(moment: Moment) -> None:
    turn = take_turn(Conversation(), message("/mulai"), moment)
    later = replace(moment, now=moment.now.replace(hour=moment.now.hour + 2))
    assert "Nomor itu" in take_turn(turn.conversation, message("4"), later).replies[0].text


def test_a_choice_tapped_after_the_talk_expired_still_works(moment: Moment) -> None:
    old = replace(Conversation(), touched=moment.now.replace(year=2025))
    turn = take_turn(old, message(choice_id="ask:cara-melapor"), moment)
    assert turn.conversation.entry == "cara-melapor"


def test_the_21st_message_of_a_minute_gets_one_notice_and_no_more(moment: Moment) -> None:
    conversation = Conversation(role=Role.PNS, offered=(Choice("help:", "Bantuan"),))
    answered = []
    for _ in range(24):
        turn = take_turn(conversation, message("/menu"), moment)
        conversation = turn.conversation
        answered.append(len(turn.replies))
    assert answered == [1] * 21 + [0] * 3
    assert turn.effects == (Counted("terlalu-cepat"),)


def test_the_next_minute_is_answered_again(moment: Moment) -> None:
    fast = Conversation(minute=int(moment.now.timestamp()) // 60, count=50)
    assert take_turn(fast, message("/menu"), moment).replies == ()
    later = replace(moment, now=moment.now.replace(minute=moment.now.minute + 1))
    assert take_turn(fast, message("/menu"), later).replies[0].choices


def test_a_very_long_message_is_read_as_far_as_it_is_useful(moment: Moment) -> None:
    turn = take_turn(Conversation(), message("boleh gak " * 5000), moment)
    assert turn.replies
    assert len(turn.conversation.asked) <= LONGEST


@pytest.mark.parametrize(
    "odd",
    ["", "   ", "\n", "\x00\x01", "🙂", "؟", "/", "//", "/ ", "//mulai", "a" * 9999, "?!", "0"],
)
def test_odd_input_gets_an_answer(odd: str, moment: Moment) -> None:
    turn = take_turn(Conversation(), message(odd), moment)
    assert turn.replies[0].text


@pytest.mark.parametrize(
    "odd", ["nothing", "ask:", "ask:no-such-rule", "role:emperor", "topic:none", "law:gone", ":"]
)
def test_an_odd_choice_gets_an_answer(odd: str, moment: Moment) -> None:
    turn = take_turn(Conversation(), message(choice_id=odd), moment)
    assert turn.replies[0].text


def test_being_forgotten_needs_no_patience(moment: Moment) -> None:
    fast = Conversation(minute=int(moment.now.timestamp()) // 60, count=50)
    turn = take_turn(fast, message(choice_id="forgotten:"), moment)
    assert "Sudah dihapus" in turn.replies[0].text
