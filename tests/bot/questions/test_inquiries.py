"""Askers who want to be told, in the terminal and on channels that make answers wait."""

import asyncio
from datetime import timedelta

import pytest
from askers import ANSWER, FERRY, everything, inquiries, staff_answer
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text
from thief import stolen

from bot.channels import terminal, web
from bot.messages import Address, IncomingMessage, Reply
from bot.questions import store as questions
from bot.questions.inquiries import store
from bot.questions.inquiries.notifying import _asker_decoder
from bot.questions.inquiries.reach import Asker
from bot.wiring import Services

PHONE = Address("whatsapp", "+6281234567890")
BROWSER = web.address("x" * 43)


async def wants(person: Person, question: str = FERRY) -> None:
    await person.says(question)
    await person.taps("Kabari saya")


async def kept(services: Services, *, of: Address, question: str = FERRY) -> None:
    now, day = services.clock.now(), services.clock.today()
    async with services.database.transaction() as connection:
        await services.inquiries.keep(connection, of, question, now=now, day=day)


async def comes_again(services: Services, sender: Address) -> tuple[Reply, ...]:
    async with services.database.transaction() as connection:
        return await services.inquiries.arrived(connection, sender, now=services.clock.now())


async def outbox(services: Services) -> int:
    async with services.database.reading() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM outbox")) or 0)


def asker_in(services: Services, row: store.Row) -> Asker:
    return _asker_decoder.decode(services.key.open(row.asker, purpose="inquiry", context=row.id))


async def test_a_declined_question_offers_it_with_one_sentence_of_consent(
    person: Person, services: Services
) -> None:
    (declined,) = await person.says(FERRY)
    assert next(each.label for each in declined.reply.choices) == "Kabari saya"
    consent = declined.reply.text.split("\n\n")[-1]
    assert "Anda setuju alamat percakapan ini kami simpan tersegel" in consent
    assert "14 hari" in consent
    assert consent.count(".") == 1
    assert await inquiries(services) == []


async def test_a_question_that_no_offer_fitted_offers_it_too(
    person: Person, services: Services
) -> None:
    await person.says("boleh gak gw like postingan paslon?")
    await person.says(tapping="not-that:")
    await person.says(tapping="not-that:")
    (told,) = await person.taps("Kabari saya")
    assert "satu kali saja" in told.reply.text
    (row,) = await inquiries(services)
    assert "like postingan" in row.question


async def test_what_is_kept_is_the_question_as_staff_see_it_and_no_address(
    person: Person, services: Services
) -> None:
    await wants(person, "kapal feri pak Sutrisno 081234567890 berangkat jam berapa ya")
    await kept(services, of=PHONE)
    (row, *_) = [each for each in await inquiries(services) if each.question != FERRY]
    async with services.database.reading() as connection:
        assert row.question in [each for _, each in await questions.unanswered(connection)]
    shown = await everything(services)
    for secret in ("Sutrisno", "0812", "81234567890", person.address.value, "terminal", "whatsapp"):
        assert secret not in shown, secret
    assert services.key.pseudonym(person.address) not in shown
    assert len({len(each.asker) for each in await inquiries(services)}) == 1
    assert asker_in(services, row).to == person.address


async def test_two_taps_keep_one_row_and_two_people_two(
    person: Person, another: Person, services: Services
) -> None:
    await wants(person)
    await person.taps("Kabari saya")
    assert len(await inquiries(services)) == 1
    await wants(another)
    assert len({each.owner for each in await inquiries(services)}) == 2


async def test_a_button_of_an_earlier_question_keeps_nothing(
    person: Person, services: Services
) -> None:
    (first,) = await person.says(FERRY)
    await person.says("resep rendang yang enak dong")
    (late,) = await person.says(tapping=first.reply.choices[0].id)
    assert "Silakan tulis lagi" in late.reply.text
    assert await inquiries(services) == []


async def test_where_others_read_along_nobody_is_offered_or_kept(
    services: Services, channel: FakeChannel
) -> None:
    group = Address(terminal.NAME, "group")
    await services.inbox.accept(IncomingMessage("1", group, FERRY, public=True))
    assert "tell-me" not in str(channel.sent[-1].reply.choices)
    await services.inbox.accept(IncomingMessage("2", group, "", "tell-me:abc", public=True))
    assert await inquiries(services) == []


async def test_each_is_told_once_however_often_and_at_once_staff_send(
    person: Person, another: Person, services: Services
) -> None:
    await wants(person)
    await wants(another)
    sent = await asyncio.gather(*(staff_answer(services) for _ in range(3)))
    assert sorted(each.told for each in sent) == [0, 0, 2]
    assert await inquiries(services) == []
    assert await outbox(services) == 2
    await services.sender.sweep()
    await services.sender.sweep()
    for each in (person, another):
        (told,) = each.reads()
        assert ANSWER in told.reply.text
        assert FERRY in told.reply.text


async def test_who_asked_twice_is_told_once_and_both_rows_go(
    person: Person, services: Services
) -> None:
    await wants(person)
    await wants(person, f"{FERRY} besok")
    assert len(await inquiries(services)) == 2
    assert (await staff_answer(services)).told == 1
    assert await inquiries(services) == []


async def test_when_the_transaction_fails_the_row_stays_and_nothing_is_sent(
    person: Person, services: Services
) -> None:
    await wants(person)

    def breaks(question: str) -> Reply:
        raise RuntimeError(question)

    with pytest.raises(RuntimeError):
        async with services.database.transaction() as connection:
            await services.inquiries.send(
                connection, [FERRY], said=breaks, now=services.clock.now()
            )
    assert len(await inquiries(services)) == 1
    assert await outbox(services) == 0


async def test_an_answer_leads_to_the_card_of_its_rule(person: Person, services: Services) -> None:
    await wants(person)
    await staff_answer(services, entry="like-unggahan-calon")
    await services.sender.sweep()
    (told,) = person.reads()
    (choice,) = told.reply.choices
    assert choice.label in told.reply.text
    (card, *_) = await person.taps(choice.label)
    assert "Nomor jawaban" in card.reply.text


async def test_being_forgotten_erases_what_one_wants_to_be_told(
    person: Person, another: Person, services: Services
) -> None:
    await wants(person)
    await wants(another)
    await person.says("/lupakan")
    await person.taps("Ya, hapus")
    assert [asker_in(services, each).to for each in await inquiries(services)] == [another.address]


async def test_after_14_days_who_waits_is_erased_with_or_without_an_answer(
    person: Person, services: Services, clock: FakeClock
) -> None:
    await wants(person)
    await kept(services, of=BROWSER)
    assert (await staff_answer(services)).waiting == 1
    await wants(person)
    clock.forward(days=13)
    await services.retention.erase()
    assert len(await inquiries(services)) == 2
    clock.forward(days=1)
    assert (await services.retention.plan())["askers to be told"] == 2
    await services.retention.erase()
    assert await inquiries(services) == []


@pytest.mark.parametrize(("hours", "told"), [(21, 1), (23, 0)])
async def test_whatsapp_is_written_to_while_it_lets_us(
    hours: int, told: int, services: Services, clock: FakeClock
) -> None:
    await kept(services, of=PHONE)
    clock.forward(hours=hours)
    sent = await staff_answer(services)
    assert (sent.told, sent.waiting) == (told, 1 - told)
    assert len(await comes_again(services, PHONE)) == 1 - told
    assert await comes_again(services, PHONE) == ()
    assert await inquiries(services) == []


async def test_who_writes_again_on_whatsapp_can_be_written_to_for_longer(
    services: Services, clock: FakeClock
) -> None:
    await kept(services, of=PHONE)
    clock.forward(hours=20)
    assert await comes_again(services, PHONE) == ()
    clock.forward(hours=20)
    assert (await staff_answer(services)).told == 1


async def test_an_answer_waits_until_a_tip_is_written_or_given_up(
    sender: Person, services: Services
) -> None:
    assert sender.services is services
    await kept(services, of=BROWSER)
    await staff_answer(services)

    async def hears(number: int, said: str) -> str:
        await services.inbox.accept(IncomingMessage(f"{number}", BROWSER, said))
        return str([each.reply.text for each in await services.mailbox.fetch(BROWSER)])

    for number, said in enumerate(("/lapor", "mulai", "Ada pegawai pakai kaus calon.")):
        await hears(number, said)
    async with services.database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM tip_drafts")) == 1
    assert ANSWER not in await hears(3, "Kejadiannya kemarin di kantor kelurahan.")
    assert len(await inquiries(services)) == 1
    await hears(4, "batal")
    assert ANSWER in await hears(5, "/menu")
    assert await inquiries(services) == []


async def test_until_when_one_may_write_is_not_kept_longer(
    services: Services, clock: FakeClock
) -> None:
    await kept(services, of=PHONE)
    (row,) = await inquiries(services)
    until = asker_in(services, row).until
    assert until == clock.now() + timedelta(hours=22)
    clock.forward(hours=22)
    await services.retention.erase()
    (row,) = await inquiries(services)
    assert asker_in(services, row) == Asker(PHONE)


async def test_who_does_not_open_with_this_key_stops_nobody_else(
    person: Person, services: Services
) -> None:
    await wants(person)
    async with services.database.transaction() as connection:
        day = services.clock.today()
        await store.keep(connection, store.Row("0" * 32, "z", day, FERRY, b"other"))
    assert (await staff_answer(services)).told == 1
    assert await inquiries(services) == []


async def test_a_day_later_no_order_of_askers_is_left(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    names = [f"penanya-{number}" for number in range(9)]
    for name in names:
        await wants(Person(services, channel, Address(terminal.NAME, name)))
        clock.forward(hours=1)
    clock.forward(days=1)
    await services.retention.erase()
    copy = await stolen(services.database)
    rows = copy.tables["inquiries"]
    told = [services.inquiries._owner(Address(terminal.NAME, name)) for name in names]
    assert sorted(told) == sorted(str(each["owner"]) for each in rows)
    assert [each["owner"] for each in rows] not in (told, told[::-1])
    others = {
        value
        for name, kept_there in copy.tables.items()
        for each in kept_there
        for value in each.values()
        if name != "inquiries" and isinstance(value, str)
    }
    assert not {str(each[column]) for each in rows for column in ("id", "owner")} & others
    if services.database.kind == "sqlite":
        assert rows == sorted(rows, key=lambda each: str(each["id"]))
    else:
        assert len({each["xmin"] for each in rows}) == 1
