from bot.crypto import ServerKey
from bot.staff.codes import hash_code, new_code, tidy


def test_codes_differ_and_have_groups_of_four() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all([len(part) for part in code.split("-")] == [4, 4, 4, 4] for code in codes)


def test_a_code_may_be_typed_in_small_letters_with_mistaken_ones() -> None:
    assert tidy("oi l1-ab") == "0111AB"


def test_a_hash_depends_on_key_and_purpose() -> None:
    key = ServerKey(bytes(32))
    kept = hash_code(key, "7H2K-M0QX", purpose="a")
    assert kept == hash_code(key, "7h2kmoqx", purpose="a")
    assert kept != hash_code(key, "7H2K-M0QX", purpose="b")
    assert kept != hash_code(ServerKey(b"\1" * 32), "7H2K-M0QX", purpose="a")
    assert "7H2K" not in kept
