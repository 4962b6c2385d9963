import logging

import pytest

from bot.logs import configure
from bot.messages import Address, IncomingMessage, Reply


def test_the_level_is_heeded_and_talkative_libraries_are_quiet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("INFO")
    logging.getLogger("bot.x").info("told")
    logging.getLogger("bot.x").debug("not told")
    logging.getLogger("uvicorn.access").info("GET /chat?text=rahasia")
    logging.getLogger("telegram.Bot").critical("Received data was rahasia")
    told = capsys.readouterr().err
    assert "told" in told
    assert "not told" not in told
    assert "rahasia" not in told


def test_nothing_that_is_logged_by_accident_shows_text_or_address() -> None:
    message = IncomingMessage("id-1", Address("whatsapp", "+62811"), "cerita saya")
    shown = f"{message} {Reply('jawaban untuk saya')}"
    assert "+62811" not in shown
    assert "cerita" not in shown
    assert "jawaban" not in shown
