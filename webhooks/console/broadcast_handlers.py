"""What answers each page of Siaran."""

from collections.abc import Mapping

from bot.wiring import Services
from webhooks.console.broadcast_acts import BroadcastActs
from webhooks.console.broadcast_pictures import PicturePages
from webhooks.console.broadcast_reports import ReportPages
from webhooks.console.broadcast_stream import ProgressStream
from webhooks.console.broadcast_writing import WritingPages
from webhooks.console.broadcasts import BroadcastPages
from webhooks.console.guard import Handler


def broadcast_handlers(services: Services) -> Mapping[str, Handler]:
    """Return what answers each page; paths of their own come before those with a number."""
    pages = BroadcastPages(services)
    writing, acts = WritingPages(services, pages), BroadcastActs(services, pages)
    pictures = PicturePages(services, pages, writing)
    reports, one = ReportPages(services, pages), "/siaran/{broadcast}"
    return {
        "GET /siaran": pages.list,
        "GET /siaran/naskah": writing.texts,
        "POST /siaran/naskah": writing.take,
        "POST /siaran/seri": writing.series,
        "GET /siaran/tulis": writing.new,
        "POST /siaran/tulis": writing.create,
        f"GET {one}": pages.page,
        f"GET {one}/ubah": writing.edit,
        f"POST {one}/ubah": writing.change,
        f"GET {one}/gambar": pictures.shown,
        f"POST {one}/gambar": pictures.put,
        f"POST {one}/gambar/lepas": pictures.remove,
        f"GET {one}/kemajuan": pages.progress,
        f"GET {one}/peristiwa": ProgressStream(services, pages).events,
        f"GET {one}/laporan": reports.page,
        f"GET {one}/laporan.csv": reports.csv,
        f"GET {one}/laporan.svg": reports.svg,
        f"POST {one}/uji": acts.test,
        f"POST {one}/ajukan": acts.submit,
        f"POST {one}/templat": acts.submit_template,
        f"POST {one}/setujui": acts.approve,
        f"POST {one}/jeda": acts.pause,
        f"POST {one}/lanjutkan": acts.resume,
        f"POST {one}/batalkan": acts.cancel,
        f"POST {one}/ragu": acts.settle,
    }
