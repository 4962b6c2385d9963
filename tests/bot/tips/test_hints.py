from datetime import date

import pytest

from bot.questions.guide import LiveGuide
from bot.tips.hints import MOST_LINKS, Places, enriched, located, office_of, with_links
from bot.tips.tip import Account

TODAY = date(2026, 11, 25)


@pytest.fixture
def places(guide: LiveGuide) -> Places:
    library = guide.current.library
    return Places(library.regions, library.offices)


def test_a_whole_story_tells_day_place_office_person_and_links(places: Places) -> None:
    text = "Kemarin Lurah Mampang membagi kaus di balai kelurahan Mampang, lihat https://x.id/a."
    told = enriched(Account(story=text), text, places, today=TODAY)
    assert (told.who, told.day, told.when) == ("Lurah Mampang", date(2026, 11, 24), "Kemarin")
    assert (told.village, told.district) == ("Mampang", "Pancoran Mas")
    assert (told.office, told.links) == ("kelurahan-mampang", ("https://x.id/a",))


def test_what_is_told_already_is_not_overwritten(places: Places) -> None:
    known = Account(who="Pak Camat", when="tadi", where="balai warga", office="bkpsdm")
    told = enriched(known, "Senin lalu Lurah Tugu di Beji", places, today=TODAY)
    assert told == known


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("camat tapos ikut deklarasi", "camat tapos"),
        ("lurah bagi kaus", "lurah"),
        ("kepala dinas pendidikan mengajak guru", "kepala dinas pendidikan"),
        ("saya PNS, lihat guru SDN 3 pakai kaus partai", "guru SDN 3"),
        ("pegawai kecamatan beji pose jari", "pegawai kecamatan beji"),
        ("saya guru", ""),
        ("tetangga pasang baliho", ""),
    ],
)
def test_a_position_is_recognised_but_never_that_of_the_sender(
    places: Places, text: str, who: str
) -> None:
    assert enriched(Account(), text, places, today=TODAY).who == who


@pytest.mark.parametrize(
    ("text", "district", "village"),
    [
        ("di kelurahan beji", "Beji", "Beji"),
        ("di beji", "Beji", ""),
        ("di Curug", "", "Curug"),
        ("di Curug kecamatan Bojongsari", "Bojongsari", "Curug"),
        ("di Pasir Gunung Selatan", "Cimanggis", "Pasir Gunung Selatan"),
        ("di kota Depok", "", ""),
        ("di Bogor", "", ""),
    ],
)
def test_a_place_is_found_in_the_city(
    places: Places, text: str, district: str, village: str
) -> None:
    found = located(Account(), text, places)
    assert (found.district, found.village) == (district, village)


@pytest.mark.parametrize(
    ("text", "named", "code"),
    [
        ("lurah mampang", False, "kelurahan-mampang"),
        ("staf kecamatan beji", False, "kecamatan-beji"),
        ("di kelurahan mampang", False, ""),
        ("kelurahan mampang", True, "kelurahan-mampang"),
        ("orang BKPSDM", False, "bkpsdm"),
        ("lurah curug cimanggis", False, "kelurahan-curug-cimanggis"),
        ("lurah curug", False, ""),
        ("dinas ajaib", True, ""),
    ],
)
def test_an_office_is_that_of_the_people_spoken_of(
    places: Places, text: str, *, named: bool, code: str
) -> None:
    assert office_of(text, places, named=named) == code


def test_links_are_kept_once_and_not_without_end() -> None:
    text = "https://x.id/1 https://x.id/1 " + " ".join(f"https://x.id/{n}" for n in range(20))
    links = with_links(Account(), text).links
    assert len(links) == MOST_LINKS
    assert len(set(links)) == MOST_LINKS
