"""Each page of the console as everybody can use it: on a phone and a desk, in light and dark.

Pages without a parameter are found in the table of permissions; one with a parameter gets a line
in EXAMPLES.
"""

import re
from collections.abc import Callable

import pytest
from accessible import AXE, SHOWN, small_targets, violations
from broadcast_examples import running_broadcast
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
    "/undangan/{code}": invited,
    # At a locked desk; test_console_tips.py has them open.
    **{
        f"/aduan/{{tip}}{page}": fixed(f"/aduan/0123{page}")
        for page in ("", "/sunting", "/teruskan")
    },
    "/aduan/{tip}/bukti/{number}": fixed("/aduan/0123/bukti/1"),
    "/pengaturan/akun/{name}": fixed("/pengaturan/akun/siti"),
    "/pengetahuan/isi/{entry}": fixed("/pengetahuan/isi/like-unggahan-calon"),
    "/pengetahuan/hukum/{law}": fixed("/pengetahuan/hukum/uu-20-2023"),
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
    page.on("response", lambda each: weight.append(len(each.body())))
    page.goto(f"{serving.address}/meja{path}", wait_until="networkidle")
    assert sum(weight) <= LARGEST
    page.evaluate(AXE)
    for width, scheme in SHOWN:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert small_targets(page) == [], width
