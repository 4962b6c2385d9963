import re

from visiting import Visitor

from bot.broadcasts.broadcast import State
from bot.staff.account import ALLOWED, CONFIRMED, Act, Role
from bot.staff.words import ACT_NAMES, ROLE_NAMES
from bot.tips.tip import Status


async def test_the_page_of_roles_tells_what_the_table_decides(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = (await console.opens("/bantuan/peran")).text
    say = console.services.guide.current.phrases.say
    rows = {
        re.sub("<.*", "", row.split('scope="row">')[1], flags=re.DOTALL).strip(): row
        for row in re.findall("<tr>.*?</tr>", page, re.DOTALL)
        if 'scope="row"' in row
    }
    for act in Act:
        if ALLOWED[act] == frozenset(Role):
            assert say(ACT_NAMES[act]) in page
            continue
        row = rows[say(ACT_NAMES[act]).capitalize()]
        for role in Role:
            assert (say(ROLE_NAMES[role]) in row) is (role in ALLOWED[act])
        assert ("kode</span>" in row) is (act in CONFIRMED)


async def test_every_status_and_every_role_is_explained(console: Visitor) -> None:
    await console.enters(Role.VERIFIER)
    meanings = (await console.opens("/bantuan/status")).text
    for each in (*Status, *State):
        name = each.capitalize().replace("-", " ")
        assert f"<dt>{name}</dt>" in meanings
    steps = (await console.opens("/bantuan/langkah")).text
    say = console.services.guide.current.phrases.say
    names = [say(ROLE_NAMES[role]) for role in (Role.VERIFIER, *set(Role) - {Role.VERIFIER})]
    assert min(steps.index(f'">{name}') for name in names) == steps.index(f'">{names[0]}')
    assert "90 hari" in (await console.opens("/bantuan/privasi")).text
