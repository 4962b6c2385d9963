"""A console with an open desk, tips whose evidence lies encrypted on the disk, and a worker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from logged_in import CHEAP, WORDS
from tipping import CONTENT, EVIDENCE, Office
from visiting import Visitor

from bot.keypair import KeyPair, new_file_key
from bot.staff.account import Role
from bot.tips.evidence.files import original
from bot.tips.keys import Lock, new_desk_key, open_desk_key, worker_key
from bot.tips.store import keys
from bot.tips.tip import Content, Evidence, Tip

HANDLERS = (Role.VERIFIER, Role.FORWARDER)


@dataclass
class Handled:
    """Somebody at the console who reads tips and decides what leaves of them."""

    console: Visitor
    office: Office

    async def enters(
        self, *roles: Role, name: str = "siti", offices: frozenset[str] = frozenset()
    ) -> None:
        """Come in with an unlocked desk."""
        await self.console.enters(*(roles or HANDLERS), name=name, offices=offices)
        await self.console.sends("/aduan/buka", desk_password=WORDS, next="/meja/aduan")

    async def has_a_worker(self, pair: KeyPair | None = None) -> None:
        """Let the desk seal to the worker of this program, or to another *pair*."""
        settings = self.console.services.settings
        own = worker_key(settings.worker_key.get_secret_value(), settings.worker_key_file)
        lock, day = Lock((pair or own).public), self.office.clock.today()
        async with self.office.database.transaction() as connection:
            await keys.publish(connection, keys.Owner.WORKER, lock, day=day)

    async def takes(self, content: Content = CONTENT, *, read: bool = True) -> Tip:
        _, tip = await self.office.sends(content, day=self.office.clock.today())
        if read:
            await self.console.opens(f"/aduan/{tip.id}")
        return tip

    async def takes_files(self, *files: Evidence) -> Tip:
        return await self.takes(replace(CONTENT, evidence=files))

    def file(
        self, content: bytes, kind: str, *, came_as: bytes = b"", cleaned: bool = True
    ) -> Evidence:
        """Write a file as evidence, and what it *came_as* beside it."""
        made = replace(
            EVIDENCE,
            id=sha256(content).hexdigest()[:32],
            kind=kind,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            cleaned=cleaned,
            key=new_file_key(),
            original=new_file_key() if came_as else b"",
            original_sha256=sha256(came_as).hexdigest() if came_as else "",
        )
        files, day = self.console.services.evidence.files, self.office.clock.today()
        files.place(files.write([content], made.key), made.id, day=day)
        if came_as:
            files.place(files.write([came_as], made.original), original(made.id), day=day)
        return made

    async def seen(self, tip: Tip) -> str:
        """Return what a form of redaction or forwarding carries of what was looked at."""
        page = (await self.console.opens(f"/aduan/{tip.id}/sunting")).text
        return page.split('name="dilihat" value="')[1].split('"')[0]

    async def redacts(self, tip: Tip, *ticks: str, act: str = "simpan", **letters: str) -> str:
        """Strike what is ticked, and return the page that follows."""
        given: dict[str, str | Sequence[str]] = {"samarkan": ticks, "lakukan": act}
        given |= {"dilihat": await self.seen(tip), **letters}
        answer = await self.console.sends(f"/aduan/{tip.id}/sunting", **given)
        if answer.status_code == 303:
            answer = await self.console.client.get(answer.headers["location"])
        return answer.text

    async def forwards(self, tip: Tip, **fields: str) -> int:
        given = {"tujuan": "bkn", "alasan": "Unsurnya lengkap.", "dilihat": await self.seen(tip)}
        answer = await self.console.sends(f"/aduan/{tip.id}/teruskan", **{**given, **fields})
        return answer.status_code


async def handled(console: Visitor) -> Handled:
    """Return *console* with a desk key."""
    services = console.services
    path = services.settings.desk_key
    new_desk_key(path, WORDS, cost=CHEAP)
    pair = open_desk_key(path, WORDS)
    office = Office(services.database, services.key, console.clock, pair=pair)
    await office.opens()
    return Handled(console, office)
