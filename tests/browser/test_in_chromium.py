"""The pages to subscribe from, in a real browser: what people see, press and hear."""

from __future__ import annotations

from datetime import datetime

import pytest
from chromium import PATIENCE, chromium
from conftest import CONFIG, SiteFolder
from loopback import serving
from playwright.sync_api import expect
from tools import NODE, need_node_packages

from broadsheet.cli import main
from broadsheet.serve.files import ServedFiles

TAGS = [f"标签{n}" for n in range(30)] + ["<script>alert(1)</script>", "Ａgent", "C++"]
PAGES = ["", "tags/", "tags/c++/", "topics/", "feeds/policy/"]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    site = SiteFolder(tmp_path_factory.mktemp("site"))
    with serving(ServedFiles(site.out)) as server:
        custom = '[feeds.custom.policy]\ntitle = "Policy"\nany = { tags = ["C++"] }\n'
        site.config(CONFIG.replace("https://example.org/", server.url) + custom)
        for n in range(12):
            site.article(
                f"{n}.md",
                f"title: 第 {n} 篇 & <i>more</i>\ndate: 2025-06-{10 + n}\n"
                f"tags: {TAGS}\nmain_topics: [观点]\nlang: {'en' if n % 2 else 'zh-CN'}",
            )
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        yield server.url


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def open_page(path="", width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda message: page.faults.append(message.text))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation(open_page, path, width, scheme):
    need_node_packages()
    page = open_page(path, width, scheme)
    page.add_script_tag(path=NODE / "node_modules/axe-core/axe.min.js")
    found = page.evaluate(
        "axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })"
    )
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.faults == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_of_others(open_page, address, path):
    page = open_page(path)
    assert all(url.startswith(address) for url in page.requested)


def test_the_filter_finds_terms_however_they_are_typed(open_page):
    page = open_page()
    field, shown = page.get_by_label("筛选标签"), page.locator("#terms-tags li:visible")
    assert shown.count() == len(TAGS)
    for typed, names in (
        ("C++", ["C++"]),
        ("AGENT", ["Ａgent"]),
        ("标签 9", ["标签9", "标签19", "标签29"]),
        ("<script>", ["<script>alert(1)</script>"]),
    ):
        field.fill(typed)
        assert sorted(shown.locator("a").all_text_contents()) == sorted(names)
        assert page.locator("output").first.text_content() == f"{len(names)} / {len(TAGS)}"
    field.fill("nothing such")
    assert shown.count() == 0
    assert page.locator("output").first.text_content() == "没有找到"
    field.press("Escape")
    assert shown.count() == len(TAGS)
    assert page.locator("output").first.text_content() == ""


def test_the_filter_works_without_a_server(browser, tmp_path):
    site = SiteFolder(tmp_path)
    site.article("a.md", f"tags: {TAGS}")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    page = browser.new_page()
    page.goto((site.out / "index.html").as_uri())
    page.get_by_label("筛选标签").fill("c++")
    assert page.locator("#terms-tags li:visible").count() == 1
    page.close()


def test_pages_lead_to_each_other_without_a_server(browser, tmp_path):
    site = SiteFolder(tmp_path)
    site.article("a.md", "tags: [C++]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    page = browser.new_page()
    page.goto((site.out / "index.html").as_uri())
    page.get_by_role("link", name="C++").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C++")
    page.get_by_role("link", name="标签").click()
    page.get_by_role("link", name="测试 & Test").click()
    expect(page).to_have_url((site.out / "index.html").as_uri())
    page.close()


@pytest.mark.parametrize("with_server", [True, False])
def test_a_search_leads_to_terms_that_have_no_room(browser, tmp_path, with_server):
    site = SiteFolder(tmp_path)
    site.article("a.md", f"tags: {[f'标签{n}' for n in range(600)]}")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    with serving(ServedFiles(site.out)) as server:
        page = browser.new_page()
        page.goto(server.url if with_server else (site.out / "index.html").as_uri())
        field = page.get_by_label("筛选标签")
        field.fill("标签59")
        field.press("Enter")
        page.locator("output", has_text="11 / 600").wait_for()
        names = page.locator("#terms-tags li:visible a").all_text_contents()
        page.close()
    assert sorted(names) == sorted(["标签59", *(f"标签59{n}" for n in range(10))])


def test_a_page_keeps_to_its_direction_and_width(browser, tmp_path):
    need_node_packages()
    site = SiteFolder(tmp_path)
    site.config(CONFIG.replace("zh-CN", "ar"))
    site.article("a.md", f"title: C++ على صفحة عربية\ntags: [{'x' * 180}, {'超长' * 50}, خلاصات]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    page = browser.new_page(viewport={"width": 375, "height": 900})
    page.goto((site.out / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    text_ends = page.evaluate(
        "[...document.querySelectorAll('.articles a, h2')].map(element => {"
        " const range = document.createRange(); range.selectNodeContents(element);"
        " return range.getBoundingClientRect().right })"
    )
    assert (
        max(text_ends[1:]) - min(text_ends[1:]) < 2
    )  # All but the first heading, which is in a box.
    page.add_script_tag(path=NODE / "node_modules/axe-core/axe.min.js")
    assert page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
    page.close()


def test_a_short_list_needs_no_filter(open_page):
    assert open_page("topics/").locator(".filter:visible").count() == 0


def test_the_address_is_copied(open_page, address):
    page = open_page("tags/c++/", permissions=["clipboard-read", "clipboard-write"])
    page.clock.pause_at(datetime(2100, 1, 1))
    page.get_by_role("button", name="复制地址").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.get_by_role("status").text_content() == "已复制"
    assert page.evaluate("navigator.clipboard.readText()") == address + "tags/c++/atom.xml"
    page.clock.run_for(5000)
    page.get_by_role("button", name="复制地址").wait_for()


def test_a_keyboard_reaches_everything_in_the_order_of_the_page(open_page):
    page = open_page("feeds/policy/")
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "[document.activeElement.textContent || document.activeElement.value,"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    names = [name for name, _ in reached]
    expected = [
        "测试 & Test",
        page.get_by_label("订阅源地址").input_value(),
        "复制地址",
        "Atom",
        "RSS",
        "JSON Feed",
        "Feedly",
    ]
    assert names[: len(expected)] == expected
    assert {outline for name, outline in reached if name} == {"solid"}


def test_all_but_filter_and_button_works_without_script(open_page, address):
    page = open_page(java_script_enabled=False)
    assert page.locator("input[type=search]:visible, button:visible").count() == 0
    assert page.get_by_label("订阅源地址").is_visible()
    page.get_by_role("link", name="C++").click()
    expect(page).to_have_url(address + "tags/c++/")
    page.get_by_role("link", name="测试 & Test").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("测试 & Test")


def test_names_that_are_html_are_shown_as_typed(open_page):
    page = open_page()
    page.get_by_role("link", name="<script>alert(1)</script>").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("<script>alert(1)</script>")
    assert page.faults == []


def test_a_feed_sent_as_xml_is_readable_with_its_style_sheet(browser, tmp_path):
    site = SiteFolder(tmp_path)

    async def as_xml(scope, receive, send):
        async def change(message):
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, value.replace(b"atom+xml", b"xml")) for name, value in message["headers"]
                ]
            await send(message)

        await ServedFiles(site.out)(scope, receive, change)

    with serving(as_xml) as server:
        site.config(
            CONFIG.replace("https://example.org/", server.url) + "[feeds]\nstylesheet = true\n"
        )
        site.article("a.md", "title: Seen\nsummary: In short")
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        page = browser.new_page()
        page.goto(server.url + "atom.xml")
        visible = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => !e.children.length && "
            "e.getBoundingClientRect().height > 0).map(e => [e.localName, e.textContent])"
        )
        page.close()
    assert [name for name, _ in visible] == ["title", "subtitle", "title", "summary", "published"]
    assert "Seen" in dict(visible).values()
