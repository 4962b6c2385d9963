import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.commands.evaluation import page as made
from bot.questions.guide import Guide, LiveGuide
from knowledge.labelling import labelled
from knowledge.outcome import outcomes
from knowledge.report import report

# Contrast by WCAG 2.2, of every element that has text of its own.
FAINT = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => each <= .03928 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4)
    .reduce((sum, each, at) => sum + each * [.2126, .7152, .0722][at], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const found = rgb(getComputedStyle(each).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const each of document.querySelectorAll("body *")) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || each.closest("title")) continue;
    const style = getComputedStyle(each);
    const ink = each.closest("svg") ? style.fill : style.color;
    const [one, two] = [light(rgb(ink)), light(behind(each))];
    const contrast = (Math.max(one, two) + .05) / (Math.min(one, two) + .05);
    if (contrast < 4.5) faint.push(each.outerHTML.slice(0, 80) + " " + contrast.toFixed(2));
  }
  return faint;
}"""


@pytest.fixture(scope="module")
def file(guide: LiveGuide, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the held-out sets."""
    current: Guide = guide.current
    library = current.library
    found = outcomes(current.matcher, library, labelled(library))
    path = tmp_path_factory.mktemp("page") / "hasil.html"
    text = made(report(library, found), library, name="uji", day="25 November 2026")
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(params=["light", "dark"])
def shown(request: pytest.FixtureRequest, chromium: Browser, file: Path) -> Iterator[Page]:
    """The page on a narrow telephone without scripts, in each scheme."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=request.param
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert asked == [file.as_uri()]


def test_the_page_fits_a_telephone(shown: Page) -> None:
    width = shown.evaluate("document.documentElement.scrollWidth")
    assert width == 360
    shown.set_viewport_size({"width": 1280, "height": 900})
    assert shown.evaluate("document.documentElement.scrollWidth") == 1280


def test_every_text_stands_out_from_what_is_behind_it(shown: Page) -> None:
    assert shown.evaluate(FAINT) == []


def test_wide_tables_can_be_moved_with_the_keyboard(shown: Page) -> None:
    wide = shown.get_by_role("region", name=re.compile("Tabel topik"))
    wide.focus()
    assert wide.evaluate("each => each.scrollLeft") == 0
    shown.keyboard.press("End")
    for _ in range(5):
        shown.keyboard.press("ArrowRight")
    shown.wait_for_function("each => each.scrollLeft > 0", arg=wide.element_handle())


def test_what_is_folded_away_on_the_screen_is_printed(shown: Page) -> None:
    folded = shown.locator("#tanpa li").first
    assert not folded.is_visible()
    shown.emulate_media(media="print")
    assert folded.is_visible()
