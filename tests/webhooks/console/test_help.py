import re

from visiting import Visitor

from bot.staff.account import ALLOWED, CONFIRMED, Act, Role
from bot.staff.words import ACT_NAMES, ROLE_NAMES


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
