"""A page of `publish serve` in a real browser: it loads anew by itself and shows what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from chromium import chromium
from playwright.sync_api import expect


@pytest.fixture
def preview(site):
    site.article("a.md", "title: First")
    command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        yield re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())[0]
        process.kill()


def test_an_open_page_follows_each_build(preview, site):
    with chromium() as browser:
        page = browser.new_page()
        page.goto(preview)
        expect(page.get_by_role("link", name="First")).to_be_visible()
        site.article("b.md", "title: Second")
        expect(page.get_by_role("link", name="Second")).to_be_visible()
        site.article("b.md", "title: Third\ndate: soon")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text('"soon" is not a date')
        site.article("b.md", "title: Third")
        expect(page.get_by_role("link", name="Third")).to_be_visible()
        expect(alert).to_have_count(0)
