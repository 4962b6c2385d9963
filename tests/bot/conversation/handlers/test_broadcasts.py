"""Subscribing, decided without a database: what each tap changes."""

from dataclasses import replace

import pytest
from fakes import FakeClock

from bot.contacts.contact import Category, Subscription
from bot.conversation.handlers import broadcasts
from bot.conversation.state import Conversation, Subscribed, Unsubscribed
from bot.conversation.step import Step
from bot.questions.guide import LiveGuide
from knowledge.rule import Role


@pytest.fixture
def step(guide: LiveGuide, clock: FakeClock) -> Step:
    return Step(Conversation(), guide.current, clock.now(), clock.today(), reachable=True)


def subscribed(step: Step, *categories: Category, district: str = "") -> Step:
    return replace(step, subscription=Subscription(frozenset(categories), district=district))


def test_a_tap_below_the_consent_keeps_the_version_of_its_wording(step: Step) -> None:
    (consent,) = broadcasts.subscribe(step).replies
    assert [each.id.partition(":")[0] for each in consent.choices] == ["on"] * 3
    turn = broadcasts.turn_on(replace(step, argument=Category.REMINDERS))
    wanted = Subscription(frozenset({Category.REMINDERS}))
    assert turn.effects == (Subscribed(wanted, broadcasts.wording(step)),)
    assert len(broadcasts.wording(step)) == 16


def test_the_role_of_the_talk_is_kept_with_every_change(step: Step) -> None:
    known = replace(step, conversation=Conversation(role=Role.PPPK))
    (effect,) = broadcasts.turn_on(replace(known, argument=Category.EDUCATION)).effects
    assert isinstance(effect, Subscribed)
    assert effect.wanted.role is Role.PPPK


def test_taking_one_of_two_away_leaves_the_other(step: Step) -> None:
    both = subscribed(step, Category.REMINDERS, Category.EDUCATION)
    (effect,) = broadcasts.turn_off(replace(both, argument=Category.EDUCATION)).effects
    assert isinstance(effect, Subscribed)
    assert effect.wanted.categories == {Category.REMINDERS}


def test_taking_the_last_one_away_is_leaving(step: Step) -> None:
    one = subscribed(step, Category.REMINDERS)
    turn = broadcasts.turn_off(replace(one, argument=Category.REMINDERS))
    assert turn.effects == (Unsubscribed(),)


def test_one_tap_brings_everything_back(step: Step) -> None:
    where = step.guide.library.regions.districts[-1].name
    before = subscribed(step, Category.REMINDERS, Category.OUTREACH, district=where)
    (left,) = broadcasts.stop(before).replies
    (way,) = left.choices
    assert len(way.id.encode()) <= 64
    turn = broadcasts.come_back(replace(step, argument=way.id.partition(":")[2]))
    (effect,) = turn.effects
    assert isinstance(effect, Subscribed)
    assert effect.wanted == before.subscription


@pytest.mark.parametrize("argument", ["", "xyz:1", "p:999"])
def test_a_damaged_way_back_brings_nobody_where_they_were_not(step: Step, argument: str) -> None:
    for effect in broadcasts.come_back(replace(step, argument=argument)).effects:
        assert isinstance(effect, Subscribed)
        assert effect.wanted.district == ""
        assert effect.wanted.categories == {Category.REMINDERS}


@pytest.mark.parametrize("argument", ["0", "99", "x", ""])
def test_only_a_kecamatan_of_the_city_is_kept(step: Step, argument: str) -> None:
    turn = broadcasts.set_district(
        replace(subscribed(step, Category.REMINDERS, district="Beji"), argument=argument)
    )
    (effect,) = turn.effects
    assert isinstance(effect, Subscribed)
    districts = step.guide.library.regions.districts
    assert effect.wanted.district == (districts[0].name if argument == "0" else "")


def test_every_kecamatan_can_be_reached_page_by_page(step: Step) -> None:
    one, seen, number = subscribed(step, Category.REMINDERS), set[str](), "0"
    while number:
        (reply,) = broadcasts.ask_district(replace(one, argument=number)).replies
        seen |= {each.label for each in reply.choices if each.id.startswith("district:")}
        more = [each.id for each in reply.choices if each.id.startswith("districts:")]
        number = more[0].partition(":")[2] if more else ""
    assert {each.name for each in step.guide.library.regions.districts} <= seen


@pytest.mark.parametrize(
    "verb", ["turn_off", "ask_district", "set_district", "ask_office", "set_office"]
)
def test_an_old_button_shows_the_consent_to_who_has_left(step: Step, verb: str) -> None:
    old = replace(step, argument=Category.REMINDERS)
    turn = getattr(broadcasts, verb)(old)
    assert not turn.effects
    assert "Bila Anda setuju" in turn.replies[0].text


def test_an_unknown_category_changes_nothing(step: Step) -> None:
    assert not broadcasts.turn_on(replace(step, argument="resep-masakan")).effects


def test_a_group_is_sent_to_a_talk_of_its_own(step: Step) -> None:
    turn = broadcasts.subscribe(replace(step, public=True, reachable=False))
    assert "tidak di grup" in turn.replies[0].text
    assert not turn.effects


def test_a_word_within_a_sentence_is_not_taken_for_stop_at_once(step: Step) -> None:
    one = subscribed(step, Category.REMINDERS)
    assert broadcasts.stopped(replace(one, text="Stop!")) is not None
    assert broadcasts.stopped(replace(one, text="kapan angkot stop di sini?")) is None
    assert broadcasts.stopped(replace(step, text="stop")) is None


def test_an_office_is_tapped_and_comes_back_after_leaving(step: Step) -> None:
    one = subscribed(step, Category.REMINDERS, district="Beji")
    (asked,) = broadcasts.ask_office(one).replies
    labels = [each.label for each in asked.choices]
    assert {"BKPSDM", "Kecamatan Beji"} <= set(labels)
    assert "Kecamatan Tapos" not in labels
    tapped = next(each for each in asked.choices if each.label == "Kecamatan Beji")
    turn = broadcasts.set_office(replace(one, argument=tapped.id.partition(":")[2]))
    (effect,) = turn.effects
    assert isinstance(effect, Subscribed)
    assert effect.wanted.office == "kecamatan-beji"
    assert "Tempat kerja: Kecamatan Beji" in turn.replies[0].text
    (left,) = broadcasts.stop(replace(one, subscription=effect.wanted)).replies
    way = left.choices[0].id.partition(":")[2]
    (back,) = broadcasts.come_back(replace(step, argument=way)).effects
    assert isinstance(back, Subscribed)
    assert (back.wanted.office, back.wanted.district) == ("kecamatan-beji", "Beji")


def test_without_a_kecamatan_every_office_can_be_reached(step: Step) -> None:
    one, seen, number = subscribed(step, Category.REMINDERS), set[str](), "0"
    while number:
        (reply,) = broadcasts.ask_office(replace(one, argument=number)).replies
        seen |= {each.label for each in reply.choices}
        more = [each.id for each in reply.choices if each.id.startswith("offices:")]
        number = more[0].partition(":")[2] if more else ""
    assert {each.name for each in step.guide.library.offices} <= seen


def test_an_office_is_typed_and_a_question_stays_a_question(step: Step) -> None:
    one = subscribed(step, Category.REMINDERS)
    named = broadcasts.name_office(replace(one, text="saya di kelurahan tugu"))
    assert named
    (effect,) = named.effects
    assert isinstance(effect, Subscribed)
    assert effect.wanted.office == "kelurahan-tugu"
    assert broadcasts.name_office(replace(one, text="boleh like postingan caleg?")) is None
    assert broadcasts.name_office(replace(step, text="kelurahan tugu")) is None


def test_who_names_no_office_keeps_none(step: Step) -> None:
    (effect,) = broadcasts.set_office(subscribed(step, Category.REMINDERS)).effects
    assert isinstance(effect, Subscribed)
    assert effect.wanted.office == ""
