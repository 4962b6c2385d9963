"""What a subscription is."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.messages import Address
from knowledge.rule import Role


class Category(StrEnum):
    """What people subscribe to; the words are those of knowledge/broadcasts."""

    REMINDERS = "pengingat-hari-pemilu"
    EDUCATION = "edukasi-netralitas"
    OUTREACH = "sosialisasi-pemilih"


class Group(StrEnum):
    """Whom a reminder speaks to."""

    STAFF = "asn"
    PUBLIC = "publik"


class Ended(StrEnum):
    """Why nothing is sent to somebody any more."""

    ASKED = "diminta"
    BLOCKED = "diblokir"  # Telegram's 403, Twilio's 63014 and 63024
    OPTED_OUT = "berhenti-di-penyedia"  # Twilio's 21610


class Source(StrEnum):
    """Where consent was given."""

    CONVERSATION = "percakapan"
    IMPORT = "impor"


PUBLIC_ROLES = frozenset({Role.CITIZEN, Role.FAMILY, Role.RETIRED})


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agreed to: when, to which wording, and where."""

    at: datetime
    wording: str
    source: Source = Source.CONVERSATION
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody wants to hear; without *categories* nothing is sent."""

    categories: frozenset[Category] = frozenset()
    role: Role | None = None
    district: str = ""
    office: str = ""

    @property
    def group(self) -> Group:
        """Return whom to speak to: who named no role is spoken to as staff, the bot's public."""
        return Group.PUBLIC if self.role in PUBLIC_ROLES else Group.STAFF


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to send to: *person* is their pseudonym, *heard_at* when they last wrote."""

    person: str
    to: Address = field(repr=False)
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a broadcast is for; an empty field excludes nobody."""

    category: Category
    groups: frozenset[Group] = frozenset()
    districts: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
