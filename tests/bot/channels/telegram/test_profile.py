import re

from telegrams import FakeTelegram

from bot.channels.telegram.account import Account
from bot.channels.telegram.profile import COMMANDS, DESCRIPTION, SHORT, settle_profile
from bot.conversation import router
from bot.questions.guide import LiveGuide


async def test_what_people_see_first_is_set_once(
    telegram_account: Account, fake_telegram: FakeTelegram, guide: LiveGuide
) -> None:
    phrases = guide.current.phrases
    first = await settle_profile(telegram_account.bot, phrases)
    assert [each.changed for each in first] == [True, True, True]
    assert str(first[0]).startswith("changed commands: /mulai /topik")
    assert {
        "command": "topik",
        "description": "Daftar aturan menurut topik",
    } in fake_telegram.profile["commands"]
    again = await settle_profile(telegram_account.bot, phrases)
    assert [each.changed for each in again] == [False, False, False]
    assert str(again[1]).startswith("ok      description")


def test_every_command_that_is_listed_is_known_and_telegram_takes_it(guide: LiveGuide) -> None:
    say = guide.current.phrases.say
    assert COMMANDS.keys() <= router.COMMANDS.keys()
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in COMMANDS)
    assert all(3 <= len(say(each)) <= 256 for each in COMMANDS.values())
    assert len(say(SHORT)) <= 120
    assert len(say(DESCRIPTION)) <= 512
