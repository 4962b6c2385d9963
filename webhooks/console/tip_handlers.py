"""What answers each page of Aduan."""

from collections.abc import Mapping

from bot.wiring import Services
from webhooks.console.guard import Handler
from webhooks.console.tip_acts import TipActs
from webhooks.console.tip_dispatch import dispatch_handlers
from webhooks.console.tip_trail import TipTrail
from webhooks.console.tips import TipPages

_ONE = "/aduan/{tip}"


def tip_handlers(services: Services) -> Mapping[str, Handler]:
    """Return what answers each page; a form that is shown again has its own address.

    A path of its own comes before those with a number.
    """
    pages = TipPages(services)
    acts, trail = TipActs(services, pages), TipTrail(services)
    return {
        **dispatch_handlers(services, pages),
        "GET /aduan": pages.queue,
        "POST /aduan/buka": pages.unlock,
        "POST /aduan/kunci": pages.lock,
        f"GET {_ONE}": pages.case,
        f"GET {_ONE}/catatan": pages.case,
        f"POST {_ONE}/catatan": acts.note,
        f"GET {_ONE}/tanya": pages.case,
        f"POST {_ONE}/tanya": acts.ask,
        f"POST {_ONE}/petugas": acts.assign,
        f"POST {_ONE}/petugas/lepas": acts.take_back,
        f"POST {_ONE}/serius": acts.mark_serious,
        f"POST {_ONE}/perangkat": acts.mark_office,
        f"POST {_ONE}/perangkat/lepas": acts.unmark_office,
        f"POST {_ONE}/tahan": acts.hold,
        f"GET {_ONE}/langkah": pages.case,
        f"POST {_ONE}/langkah": acts.step,
        f"GET {_ONE}/tutup": pages.case,
        f"POST {_ONE}/tutup": acts.close,
        f"GET {_ONE}/jejak": trail.page,
    }
