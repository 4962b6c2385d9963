"""What a story tells by the way: the day, the place, the office, who it was, links."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.tips.days import read_day
from bot.tips.tip import Account
from knowledge.places import City, Office

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]", re.IGNORECASE)
MOST_LINKS = 10

_TITLE = re.compile(
    r"(?<!\w)(?P<title>lurah|camat|sekda|sekretaris daerah|kadis|kepala dinas|kepala bidang|kabid|"
    r"kepala seksi|kasi|kepala sekolah|kepsek|kepala puskesmas|kepala desa|kades|wali ?kota|"
    r"wakil wali ?kota|ketua rt|ketua rw|pak rt|pak rw|bu rt|bu rw|guru|asn|pns|pppk|p3k|"
    r"(?:pegawai|staf|staff)(?= (?:kelurahan|kecamatan|dinas|pemkot|pemda|bkpsdm|inspektorat|"
    r"sekretariat|puskesmas))|satpol pp|kader posyandu)(?!\w)",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(
    r"(?:saya|aku|gue|gua|gw|kami|sebagai|sbg|istri|suami|atasan)\s*(?:ini|adalah|juga|seorang)?\s*$",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    r"\s+(?:di\s+)?((?:(?:kelurahan|kecamatan|dinas|bidang|sdn?|smpn?|sman?|smkn?|puskesmas|"
    r"pemkot|pemda|bkpsdm|inspektorat|sekretariat)\s+)?[\w/]+(?:\s+[A-Z0-9][\w/]*){0,3})"
)
_NO_NAME = re.compile(
    r"(?:"
    r"yang|yg|di|ke|dan|dari|ini|itu|lagi|sudah|udah|telah|sedang|saat|pas|waktu|bagi|"
    r"bagiin|bikin|kasih|ikut|hadir|ngajak|mengajak|membagikan|membagi|menyuruh|nyuruh|"
    r"pakai|pake|dengan|sama|tadi|kemarin|kemaren|pada|untuk|juga|malah|kok|ada|nya|nih|"
    r"tuh|datang|foto|pose|kampanye|mendukung|dukung|like|posting|share|pasang|masang|"
    r"memasang|ajak|suruh|jadi|aktif|terlihat|melakukan|memakai|berfoto|berpose|netral|"
    r"tidak|nggak|gak|ga|setempat|bernama"
    r")\b",
    re.IGNORECASE,
)
_PEOPLE = r"(?:pegawai|staf|staff|asn|pns|kepala|kantor|orang)\s+"


@dataclass(frozen=True, slots=True)
class Places:
    """The city and the offices that a story may name."""

    city: City
    offices: Sequence[Office]


def enriched(account: Account, text: str, places: Places, *, today: date) -> Account:
    """Return *account* with what *text* tells of its elements that are not told yet."""
    told = read_day(text, today, alone=False)
    if told and not account.when:
        account = replace(account, day=told.day, when=told.words)
    if not account.where:
        account = located(account, text, places)
    if not account.who and (who := _who(text)):
        account = replace(account, who=who)
    if not account.office and (office := office_of(text, places)):
        account = replace(account, office=office)
    return with_links(account, text)


def located(account: Account, text: str, places: Places) -> Account:
    """Return *account* at the place that *text* names, if it names one of the city's."""
    for district, village in _named_places(text, places.city):
        words = ", ".join(filter(None, (village, district)))
        return replace(account, where=words, district=district, village=village)
    return account


def with_links(account: Account, text: str) -> Account:
    """Return *account* with the web addresses in *text*, each once."""
    links = tuple(dict.fromkeys([*account.links, *LINK.findall(text)]))[:MOST_LINKS]
    return replace(account, links=links)


def _named_places(text: str, city: City) -> Iterator[tuple[str, str]]:
    """Yield district and village of the places in *text*, villages first."""
    villages = [(each.name, village) for each in city.districts for village in each.villages]
    villages.sort(key=lambda each: -len(each[1]))
    by_name: dict[str, set[str]] = {}
    for district, village in villages:
        by_name.setdefault(village, set()).add(district)
    districts = {each.name for each in city.districts}
    ambiguous = {city.name.split()[-1], *districts}
    for district, village in villages:
        lead = r"(?:kelurahan|kel\.?|lurah)\s+"
        optional = "" if village in ambiguous else "?"
        if _whole(rf"(?:{lead}){optional}{re.escape(village)}", text):
            alone = len(by_name[village]) == 1
            yield (district if alone else _also(text, by_name[village])), village
    for name in sorted(districts, key=len, reverse=True):
        if _whole(re.escape(name), text):
            yield name, ""


def _also(text: str, districts: set[str]) -> str:
    """Return the one of *districts* that *text* names too, "" if none."""
    return next((each for each in sorted(districts) if _whole(re.escape(each), text)), "")


def _whole(pattern: str, text: str) -> str:
    """Return what *pattern* finds as whole words in any case, "" for nothing."""
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return found[0] if found else ""


def _who(text: str) -> str:
    """Return the first position of somebody else that *text* names, with what follows it."""
    for found in _TITLE.finditer(text):
        if _OF_ONESELF.search(text[: found.start()]):
            continue
        after = _AFTER_TITLE.match(text, found.end())
        named = after[1] if after else ""
        if _NO_NAME.match(named):
            named = ""
        return f"{found['title']} {named}".strip()
    return ""


def office_of(text: str, places: Places, *, named: bool = False) -> str:
    """Return the code of the office whose head or people *text* speaks of, "" if of none.

    A place that is *named* as the answer to "which office" is one without more.
    """
    plain = text.casefold()
    offices = sorted(places.offices, key=lambda office: -len(office.name))
    found = (each for each in offices if _speaks_of(plain, each.name.casefold(), named=named))
    return next((each.code for each in found), "")


def _speaks_of(plain: str, name: str, *, named: bool) -> bool:
    """Tell whether *plain* speaks of those who work at the office *name*."""
    bare, _, district = name.partition(" (")
    if district and district.rstrip(")") not in plain:
        return False
    headed = bare.replace("kelurahan", "lurah").replace("kecamatan", "camat")
    people = "" if named or headed == bare else _PEOPLE
    pattern = rf"(?<!\w)(?:{people}{re.escape(bare)}|{re.escape(headed)})(?!\w)"
    return bool(re.search(pattern, plain))
