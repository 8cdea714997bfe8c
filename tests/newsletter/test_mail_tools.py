"""Letters and pages judged by other people's tools: html-validate, caniemail, SpamAssassin."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newsletter_samples import PICTURE, article, config, content_of, context, of_edition, written
from tools import MAIL_TOOLS, need, need_node_packages

from broadsheet.config.load import load_config, parse_config
from broadsheet.config.records import Config
from broadsheet.engines import resolve
from broadsheet.newsletter.context import make_context
from broadsheet.newsletter.files import edition_files, issue_files
from broadsheet.newsletter.selection.period import parse_period
from broadsheet.newsletter.selection.select import select_issue
from broadsheet.pipeline.pipeline import load_site
from broadsheet.stamps import Stamps
from broadsheet.store import Store, with_store

ROOT = Path(__file__).parents[2]
HTML_VALIDATE = MAIL_TOOLS / "node_modules/.bin/html-validate"
SHARED = Path(os.environ.get("BROADSHEET_SHARED", ROOT.parent / "shared"))
AINEWS = SHARED / "corpora/ainews"
AINEWS_SITE = """
[site]
title = "AI"
url = "https://ai.example/"
language = "zh-CN"
timezone = "Asia/Shanghai"
author = { name = "AI", email = "ai@ai.example" }
[taxonomies.tags]
field = "tags"
[taxonomies.topics]
field = "main_topics"
"""
FULL = """
group_by = "tags"
description = "All about feeds"
unsubscribe = ["https://example.org/u/%%token%%", "mailto:leave@example.org"]
address = "1 Main Street"
links = { "About us" = "/about/" }
logo = "https://example.org/logo.png"
"""

NOT_LACKING = {
    # A table around everything has the colour too; Yahoo makes the body a <div>.
    "<body> element",
    # The tool takes every line-height for it. An image's `height: auto` may go where its attributes stay.
    "height property",
    # The preheader is hidden in two ways; one of them is known everywhere.
    "display:none",
    "overflow",
    # Long words are broken in three ways. Outlook on Windows breaks them by itself.
    "table-layout",
    "word-break",
    # A picture without a description, whose link the headline repeats, is read out twice.
    "aria-hidden attribute",
}


def of_site(config: Config, period: str) -> dict[str, bytes]:
    """Make the letter of a site on disk, and the archive."""

    def make(store: Store) -> dict[str, bytes]:
        loaded = load_site(config, datetime(2026, 1, 1, tzinfo=UTC), store)
        made = make_context(loaded.site, loaded.renderer)
        found = parse_period(period, "week", config.site.timezone)
        issue = select_issue(made.site, "weekly", found)
        files = [
            *issue_files(issue, made).files,
            *edition_files("weekly", made, written=[issue.name]),
        ]
        return {file.path.removeprefix(f"{issue.path}/"): content_of(file) for file in files}

    return with_store(None, Stamps(config.root, 0), make)


def ainews(period: str) -> dict[str, bytes]:
    """Make the letter of real articles, which are not part of the project."""
    if not AINEWS.is_dir():
        pytest.skip("the corpus is not here")
    text = f'{AINEWS_SITE}[digest.weekly]\ngroup_by = "topics"\n'
    return of_site(parse_config(text, AINEWS, resolve), period)


def sample(digest: str = "", site: str = "", **fields: object) -> dict[str, bytes]:
    articles = [
        article("lead", "x", image=PICTURE, title="微软 & <b>OpenAI</b>", lead=True),
        article("ar", "x", language="ar", title="العدد"),
        *(article(str(n), "x", f"t{n % 3}", **fields) for n in range(6)),
    ]
    made = context(articles, config(digest, site), ["2025-W24", "2025-W25", "2025-W26"])
    archive = {f"archive-{name}": content for name, content in of_edition(made).items()}
    return written(made) | archive


LETTERS = {
    "demo": lambda: of_site(load_config(ROOT, resolve), "2025-W25"),
    "real week": lambda: ainews("2025-W28"),
    "real day": lambda: ainews("2025-07-11"),
    "full": lambda: sample(FULL),
    "bare": lambda: sample(summary="", body="", image=None),
    "arabic": lambda: sample(FULL, 'language = "ar"'),
    "german": lambda: sample('group_by = "tags"', 'language = "de"'),
}


@pytest.fixture(params=LETTERS)
def letter(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return LETTERS[request.param]()


def run(command: list[Path | str], text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=text, capture_output=True, check=False, cwd=MAIL_TOOLS)


def test_html_is_valid_and_accessible(letter: dict[str, bytes], tmp_path: Path) -> None:
    need_node_packages(MAIL_TOOLS)
    pages = []
    for name, content in letter.items():
        if name.endswith(".html"):
            pages.append(tmp_path / name.replace("/", "-"))
            pages[-1].write_bytes(content)
    assert len(pages) >= 3
    judged = run(
        [
            HTML_VALIDATE,
            "--config",
            MAIL_TOOLS / ".htmlvalidate.json",
            "--formatter",
            "text",
            *pages,
        ]
    )
    assert judged.stdout.decode() == ""
    assert judged.returncode == 0


def test_html_validate_finds_faults(tmp_path: Path) -> None:
    need_node_packages(MAIL_TOOLS)
    (tmp_path / "a.html").write_text("<html><body><img src=a></body></html>")
    judged = run(
        [HTML_VALIDATE, "--config", MAIL_TOOLS / ".htmlvalidate.json", tmp_path / "a.html"]
    )
    assert judged.returncode == 1


def lacking(html: str) -> dict[str, list[str]]:
    return json.loads(run(["node", MAIL_TOOLS / "caniemail.js"], html.encode()).stdout)


def test_no_mail_program_lacks_what_a_letter_needs(letter: dict[str, bytes]) -> None:
    need_node_packages(MAIL_TOOLS)
    html = letter["email.html"].decode()
    without = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
    assert "<style" not in without
    # The tool fails on this property, which has no data of its own but is known wherever
    # `overflow-wrap` is: it is the older name.
    without = without.replace("word-wrap:break-word", "overflow:visible")
    for family, features in lacking(without).items():
        assert set(features) <= NOT_LACKING, family


def test_caniemail_finds_what_is_lacking() -> None:
    need_node_packages(MAIL_TOOLS)
    found = lacking('<p style="border-radius:3px">x</p><style>@media (x) {}</style>')
    assert "border-radius" in found["outlook.windows"]
    assert "@media" in found["gmail.*"]


def spam_points(message: bytes) -> tuple[float, str]:
    """Return SpamAssassin's points, and its report."""
    need("spamassassin")
    report = run(["spamassassin", "-L", "-t"], message).stdout.decode(errors="replace")[-2000:]
    points = re.search(r"Content analysis details:\s+\((-?[\d.]+) points", report)
    assert points, report
    return float(points[1]), report


def test_spamassassin_has_nothing_against_the_message(letter: dict[str, bytes]) -> None:
    points, report = spam_points(letter["email.eml"])
    assert points <= 0.0, report


def test_spamassassin_finds_spam() -> None:
    without_headers = sample()["email.eml"].partition(b"\r\n\r\n")[2]
    assert spam_points(b"Subject: FREE!!! CASH\r\n\r\n" + without_headers)[0] > 1.0
