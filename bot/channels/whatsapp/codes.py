"""What Twilio's error codes mean for us: try again or not, and what the operator can do.

See https://www.twilio.com/docs/api/errors.
"""

from bot.channels.port import BLOCKED, HELD, OPTED_OUT, TOO_LATE

AUTHENTICATION = 20003
NOT_FOUND = 20404
NOT_FINAL = 20009

PASSING = frozenset({AUTHENTICATION, NOT_FINAL, 20429, 21611, 30001, 63018})
"""Codes of a failure that passes, whatever the HTTP status."""

ABOUT_MENU = frozenset({NOT_FOUND, 21654, 21655, 21656, 63005, 63013, 63027, 63028})
"""Codes that refuse the menu, not the person: the same can be said as numbered text."""

_REASONS = {
    21610: OPTED_OUT,
    63014: BLOCKED,
    63016: TOO_LATE,
    63024: BLOCKED,
    63049: HELD,
}
_ADVICE = {
    AUTHENTICATION: "Twilio refuses the account or token: copy both again from its console",
    NOT_FOUND: "Twilio does not have it: run `jaganetral whatsapp setup`",
    20429: "too many requests at once: they are tried again; nothing to do if this is rare",
    21211: "the number is none: nothing to do",
    21610: "the person has unsubscribed: nothing to do, they must write START",
    21656: "a menu's variables were refused: numbered text was sent instead; report it",
    63003: "the number is not on WhatsApp: nothing to do",
    63007: "TWILIO_WHATSAPP_FROM is no WhatsApp sender of this account: correct it",
    63014: "the person has blocked the sender: nothing to do",
    63015: "the person has not joined the sandbox: send them the join code",
    63016: "sent more than 24 hours after the person wrote: was the server down so long?",
    63018: "WhatsApp's limit for this sender: ask Twilio to raise it, or warm the sender up",
    63024: "the person cannot be reached on WhatsApp: nothing to do",
    63032: "WhatsApp holds messages to this person back (an experiment of Meta): nothing to do",
    63049: "Meta limits marketing messages to this person: nothing to do",
    63038: "the account's daily limit is reached: upgrade the account in Twilio's console",
}


def advice(code: int) -> str:
    """Return what *code* means and what to do about it."""
    return _ADVICE.get(code, f"see https://www.twilio.com/docs/api/errors/{code}")


def reason_of(code: int) -> str:
    """Return our word for the person or their silence as the reason of *code*, "" for others."""
    return _REASONS.get(code, "")
