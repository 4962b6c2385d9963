from datetime import date

from webhooks.console.charts import HEIGHT, columns

DAY = date(2026, 11, 25)


def test_columns_of_hidden_counts_are_all_alike() -> None:
    drawn = list(columns([(DAY, count) for count in (1, 2, 3, 4)]))
    assert {(each.top, each.height) for each in drawn} == {(45.0, 15.0)}
    assert all(each.few for each in drawn)


def test_the_highest_count_fills_the_picture_and_none_draws_nothing() -> None:
    none, half, full = columns([(DAY, 0), (DAY, 10), (DAY, 20)])
    assert (none.height, half.height, full.height) == (0, HEIGHT / 2, HEIGHT)
    assert full.top == 0
