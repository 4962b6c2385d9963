"""What tests of forwarding share: a desk that forwards, and evidence in a folder."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from fakes import FakeClock
from sqlalchemy import text
from tipping import CONTENT, DAY, Office

from bot.keypair import new_file_key
from bot.tips.evidence.files import Store
from bot.tips.progress import Progress
from bot.tips.store import keys, tips
from bot.tips.tip import Content, Evidence, Package, Status, Tip
from bot.wiring import Services

PICTURE = bytes(range(256)) * 700


@dataclass
class Counter:
    """The desk's side of forwarding, without staff: what the desk's verb does in the end."""

    services: Services
    office: Office
    clock: FakeClock
    sent: list[str] = field(default_factory=list)

    async def forwards(self, content: Content = CONTENT, *, target: str = "bkn") -> Tip:
        """Take a tip, read it, and forward it as it is; return its row."""
        _, tip = await self.office.sends(content)
        package = Package(
            uuid4().hex,
            tip.id,
            target,
            DAY,
            content.account,
            content.evidence,
            ("Saksi.",),
            "Jelas.",
        )
        async with self.services.database.transaction() as connection:
            progress = Progress(self.services.key, clock=self.clock)
            for status in (Status.READ, Status.FORWARDED):
                await progress.settle(connection, tip.id, status)
            worker = await keys.newest(connection, keys.Owner.WORKER)
            assert worker
            await self.services.forwarder.enqueue(connection, package, worker.public)
        self.sent.append(package.id)
        return tip

    async def evidence(self, content: bytes = PICTURE) -> Evidence:
        """Keep *content* as the evidence room does."""
        name, key = uuid4().hex, new_file_key()
        files = Store(self.services.settings.evidence_folder)
        files.place(files.write([content], key), name, day=DAY)
        digest = sha256(content).hexdigest()
        return Evidence(name, "image/jpeg", len(content), digest, cleaned=True, key=key)

    async def status(self, tip: Tip) -> Status:
        async with self.services.database.reading() as connection:
            found = await tips.find_tip(connection, tip.id)
        assert found
        return found.tip.status

    async def row(self, number: int = -1) -> dict[str, object]:
        """Return the row of a forwarding, by default that of the last."""
        async with self.services.database.reading() as connection:
            chosen = text("SELECT * FROM forwardings WHERE id = :id")
            found = (await connection.execute(chosen, {"id": self.sent[number]})).mappings()
            return dict(found.one())

    async def passes(self, span: timedelta, *, step: timedelta = timedelta(minutes=1)) -> None:
        """Let time pass with the job at work."""
        end = self.clock.now() + span
        while self.clock.now() < end:
            await self.services.forwarder.run()
            self.clock.moment += step
