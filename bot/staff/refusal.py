"""Why something is refused, in the words that staff read."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from bot.errors import Refused
from knowledge.phrasebook import Phrase

Say = Callable[..., str]


class Reason(StrEnum):
    """Why something was refused, as the audit trail names it."""

    ROLE = "role"
    SESSION = "session"
    CONFIRMATION = "confirmation"
    CHAT = "chat"
    OFFICE = "office"
    CREDENTIALS = "credentials"
    SLOW = "slow"
    CODE = "code"
    TOTP = "totp"
    NAME = "name"
    NAME_TAKEN = "name-taken"
    ROLES_MISSING = "roles-missing"
    OFFICE_UNKNOWN = "office-unknown"
    ACCOUNT_UNKNOWN = "account-unknown"
    SESSION_UNKNOWN = "session-unknown"
    ACCOUNTS_EXIST = "accounts-exist"
    LAST_ADMIN = "last-admin"
    PASSWORD_SHORT = "password-short"  # noqa: S105 - the name of a reason
    PASSWORD_LONG = "password-long"  # noqa: S105
    PASSWORD_COMMON = "password-common"  # noqa: S105
    PASSWORD_NAMES = "password-names"  # noqa: S105
    PASSWORD_REPEATS = "password-repeats"  # noqa: S105


_WORDS: dict[Reason, tuple[str, ...]] = {
    Reason.ROLE: ("tindakan",),
    Reason.SLOW: ("detik",),
    Reason.NAME_TAKEN: ("nama",),
    Reason.OFFICE_UNKNOWN: ("kode",),
    Reason.ACCOUNT_UNKNOWN: ("nama",),
}
SENTENCES = {reason: Phrase(f"staff.ditolak.{reason}", _WORDS.get(reason, ())) for reason in Reason}


def refused(say: Say, reason: Reason, **words: Any) -> Refused:  # noqa: ANN401 - placeholders
    """Return the error that tells *reason* in a sentence."""
    return Refused(say(SENTENCES[reason], **words), reason=reason)
