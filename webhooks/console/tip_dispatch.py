"""What answers each page on which something of a tip leaves, or is looked at before."""

from collections.abc import Mapping

from bot.wiring import Services
from webhooks.console import tip_redaction
from webhooks.console.guard import Handler
from webhooks.console.tip_deliveries import DeliveryPages
from webhooks.console.tip_desk import TipDesk
from webhooks.console.tip_evidence import EvidencePages
from webhooks.console.tip_forwarding import ForwardingPages
from webhooks.console.tip_paper import PaperPages
from webhooks.console.tips import TipPages


def dispatch_handlers(services: Services, pages: TipPages) -> Mapping[str, Handler]:
    """Return what answers each page; *pages* ask for the key of a locked desk."""
    desk, one = TipDesk(services, pages).before, "/aduan/{tip}"
    forwarding, evidence = ForwardingPages(services), EvidencePages(services)
    sent, file = f"{one}/penerusan/{{forwarding}}", f"{one}/bukti/{{number}}"
    return {
        "GET /aduan/penerusan": desk(DeliveryPages(services).page),
        f"GET {one}/sunting": desk(tip_redaction.page),
        f"POST {one}/sunting": desk(tip_redaction.redact),
        f"GET {one}/teruskan": desk(forwarding.page),
        f"POST {one}/teruskan": desk(forwarding.forward),
        f"POST {sent}/ulang": desk(forwarding.retry),
        f"POST {sent}/kembalikan": desk(forwarding.give_up),
        f"POST {sent}/sampai": desk(forwarding.settle),
        f"GET {one}/pdf": desk(PaperPages(services).pdf),
        f"GET {file}": desk(evidence.page),
        f"GET {file}/isi": desk(evidence.content),
        f"GET {file}/unduh": desk(evidence.download),
        f"POST {file}/asli": desk(evidence.original),
    }
