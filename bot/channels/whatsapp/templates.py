"""Menus as Twilio keeps them: one Content resource for each number of choices.

Every text is a variable, so that a menu is made once and says anything. Used within 24 hours of a
person's own message, it needs no approval.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.channels.whatsapp.provider import Twilio
from bot.channels.whatsapp.store import TemplateStore

BUTTON_LONGEST = 20
_FRESH_SECONDS = 60.0
_VERSION = 1  # raise it when the variables of a menu change: setup then makes new ones


class Kind(StrEnum):
    """How choices are shown: as buttons, or as a list behind one button."""

    QUICK_REPLY = "quick-reply"
    LIST_PICKER = "list-picker"


@dataclass(frozen=True, slots=True)
class Row:
    """One choice of a menu; only a list shows the *description*."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A kind of menu with a number of choices."""

    kind: Kind
    count: int

    @property
    def name(self) -> str:
        """Return what we call it at Twilio."""
        return f"jaganetral_{self.kind.replace('-', '_')}_{self.count}_v{_VERSION}"

    def variables(self, body: str, rows: Sequence[Row]) -> str:
        """Return what fills the menu, as Twilio takes it.

        >>> Menu(Kind.QUICK_REPLY, 1).variables("Lagi?", [Row("more:", "Ya")])
        '{"1": "Lagi?", "2": "Ya", "3": "more:"}'
        """
        texts = [body]
        for row in rows:
            texts += [row.label, row.id]
            if self.kind is Kind.LIST_PICKER:
                texts.append(row.description)
        # A straight apostrophe was seen to be refused: github.com/twilio/twilio-node/issues/1082
        named = {str(place): text.replace("'", "\u2019") for place, text in enumerate(texts, 1)}
        return json.dumps(named, ensure_ascii=False)

    def definition(self, button: str) -> "Definition":
        """Return the Content resource that Twilio is to keep; *button* opens a list."""
        if self.kind is Kind.QUICK_REPLY:
            actions = [
                {"type": "QUICK_REPLY", "title": f"{{{{{place}}}}}", "id": f"{{{{{place + 1}}}}}"}
                for place in range(2, 2 * self.count + 1, 2)
            ]
            shown: dict[str, Any] = {"body": "{{1}}", "actions": actions}
        else:
            items = [
                {key: f"{{{{{place + more}}}}}" for more, key in enumerate(_ITEM)}
                for place in range(2, 3 * self.count + 1, 3)
            ]
            shown = {"body": "{{1}}", "button": button, "items": items}
        filled: dict[str, str] = json.loads(self.variables("Teks", _SAMPLE[: self.count]))
        return Definition(self.name, f"twilio/{self.kind}", shown, filled)


@dataclass(frozen=True, slots=True)
class Definition:
    """A Content resource that is yet to be made."""

    name: str
    kind: str
    shown: Mapping[str, Any]
    sample: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the body of the request, in the SDK's manner but without its empty kinds."""
        variables = {"variables": self.sample} if self.sample else {}
        return {
            "friendly_name": self.name,
            "language": "id",
            **variables,
            "types": {self.kind: self.shown},
        }


_ITEM = ("item", "id", "description")
_SAMPLE = [Row(f"pilihan:{number}", f"Pilihan {number}", "Keterangan") for number in range(1, 11)]

MENUS = (
    *(Menu(Kind.QUICK_REPLY, count) for count in range(1, 4)),
    *(Menu(Kind.LIST_PICKER, count) for count in range(1, 11)),
)


class Templates:
    """Know under which SID Twilio keeps each menu, and have the missing ones made."""

    def __init__(
        self,
        twilio: Twilio,
        store: TemplateStore,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._twilio = twilio
        self._store = store
        self._seconds = seconds
        self._known: Mapping[str, str] = {}
        self._stale_at = 0.0

    async def known(self) -> Mapping[str, str]:
        """Return the SIDs by the names of the menus, at most a minute old."""
        now = self._seconds()
        if now >= self._stale_at:
            self._known = await self._store.known()
            self._stale_at = now + _FRESH_SECONDS
        return self._known

    async def at_twilio(self) -> dict[str, str]:
        """Return the SIDs of those of our menus that Twilio has."""
        wanted = {menu.name for menu in MENUS}
        kept = await self._twilio.call(lambda client: client.content.v1.contents.list())
        return {each.friendly_name: each.sid for each in kept if each.friendly_name in wanted}

    async def missing(self) -> list[str]:
        """Return the names of the menus that we do not remember as Twilio has them."""
        here, there = await self._store.known(), await self.at_twilio()
        names = [menu.name for menu in MENUS]
        return [each for each in names if each not in there or here.get(each) != there[each]]

    async def make_missing(self, button: str) -> dict[str, bool]:
        """Make what Twilio lacks, remember all SIDs, and return for each menu whether it is new."""
        sids = await self.at_twilio()
        missing = [menu for menu in MENUS if menu.name not in sids]
        for menu in missing:
            sids[menu.name] = await self._made(menu.definition(button))
        await self._store.remember(sids)
        self._stale_at = 0.0
        return {menu.name: menu in missing for menu in MENUS}

    async def _made(self, definition: Definition) -> str:
        """Have a Content resource made and return its SID."""
        made = await self._twilio.call(lambda client: client.content.v1.contents.create(definition))
        return str(made.sid)
