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


def test_closing_leaves_nothing() -> None:
    memories = Memories()
    memories.sent("a", "1234", now=NOW)
    memories.opened("a", PAIR, now=NOW)
    assert memories.of("a", now=NOW).tail == "1234"
    memories.closed("a")
    assert memories.of("a", now=NOW).is_empty


def test_what_is_too_old_leaves_the_memory_of_the_process() -> None:
    memories = Memories()
    memories.opened("a", PAIR, now=NOW)
    memories.clear(now=after(minutes=11))
    assert memories._kept == {}
