"""Fetching from Telegram: the file, or an error that names neither it nor the token."""

import httpx
import pytest
from telegrams import TOKEN, FakeTelegram, Refused

from bot.channels.telegram.account import Account
from bot.channels.telegram.files import TelegramFiles
from bot.errors import NeverAgain, TooLarge, TryLater

REFERENCE = "kanari-file-id"


@pytest.fixture
def turns() -> list[str]:
    return []


@pytest.fixture
def files(telegram_account: Account, turns: list[str]) -> TelegramFiles:
    async def pace() -> None:
        turns.append("turn")

    return TelegramFiles(telegram_account, pace=pace)


async def fetched(files: TelegramFiles) -> bytes:
    return b"".join([chunk async for chunk in files.fetch(REFERENCE)])


async def test_a_file_comes_in_parts_when_it_is_its_turn(
    files: TelegramFiles, fake_telegram: FakeTelegram, turns: list[str]
) -> None:
    fake_telegram.files[REFERENCE] = bytes(range(256)) * 1000
    assert await fetched(files) == fake_telegram.files[REFERENCE]
    assert turns == ["turn"]


async def test_what_bots_may_not_fetch_is_too_large(
    files: TelegramFiles, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.files[REFERENCE] = bytes(20 * 1024 * 1024 + 1)
    with pytest.raises(TooLarge):
        await fetched(files)


async def test_a_file_that_is_gone_will_never_come(files: TelegramFiles) -> None:
    with pytest.raises(NeverAgain) as raised:
        await fetched(files)
    assert not isinstance(raised.value, TooLarge)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.ReadTimeout(f"https://x/{TOKEN}/{REFERENCE}"), TryLater),
        (httpx.ConnectError(f"https://x/{TOKEN}/{REFERENCE}"), TryLater),
        (httpx.Response(500), TryLater),
        (httpx.Response(429), TryLater),
        (httpx.Response(404), TryLater),
        (httpx.Response(403), NeverAgain),
        (httpx.Response(302, headers={"location": "https://evil.test/"}), NeverAgain),
    ],
)
async def test_whatever_else_comes_is_sorted_and_names_nothing(
    files: TelegramFiles,
    fake_telegram: FakeTelegram,
    answer: httpx.Response | Exception,
    error: type[Exception],
) -> None:
    fake_telegram.files[REFERENCE] = b"x"
    fake_telegram.downloads = [answer]
    with pytest.raises(error) as raised:
        await fetched(files)
    assert TOKEN not in str(raised.value)
    assert REFERENCE not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_a_pause_that_telegram_wants_is_passed_on(
    files: TelegramFiles, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("getFile", Refused(429, "Too Many Requests", retry_after=7))
    with pytest.raises(TryLater) as raised:
        await fetched(files)
    assert raised.value.seconds == 7


async def test_a_file_outside_of_telegrams_own_address_is_not_fetched(
    files: TelegramFiles, fake_telegram: FakeTelegram, telegram_account: Account
) -> None:
    fake_telegram.files[REFERENCE] = b"x"
    telegram_account.files_root = "https://elsewhere.test/"
    with pytest.raises(NeverAgain):
        await fetched(files)
    assert not fake_telegram.called("download")
