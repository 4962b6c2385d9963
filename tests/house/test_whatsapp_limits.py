"""What the bot always says fits on a phone: labels on buttons and lists, bodies in messages."""

from bot.channels.whatsapp.forms import BODY_LONGEST, LABEL_LONGEST, NEXT, OPEN, TEXT_LONGEST
from bot.channels.whatsapp.templates import BUTTON_LONGEST, Kind
from bot.guiding import phrases
from bot.questions.guide import LiveGuide
from bot.questions.words import ROLE_NAMES


def test_every_fixed_label_fits_a_list_and_so_is_never_cut(guide: LiveGuide) -> None:
    say = guide.current.phrases.say
    labels = [say(each) for each in phrases() if ".pilihan." in each.key]
    labels += [say(each) for each in ROLE_NAMES.values()]
    assert len(labels) > 20
    longest = LABEL_LONGEST[Kind.LIST_PICKER]
    assert [each for each in labels if len(each) > longest] == []


def test_every_fixed_text_is_one_message(guide: LiveGuide) -> None:
    texts = {each.key: guide.current.phrases.say(each) for each in phrases() if not each.words}
    assert {key for key, text in texts.items() if len(text) > TEXT_LONGEST} == set()


def test_what_stands_in_every_menu_fits_it(guide: LiveGuide) -> None:
    say = guide.current.phrases.say
    assert len(say(OPEN)) <= BUTTON_LONGEST
    assert len(say(NEXT)) <= BODY_LONGEST
    assert "\n" not in say(NEXT)
