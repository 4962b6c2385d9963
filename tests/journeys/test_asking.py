"""Whole conversations, the same on every channel; each also stands for the channel's contract."""

from typing import Any

Talker = Any


async def test_from_a_question_to_what_one_can_act_on(talker: Talker) -> None:
    card, question = await talker.says("boleh gak gw like postingan paslon?")
    assert card.text.lstrip().startswith("DILARANG")
    assert card.labels == ["Dasar hukum", "Sanksi", "Terkait", "Membantu", "Kurang tepat"]
    assert "PNS" in question.labels
    noted, mine = await talker.taps("PNS")
    assert "PNS" in noted.text
    assert "Berlaku untuk Anda" in mine.text
    (sanction,) = await talker.taps("Sanksi")
    assert "Sanksi: Memberi like" in sanction.text
    (why,) = await talker.says("kenapa?")
    assert "Memberi like" in why.text
    (thanks,) = await talker.says("makasih")
    assert "Sama-sama" in thanks.text


async def test_a_label_typed_in_words_is_as_good_as_a_tap(talker: Talker) -> None:
    await talker.says("boleh gak gw like postingan paslon?")
    (law,) = await talker.says("dasar hukum")
    assert "SKB" in law.text


async def test_a_message_that_arrives_twice_gets_one_reply(talker: Talker) -> None:
    assert len(await talker.says("/mulai")) == 1
    assert await talker.repeats("/mulai") == []


async def test_through_the_topics_to_a_card(talker: Talker) -> None:
    await talker.says("/topik")
    (topic,) = await talker.says("1")
    assert len(topic.labels) > 2
    (card, *_) = await talker.taps(topic.labels[0])
    assert "Nomor jawaban" in card.text


async def test_reading_the_pledge_and_affirming_it(talker: Talker) -> None:
    await talker.says("/ikrar")
    (thanks,) = await talker.taps("Saya berikrar")
    assert "sudah berikrar" in thanks.text


async def test_being_forgotten(talker: Talker) -> None:
    await talker.says("/saya")
    await talker.taps("PPPK")
    (known,) = await talker.says("/saya")
    assert "tercatat sebagai PPPK" in known.text
    await talker.says("/lupakan")
    (gone,) = await talker.taps("Ya, hapus")
    assert "Sudah dihapus" in gone.text
    (asked,) = await talker.says("/saya")
    assert "tercatat sebagai" not in asked.text
