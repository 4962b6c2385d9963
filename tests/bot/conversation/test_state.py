from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.state import IDLE, Conversation
from bot.messages import Choice
from knowledge.rule import Role

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TALKING = Conversation(
    role=Role.PPPK,
    role_settled=True,
    greeted=True,
    offered=(Choice("help:", "Bantuan"),),
    entry="x",
    asked="rahasia",
    awaiting="role",
    minute=1,
    count=2,
    touched=NOON,
)


def test_within_half_an_hour_the_talk_goes_on() -> None:
    assert TALKING.at(NOON + IDLE) == replace(TALKING, touched=NOON + IDLE)


def test_after_half_an_hour_only_the_role_is_known() -> None:
    later = NOON + IDLE + timedelta(seconds=1)
    assert TALKING.at(later) == Conversation(
        role=Role.PPPK, role_settled=True, greeted=True, touched=later
    )


@given(
    st.builds(
        Conversation,
        role=st.none() | st.sampled_from(Role),
        role_settled=st.booleans(),
        offered=st.tuples(st.builds(Choice, st.text(), st.text())),
        asked=st.text(),
        count=st.integers(0, 10**6),
        touched=st.none() | st.just(NOON),
    )
)
def test_any_conversation_survives_being_stored(conversation: Conversation) -> None:
    stored = msgspec.json.encode(conversation)
    assert msgspec.json.decode(stored, type=Conversation) == conversation


def test_a_conversation_shows_no_question() -> None:
    assert "rahasia" not in repr(TALKING)
