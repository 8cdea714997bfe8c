"""Letters and their pages in a real browser, on a desk and on a phone, light and dark."""

from __future__ import annotations

import re

import pytest
from chromium import PATIENCE, chromium
from conftest import CONFIG, SiteFolder
from PIL import Image
from playwright.sync_api import expect
from tools import NODE, need_node_packages

from broadsheet.cli import main

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2
TITLES = {
    "zh-CN": "巨头之弈：八个月谈判僵局，揭示权力重构",
    "en": "Why ids must never change",
    "de": LONG,
    "ar": "الخلاصات تعود بهدوء، ولم يخطط لذلك أحد",
}
FILES = {
    "letter": "2025-W25/email.html",
    "web copy": "2025-W25/index.html",
    "archive": "index.html",
}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=TITLES)
def folder(request, tmp_path_factory):
    """Make a letter of a language, with all that may be in one; return its edition's folder."""
    site = SiteFolder(tmp_path_factory.mktemp("site"))
    digest = (
        '[digest.weekly]\ngroup_by = "tags"\ngroups = ["t0", "t1", "t2"]\ndescription = "On feeds"\naddress = "1 Main Street"\n'
        'unsubscribe = "https://example.org/u/%%token%%"\nlinks = { "Home" = "/" }\n'
    )
    site.config(CONFIG.replace("zh-CN", request.param) + digest)
    for n in range(15):  # Enough for a list of contents.
        site.article(
            f"{n}.md",
            f"title: {TITLES[request.param]}\nsummary: {LONG if n == 1 else 'In short. ' * 20}\n"
            f"tags: [t{n % 3}, {'x' * 90 if n == 1 else 'y'}]\ndate: 2025-06-{16 + n % 7}",
            "word " * 700,
        )
    assert (
        main(["-C", str(site.root), "digest", "--period", "2025-W25", "--now", "2026-01-01"]) == 0
    )
    return site.out / "digests/weekly"


@pytest.fixture
def open_page(browser, folder):
    contexts = []

    def open_page(name, width, scheme):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto((folder / FILES[name]).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 600])
@pytest.mark.parametrize("name", FILES)
def test_all_can_be_read_without_scrolling_aside(open_page, name, width, scheme):
    need_node_packages()
    page = open_page(name, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_script_tag(path=NODE / "node_modules/axe-core/axe.min.js")
    found = page.evaluate(
        "axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } })"
    )
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


def test_the_list_of_contents_leads_to_the_headings(open_page):
    page = open_page("web copy", 600, "light")
    page.locator(".contents a").last.click()
    heading = page.locator(".heading").last
    assert page.url.endswith(f"#{heading.get_attribute('id')}")
    expect(heading).to_be_in_viewport()


@pytest.fixture
def logo_letter(tmp_path):
    """Make a letter whose logo is as wide as a logo may be; return its HTML and its folder."""
    site = SiteFolder(tmp_path)
    site.config(CONFIG + '[digest.weekly]\nlogo = "/logo.png"\n')
    site.article("a.md", "title: A\ndate: 2025-06-18", "Body.")
    (site.root / "static").mkdir()
    Image.new("RGBA", (1200, 100), (0, 0, 80, 255)).save(site.root / "static/logo.png")
    assert (
        main(["-C", str(site.root), "digest", "--period", "2025-W25", "--now", "2026-01-01"]) == 0
    )
    return site.out / "digests/weekly/2025-W25/email.html", site.root / "static/logo.png"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("style", ["kept", "dropped"])
def test_a_wide_logo_stays_in_its_column_on_a_phone(browser, logo_letter, scheme, style):
    letter, logo = logo_letter
    html = letter.read_text("utf-8")
    if style == "dropped":
        html = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
    page = browser.new_page(viewport={"width": 375, "height": 900}, color_scheme=scheme)
    page.route("**/logo.png", lambda route: route.fulfill(body=logo.read_bytes()))
    page.set_content(html)
    page.wait_for_load_state("networkidle")
    column, shown = (page.locator(each).first.bounding_box() for each in (".dateline", "img.logo"))
    assert column["x"] <= shown["x"] + 1
    assert shown["x"] + shown["width"] <= column["x"] + column["width"] + 1
    page.close()
