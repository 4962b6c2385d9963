"""What axe and a finger find wrong with a page, on a phone and a desk, in light and dark."""

import json
from pathlib import Path

from playwright.sync_api import Page
from watching import ColorScheme

AXE = (Path(__file__).parents[1] / "browser/vendor/axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOWN: list[tuple[int, ColorScheme]] = [
    (width, scheme) for width in (360, 1280) for scheme in ("light", "dark")
]
SMALL = """() => [...document.querySelectorAll("button, input, select, summary, nav a, .button")]
  .filter(each => each.offsetParent && !["checkbox", "radio"].includes(each.type))
  .filter(each => each.getBoundingClientRect().height < 44)
  .map(each => each.outerHTML)"""

# Words that stand one below the other in pieces: a column that is much too narrow for them.
SQUEEZED = """() => [...document.querySelectorAll("main *")]
  .filter(each => each.offsetParent && getComputedStyle(each).writingMode === "horizontal-tb")
  .filter(each => [...each.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 7))
  .filter(each => {
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    const letter = parseFloat(style.fontSize) / 2;
    return box.width > 1 && box.width < 5 * letter && box.height > 3 * letter * 2;
  })
  .map(each => each.outerHTML)"""


def assert_for_everybody(page: Page) -> None:
    """Fail unless everybody can use *page* as it is now."""
    page.evaluate(AXE)
    for width, scheme in SHOWN:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert small_targets(page) == [], width
        assert page.evaluate(SQUEEZED) == [], width


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, with where."""
    options = json.dumps({"runOnly": RULES})
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def small_targets(page: Page) -> list[str]:
    """Return buttons, fields and links of menus that a finger would miss."""
    return list(page.evaluate(SMALL))
