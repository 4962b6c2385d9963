import pytest
from fakes import Person

from bot.wiring import Services


async def test_the_first_words_say_what_it_is_and_what_not_to_write(person: Person) -> None:
    (reply,) = await person.says("/mulai")
    assert "Kota Depok" in reply.reply.text
    assert "bukan keputusan resmi" in reply.reply.text
    assert [each.label for each in reply.reply.choices][:2] == ["Daftar topik", "Atur status saya"]


@pytest.mark.parametrize(
    "command",
    ["/menu", "menu", "MENU", "/bantuan", "bantuan", "/help", "/start", "/topik", "topik"],
)
async def test_commands_work_with_and_without_their_slash(command: str, person: Person) -> None:
    (reply,) = await person.says(command)
    assert len(reply.reply.choices) > 3


async def test_an_unknown_command_is_explained(person: Person) -> None:
    (reply,) = await person.says("/terbang tinggi")
    assert "/terbang" in reply.reply.text
    assert "/bantuan" in reply.reply.text


async def test_a_greeting_is_answered_in_full_once(person: Person) -> None:
    (first,) = await person.says("halo")
    (second,) = await person.says("selamat pagi")
    assert "bukan keputusan resmi" in first.reply.text
    assert "bukan keputusan resmi" not in second.reply.text


async def test_thanks_are_answered_as_thanks(person: Person) -> None:
    (reply,) = await person.says("makasih ya, kak")
    assert "Sama-sama" in reply.reply.text


async def test_every_rule_can_be_reached_through_the_topics(
    person: Person, services: Services, clock: object
) -> None:
    found: set[str] = set()

    async def walk(choice_id: str) -> None:
        services.clock.forward(minutes=1)  # type: ignore[attr-defined]
        (page,) = await person.says(tapping=choice_id)
        for choice in page.reply.choices:
            if choice.id.startswith("ask:"):
                found.add(choice.id.removeprefix("ask:"))
            elif choice.id.startswith(("topic:", "topics:")) and choice.label != "Kembali ke topik":
                await walk(choice.id)

    await walk("topics:")
    assert found == set(services.guide.current.library.rules)


async def test_a_topic_that_is_gone_leads_back_to_the_list(person: Person) -> None:
    (reply,) = await person.says(tapping="topic:lenyap:3")
    assert [each.id for each in reply.reply.choices] == ["topics:"]
