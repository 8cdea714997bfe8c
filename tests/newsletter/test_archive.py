"""The archive of an edition: its pages, and the years on them."""

from __future__ import annotations

from lxml import html as lxml_html
from newsletter_samples import article, context, of_edition

URL = "https://example.org/digests/weekly/"
NAMES = [f"{year}-W{week:02}" for year in (2024, 2025) for week in range(1, 41)]


def archive(names):
    files = of_edition(context([article("a")], existing=names))
    paths = [path for path in files if path == "index.html" or path.startswith("page/")]
    return {path: lxml_html.document_fromstring(files[path].decode()) for path in paths}


def test_pages_are_numbered_and_the_one_that_is_shown_is_marked():
    pages = archive(NAMES)
    assert list(pages) == ["index.html", "page/2/index.html"]
    for number, page in enumerate(pages.values()):
        (links,) = (nav.findall("a") for nav in page.find_class("pages"))
        assert [(link.text, link.get("href")) for link in links] == [
            ("1", URL),
            ("2", f"{URL}page/2/"),
        ]
        assert [link.get("aria-current") for link in links].index("page") == number
    assert [len(page.xpath("//li")) for page in pages.values()] == [50, 30]


def test_each_year_leads_to_where_its_issues_begin():
    first, second = archive(NAMES).values()
    for page in (first, second):
        links = page.find_class("links")[0].findall("a")
        assert [(link.text, link.get("href")) for link in links] == [
            ("2025", f"{URL}#y2025"),
            ("2024", f"{URL}#y2024"),
        ]
    assert first.xpath("//h2/@id") == ["y2025", "y2024"]
    assert second.xpath("//h2/@id") == ["y2024"]


def test_one_page_of_one_year_has_neither():
    (page,) = archive(NAMES[:3]).values()
    assert not page.find_class("pages")
    assert not page.find_class("links")
    assert not page.find_class("year")
