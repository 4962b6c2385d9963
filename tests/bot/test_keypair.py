import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from bot import keypair
from bot.errors import UnsealError
from bot.keypair import (
    CHUNK,
    KEY_BYTES,
    SALT_BYTES,
    KeyPair,
    decrypted,
    encrypted,
    new_file_key,
    seal_to,
)


@given(st.binary(max_size=3000))
def test_only_the_private_half_opens_what_was_sealed_to_the_public_one(text: bytes) -> None:
    pair = KeyPair.new()
    sealed = seal_to(pair.public, text)
    assert pair.open(sealed) == text
    with pytest.raises(UnsealError):
        KeyPair.new().open(sealed)


@pytest.mark.parametrize("length", [0, 1, 500, 1020])
def test_short_texts_are_sealed_to_one_size(length: int) -> None:
    pair = KeyPair.new()
    assert len(seal_to(pair.public, b"a" * length)) == len(seal_to(pair.public, b""))


def test_a_changed_or_short_seal_does_not_open() -> None:
    pair = KeyPair.new()
    sealed = seal_to(pair.public, b"text")
    for wrong in (sealed[:-1], sealed[:10], b"", bytes([sealed[0] ^ 1]) + sealed[1:]):
        with pytest.raises(UnsealError):
            pair.open(wrong)


def test_a_secret_leads_to_the_same_pair_and_another_to_another() -> None:
    salt = b"s" * SALT_BYTES
    pair = KeyPair.derived(b"secret", salt=salt)
    assert KeyPair.derived(b"secret", salt=salt).private == pair.private
    assert KeyPair.derived(b"secre", salt=salt).public != pair.public
    assert KeyPair(pair.private).public == pair.public


COST = (keypair._ROUNDS, keypair._MEMORY)  # before the tests make it cheap


def test_a_guess_of_a_receipt_is_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, memory = COST
    assert rounds >= 3
    assert memory >= 2**26
    salt = b"s" * SALT_BYTES
    cheap = KeyPair.derived(b"secret", salt=salt)
    monkeypatch.setattr(keypair, "_ROUNDS", rounds)
    monkeypatch.setattr(keypair, "_MEMORY", memory)
    dear = KeyPair.derived(b"secret", salt=salt)
    real = argon2id.kdf(KEY_BYTES, b"secret", salt, opslimit=rounds, memlimit=memory)
    assert dear.private == real
    assert dear.private != cheap.private


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_a_file_comes_back_as_it_was_whatever_the_size_of_its_pieces(length: int) -> None:
    text = bytes(each % 251 for each in range(length))
    key = new_file_key()
    sealed = b"".join(encrypted([text[:100], text[100:]], key))
    pieces = [sealed[start : start + 1000] for start in range(0, len(sealed), 1000)]
    assert b"".join(decrypted(pieces, key)) == text


def test_a_file_that_was_tampered_with_does_not_open() -> None:
    key = new_file_key()
    sealed = b"".join(encrypted([b"x" * (2 * CHUNK)], key))
    wrongs = {
        "cut between chunks": sealed[: 24 + CHUNK + 17],
        "cut in a chunk": sealed[:-5],
        "changed": sealed[:50] + bytes([sealed[50] ^ 1]) + sealed[51:],
        "longer": sealed + b"more",
        "another header": b"\0" * 24 + sealed[24:],
        "empty": b"",
    }
    for wrong in wrongs.values():
        with pytest.raises(UnsealError):
            list(decrypted([wrong], key))
    with pytest.raises(UnsealError):
        list(decrypted([sealed], new_file_key()))
