"""Debian's Chromium, driven by Playwright."""

from __future__ import annotations

from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright
from tools import need

PATIENCE = 120_000
"""Milliseconds that a slow machine is given for anything."""

expect.set_options(timeout=PATIENCE)


@contextmanager
def chromium():
    """Start a browser; it downloads nothing of its own."""
    program = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], timeout=PATIENCE
        )
        yield browser
        browser.close()
