from pathlib import Path

import pytest
from desks import Staffed
from tipping import Office

from bot.errors import KeyFileError, Refused
from bot.staff.account import Role
from bot.tips.keys import Cost, KeyRing, open_desk_key
from bot.tips.locksmith import Locksmith
from bot.tips.sealing import opened_content
from bot.tips.store import keys, tips

WORDS = "kuda baterai staples benar sekali"
CHEAP = Cost(rounds=1, memory=8192)


@pytest.fixture
def locksmith(office: Office, tmp_path: Path) -> Locksmith:
    return Locksmith(tmp_path / "desk.key", clock=office.clock, cost=CHEAP)


async def test_tips_are_sealed_to_a_new_key_from_now_on_and_older_keys_stay_known(
    office: Office, staffed: Staffed, locksmith: Locksmith, tmp_path: Path
) -> None:
    lock = await locksmith.make(await staffed.actor(Role.ADMIN), WORDS)
    _, tip = await office.sends()
    ring = KeyRing.of([open_desk_key(tmp_path / "desk.key", WORDS)])
    async with office.database.reading() as connection:
        found = await tips.find_tip(connection, tip.id)
        known = await keys.published(connection, keys.Owner.DESK)
    assert found
    assert opened_content(ring, found.sealed).account.story
    assert {each.lock.id: each.retired for each in known}[lock.id] is False
    assert [each.retired for each in known].count(True) == 1
    assert ("manage-desk-key", lock.id, "done", "") in await staffed.trail()


async def test_a_changed_passphrase_is_noted_and_a_wrong_one_changes_nothing(
    staffed: Staffed, locksmith: Locksmith, tmp_path: Path
) -> None:
    admin = await staffed.actor(Role.ADMIN)
    await locksmith.make(admin, WORDS)
    with pytest.raises(KeyFileError):
        await locksmith.change(admin, "salah", f"{WORDS} baru")
    await locksmith.change(admin, WORDS, f"{WORDS} baru")
    assert open_desk_key(tmp_path / "desk.key", f"{WORDS} baru")
    noted = [outcome for act, _, outcome, _ in await staffed.trail() if act == "manage-desk-key"]
    assert noted == ["done", "done"]


async def test_who_is_no_admin_makes_no_key(
    staffed: Staffed, locksmith: Locksmith, tmp_path: Path
) -> None:
    verifier = await staffed.actor(Role.VERIFIER)
    with pytest.raises(Refused):
        await locksmith.make(verifier, WORDS)
    with pytest.raises(Refused):
        await locksmith.change(verifier, WORDS, f"{WORDS} baru")
    assert list(tmp_path.glob("desk*")) == []
    assert [each[2:] for each in await staffed.trail()] == [("refused", "role")] * 2
