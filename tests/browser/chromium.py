"""Debian's Chromium, driven by Playwright."""

from __future__ import annotations

from contextlib import contextmanager

from playwright.sync_api import sync_playwright
from tools import need


@contextmanager
def chromium():
    """Start a browser; it downloads nothing of its own."""
    program = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
