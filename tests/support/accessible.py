"""What everybody can use: what axe finds wrong on a page, and what a finger would miss."""

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


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, with where."""
    options = json.dumps({"runOnly": RULES})
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def small_targets(page: Page) -> list[str]:
    """Return buttons, fields and links of menus that a finger would miss."""
    return list(page.evaluate(SMALL))
