import re

from bot.tips.receipt import find_receipt, grouped, is_whole, key_pair, new_receipt


def test_a_receipt_is_sixteen_digits_in_fours_and_reads_back_however_it_is_typed() -> None:
    receipt = new_receipt()
    shown = grouped(receipt)
    assert re.fullmatch(r"(\d{4} ){3}\d{4}", shown)
    for typed in (receipt, shown, shown.replace(" ", "-"), f"/status {shown}", f"kode {shown}."):
        assert find_receipt(typed) == receipt


def test_other_numbers_are_no_receipt() -> None:
    for text in ("", "halo", "081234567890", "1234 5678 9012 345", "12345678901234567"):
        assert not find_receipt(text)


def test_a_wrong_digit_or_two_swapped_ones_are_told_without_a_look_at_any_tip() -> None:
    receipt = new_receipt()
    assert is_whole(receipt)
    assert not is_whole(receipt[:-1])
    for place in range(16):
        wrong = str((int(receipt[place]) + 1) % 10)
        assert not is_whole(receipt[:place] + wrong + receipt[place + 1 :])


def test_receipts_differ_and_lead_to_pairs_of_their_own() -> None:
    one, two = new_receipt(), new_receipt()
    assert one != two
    assert key_pair(one).public == key_pair(one).public != key_pair(two).public
