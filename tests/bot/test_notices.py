from collections import Counter

from fakes import FakeChannel, FakeClock
from tipping import Office

from bot.channels import terminal
from bot.channels.telegram import place
from bot.messages import Address
from bot.notices import Notices
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build

MOVED = Counter({("tip", "Beji"): 2, ("answer", ""): 1})


async def posted(
    services: Services, guide: LiveGuide, clock: FakeClock, to: Address | None
) -> None:
    notices = Notices(services.outbox, to, guide=guide, clock=clock)
    async with services.database.transaction() as connection:
        await notices.post(connection, MOVED)
    clock.forward(minutes=5)
    await services.sender.sweep()


async def test_staff_are_told_numbers_and_kecamatan_in_one_message(
    services: Services, guide: LiveGuide, clock: FakeClock, channel: FakeChannel
) -> None:
    await posted(services, guide, clock, terminal.ADDRESS)
    assert [each.reply.text for each in channel.sent] == [
        "1 jawaban pelapor, kecamatan tidak disebut\n2 aduan baru, Beji"
    ]


async def test_without_a_group_nobody_is_told(
    services: Services, guide: LiveGuide, clock: FakeClock, channel: FakeChannel
) -> None:
    await posted(services, guide, clock, None)
    assert channel.sent == []


async def test_the_hourly_job_moves_a_tip_and_tells_the_group_of_the_settings(
    settings: Settings, guide: LiveGuide, clock: FakeClock
) -> None:
    channel = FakeChannel()
    grouped = settings.model_copy(update={"telegram_staff_group": "-100123"})
    services = build(grouped, clock=clock, guide=guide, channels={place.NAME: channel})
    office = Office(services.database, services.key, clock)
    await office.opens()
    await office.sends(moved=False)
    assert await services.jobs["parcels"].run() == 1
    clock.forward(minutes=5)
    await services.sender.sweep()
    [message] = channel.sent
    assert place.Place.of(message.to) == place.Place(-100123)
    assert message.reply.text == "1 aduan baru, Beji"
    await services.close()
