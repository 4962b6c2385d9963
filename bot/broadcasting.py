"""Build what keeps subscribers and sends them reminders."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.broadcasts.fanout import Fanout
from bot.broadcasts.forecast import Means
from bot.broadcasts.reports import Reports
from bot.broadcasts.settling import Settling
from bot.broadcasts.verbs import Broadcasts, Surroundings
from bot.contacts.store import ContactStore
from bot.contacts.subscriptions import Subscriptions
from bot.providers import Ground, Providers
from bot.tips.evidence import cleaning, kinds


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Who subscribed, what staff plan for them, what goes out, and what providers report later."""

    subscriptions: Subscriptions
    verbs: Broadcasts
    fanout: Fanout
    reports: Reports
    settling: Settling


def broadcasting(ground: Ground, providers: Providers, say: Callable[..., str]) -> Broadcasting:
    """Return what sends through *providers*; *say* puts phrases into words."""
    database, key, clock = ground.database, ground.key, ground.clock
    contacts, announcers = ContactStore(key), providers.announcers
    fanout = Fanout(database, contacts, announcers=announcers, key=key, clock=clock)
    fanout.zone = ground.settings.timezone
    reports = Reports(database, contacts, key=key, clock=clock)
    return Broadcasting(
        Subscriptions(database, contacts),
        _planned(ground, providers, contacts=contacts, say=say),
        fanout,
        reports,
        Settling(database, contacts, reports=reports, key=key),
    )


def _planned(
    ground: Ground, providers: Providers, *, contacts: ContactStore, say: Callable[..., str]
) -> Broadcasts:
    """Return the verbs of staff."""
    settings, whatsapp = ground.settings, providers.whatsapp
    around = Surroundings(
        ground.clock,
        settings.timezone,
        say,
        lambda: ground.guide.current.library,
        whatsapp.approvals if whatsapp else None,
        _cleaned,
    )
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


def _cleaned(content: bytes) -> tuple[str, bytes]:
    """Return the media type of a picture and a copy of it that tells no place, device or time.

    Raises NotTaken, Uncleanable.
    """
    kind = kinds.find(content)
    return kind, cleaning.clean(content, kind).content
