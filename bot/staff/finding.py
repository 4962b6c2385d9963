"""Something that staff should know of, and whom it concerns."""

from dataclasses import dataclass
from enum import StrEnum

from bot.staff.account import Account, Role


class Kind(StrEnum):
    """What staff are told of."""

    PAUSED = "berhenti-sendiri"
    APPROVAL = "menunggu-persetujuan"
    UNCOVERED = "tanggal-tanpa-siaran"
    STOPPED = "penerusan-gagal"


_CONCERNED = {
    Kind.PAUSED: frozenset({Role.ADMIN, Role.APPROVER, Role.BROADCASTER}),
    Kind.APPROVAL: frozenset({Role.APPROVER}),
    Kind.UNCOVERED: frozenset({Role.ADMIN, Role.APPROVER, Role.BROADCASTER}),
    Kind.STOPPED: frozenset({Role.ADMIN, Role.FORWARDER}),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be told once: *name* tells it from others of its kind.

    It is about the *broadcast*, if any, of *author*. What is *urgent* is told at night, too.
    """

    kind: Kind
    name: str
    text: str
    broadcast: str = ""
    author: str = ""
    urgent: bool = False

    @property
    def subject(self) -> str:
        """Return what is noted once it was told."""
        return f"{self.kind}:{self.name}"

    def concerns(self, account: Account) -> bool:
        """Tell whether *account* can do something about it."""
        own = self.kind is Kind.APPROVAL and account.id == self.author
        return not own and not account.roles.isdisjoint(_CONCERNED[self.kind])
