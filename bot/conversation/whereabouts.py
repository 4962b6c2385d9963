"""Where a subscriber lives and works: as choices, in few letters, and in their own words."""

from collections.abc import Sequence

from bot.contacts.contact import Category, Subscription
from bot.conversation.step import Step
from bot.messages import Choice
from bot.tips.hints import Places, office_of
from knowledge.places import Office

_LETTERS = {each[0]: each for each in Category}


def districts(step: Step) -> list[Choice]:
    """Return the kecamatan of the city as choices."""
    return [
        Choice(f"district:{number}", each.name)
        for number, each in enumerate(step.guide.library.regions.districts)
    ]


def district(step: Step, number: str) -> str:
    """Return the name of the kecamatan with *number*, "" for none."""
    names = [each.name for each in step.guide.library.regions.districts]
    return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""


def district_number(step: Step, name: str) -> str:
    """Return the number of the kecamatan called *name*, "" for none."""
    return _place(name, [each.name for each in step.guide.library.regions.districts])


def offices(step: Step, *, within: str = "") -> list[Choice]:
    """Return the offices as choices; those of a kecamatan come only when it is the one *within*."""
    library = step.guide.library
    here, elsewhere = set[str](), set[str]()
    for each in library.regions.districts:
        places = here if each.name == within else elsewhere
        places.update((each.name, *each.villages))
    return [
        Choice(f"office:{number}", each.name)
        for number, each in enumerate(library.offices)
        if not within or _bare(each) in here or _bare(each) not in elsewhere
    ]


def office(step: Step, number: str) -> str:
    """Return the code of the office with *number*, "" for none."""
    codes = [each.code for each in step.guide.library.offices]
    return codes[int(number)] if number.isdecimal() and int(number) < len(codes) else ""


def office_number(step: Step, code: str) -> str:
    """Return the number of the office *code*, "" for none."""
    return _place(code, [each.code for each in step.guide.library.offices])


def office_named(step: Step) -> str:
    """Return the code of the office that was written, "" for none."""
    library = step.guide.library
    return office_of(step.text, Places(library.regions, library.offices), named=True)


def office_name(step: Step, code: str) -> str:
    """Return what the office *code* is called, "" when there is none any more."""
    return next((each.name for each in step.guide.library.offices if each.code == code), "")


def packed(step: Step, wanted: Subscription) -> str:
    """Return *wanted* in few letters, so that it fits into the id of a choice."""
    letters = "".join(each[0] for each in sorted(wanted.categories))
    where = district_number(step, wanted.district)
    return f"{letters}:{where}:{office_number(step, wanted.office)}"


def unpacked(step: Step, letters: str) -> Subscription:
    """Return what *letters* stand for, with the role that the conversation knows."""
    categories, where, work, *_ = (*letters.split(":"), "", "")
    return Subscription(
        frozenset(_LETTERS[each] for each in categories if each in _LETTERS),
        step.conversation.role,
        district(step, where),
        office(step, work),
    )


def _place(wanted: str, names: Sequence[str]) -> str:
    """Return the place of *wanted* among *names* as digits, "" when it is not there."""
    return str(names.index(wanted)) if wanted in names else ""


def _bare(office: Office) -> str:
    """Return the kecamatan or kelurahan that *office* is of."""
    kind, _, rest = office.name.partition(" (")[0].partition(" ")
    return rest if kind in {"Kecamatan", "Kelurahan"} else ""
