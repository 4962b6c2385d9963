"""What Twilio brings: proof that it is Twilio, messages of people, and reports on ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from twilio.request_validator import (
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from bot.channels.whatsapp.deliveries import Report, State
from bot.errors import UnreadableMessage
from bot.messages import Address, IncomingMessage, Media, SentFile

NAME = "whatsapp"

_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_PREFIX = "whatsapp:"
# A phone number, or the business-scoped id that WhatsApp gives to whoever hides theirs.
_SENDER = re.compile(r"\+?[\w.:=-]{1,150}", re.ASCII)
_CHOICE = re.compile(r"[a-z-]+:[\w:-]{0,60}", re.ASCII)
_STICKER = "image/webp"
_MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Signatures:
    """Tell Twilio's requests from others by the secrets that only it and we have.

    An account in SharedKey mode signs with *shared_key*; all others with the auth token.
    """

    auth_token: str = field(repr=False)
    shared_key: str = field(default="", repr=False)

    def verify(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Tell whether *headers* sign *form* as sent to *url*, our public address.

        The address is never taken from the request: a proxy rewrites it, an attacker invents it.
        """
        signature = headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER, ""))
        shared = algorithm.upper() == HMAC_SHA256
        secret = self.shared_key if shared and self.shared_key else self.auth_token
        if not signature or not secret:
            return False
        valid: bool = RequestValidator(secret).validate(url, form, signature, algorithm)
        return valid


def parse(form: Mapping[str, str]) -> IncomingMessage:
    """Return the message in *form*; its name, place and every other field are left behind.

    Raises UnreadableMessage when it has no id or sender of the kind that Twilio gives.
    """
    sid = _sid(form)
    sender = form.get("From", "")
    value = sender.removeprefix(_PREFIX)
    if not sender.startswith(_PREFIX) or not _SENDER.fullmatch(value):
        raise UnreadableMessage("The sender is nobody on WhatsApp: point only WhatsApp here")
    choice = form.get("ButtonPayload") or form.get("ListId") or ""
    text = form.get("Body", "")
    if _CHOICE.fullmatch(choice):
        return IncomingMessage(sid, Address(NAME, value), choice_id=choice, copy=sid)
    return IncomingMessage(
        sid,
        Address(NAME, value),
        text,
        media=_media(form, text),
        copy=sid,  # erasing it erases its files too
        files=_files(form),
    )


def parse_report(form: Mapping[str, str]) -> Report:
    """Return what *form* reports on a message of ours.

    Raises UnreadableMessage when it names no message or no state that we know.
    """
    sid = _sid(form)
    try:
        state = State(form.get("MessageStatus", ""))
    except ValueError as error:
        raise UnreadableMessage("The report names no state that we know") from error
    code = form.get("ErrorCode", "")
    return Report(sid, state, int(code) if code.isdecimal() and code.isascii() else 0)


def _sid(form: Mapping[str, str]) -> str:
    """Return the id that Twilio gave the message."""
    sid = form.get("MessageSid", "")
    if not _SID.fullmatch(sid):
        raise UnreadableMessage("The form has no MessageSid")
    return sid


def _files(form: Mapping[str, str]) -> tuple[SentFile, ...]:
    """Return the files of a message; Twilio does not tell their size."""
    urls = (form.get(f"MediaUrl{number}", "") for number in range(_MOST_FILES))
    return tuple(SentFile(url) for url in urls if url)


def _media(form: Mapping[str, str], text: str) -> Media | None:
    """Return what was sent beside *text*, or instead: a place or a contact card has no text."""
    if form.get("NumMedia", "0") == "0":
        return None if text.strip() else Media.OTHER
    kind = form.get("MediaContentType0", "")
    if kind.startswith("image/") and kind != _STICKER:
        return Media.PHOTO
    return Media.VOICE if kind.startswith("audio/") else Media.OTHER
