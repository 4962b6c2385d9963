"""Codes that are used once: easy to read aloud, kept only as keyed hashes.

The letters are Crockford's base32: what is easily mistaken for another is read as that one.
"""

import secrets

from bot.crypto import ServerKey

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUP = 4


def new_code(*, groups: int = 4) -> str:
    """Return a random code of *groups* times 20 bits, e.g. "7H2K-M0QX-1VBN-9ZTR"."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(groups))


def tidy(code: str) -> str:
    """Return the letters of *code* as they are hashed.

    >>> tidy(" 7h2k moqx-1vbn 9ztr ")
    '7H2KM0QX1VBN9ZTR'
    """
    kept = (each for each in code.upper() if each.isascii() and each.isalnum())
    return "".join(kept).translate(_READ_AS)


def hash_code(key: ServerKey, code: str, *, purpose: str) -> str:
    """Return what stands for *code* in the database."""
    return key.digest(tidy(code), purpose=purpose)
