"""Where in Telegram somebody is reached, and how that is written as an address."""

from dataclasses import dataclass

from bot.messages import Address

NAME = "telegram"


@dataclass(frozen=True, slots=True)
class Place:
    """A private chat, or one person in a group; *thread* is a topic of a forum, *quoted* a message.

    A person's conversation in a group is another than the private one, and nobody else's.
    """

    chat: int
    user: int = 0
    thread: int = 0
    quoted: int = 0

    @property
    def is_group(self) -> bool:
        """Tell whether others read along."""
        return bool(self.user)

    def address(self) -> Address:
        """Return this place as the address of a person.

        >>> Place.of(Place(-5, user=7, thread=2, quoted=9).address())
        Place(chat=-5, user=7, thread=2, quoted=9)
        """
        if not self.is_group:
            return Address(NAME, str(self.chat))
        return Address(NAME, f"{self.chat}/{self.user}", f"{self.thread}/{self.quoted}")

    @classmethod
    def of(cls, address: Address) -> "Place":
        """Return the place that *address* names."""
        chat, _, user = address.value.partition("/")
        thread, _, quoted = address.via.partition("/")
        return cls(int(chat), *(int(each or 0) for each in (user, thread, quoted)))


def group(number: str) -> Address | None:
    """Return the group with *number* as an address, None without one."""
    return Place(int(number)).address() if number else None
