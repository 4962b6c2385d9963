"""What the bot knows and says: the knowledge, and every phrase that the program declares."""

from collections.abc import Callable
from pathlib import Path

import knowledge
from bot import notices
from bot.broadcasts import terminal_words as broadcast_terminal_words
from bot.broadcasts import watching
from bot.broadcasts import words as broadcast_words
from bot.channels.telegram import profile
from bot.channels.whatsapp import forms
from bot.contacts import words as contact_words
from bot.conversation import engine, entries, invitation, roles, showing, steering
from bot.conversation.drafting.speech import SPEAKERS
from bot.conversation.router import HANDLERS
from bot.crypto import server_key
from bot.questions import card, words
from bot.questions.guide import LiveGuide
from bot.questions.inquiries import wording
from bot.questions.learned import Learned
from bot.settings import Settings
from bot.staff import console_words, help_words, leaving_words, refusal, retention_words
from bot.staff import words as staff_words
from bot.tips import words as tip_words
from bot.tips.backends import words as printing
from bot.tips.forwarding import words as forwarding_words
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.phrasebook import Phrase, declared_in

KNOWLEDGE = Path(knowledge.__file__).parent


def phrases() -> tuple[Phrase, ...]:
    """Return every phrase that the program says."""
    return declared_in(
        *HANDLERS,
        *SPEAKERS,
        broadcast_terminal_words,
        broadcast_words,
        card,
        console_words,
        contact_words,
        engine,
        entries,
        forms,
        forwarding_words,
        help_words,
        leaving_words,
        invitation,
        notices,
        printing,
        profile,
        refusal,
        retention_words,
        roles,
        showing,
        staff_words,
        steering,
        tip_words,
        watching,
        wording,
        words,
    )


def live_guide(
    folder: Path = KNOWLEDGE,
    *,
    train: Callable[[Library], Matcher] = Matcher.train,
    late: bool = False,
) -> LiveGuide:
    """Load the knowledge; raises KnowledgeError with every problem."""
    return LiveGuide(folder, phrases(), train=train, late=late)


def asking_guide(settings: Settings) -> LiveGuide:
    """Load the knowledge for one who only asks: what a server has learned is used, none is kept."""
    secret = settings.secret_key.get_secret_value()
    if not secret and not settings.key_file.exists():
        return live_guide()
    key = server_key(secret, settings.key_file)
    return live_guide(train=Learned(settings.data_dir / "learned", key, writes=False).matcher)


def staff_guide(settings: Settings) -> LiveGuide:
    """Load the knowledge for staff's commands, which say phrases and seldom match a question."""
    key = server_key(settings.secret_key.get_secret_value(), settings.key_file)
    return live_guide(train=Learned(settings.data_dir / "learned", key).matcher, late=True)
