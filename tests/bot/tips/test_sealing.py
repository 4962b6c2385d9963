import pytest
from tipping import CONTENT

from bot.errors import UnsealError
from bot.keypair import KeyPair
from bot.tips.keys import KeyRing, Lock
from bot.tips.sealing import opened_content, opened_note, sealed_content


def test_what_another_release_wrote_is_told_as_such() -> None:
    pair = KeyPair.new()
    sealed, _ = sealed_content(Lock(pair.public), CONTENT)
    with pytest.raises(UnsealError, match="another release"):
        opened_note(KeyRing.of([pair]), sealed)


def test_a_changed_seal_does_not_open() -> None:
    pair = KeyPair.new()
    sealed, _ = sealed_content(Lock(pair.public), CONTENT)
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(UnsealError):
        opened_content(KeyRing.of([pair]), changed)
