"""Build what keeps subscribers and sends them reminders."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.broadcasts.fanout import Fanout
from bot.broadcasts.reports import Reports
from bot.channels.port import Announcer
from bot.contacts.store import ContactStore
from bot.contacts.subscriptions import Subscriptions
from bot.providers import Ground


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Who subscribed, what goes out to them, and what providers report later."""

    subscriptions: Subscriptions
    fanout: Fanout
    reports: Reports


def broadcasting(ground: Ground, announcers: Mapping[str, Announcer]) -> Broadcasting:
    """Return what sends through *announcers*."""
    database, key, clock = ground.database, ground.key, ground.clock
    contacts = ContactStore(key)
    return Broadcasting(
        Subscriptions(database, contacts),
        Fanout(database, contacts, announcers=announcers, key=key, clock=clock),
        Reports(database, contacts, key=key, clock=clock),
    )
