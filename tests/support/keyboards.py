"""Somebody who has a keyboard and no mouse: focus moves by Tab, and is seen wherever it goes."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

_MOST = 150  # presses of Tab; a page with more before what one wants is no page to work with

# What is focused has a ring of two pixels or more around it, and is on the screen. The button
# inside a field of dates has a ring of the browser's own, which no page can see.
_SHOWN = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const box = each.getBoundingClientRect();
  return each === document.body || each.matches("input[type^=date], input[type=time]")
    || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
}"""
_TAG = "document.activeElement.outerHTML.slice(0, 200)"


@dataclass(frozen=True)
class Keyboard:
    """The keys of whoever looks at *page*."""

    page: Page

    def reaches(self, wanted: Locator) -> None:
        """Press Tab until *wanted* has the focus; fail where the focus cannot be seen."""
        expect(wanted).to_be_visible()
        for _ in range(_MOST):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self._goes_on()
        raise AssertionError(f"{wanted} cannot be reached")

    def skips(self) -> None:
        """Go past the menu by the link that is there for it."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
        self.page.keyboard.press("Enter")

    def presses(self, wanted: Locator, key: str = "Enter") -> None:
        """Reach *wanted* and press a key on it."""
        self.reaches(wanted)
        self.page.keyboard.press(key)

    def types(self, wanted: Locator, text: str) -> None:
        """Reach *wanted* and write into it."""
        self.reaches(wanted)
        self.page.keyboard.type(text)

    def goes_around(self) -> int:
        """Press Tab until the first link has the focus again; return how often."""
        first = self.page.get_by_role("link", name="Langsung ke isi")
        self.reaches(first)
        for count in range(1, 3 * _MOST):
            self._goes_on()
            if first.evaluate("each => each === document.activeElement"):
                return count
        raise AssertionError("the focus does not come out again")

    def _goes_on(self) -> None:
        """Press Tab; fail where it cannot be seen what then has the focus."""
        self.page.keyboard.press("Tab")
        assert self.page.evaluate(_SHOWN), self.page.evaluate(_TAG)
