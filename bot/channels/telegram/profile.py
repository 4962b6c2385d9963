"""What people see of the bot in Telegram before they write: commands and descriptions."""

from collections.abc import Iterator
from dataclasses import dataclass

from telegram import Bot, BotCommand

from bot.channels.telegram.account import told_errors
from knowledge.phrasebook import Phrase, Phrasebook

COMMANDS = {
    name: Phrase(f"telegram.perintah.{name}")
    for name in (
        "mulai",
        "topik",
        "saya",
        "kenapa",
        "ikrar",
        "langganan",
        "petugas",
        "lapor",
        "status",
        "batal",
        "privasi",
        "lupakan",
        "bantuan",
    )
}
SHORT = Phrase("telegram.singkat")
DESCRIPTION = Phrase("telegram.deskripsi")


@dataclass(frozen=True, slots=True)
class Settled:
    """One thing that now is as it should be, and whether it had to be *changed*."""

    about: str
    changed: bool
    text: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{'changed' if self.changed else 'ok     '} {self.about}: {self.text}"


async def settle_profile(bot: Bot, phrases: Phrasebook) -> list[Settled]:
    """Bring commands and descriptions up to date; raises JagaNetralError with what to do."""
    with told_errors():
        return [
            await _settle_commands(bot, phrases),
            await _settle_description(bot, phrases),
            await _settle_short(bot, phrases),
        ]


async def _settle_commands(bot: Bot, phrases: Phrasebook) -> Settled:
    """Bring the list of commands up to date."""
    wanted = tuple(_commands(phrases))
    changed = await bot.get_my_commands() != wanted
    if changed:
        await bot.set_my_commands(wanted)
    return Settled("commands", changed, " ".join(f"/{each.command}" for each in wanted))


async def _settle_description(bot: Bot, phrases: Phrasebook) -> Settled:
    """Bring the text of an empty chat up to date."""
    wanted = phrases.say(DESCRIPTION)
    changed = (await bot.get_my_description()).description != wanted
    if changed:
        await bot.set_my_description(wanted)
    return Settled("description", changed, f"{len(wanted)} characters")


async def _settle_short(bot: Bot, phrases: Phrasebook) -> Settled:
    """Bring the text of the bot's page up to date."""
    wanted = phrases.say(SHORT)
    changed = (await bot.get_my_short_description()).short_description != wanted
    if changed:
        await bot.set_my_short_description(wanted)
    return Settled("short description", changed, f"{len(wanted)} characters")


def _commands(phrases: Phrasebook) -> Iterator[BotCommand]:
    """Yield the commands as Telegram lists them."""
    for name, phrase in COMMANDS.items():
        yield BotCommand(name, phrases.say(phrase))
