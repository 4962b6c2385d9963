"""An account and what its roles let it do; what no role lists is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")


class Role(StrEnum):
    """What somebody is here for; one account may have several."""

    VERIFIER = "verifier"
    FORWARDER = "forwarder"
    BROADCASTER = "broadcaster"
    APPROVER = "approver"
    EDITOR = "editor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What can be done, as the audit trail names it."""

    LOG_IN = "log-in"
    LOG_OUT = "log-out"
    USE_SESSION = "use-session"
    CONFIRM = "confirm"
    ACCEPT = "accept"
    CHANGE_PASSWORD = "change-password"  # noqa: S105 - the name of an act
    LINK_TELEGRAM = "link-telegram"
    UNLINK_TELEGRAM = "unlink-telegram"
    UNLOCK_DESK = "unlock-desk"
    READ_TIPS = "read-tips"
    NOTE_TIPS = "note-tips"
    ASK_TIPS = "ask-tips"
    ASSIGN_TIPS = "assign-tips"
    REDACT_TIPS = "redact-tips"
    FORWARD_TIPS = "forward-tips"
    CLOSE_TIPS = "close-tips"
    OPEN_ORIGINALS = "open-originals"
    EXPORT_REGISTER = "export-register"
    READ_BROADCASTS = "read-broadcasts"
    DRAFT_BROADCASTS = "draft-broadcasts"
    SUBMIT_BROADCASTS = "submit-broadcasts"
    APPROVE_BROADCASTS = "approve-broadcasts"
    PAUSE_BROADCASTS = "pause-broadcasts"
    SETTLE_BROADCASTS = "settle-broadcasts"
    READ_QUESTIONS = "read-questions"
    DISMISS_QUESTIONS = "dismiss-questions"
    ANSWER_QUESTIONS = "answer-questions"
    READ_KNOWLEDGE = "read-knowledge"
    SUGGEST_KNOWLEDGE = "suggest-knowledge"
    MANAGE_STAFF = "manage-staff"
    MANAGE_CHANNELS = "manage-channels"
    READ_AUDIT = "read-audit"
    RUN_RETENTION = "run-retention"
    MANAGE_DESK_KEY = "manage-desk-key"


_EVERYBODY = frozenset(Role)
_HANDLERS = frozenset({Role.VERIFIER, Role.FORWARDER})
_SENDERS = frozenset({Role.BROADCASTER, Role.APPROVER})

ALLOWED: Mapping[Act, frozenset[Role]] = {
    Act.LOG_IN: _EVERYBODY,
    Act.LOG_OUT: _EVERYBODY,
    Act.USE_SESSION: _EVERYBODY,
    Act.CONFIRM: _EVERYBODY,
    Act.ACCEPT: _EVERYBODY,
    Act.CHANGE_PASSWORD: _EVERYBODY,
    Act.LINK_TELEGRAM: _EVERYBODY,
    Act.UNLINK_TELEGRAM: _EVERYBODY,
    Act.UNLOCK_DESK: _HANDLERS,
    Act.READ_TIPS: _HANDLERS,
    Act.NOTE_TIPS: _HANDLERS,
    Act.ASK_TIPS: _HANDLERS,
    Act.ASSIGN_TIPS: _HANDLERS,
    Act.REDACT_TIPS: _HANDLERS,
    Act.FORWARD_TIPS: frozenset({Role.FORWARDER}),
    Act.CLOSE_TIPS: _HANDLERS,
    Act.OPEN_ORIGINALS: frozenset({Role.FORWARDER}),
    Act.EXPORT_REGISTER: frozenset({Role.FORWARDER, Role.AUDITOR}),
    Act.READ_BROADCASTS: _SENDERS,
    Act.DRAFT_BROADCASTS: frozenset({Role.BROADCASTER}),
    Act.SUBMIT_BROADCASTS: frozenset({Role.BROADCASTER}),
    Act.APPROVE_BROADCASTS: frozenset({Role.APPROVER}),
    Act.PAUSE_BROADCASTS: _SENDERS,
    Act.SETTLE_BROADCASTS: _SENDERS,
    Act.READ_QUESTIONS: frozenset({Role.EDITOR}),
    Act.DISMISS_QUESTIONS: frozenset({Role.EDITOR}),
    Act.ANSWER_QUESTIONS: frozenset({Role.EDITOR}),
    Act.READ_KNOWLEDGE: _EVERYBODY,
    Act.SUGGEST_KNOWLEDGE: frozenset({Role.EDITOR}),
    Act.MANAGE_STAFF: frozenset({Role.ADMIN}),
    Act.MANAGE_CHANNELS: frozenset({Role.ADMIN}),
    Act.READ_AUDIT: frozenset({Role.AUDITOR, Role.ADMIN}),
    Act.RUN_RETENTION: frozenset({Role.ADMIN}),
    Act.MANAGE_DESK_KEY: frozenset({Role.ADMIN}),
}

# Whoever finds an unattended session must not get this far: a fresh code is asked.
CONFIRMED = frozenset(
    {
        Act.FORWARD_TIPS,
        Act.OPEN_ORIGINALS,
        Act.APPROVE_BROADCASTS,
        Act.MANAGE_STAFF,
        Act.MANAGE_DESK_KEY,
        Act.RUN_RETENTION,
    }
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here; *name* is for logging in, *offices* are codes of offices.yaml."""

    id: str
    name: str
    display_name: str
    roles: frozenset[Role]
    offices: frozenset[str] = frozenset()
    disabled: bool = False

    def may(self, act: Act) -> bool:
        """Tell whether this account's roles let it do *act*."""
        return not self.disabled and not self.roles.isdisjoint(ALLOWED.get(act, frozenset()))

    @property
    def governs(self) -> bool:
        """Tell whether this account can manage the others."""
        return self.may(Act.MANAGE_STAFF)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited as what; with an *account*, whose credentials are to be replaced."""

    name: str
    display_name: str
    roles: frozenset[Role]
    offices: frozenset[str] = frozenset()
    account: str | None = None


def is_name(text: str) -> bool:
    """Tell whether *text* can be a name to log in with.

    >>> is_name("siti.aminah"), is_name("Siti"), is_name("x")
    (True, False, False)
    """
    return bool(_NAME.fullmatch(text))
