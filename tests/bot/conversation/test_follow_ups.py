from fakes import Person

LIKE = "boleh gak gw like postingan paslon?"


async def first_line(person: Person, text: str) -> str:
    return (await person.says(text))[0].reply.text


async def test_asking_for_the_sanction_means_that_of_the_last_answer(person: Person) -> None:
    await person.says(LIKE)
    for asked in ("sanksinya apa?", "terus hukumannya apa ya", "kalau kena, sanksinya?"):
        assert "Sanksi: Memberi like" in await first_line(person, asked)


async def test_asking_for_the_law_means_that_of_the_last_answer(person: Person) -> None:
    await person.says(LIKE)
    assert "Dasar hukum: Memberi like" in await first_line(person, "dasar hukumnya apa?")


async def test_without_an_answer_before_the_question_stands_alone(person: Person) -> None:
    told = await first_line(person, "sanksinya apa?")
    assert "Memberi like" not in told


async def test_a_condition_added_refines_the_last_question(person: Person) -> None:
    await person.says(LIKE)
    told = await first_line(person, "kalau tidak sengaja kepencet?")
    assert "BELUM ADA ATURAN TEGAS" in told
    assert "sengaja" in told


async def test_another_question_is_not_bent_to_the_last_one(person: Person) -> None:
    await person.says(LIKE)
    told = await first_line(person, "apa itu netralitas ASN?")
    assert "like" not in told.splitlines()[0].lower()


async def test_two_questions_in_one_message_are_answered_one_by_one(person: Person) -> None:
    first, second = await person.says(
        "boleh gak saya like unggahan calon? kalau pasang stiker paslon di mobil pribadi boleh?"
    )
    assert "like" in first.reply.text
    assert "stiker" in second.reply.text.lower()
    labels = [each.label for each in second.reply.choices]
    assert second.reply.first == len(first.reply.choices) + 1
    assert "Sanksi" in labels


async def test_a_condition_that_is_not_plain_alone_is_asked_about_with_its_question(
    person: Person,
) -> None:
    await person.says("boleh ikut kampanye paslon?")
    await person.says("terus kalo suami saya?")
    (kept,) = await person.says("kenapa?")
    assert kept.reply.text
    offered = await person.says("kalau cuma nonton?")
    assert offered[0].reply.choices


async def test_a_new_question_that_begins_like_a_condition_does_not_get_the_last_card_again(
    person: Person,
) -> None:
    card = await first_line(person, "boleh gak asn jadi juri lomba yang diadakan tim paslon?")
    assert "DILARANG" in card
    told = await first_line(person, "kalau tetangga saya timses apa saya kena")
    assert "DILARANG" not in told
    assert "Yang mana yang Anda maksud?" in told
