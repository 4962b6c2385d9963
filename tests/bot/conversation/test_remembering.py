from datetime import UTC, datetime, timedelta

from bot.conversation.remembering import Memories
from bot.keypair import KeyPair

NOW = datetime(2026, 11, 25, tzinfo=UTC)
PAIR = KeyPair.new()


def after(**span: float) -> datetime:
    return NOW + timedelta(**span)


def test_an_opened_receipt_is_forgotten_after_ten_minutes() -> None:
    memories = Memories()
    memories.opened("a", PAIR, now=NOW)
    assert memories.of("a", now=after(minutes=10)).pair is PAIR
    assert memories.of("b", now=NOW).pair is None
    assert memories.of("a", now=after(minutes=10, seconds=1)).pair is None


def test_wrong_receipts_slow_a_sender_down_and_then_stop_them_for_an_hour() -> None:
    memories, pauses = Memories(), []
    for _ in range(6):
        memories.missed("a", now=NOW)
        pauses.append(memories.of("a", now=NOW).pause(NOW))
    assert pauses == [0, 30, 30, 30, 3600, 3600]
    assert memories.of("b", now=NOW).pause(NOW) == 0
    later = after(hours=1, seconds=1)
    assert memories.of("a", now=later).pause(later) == 0


def test_the_right_receipt_forgives_the_wrong_ones() -> None:
    memories = Memories()
    for _ in range(3):
        memories.missed("a", now=NOW)
    memories.opened("a", PAIR, now=NOW)
    assert memories.of("a", now=NOW).pause(NOW) == 0


def test_sent_tips_count_for_a_day_and_closing_leaves_only_what_protects_from_floods() -> None:
    memories = Memories()
    memories.sent("a", "1234", now=NOW)
    memories.opened("a", PAIR, now=NOW)
    memories.closed("a", now=NOW)
    memory = memories.of("a", now=NOW)
    assert (memory.pair, memory.tail, len(memory.sent)) == (None, "", 1)
    assert memories.of("a", now=after(hours=24, seconds=1)).is_empty


def test_what_is_too_old_leaves_the_memory_of_the_process() -> None:
    memories = Memories()
    memories.opened("a", PAIR, now=NOW)
    memories.clear(now=after(minutes=11))
    assert memories._kept == {}
