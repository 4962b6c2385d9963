"""The receipt of a tip: sixteen digits that are its only key on the sender's side.

From the digits a key pair is derived; its public half stands beside the tip, its private half
nowhere. The last digit is a check digit (Luhn), so that a typing error is told at once.
"""

import re
import secrets
from functools import reduce

from bot.keypair import SALT_BYTES, KeyPair

DIGITS = 16

_GROUP = 4
_WRITTEN = re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)", re.ASCII)
# One salt for all: the receipt alone has to lead to its pair, and its 50 bits are random.
_SALT = b"jaganetral receipt".ljust(SALT_BYTES, b"\0")[:SALT_BYTES]


def new_receipt() -> str:
    """Return sixteen fresh digits, the last of them a check digit."""
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS - 1))
    return digits + _check_digit(digits)


def grouped(receipt: str) -> str:
    """Return *receipt* as it is shown: four groups of four digits."""
    return " ".join(receipt[start : start + _GROUP] for start in range(0, DIGITS, _GROUP))


def find_receipt(text: str) -> str:
    """Return the sixteen digits written in *text*, "" when there are none.

    >>> find_receipt("/status 4929-1234 5678.9010")
    '4929123456789010'
    """
    found = _WRITTEN.search(text)
    return re.sub(r"\D", "", found[0]) if found else ""


def is_whole(receipt: str) -> bool:
    """Tell whether the check digit fits, so that no digit is wrong or left out."""
    return len(receipt) == DIGITS and receipt[-1] == _check_digit(receipt[:-1])


def key_pair(receipt: str) -> KeyPair:
    """Return the pair of *receipt*; slow on purpose, see KeyPair.derived."""
    return KeyPair.derived(receipt.encode(), salt=_SALT)


def _check_digit(digits: str) -> str:
    """Return the digit that makes *digits* pass Luhn's test."""
    total = reduce(
        lambda total, place: total + _weighed(int(digits[-place]), double=place % 2 == 1),
        range(1, len(digits) + 1),
        0,
    )
    return str(-total % 10)


def _weighed(digit: int, *, double: bool) -> int:
    """Return what *digit* adds to Luhn's sum."""
    return sum(divmod(digit * 2, 10)) if double else digit
