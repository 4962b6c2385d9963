"""Codes of an authenticator app (RFC 6238), recovery codes, and the picture an app reads."""

from datetime import datetime
from hmac import compare_digest
from io import StringIO

import pyotp
import segno

from bot.staff.codes import new_code

RECOVERY_CODES = 10
_STEP_SECONDS = 30
_DRIFT = 1  # steps that a phone's clock may be off
_ISSUER = "JagaNetral"


def new_secret() -> str:
    """Return a fresh secret of 160 bits in base32."""
    return pyotp.random_base32()


def new_recovery_codes() -> tuple[str, ...]:
    """Return the codes that stand in for a lost phone, 60 bits each."""
    return tuple(new_code(groups=3) for _ in range(RECOVERY_CODES))


def step_of(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """Return the step that *code* is for, None when it is for none near *now*.

    Steps up to *after* were used before: a code opens once, even within its half minute.
    """
    clock = pyotp.TOTP(secret)
    given = "".join(code.split())
    current = int(now.timestamp()) // _STEP_SECONDS
    found = None
    for step in range(current - _DRIFT, current + _DRIFT + 1):
        same = compare_digest(clock.generate_otp(step).encode(), given.encode())
        if same and step > after:
            found = step
    return found


def address(secret: str, name: str) -> str:
    """Return the otpauth:// address that an authenticator app takes."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def drawing(text: str) -> str:
    """Return *text* as a QR code in SVG, for a page; it carries no style, script or title."""
    return str(segno.make_qr(text, error="m").svg_inline(scale=5, border=4, light="#fff"))


def picture(text: str) -> str:
    """Return *text* as a QR code of block letters for a terminal."""
    drawn = StringIO()
    segno.make_qr(text, error="l").terminal(drawn, compact=True)
    return drawn.getvalue()
