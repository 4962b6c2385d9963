import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.messages import Address, Choice, OutgoingMessage, Reply
from webhooks.chat import templates

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

QUESTION = "boleh gak gw like postingan paslon?"


def ask(page: Page, text: str) -> None:
    page.get_by_label("Pertanyaan Anda").fill(text)
    page.keyboard.press("Enter")


def test_a_question_gets_its_card(page: Page) -> None:
    ask(page, QUESTION)
    card = page.locator("[data-verdict=dilarang]").last
    expect(card.get_by_role("heading")).to_contain_text("DILARANG")
    expect(card).to_contain_text("Dasar hukum:")
    expect(page.locator(".own")).to_have_text(QUESTION)


def test_choices_are_tapped_and_answered(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Sanksi", exact=True).click()
    expect(page.locator(".message").last).to_contain_text("Sanksi: Memberi like")


def test_an_example_asks_its_question(page: Page) -> None:
    page.get_by_role("button", name="Apa sanksinya kalau tidak netral?").click()
    expect(page.locator(".message").last).to_contain_text("Nomor jawaban")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke kotak pertanyaan")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Pertanyaan Anda").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("di instagram")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Dasar hukum", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message").last).to_contain_text("SKB")


def test_new_replies_are_announced_and_parts_are_named(page: Page) -> None:
    log = page.get_by_role("log", name="Percakapan")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("banner")).to_contain_text("JagaNetral")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    for field in page.locator("textarea, button, a").all():
        assert (field.get_attribute("aria-label") or field.inner_text() or "").strip() or (
            field.get_attribute("id") == "tulis"
        )


@pytest.fixture
def offline(chromium: Browser, server: str) -> Page:
    page = chromium.new_context().new_page()
    page.goto(server)
    return page


def test_a_message_that_does_not_get_through_is_sent_again_once(offline: Page) -> None:
    lost = iter([True, True])

    def sometimes(route: object) -> None:
        if next(lost, False):
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    offline.route("**/chat/messages", sometimes)
    ask(offline, "/mulai")
    expect(offline.locator("[data-id]")).to_have_count(1, timeout=15000)
    offline.context.close()


def test_a_message_that_cannot_be_sent_can_be_tried_again(offline: Page) -> None:
    offline.route("**/chat/messages", lambda route: route.fulfill(status=503))
    ask(offline, "/mulai")
    button = offline.get_by_role("button", name="Kirim lagi")
    expect(button).to_be_visible(timeout=20000)
    offline.unroute("**/chat/messages")
    button.click()
    expect(offline.locator("[data-id]")).to_have_count(1)
    expect(offline.get_by_text("Belum terkirim")).to_have_count(0)
    offline.context.close()


def test_reloading_shows_the_last_replies_again(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator("[data-verdict=dilarang]")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-verdict=dilarang]")).to_have_count(1)


def test_without_scripts_it_works_by_forms(chromium: Browser, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    page.get_by_label("Pertanyaan Anda").fill(QUESTION)
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("[data-verdict=dilarang]")).to_have_count(1)
    page.get_by_role("button", name="Dasar hukum", exact=True).click()
    expect(page.locator(".message").last).to_contain_text("SKB")
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_and_nothing_runs_out_of_the_screen(
    width: int, scheme: str, chromium: Browser, server: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 700},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(server)
    ask(page, QUESTION)
    expect(page.locator("[data-verdict=dilarang]")).to_have_count(1)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0
    for selector in (".message p", ".message h2", ".own", ".choices button", ".links button"):
        assert contrast(page, selector) >= 4.5, selector
    sizes = page.locator(".choices button").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    # Chromium lays out in 1/64 of a pixel: a button of 44 may measure 43.99997.
    assert min(sizes) > 44 - 1 / 64
    context.close()


def contrast(page: Page, selector: str) -> float:
    """Return the contrast of text and ground (WCAG 2.2, 1.4.3)."""
    text, ground = page.locator(selector).first.evaluate(
        """element => {
          const text = getComputedStyle(element).color;
          let ground = element;
          while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') {
            ground = ground.parentElement;
          }
          return [text, getComputedStyle(ground).backgroundColor];
        }"""
    )
    bright, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of "rgb(r, g, b)"."""
    shares = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture
def telling(chromium: Browser, server: str) -> Iterator[Page]:
    """A narrow page that asks for evidence; this server has no desk, so it takes none."""
    question = Reply("Ada bukti?", (Choice("tip:enough", "Cukup"),), wants_files=True)
    message = OutgoingMessage(str(uuid4()), Address("web", "x"), question)
    markup = templates.get_template("chat/messages.html").render(messages=[message])
    page = chromium.new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(server)
    page.route("**/chat/messages", lambda route: route.fulfill(body=markup))
    ask(page, "/lapor")
    expect(page.get_by_role("button", name="Kirim berkas")).to_be_visible()
    yield page
    page.context.close()


def test_choosing_evidence_fits_a_narrow_screen(telling: Page) -> None:
    assert telling.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_going_on_without_a_file_that_was_chosen_takes_a_second_tap(telling: Page) -> None:
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}
    telling.get_by_label("Berkas bukti").set_input_files(photo)  # type: ignore[arg-type]
    telling.get_by_role("button", name="Cukup").click()
    expect(telling.get_by_role("alert")).to_contain_text("belum dikirim")
    expect(telling.locator(".own")).to_have_count(1)
    telling.get_by_role("button", name="Cukup").click()
    expect(telling.locator(".own")).to_have_count(2)


@pytest.mark.parametrize("width", [320, 360, 412])
def test_every_link_below_the_question_is_whole_on_a_phone(
    width: int, chromium: Browser, server: str
) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 740}).new_page()
    page.goto(server)
    links = page.locator(".links button").all()
    assert len(links) > 3
    for each in links:
        box = each.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width, each.inner_text()
        assert box["height"] >= 24
    page.context.close()
