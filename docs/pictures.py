"""Takes the pictures of letters in docs/images/: `make pictures`. Needs Chromium.

They are of this repository's own articles, and of what digest.md shows, so they follow both.
"""

from __future__ import annotations

import html
import mimetypes
import re
import shutil
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Route, sync_playwright

from broadsheet.cli import main

HERE = Path(__file__).parent
ROOT = HERE.parent
IMAGES = HERE / "images"
NOW = ("--now", "2026-01-01")
PAGE = """\
<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 36px; display: flex; gap: 36px; background: #d6d2c6; width: max-content }
iframe { border: 0; border-radius: 10px; box-shadow: 0 6px 28px #0004 }
.phone { border: 8px solid #1d1d1f; border-radius: 40px }
</style>"""
ENGLISH = """
[digest.monthly]
period = "month"
language = "en"
all = { languages = ["en"] }
title = "Broadsheet Monthly"
group_by = "topics"
unsubscribe = "https://broadsheet.example/unsubscribe/%%token%%"
address = "1 Example Street, London"
"""


def letter(site: Path, edition: str, period: str) -> str:
    """Make an issue of a site and return its HTML."""
    if main(["-C", str(site), "digest", edition, "--period", period, *NOW]):
        raise SystemExit(1)
    return (site / f"out/digests/{edition}/{period}/email.html").read_text("utf-8")


def copy_of_the_site(folder: Path) -> Path:
    """Copy this repository's own site, without what was made of it."""
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "publish.toml", folder)
    return folder


def changed_as_the_docs_say(site: Path) -> None:
    """Give a site the edition, the colours and the templates that digest.md shows."""
    text = (HERE / "digest.md").read_text("utf-8")
    (colours,) = re.findall(r"```toml\n\[digest.weekly.colours\]\n(.*?)```", text, re.DOTALL)
    config = site / "publish.toml"
    added = f"{ENGLISH}[digest.monthly.colours]\n{colours}"
    config.write_text(config.read_text("utf-8") + added, encoding="utf-8")
    shown = re.findall(r"`(templates/digest/[\w.]+)` .*?```jinja\n(.*?)```", text, re.DOTALL)
    for path, content in shown:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(content, encoding="utf-8")


def frame(source: str, width: int, height: int, scheme: str, look: str = "") -> str:
    """Show a letter in a frame, which takes its colour scheme from its style."""
    size = f"width: {width}px; height: {height}px; color-scheme: {scheme}"
    return f'<iframe class="{look}" style="{size}" srcdoc="{html.escape(source)}"></iframe>'


def take(browser: Browser, site: Path, name: str, frames: str, *, to_the_end: bool = False) -> None:
    """Take a picture of frames; `to_the_end` shows the end of the letters instead of their beginning."""

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path).lstrip("/")
        file = next(each for top in ("out", "static") if (each := site / top / path).is_file())
        kind = mimetypes.guess_type(file.name)[0] or "text/plain"
        route.fulfill(body=file.read_bytes(), content_type=kind)

    page = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="null")
    page.route("**/*", answer)
    page.set_content(PAGE + frames)
    page.wait_for_load_state("networkidle")
    if to_the_end:
        for child in page.frames[1:]:
            child.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator("body").screenshot(path=IMAGES / name)
    page.close()


def take_all(browser: Browser, folder: Path) -> None:
    """Take the pictures, of copies of the site in a folder."""
    site = copy_of_the_site(folder / "site")
    own = letter(site, "weekly", "2025-W25")
    desk_and_phone = frame(own, 600, 960, "light") + frame(own, 375, 944, "dark", "phone")
    take(browser, site, "letter.png", desk_and_phone)
    changed_as_the_docs_say(site)
    changed = frame(letter(site, "monthly", "2025-06"), 620, 1240, "light")
    take(browser, site, "letter-changed.png", changed, to_the_end=True)


if __name__ == "__main__":
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        take_all(started, Path(temporary))
        started.close()
