"""Everything that staff can do with broadcasts, put together once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.broadcasts import illustrations, words
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.cleaning import Clean, cleaned
from bot.broadcasts.comparing import Basis, Comparison
from bot.broadcasts.forecast import Forecast, Means, forecast, warnings
from bot.broadcasts.planning import Planning
from bot.broadcasts.preview import previews
from bot.broadcasts.reporting import Reporting
from bot.broadcasts.series import LONGEST_BODY, Drafting
from bot.broadcasts.words import Rule, Say, refused
from bot.channels.port import Announcer, Approving, Standing, Wording
from bot.clock import Clock
from bot.contacts.store import ContactStore
from bot.database.engine import Database
from bot.messages import Address, Announcement, Picture, Reply
from bot.staff.account import Act
from bot.staff.actor import Actor
from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What broadcasts need of the rest of the program; *approvals* is None without WhatsApp.

    *clean* returns the media type of a picture and a copy without metadata, or raises
    JagaNetralError.
    """

    clock: Clock
    zone: ZoneInfo
    say: Say
    library: Callable[[], Library]
    approvals: Approving | None
    clean: Clean


class Broadcasts:
    """Draft, look over, plan and report broadcasts."""

    def __init__(
        self,
        database: Database,
        contacts: ContactStore,
        *,
        around: Surroundings,
        means: Means,
        announcers: Mapping[str, Announcer],
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._around = around
        self._announcers = announcers
        self._means = means
        self.planning = Planning(database, clock=around.clock, zone=around.zone, say=around.say)
        self.reporting = Reporting(database, say=around.say)

    @property
    def zone(self) -> ZoneInfo:
        """Return what the city's clocks show."""
        return self._around.zone

    def drafting(self) -> Drafting:
        """Return what drafts are made of today."""
        return Drafting(self._around.library(), self._around.say, self._around.zone)

    async def means(self) -> Means:
        """Return what the providers allow and ask now."""
        return replace(self._means, standings=await self._standings())

    async def forecast(self, broadcast: Broadcast) -> Forecast:
        """Count the audience of *broadcast* by how it is reached."""
        now, means = self._around.clock.now(), await self.means()
        async with self._database.reading() as connection:
            return await forecast(
                connection, self._contacts, broadcast=broadcast, means=means, now=now
            )

    async def previews(self, broadcast: Broadcast) -> list[tuple[str, str]]:
        """Return *broadcast* as each channel will show it."""
        return list(previews(broadcast, await self._standings(), say=self._around.say))

    async def warnings(self, broadcast: Broadcast, seen: Forecast) -> list[str]:
        """Return what whoever approves *broadcast* should know, in the words of staff."""
        say, zone = self._around.say, self._around.zone
        found = self.planning.sentences(broadcast)
        found += warnings(seen, broadcast, means=await self.means(), say=say, zone=zone)
        for each in await self.planning.overlapping(broadcast):
            begin = each.starts_at.astimezone(zone)
            clock = f"{words.day_name(say, begin.date())}, {begin:%H.%M}"
            found.append(say(words.OVERLAP, nomor=each.id, judul=each.title, jam=clock))
        return found

    async def comparison(self, broadcast: Broadcast) -> Comparison | None:
        """Return how *broadcast* differs from what was approved of it before.

        Where nothing was, from the reminder that it was made from; None where there is none.
        """
        approved = await self.planning.last_approved(broadcast.id)
        if approved:
            return Comparison(Basis.APPROVED, approved.broadcast, broadcast, approved.at)
        origin = self.drafting().origin(broadcast)
        return Comparison(Basis.REMINDER, origin, broadcast) if origin else None

    async def describe(self, actor: Actor, name: str, alt: str) -> Broadcast:
        """Say what is to be seen on a broadcast's picture; this is an edit too."""
        whole = await self.planning.find(name)
        if whole.content.illustration is None:
            raise refused(self._around.say, Rule.PICTURE_LOST)
        shown = replace(whole.content.illustration, alt=alt)
        changed = replace(whole, content=replace(whole.content, illustration=shown))
        return await self.planning.change(actor, changed, seen=whole.version)

    async def illustrate(
        self, actor: Actor, name: str, content: bytes, *, alt: str = ""
    ) -> Broadcast:
        """Put a picture, freed of its metadata, above a broadcast's text on Telegram.

        *alt* says what is to be seen on it.
        This is an edit, so it voids an approval. Nothing as *content* takes the picture away.
        Raises Refused for what is no picture, or too large.
        """
        whole = await self.planning.find(name)
        shown, copy = None, b""
        if content:
            clean, say = self._around.clean, self._around.say
            shown, copy = await cleaned(content, clean, alt=alt, say=say)
        changed = replace(whole, content=replace(whole.content, illustration=shown))
        return await self.planning.change(actor, changed, picture=copy, seen=whole.version)

    async def picture(self, broadcast: Broadcast) -> Picture | None:
        """Return the picture of *broadcast*, None when it has none.

        Raises Refused when it is not the one that was drafted.
        """
        if broadcast.content.illustration is None:
            return None
        async with self._database.reading() as connection:
            found = await illustrations.find(connection, broadcast)
        if found is None:
            raise refused(self._around.say, Rule.PICTURE_LOST)
        return found

    async def submit_template(self, actor: Actor, name: str) -> Standing:
        """Ask WhatsApp to approve the text of a broadcast, and return how it stands then.

        Nothing is asked twice. Raises Refused where there is no template to ask for.
        """
        broadcast = await self.planning.find(name)
        async with actor.doing(Act.SUBMIT_BROADCASTS, subject=name):
            wording = self._wording(broadcast)
            if self._around.approvals is None:
                raise refused(self._around.say, Rule.NO_WHATSAPP)
        await self._around.approvals.submit([wording])
        return (await self._standings())[wording.name]

    def _wording(self, broadcast: Broadcast) -> Wording:
        """Return what is to be approved for *broadcast*; raises Refused when it is too long."""
        template = broadcast.content.template
        if template is None:
            length = len(broadcast.content.text)
            raise refused(self._around.say, Rule.BODY_LONG, panjang=length, batas=LONGEST_BODY)
        return Wording(template.name, template.body, template.values)

    async def _standings(self) -> Mapping[str, Standing]:
        """Return how every template stands; there is none without WhatsApp."""
        approvals = self._around.approvals
        return await approvals.standings() if approvals else {}

    async def test(self, actor: Actor, name: str, *, to: Address) -> None:
        """Send a broadcast to the actor's own chat and nowhere else."""
        broadcast = await self.planning.find(name)
        async with actor.doing(Act.DRAFT_BROADCASTS, subject=name):
            pass
        content = broadcast.content
        reply = Reply(content.text, content.choices)
        now = self._around.clock.now()
        picture = await self.picture(broadcast)
        announcement = Announcement(
            to, reply, broadcast.ends_at, now, content.template, picture=picture
        )
        await self._announcers[to.channel].announce(announcement)

    def shown(self, moment: datetime) -> str:
        """Return *moment* as staff read it, by the city's clocks."""
        return f"{moment.astimezone(self._around.zone):%Y-%m-%d %H:%M %Z}"
