"""Build what keeps subscribers and sends them reminders."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.broadcasts.fanout import Fanout
from bot.broadcasts.following import Following
from bot.broadcasts.forecast import Means
from bot.broadcasts.reports import Reports
from bot.broadcasts.settling import Settling
from bot.broadcasts.verbs import Broadcasts, Surroundings
from bot.broadcasts.watching import Watch
from bot.channels.telegram import place
from bot.contacts.store import ContactStore
from bot.contacts.subscriptions import Subscriptions
from bot.delivery.sender import Sender
from bot.notices import Bell, Looking
from bot.providers import Ground, Providers
from bot.staff.chats import Chats
from bot.tips.evidence import cleaning, kinds


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Who subscribed, what staff plan for them, what goes out, and what providers report later."""

    subscriptions: Subscriptions
    verbs: Broadcasts
    fanout: Fanout
    reports: Reports
    settling: Settling
    watch: Watch
    following: Following


def broadcasting(ground: Ground, providers: Providers, say: Callable[..., str]) -> Broadcasting:
    """Return what sends through *providers*; *say* puts phrases into words."""
    database, key, clock = ground.database, ground.key, ground.clock
    contacts, announcers = ContactStore(key), providers.announcers
    fanout = Fanout(database, contacts, announcers=announcers, key=key, clock=clock)
    fanout.zone = ground.settings.timezone
    reports = Reports(database, contacts, key=key, clock=clock)
    around = _around(ground, providers, say)
    verbs = _planned(around, ground, providers, contacts=contacts)
    return Broadcasting(
        Subscriptions(database, contacts),
        verbs,
        fanout,
        reports,
        Settling(database, contacts, reports=reports, key=key),
        Watch(database, around=around, days=ground.settings.notice_days),
        Following(verbs.reporting),
    )


def _around(ground: Ground, providers: Providers, say: Callable[..., str]) -> Surroundings:
    """Return what broadcasts need of the rest of the program."""
    whatsapp = providers.whatsapp
    return Surroundings(
        ground.clock,
        ground.settings.timezone,
        say,
        lambda: ground.guide.current.library,
        whatsapp.approvals if whatsapp else None,
        _cleaned,
    )


def _planned(
    around: Surroundings, ground: Ground, providers: Providers, *, contacts: ContactStore
) -> Broadcasts:
    """Return the verbs of staff."""
    settings = ground.settings
    means = Means(
        providers.pace,
        settings.whatsapp_daily_tier,
        settings.whatsapp_template_price,
        settings.whatsapp_message_price,
        settings.whatsapp_utility_price,
    )
    return Broadcasts(
        ground.database, contacts, around=around, means=means, announcers=providers.announcers
    )


def ringing(ground: Ground, sender: Sender, *, looking: Looking, chats: Chats) -> Bell:
    """Return what tells staff of what *looking* finds."""
    bell = Bell(ground.database, sender, looking=looking, chats=chats, clock=ground.clock)
    bell.group = place.group(ground.settings.telegram_staff_group)
    bell.zone = ground.settings.timezone
    return bell


def _cleaned(content: bytes) -> tuple[str, bytes]:
    """Return the media type of a picture and a copy of it that tells no place, device or time.

    Raises NotTaken, Uncleanable.
    """
    kind = kinds.find(content)
    return kind, cleaning.clean(content, kind).content
