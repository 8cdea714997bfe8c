"""Issues as `publish serve` shows them: as e-mails, before they are made."""

from __future__ import annotations

import html
import io
import re
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONFIG
from loopback import serving
from PIL import Image
from starlette.applications import Starlette

from broadsheet.api.previews import preview
from broadsheet.errors import ContentError, TemplateError, UsageError
from broadsheet.newsletter import IssuePreview
from broadsheet.serve.issues import IssuePages, Look, shown_as
from broadsheet.serve.live import Live
from broadsheet.serve.main_thread import MainThread

NOW = datetime(2025, 6, 24, 8, tzinfo=UTC)
EDITIONS = '[digest.weekly]\n[digest.monthly]\nperiod = "month"\n'


class Served:
    """The pages, without a server that builds: a build ends when `live` is told so."""

    def __init__(self, site):
        self.site = site
        self.live = Live()
        self.asked = []

    def editions(self):
        return ("weekly", "monthly")

    def preview(self, edition, issue):
        self.asked.append((edition, issue))
        return preview(self.site.root, edition, issue, now=NOW)

    def app(self):
        main = MainThread()
        threading.Thread(target=main.work_while, args=(lambda: True,), daemon=True).start()
        return Starlette(routes=IssuePages(self, self.live, main, self.site.root).routes())


@pytest.fixture
def served(site):
    site.config(CONFIG + EDITIONS)
    made = Served(site)
    with serving(made.app()) as server:
        made.url = f"{server.url}.broadsheet/issues/"
        yield made


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.read(), response.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.read(), error.headers


def page(url):
    return html.unescape(fetch(url)[0].decode())


def picture(site, path, size, colour):
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, Path(path).suffix[1:].replace("jpg", "jpeg"))
    file = site.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(stream.getvalue())
    return stream.getvalue()


def test_the_first_edition_is_shown_and_all_are_offered(served):
    served.site.article("a.md", "title: 渡轮")
    shown = page(served.url)
    assert "<dt>Subject</dt><dd>渡轮</dd>" in shown
    assert "<dt>From</dt><dd>Ada <ada@example.org></dd>" in shown
    assert 'href="/.broadsheet/issues/monthly/"' in shown
    assert [width for width in ("375", "640") if f'width="{width}"' in shown] == ["375", "640"]
    assert "2025-06" in page(f"{served.url}monthly/")


def test_an_issue_is_made_once_for_each_build_and_follows_every_source(served):
    site = served.site
    site.article("a.md", "title: First words")
    for _ in range(2):
        fetch(f"{served.url}weekly/email.html")
        fetch(f"{served.url}weekly/")
    assert served.asked == [("weekly", "")]
    note = site.root / "issues/weekly/2025-W25.md"
    note.parent.mkdir(parents=True)
    letter = site.root / "templates/digest/letter.html"
    letter.parent.mkdir(parents=True)
    changes = [
        (lambda: site.article("a.md", "title: Second words"), "Second words"),
        (lambda: note.write_text("---\ndraft: true\n---\nWords of the editor."), "of the editor"),
        (
            lambda: letter.write_text(
                '{% extends "built-in/digest/letter.html" %}{% block footer %}'
                "<tr><td>My own end</td></tr>{% endblock %}"
            ),
            "My own end",
        ),
    ]
    for change, wanted in changes:
        change()
        assert wanted not in page(f"{served.url}weekly/email.html")
        served.live.finished([])
        assert wanted in page(f"{served.url}weekly/email.html")
    assert not (site.out / "digests").exists()


def test_what_is_wrong_is_shown_in_place_of_the_issue(served):
    site = served.site
    site.article("a.md")
    note = site.root / "issues/weekly/2025-W25.md"
    note.parent.mkdir(parents=True)
    note.write_text("---\nlead: nowhere\n---\n")
    shown = page(f"{served.url}weekly/")
    assert "issues/weekly/2025-W25.md:2: lead:" in shown
    assert "<iframe" not in shown
    assert "is not configured" in page(f"{served.url}daily/")
    assert 'data-build="' in shown
    assert "<iframe" not in page(f"{served.url}weekly/?issue=2025-W20")


def test_pictures_come_from_the_disk_and_nothing_else_does(served):
    site = served.site
    lead = picture(site, "static/img/sea.jpg", (800, 450), "navy")
    picture(site, "static/img/small.webp", (400, 300), "red")
    site.article("a.md", "title: A\nlead: true\nimage: /img/sea.jpg")
    site.article("b.md", "title: B\nimage: /img/small.webp")
    shown = page(f"{served.url}weekly/email.html")
    sources = re.findall(r'<img[^>]* src="([^"]*)"', shown)
    assert sources == ["picture/0?", "picture/1?"]
    assert fetch(f"{served.url}weekly/picture/0")[0] == lead
    made = Image.open(io.BytesIO(fetch(f"{served.url}weekly/picture/1")[0]))
    assert made.format == "JPEG"
    assert made.width <= 224
    assert fetch(f"{served.url}weekly/picture/2")[0] == b"There is no such picture."
    (site.root / "static/img/sea.jpg").unlink()
    assert fetch(f"{served.url}weekly/picture/0")[0] == b"Its file has gone."


def test_nothing_in_an_issue_can_run_and_pictures_can_be_off(served):
    served.site.article("a.md")
    assert (
        "img-src 'none'"
        in fetch(f"{served.url}weekly/email.html?images=no")[1]["content-security-policy"]
    )
    policy = fetch(f"{served.url}weekly/email.html")[1]["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src 'self'")


def test_the_issue_that_is_due_is_shown_else_the_newest(site):
    site.config(CONFIG + EDITIONS)
    site.article("a.md", "date: 2025-06-03")
    site.article("b.md", "date: 2025-06-17")
    site.article("c.md", "date: 2025-06-24T01:00:00+08:00")
    shown = preview(site.root, "weekly", now=NOW)
    assert (shown.issue, shown.choices) == ("2025-W25", ("2025-W26", "2025-W25", "2025-W23"))
    late = preview(site.root, "weekly", now=datetime(2025, 8, 1, tzinfo=UTC))
    assert late.issue == "2025-W26"
    under_way = preview(site.root, "weekly", "current", now=NOW)
    assert under_way.issue == "2025-W26"
    assert b"X-Preview: yes" in under_way.message
    assert preview(site.root, "monthly", now=NOW).issue == "2025-06"


def test_an_edition_without_an_article_has_no_issue(site):
    site.config(CONFIG + '[digest.weekly]\nany = { tags = ["none"] }\n')
    site.article("a.md")
    shown = preview(site.root, "weekly", now=NOW)
    assert (shown.issue, shown.choices, shown.html) == ("", (), "")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda site: preview(site.root, "daily", now=NOW), UsageError),
        (lambda site: preview(site.root, "weekly", "soon", now=NOW), UsageError),
        (lambda site: _with_note(site, "---\nadd: [nowhere]\n---\n"), ContentError),
        (lambda site: _with_template(site, "{{ letter.nothing }}"), TemplateError),
    ],
)
def test_what_an_issue_cannot_be_made_of(site, make, error):
    site.config(CONFIG + EDITIONS)
    site.article("a.md")
    with pytest.raises(error):
        make(site)


def _with_note(site, text):
    file = site.root / "issues/weekly/2025-W25.md"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    preview(site.root, "weekly", now=NOW)


def _with_template(site, text):
    file = site.root / "templates/digest/letter.html"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    preview(site.root, "weekly", now=NOW)


SHOWN = IssuePreview(
    edition="weekly",
    issue="2025-W25",
    choices=(),
    html="<head><style>a{}</style><style>@media (prefers-color-scheme: dark) { b{} }</style></head>"
    '<p style="x">.</p><img src="https://a.example/x&amp;y.png"><img src="https://a.example/z.png">',
    pictures={"https://a.example/x&y.png": b"1"},
)


@pytest.mark.parametrize(
    ("look", "wanted", "unwanted"),
    [
        (Look(), "@media (max-width: 0) { b{} }", "prefers-color-scheme"),
        (Look(dark=True), "@media (min-width: 0) { b{} }", "prefers-color-scheme"),
        (Look(style=False), '<p style="x">', "<style"),
        (Look(), '<img src="picture/0?"><img src="https://a.example/z.png">', "x&amp;y"),
        (Look(issue="2025-W25", dark=True), "picture/0?issue=2025-W25&amp;dark=yes", "x&amp;y"),
        (Look(), '<head><base target="_blank">', "nothing"),
    ],
)
def test_looks(look, wanted, unwanted):
    shown = shown_as(SHOWN, look)
    assert wanted in shown
    assert unwanted not in shown
