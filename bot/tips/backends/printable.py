"""Text that a font can show, whatever a citizen typed."""

import unicodedata
from collections.abc import Collection

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SELECTORS = range(0xFE00, 0xFE10)


def printable(text: str, glyphs: Collection[int]) -> str:
    r"""Return *text* in the characters of *glyphs*, losing no sign that has a meaning.

    Fancy letters become plain ones, a sign that the font lacks is named in brackets, and what is
    not seen but would turn or hide its neighbours is left out.

    >>> printable("Lurah \U0001d401agi \U0001f44d\u202e", frozenset(range(32, 127)))
    'Lurah Bagi [thumbs up sign]'
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(_shown(each, glyphs) for each in lines)


def _shown(character: str, glyphs: Collection[int]) -> str:
    """Return what stands for *character*."""
    if character == "\n" or (ord(character) in glyphs and character.isprintable()):
        return character
    if unicodedata.category(character) in _DROPPED or ord(character) in _SELECTORS:
        return ""
    plain = unicodedata.normalize("NFKD", character)
    shown = "".join(each for each in plain if ord(each) in glyphs)
    if shown.strip() or plain.isspace():
        return shown or " "
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return f"[{name}]"
