"""Stand-ins for the rooms that keep tips and their files, as a conversation sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.keypair import KeyPair
from bot.tips.tip import Content, Evidence, Piece, Remark, Status, Tip, Voice


@dataclass(frozen=True)
class Looked:
    """What became of a piece."""

    piece: Piece
    state: str = "waiting"
    refusal: str | None = None
    cleaned: bool = True
    has_location: bool = False


@dataclass
class FakeKeeper:
    """Keeps what it was given to fetch; a test says what becomes of it."""

    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    looked: dict[str, Looked] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    kept_originals: list[bool] = field(default_factory=list)

    async def take(
        self, connection: object, piece: Piece, *, source: str, reference: str, now: datetime
    ) -> None:
        self.taken[piece.id] = (source, reference)
        self.looked[piece.id] = Looked(piece)

    def fetched(self, **told: object) -> None:
        """Every file that waits has come, as *told*."""
        for name, each in self.looked.items():
            if each.state == "waiting":
                self.looked[name] = replace(each, **{"state": "ready", **told})  # type: ignore[arg-type]

    async def read(self, connection: object, pieces: Sequence[Piece]) -> list[Looked]:
        return [self.looked[each.id] for each in pieces]

    async def finish(
        self, connection: object, pieces: Sequence[Piece], *, keep_originals: bool
    ) -> tuple[Evidence, ...]:
        self.kept_originals.append(keep_originals)
        ready = [each for each in pieces if self.looked[each.id].state == "ready"]
        return tuple(
            Evidence(each.id, "image/jpeg", 9, "aa", cleaned=True, key=each.key) for each in ready
        )

    async def drop(self, connection: object, pieces: Sequence[Piece]) -> None:
        self.dropped += [each.id for each in pieces]


@dataclass
class FakeIntake:
    """Keeps tips in memory, by the public half of their receipt."""

    is_closed: bool = False
    contents: dict[bytes, Content] = field(default_factory=dict)
    tips: dict[bytes, Tip] = field(default_factory=dict)
    talk: dict[str, list[Remark]] = field(default_factory=dict)
    added: list[Evidence] = field(default_factory=list)

    @property
    def content(self) -> Content:
        """Return the one tip there is."""
        (content,) = self.contents.values()
        return content

    @property
    def tip(self) -> Tip:
        (tip,) = self.tips.values()
        return tip

    def ask(self, text: str, day: date) -> None:
        """Staff ask the sender of the one tip there is."""
        ((public, tip),) = self.tips.items()
        self.tips[public] = replace(tip, status=Status.NEEDS_INFO)
        self.talk.setdefault(tip.id, []).append(Remark(day, Voice.STAFF, text))

    def move(self, status: Status) -> None:
        ((public, tip),) = self.tips.items()
        self.tips[public] = replace(tip, status=status)

    async def is_open(self, connection: object) -> bool:
        return not self.is_closed

    async def submit(
        self, connection: object, content: Content, *, receipt: bytes, day: date
    ) -> None:
        account = content.account
        self.contents[receipt] = content
        self.tips[receipt] = Tip(
            f"tip-{len(self.tips)}", day, Status.NEW, account.district, account.office, "", receipt
        )

    async def look_up(self, connection: object, receipt_public: bytes) -> Tip | None:
        return self.tips.get(receipt_public)

    async def remarks(self, connection: object, tip_id: str, pair: KeyPair) -> list[Remark]:
        assert pair.public in self.tips
        return list(self.talk.get(tip_id, ()))

    async def answer(self, connection: object, tip: Tip, text: str, *, day: date) -> None:
        self.talk.setdefault(tip.id, []).append(Remark(day, Voice.SENDER, text))

    async def add_evidence(
        self, connection: object, tip: Tip, evidence: tuple[Evidence, ...], *, day: date
    ) -> None:
        self.added += evidence

    async def withdraw(self, connection: object, tip: Tip, *, day: date) -> None:
        del self.tips[tip.receipt]
