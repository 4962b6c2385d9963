"""A sent tip on its whole way, by whichever process is alive: staff, worker, backend's status."""

from dataclasses import replace

from desks import Staffed
from tipping import Office, rows

from bot.providers import Ground
from bot.reporting import forwarding
from bot.settings import Settings
from bot.tips.acting import Acting, Room
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.evidence.files import Store
from bot.tips.forwarding.sending import Forwarder
from bot.tips.forwarding.settling import Settling
from bot.tips.search import Index
from bot.tips.tip import Status
from knowledge.language import tokens

REFERENCE = "BWS-1"


def forwarding_of(office: Office, settings: Settings) -> tuple[Forwarder, Settling]:
    """Return what sends and settles on the office's database."""
    ground = Ground(settings, office.clock, office.key, office.database, None)  # type: ignore[arg-type]
    return forwarding(ground, Store(settings.evidence_folder))


class Shift:
    """People and jobs at work; each step does what is still to be done, and nothing twice."""

    def __init__(self, office: Office, settings: Settings) -> None:
        self.office = office
        self.forwarder, self.settling = forwarding_of(office, settings)

    async def work(self) -> None:
        """Bring the one tip there is as far as it goes."""
        await self.office.mover.move_parcels()
        acting = await self._acting()
        [(tip, status)] = [(row["id"], row["status"]) for row in await self._tips()]
        if status == Status.NEW:
            await Desk(acting, Index(tokens)).open(str(tip))
        if await self._is_at(Status.READ):
            await Dispatch(acting).forward(str(tip), "bkn", reason="Unsurnya lengkap.")
        await self.forwarder.run()
        await self.settling.note(REFERENCE, Status.IN_PROGRESS)
        self.done()

    def done(self) -> None:
        """Mark the end of the way, for who dies there."""

    async def _acting(self) -> Acting:
        staffed = Staffed(self.office)
        room: Room = replace(staffed.room, enqueue=self.forwarder.enqueue, kick=self.forwarder.kick)
        staffed.seats = len(await rows(self.office.database, "accounts"))
        actor = await staffed.actor(name=f"petugas-{staffed.seats}")
        return Acting(room, self.office.ring, actor=actor)

    async def _tips(self) -> list[dict[str, object]]:
        return await rows(self.office.database, "tips")

    async def _is_at(self, status: Status) -> bool:
        return [row["status"] for row in await self._tips()] == [status]
