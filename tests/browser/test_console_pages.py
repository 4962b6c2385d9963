"""Each page of the console as everybody can use it: on a phone and a desk, in light and dark.

Pages without a parameter are found in the table of permissions; one with a parameter gets a line
in EXAMPLES.
"""

import re
from collections.abc import Callable

import pytest
from axe import assert_for_everybody
from broadcast_examples import running_broadcast
from playwright.sync_api import Response
from question_examples import asked_questions, waiting_asker
from watching import Serving, Watched

from webhooks.console.permissions import NEEDS

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LARGEST = 150_000


def invited(serving: Serving) -> str:
    """Return the path of the link that the server printed for its first administrator."""
    return re.findall(r"/meja(/undangan/\S+)", serving.told)[0]


def fixed(path: str) -> Callable[[Serving], str]:
    """Return what gives *path*, whatever the server told."""
    return lambda _: path


EXAMPLES: dict[str, Callable[[Serving], str]] = {
    "/": lambda serving: asked_questions(serving.data),
    "/undangan/{code}": invited,
    # Without the key these ask for it; test_console_tips.py and test_console_leaving.py open it.
    **{
        f"/aduan/{{tip}}{page}": fixed(f"/aduan/0123{page}")
        for page in (
            "",
            "/catatan",
            "/tanya",
            "/langkah",
            "/tutup",
            "/jejak",
            "/sunting",
            "/teruskan",
        )
    },
    "/aduan/{tip}/bukti/{number}": fixed("/aduan/0123/bukti/1"),
    "/pengaturan/akun/{name}": fixed("/pengaturan/akun/siti"),
    "/pengetahuan/isi/{entry}": fixed("/pengetahuan/isi/like-unggahan-calon"),
    "/pengetahuan/hukum/{law}": fixed("/pengetahuan/hukum/uu-20-2023"),
    "/pertanyaan/jawaban": lambda serving: waiting_asker(serving.data),
    # Without questions these lead to their list.
    "/pertanyaan/kelompok/{group}": fixed("/pertanyaan/kelompok/0"),
    "/pertanyaan/kelompok/{group}/usulan": fixed("/pertanyaan/kelompok/0/usulan"),
    "/pertanyaan/kelompok/{group}/usulan.patch": fixed("/pertanyaan/kelompok/0/usulan.patch"),
    **{
        f"/siaran/{{broadcast}}{page}": lambda serving, page=page: (  # type: ignore[misc]
            f"/siaran/{running_broadcast(serving.data)}{page}"
        )
        for page in ("", "/ubah", "/kemajuan", "/laporan")
    },
}
# Files, not pages: tests/webhooks reads them.
FILES = {f"/siaran/{{broadcast}}/{name}" for name in ("gambar", "laporan.csv", "laporan.svg")}
FILES.add("/siaran/{broadcast}/peristiwa")  # a stream
FILES |= {
    f"/aduan/{{tip}}/{name}" for name in ("pdf", "bukti/{number}/isi", "bukti/{number}/unduh")
}
PAGES = [page.removeprefix("GET ") for page in NEEDS if page.startswith("GET ")]
PAGES = [page for page in PAGES if page not in FILES]
# Seen by whom nobody knows, and a page that is not there.
VISITED = [(path, "") for path in ("/masuk", "/undangan/{code}", "/")] + [
    (path, "entered") for path in (*PAGES, "/tidak-ada")
]


@pytest.mark.parametrize(("path", "who"), VISITED)
def test_a_page_is_for_everybody(
    path: str, who: str, watched: Watched, serving: Serving, entered: str
) -> None:
    path = EXAMPLES[path](serving) if path in EXAMPLES else path
    assert "{" not in path, "write an example of its address into EXAMPLES"
    page = watched.page(token=entered if who else "")
    weight: list[int] = []
    page.on("response", lambda each: weight.append(0 if is_stream(each) else len(each.body())))
    page.goto(f"{serving.address}/meja{path}", wait_until="networkidle")
    assert sum(weight) <= LARGEST
    assert_for_everybody(page)


def is_stream(response: Response) -> bool:
    """Tell whether *response* goes on and on."""
    return response.request.resource_type == "eventsource"
