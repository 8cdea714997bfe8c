"""The subscription pages in Chromium: as people use them, and as scanners do."""

from __future__ import annotations

import pytest
from chromium import PATIENCE, chromium
from loopback import serving
from playwright.sync_api import expect
from subscription_pages import ADA, CONFIG, KEY, Service
from tools import NODE, need_node_packages

from broadsheet.cli import main
from broadsheet.serve.files import ServedFiles
from broadsheet.subscribe.owner import OwnerPage, make_owner_app
from broadsheet.subscribers import read_address, statistics
from broadsheet.templating.templates import Templates

AXE = (
    "axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', "
    "'wcag22aa', 'best-practice'] } })"
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


class Later:
    """An application that is made after the address at which it is served is known."""

    def __init__(self):
        self.app = None

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


@pytest.fixture
def start(tmp_path):
    """Start a service at an address of this machine; `extra` is added to its configuration."""
    ends = []

    def start(extra="", site=""):
        later = Later()
        server = serving(later)
        url = server.__enter__().url
        config = CONFIG.replace("https://letters.example/sub/", url) + extra
        service = Service(
            tmp_path,
            {"BROADSHEET_SECRET": KEY},
            config.replace("https://example.org/", site or url),
        )
        later.app = service.service.app
        service.url = url
        ends.append((server, service))
        return service

    yield start
    for server, service in ends:
        server.__exit__(None, None, None)
        service.close()


@pytest.fixture
def open_page(browser):
    contexts = []

    def open_page(url, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.requested, page.faults = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def links(service):
    """Make a reader and a request, and return links of every kind to the pages."""
    service.add(ADA)
    service.join("new@example.com")
    url, now = service.url, int(service.clock.now)
    reader = service.subscribers.find(read_address(ADA)).id
    confirm = service.link()
    leave = service.issue_link().rpartition("/")[2]
    return {
        "join": url,
        "weekly": f"{url}weekly",
        "arabic": f"{url}?lang=ar",
        "chinese": f"{url}daily",
        "ask": f"{url}manage",
        "confirm": confirm,
        "not me": confirm.replace("/confirm/", "/not-me/"),
        "leave": f"{url}u/{leave}",
        "preferences": f"{url}manage/{service.secret.token('manage', reader, now)}",
        "wrong": f"{url}u/x",
    }


def violations(page):
    page.add_script_tag(path=NODE / "node_modules/axe-core/axe.min.js")
    found = page.evaluate(AXE)["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


ALL = ("arabic", "ask", "confirm", "leave", "preferences", "wrong")


@pytest.mark.parametrize(
    ("width", "scheme", "names"), [(320, "light", ALL), (1280, "dark", ("join", "preferences"))]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    start, open_page, width, scheme, names
):
    need_node_packages()
    service = start()
    for name, link in links(service).items():
        if name not in names:
            continue
        page = open_page(link, width, scheme, bypass_csp=True)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert all(url.startswith(service.url) for url in page.requested), name
        assert page.context.cookies() == [], name
        page.context.close()


def test_axe_finds_nothing_on_the_owners_page(start, open_page, tmp_path):
    need_node_packages()
    service = start()
    links(service)
    read = lambda: statistics.read(service.subscribers.database)  # noqa: E731
    page = OwnerPage("A", Templates(tmp_path), read, service.clock)
    with serving(make_owner_app(page)) as server:
        for width, scheme in ((320, "light"), (1280, "dark")):
            shown = open_page(server.url, width, scheme, bypass_csp=True)
            assert violations(shown) == []
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
            assert shown.locator("svg").count() == 2


def test_joining_by_keyboard_without_script(start, open_page):
    service = start()
    page = open_page(f"{service.url}weekly", java_script_enabled=False)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator("#email:focus").count():
            break
    page.keyboard.type("eve@example.com")
    service.clock.now += 3
    page.keyboard.press("Tab")
    assert page.locator("button:focus").count() == 1  # The trap is not in the way.
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Check your mail")
    page.goto(service.link())
    service.clock.now += 3
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator("button:focus").count() == 1
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("You are subscribed")
    assert service.editions("eve@example.com") == ["weekly"]


def test_leaving_undo_and_preferences_without_script(start, open_page):
    service = start()
    found = links(service)
    page = open_page(found["leave"], 320, java_script_enabled=False)
    service.clock.now += 3
    page.get_by_role("button").click()
    assert service.editions() == ["daily"]
    service.clock.now += 3
    page.get_by_role("button", name="Undo").click()
    assert service.editions() == ["daily", "weekly"]
    page.goto(found["preferences"])
    service.clock.now += 3
    page.locator("input[value=daily]").uncheck()
    page.locator("select").select_option("de")
    page.locator("form button").first.click()
    expect(page.locator("[role=status]")).to_be_visible()
    assert service.editions() == ["weekly"]
    assert page.locator("html").get_attribute("lang") == "de"
    service.clock.now += 3
    page.get_by_role("button", name="Meine Daten löschen").click()
    assert service.editions() == ["weekly"]  # It is asked once more.
    service.clock.now += 3
    page.get_by_role("button").click()
    assert service.editions() is None


def test_a_form_of_the_static_site_leads_to_the_mail(start, open_page, site):
    with serving(ServedFiles(site.out)) as web:
        service = start(site=web.url)
        site.config(
            f'[site]\ntitle = "A"\nurl = "{web.url}"\nlanguage = "en"\n'
            'author = { name = "Ada", email = "ada@example.org" }\n'
            '[digest.daily]\nperiod = "day"\n[digest.weekly]\n'
            f'[send]\nrelay = "sendmail"\nurl = "{service.url}"\n'
        )
        site.article("a.md", "tags: [x]")
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        page = open_page(web.url, 320, java_script_enabled=False)
        page.locator("input[value=daily]").uncheck()
        page.locator("#join-email").fill("eve@example.com")
        page.get_by_role("button", name="Subscribe").click()
        assert page.url.startswith(service.url)
        assert page.locator("#email").input_value() == "eve@example.com"
        service.clock.now += 3
        page.get_by_role("button").click()
        expect(page.locator("h1")).to_have_text("Check your mail")
        assert "/confirm/weekly/" in service.link()


SCANNER = """async () => {
    for (const form of document.forms) {
        for (const field of form.elements) {
            if (field.type == "checkbox") field.checked = !field.checked;
        }
    }
    const forms = [...document.forms].map((form) => [form.action, new URLSearchParams(new FormData(form))]);
    for (const [url, body] of forms) await fetch(url, { method: "POST", body });
    for (const [url] of forms) await fetch(url);
}"""


def test_a_scanner_that_opens_all_links_and_runs_all_forms_changes_nothing(start, open_page):
    """GET and HEAD of everything, forms sent by script as they stand, and buttons pressed at once."""
    service = start()
    found = links(service)
    for name in ("confirm", "not me", "leave", "preferences"):
        service.client.get(found[name].removeprefix(service.url.rstrip("/")))
        service.client.head(found[name].removeprefix(service.url.rstrip("/")))
        page = open_page(found[name], bypass_csp=True)
        service.clock.now += 30  # It may be patient.
        page.evaluate(SCANNER)
        with page.expect_navigation():
            page.evaluate("document.forms[0].submit()")
        page.goto(found[name])
        with page.expect_navigation():
            page.evaluate("document.querySelector('button').click()")  # At once.
    assert service.editions() == ["daily", "weekly"]
    assert service.editions("new@example.com") == []
    assert service.subscribers.suppression_reason(read_address("new@example.com")) == ""


def test_the_puzzle_is_solved_by_the_browser_and_needs_script(start, open_page):
    service = start("proof_of_work = true\n")
    page = open_page(f"{service.url}weekly")
    page.locator("#email").fill("eve@example.com")
    service.clock.now += 3
    page.get_by_role("button").click()  # Waits for the solution, if it is not there yet.
    expect(page.locator("h1")).to_have_text("Check your mail")
    assert [mail["To"] for mail in service.mails()] == ["eve@example.com"]
    assert page.faults == []
    page = open_page(f"{service.url}weekly", java_script_enabled=False)
    assert "This form needs JavaScript" in page.locator("noscript").inner_html()
    page.locator("#email").fill("bob@example.com")
    service.clock.now += 3
    page.get_by_role("button").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    assert len(service.mails()) == 1
