import pytest

from bot.conversation.paging import SIZE, page, page_number
from bot.messages import Choice

MORE = Choice("topics:", "Lainnya")


@pytest.mark.parametrize("length", [0, 1, SIZE, SIZE + 1, 3 * SIZE, 3 * SIZE + 2])
def test_turning_the_pages_shows_every_choice_once(length: int) -> None:
    choices = [Choice(f"ask:{number}", str(number)) for number in range(length)]
    shown: list[Choice] = []
    number = 0
    while True:
        offered = page(choices, number, more=MORE)
        shown += [each for each in offered if each.label != MORE.label]
        onward = [each for each in offered if each.label == MORE.label]
        if not onward:
            break
        number = page_number(onward[0].id.partition(":")[2])
    assert shown == choices


@pytest.mark.parametrize("odd", ["", "x", "-1", "1.5", "²"])
def test_an_odd_page_number_is_the_first_page(odd: str) -> None:
    assert page_number(odd) == 0
