import pytest
from twilio_double import FakeTwilio

from bot.channels.whatsapp.templates import MENUS, Templates
from bot.wiring import Services


@pytest.fixture
def templates(on_whatsapp: Services) -> Templates:
    assert on_whatsapp.whatsapp
    return on_whatsapp.whatsapp.templates


async def test_missing_menus_are_made_once_and_remembered(
    templates: Templates, twilio: FakeTwilio
) -> None:
    made = await templates.make_missing("Lihat pilihan")
    assert (len(made), all(made.values())) == (13, True)
    again = await templates.make_missing("Lihat pilihan")
    assert not any(again.values())
    assert len(twilio.contents) == 13
    assert await templates.known() == {
        each["friendly_name"]: sid for sid, each in twilio.contents.items()
    }
    assert await templates.missing() == []


async def test_what_is_left_of_an_earlier_setup_is_taken_up(
    templates: Templates, twilio: FakeTwilio
) -> None:
    await templates.make_missing("Lihat pilihan")
    twilio.contents.popitem()
    assert await templates.missing() == [MENUS[-1].name]
    made = await templates.make_missing("Lihat pilihan")
    assert [name for name, is_new in made.items() if is_new] == [MENUS[-1].name]


async def test_a_running_server_learns_of_new_menus_within_a_minute(
    on_whatsapp: Services, templates: Templates
) -> None:
    now = 100.0
    store = templates._store
    running = Templates(templates._twilio, store, seconds=lambda: now)
    assert await running.known() == {}
    await templates.make_missing("Lihat pilihan")
    now += 59
    assert await running.known() == {}
    now += 1
    assert len(await running.known()) == 13
