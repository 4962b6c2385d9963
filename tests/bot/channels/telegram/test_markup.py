from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from telegrams import Tags

from bot.channels.telegram.markup import LONGEST, keyboard, parts
from bot.channels.text import plain
from bot.messages import PRIVATE, Choice, Reply


def rows(reply: Reply, **options: str) -> list[list[str]]:
    markup = keyboard(reply, **options)
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


def read(text: str) -> str:
    tags = Tags()
    tags.feed(text)
    tags.close()
    assert not tags.open
    return tags.text


def test_strong_words_are_bold_and_the_rest_is_no_markup() -> None:
    (part,) = parts(Reply('*Sanksi <berat>* & "teguran" 2*3*4'))
    assert part == '<b>Sanksi &lt;berat&gt;</b> &amp; "teguran" 2*3*4'


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co"]), max_size=300))
def test_every_text_can_be_read_as_it_was_meant(text: str) -> None:
    assert read("".join(parts(Reply(text)))) == plain(text) or text != text.strip()


def test_a_long_text_comes_in_parts_that_can_each_be_read() -> None:
    text = "\n\n".join(f"*Kalimat {number}.* " + "Isi & lagi. " * 30 for number in range(40))
    found = parts(Reply(text))
    assert len(found) > 2
    assert all(len(unescape(read(part))) <= LONGEST for part in found)


def test_strong_words_are_never_torn() -> None:
    text = "kata " * 797 + "*" + "tebal " * 10 + "sekali* habis"
    first, second = parts(Reply(text))
    assert "*" not in first + second


def test_short_labels_share_a_row_and_long_ones_have_their_own() -> None:
    labels = ("Dasar hukum", "Sanksi", "Terkait", "Membantu", "Kurang tepat", "PPPK paruh waktu")
    reply = Reply("x", tuple(Choice(f"a:{each}", each) for each in labels))
    assert rows(reply) == [
        ["Dasar hukum", "Sanksi", "Terkait"],
        ["Membantu", "Kurang tepat"],
        ["PPPK paruh waktu"],
    ]
    assert keyboard(Reply("x")) is None


def test_labels_that_a_telephone_would_cut_stand_in_the_text_too() -> None:
    reply = Reply("Pilih", (Choice("a:", "x" * 40), Choice("b:", "Kembali")), first=3)
    assert parts(reply) == [f"Pilih\n\n3. {'x' * 40}\n4. Kembali"]
    assert rows(reply) == [[f"3. {'x' * 40}"], ["4. Kembali"]]


def test_the_way_to_a_private_talk_is_a_link() -> None:
    reply = Reply("x", (Choice(PRIVATE, "Percakapan pribadi"),))
    markup = keyboard(reply, private_chat="https://t.me/jaga_test_bot")
    assert markup is not None
    (button,) = markup.inline_keyboard[0]
    assert (button.url, button.callback_data) == ("https://t.me/jaga_test_bot", None)
