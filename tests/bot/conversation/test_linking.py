from collections.abc import AsyncIterator

import colleagues
import pytest
from colleagues import Desk
from fakes import FakeChannel, FakeClock, Person

from bot.messages import Address, IncomingMessage
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build

CHAT = Address("telegram", "4815162342")
CONTACTS = "BKPSDM"


@pytest.fixture
async def services(
    settings: Settings, clock: FakeClock, guide: LiveGuide, channel: FakeChannel
) -> AsyncIterator[Services]:
    channels = {"telegram": channel, "terminal": channel}
    built = build(settings, clock=clock, guide=guide, channels=channels)
    yield built
    await built.close()


@pytest.fixture
def desk(services: Services, clock: FakeClock) -> Desk:
    return colleagues.desk(services.database, clock, services.key)


@pytest.fixture
def chatting(services: Services, channel: FakeChannel) -> Person:
    return Person(services, channel, CHAT)


async def test_the_code_that_staff_send_links_their_chat(desk: Desk, chatting: Person) -> None:
    admin = await desk.admin()
    code = await desk.management.link_code(admin)
    (told,) = await chatting.says(f"/petugas {code}")
    assert "terhubung dengan akun admin" in told.reply.text
    assert await desk.management.chat_of(admin) == CHAT
    (again,) = await chatting.says(f"/petugas@JagaNetralBot {code.lower()}")
    assert "Kode itu tidak berlaku" in again.reply.text


async def test_whoever_is_asked_something_can_link_their_chat_all_the_same(
    desk: Desk, chatting: Person
) -> None:
    code = await desk.management.link_code(await desk.admin())
    await chatting.says("/saya")
    (told, *_) = await chatting.says(f"/petugas {code}")
    assert "terhubung" in told.reply.text


@pytest.mark.parametrize("text", ["/petugas", "/petugas tolong saya", "/petugas 7H2KM0QX1VBN"])
async def test_without_a_code_the_offices_are_listed(text: str, chatting: Person) -> None:
    (told,) = await chatting.says(text)
    assert CONTACTS in told.reply.text


async def test_a_group_and_other_channels_are_never_linked(
    desk: Desk, services: Services, channel: FakeChannel
) -> None:
    admin = await desk.admin()
    text = f"/petugas {await desk.management.link_code(admin)}"
    await services.inbox.accept(IncomingMessage("1", CHAT, text, public=True))
    await services.inbox.accept(IncomingMessage("2", Address("terminal", "x"), text))
    assert [CONTACTS in each.reply.text for each in channel.sent] == [True, True]
    assert await desk.management.chat_of(admin) is None
