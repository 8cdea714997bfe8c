"""Run the engines that are too heavy for every run in the fixture sites, and write down what they publish.

    python tests/engines/run_engines.py FOLDER [NAME…]

FOLDER has the programs: `npm-astro`, `npm-docusaurus` and `npm-vitepress` with the packages that
docs/comparison.md lists, and `py-mkdocs`, a virtual environment. NAME is a site in sites/ or variants/; its
engine is the part before the first `-`. The results go to oracles/NAME.json, which test_oracles.py compares.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
COMMANDS = {
    "astro": ("npm-astro/node_modules/.bin/astro", "build"),
    "docusaurus": ("npm-docusaurus/node_modules/.bin/docusaurus", "build"),
    "mkdocs": ("py-mkdocs/bin/mkdocs", "build", "-q"),
    "vitepress": ("npm-vitepress/node_modules/.bin/vitepress", "build"),
}


class Page(NamedTuple):
    """An article as the engine publishes it."""

    address: str
    title: str
    date: str


def main(programs: Path, names: list[str]) -> None:
    """Run the engines of some sites, else of all that they can be run in."""
    for site in [*sorted((HERE / "sites").iterdir()), *sorted((HERE / "variants").iterdir())]:
        engine = site.name.partition("-")[0]
        if engine in COMMANDS and (not names or site.name in names):
            with tempfile.TemporaryDirectory() as folder:
                pages = run(engine, site, Path(folder, "site"), programs)
            told = [page._asdict() for page in sorted(set(pages))]
            text = json.dumps(told, indent=1, ensure_ascii=False)
            (HERE / "oracles" / f"{site.name}.json").write_text(f"{text}\n", "utf-8")
            sys.stdout.write(f"{site.name}: {len(told)} articles\n")


def run(engine: str, site: Path, copy: Path, programs: Path) -> list[Page]:
    """Build a copy of a site; return its articles, those with a date."""
    shutil.copytree(site, copy)
    program, *arguments = COMMANDS[engine]
    if program.startswith("npm-"):
        (copy / "node_modules").symlink_to(programs / program.partition("/")[0] / "node_modules")
        # Docusaurus cannot load its configuration where a type is given.
        kind = {} if engine == "docusaurus" else {"type": "module"}
        (copy / "package.json").write_text(json.dumps({"private": True, **kind}))
    if engine == "vitepress" and not (copy / ".vitepress").is_dir():
        arguments.append("docs")
    subprocess.run(
        [programs / program, *arguments],
        cwd=copy,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": "UTC"},
    )
    return list(READERS[engine](copy))


def of_feeds(copy: Path) -> Iterator[Page]:
    """Read the JSON feeds that Docusaurus wrote."""
    for file in copy.glob("build/**/feed.json"):
        for item in json.loads(file.read_text("utf-8"))["items"]:
            yield Page(item["url"], item["title"], in_utc(item["date_modified"]))


def of_astro(copy: Path) -> Iterator[Page]:
    """Read the RSS feed that a page of Astro wrote, else the pages."""
    feed = copy / "dist/rss.xml"
    if not feed.is_file():
        yield from of_pages(copy)
        return
    for item in ET.parse(feed).iterfind(".//item"):
        date = parsedate_to_datetime(item.findtext("pubDate"))
        yield Page(item.findtext("link"), item.findtext("title"), in_utc(date.isoformat()))


def of_pages(copy: Path) -> Iterator[Page]:
    """Read the articles among pages, of Astro or Material for MkDocs: address, title, first date."""
    top = next(copy / name for name in ("dist", "site", "www") if (copy / name).is_dir())
    for file in top.glob("**/*.html"):
        text = file.read_text("utf-8")
        date = re.search(r'<time [^>]*?datetime="([^"]+)"', text)
        canonical = re.search(r'<link rel="canonical" href="([^"]+)"', text)
        title = re.search(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink.*?)?</h1>", text, re.DOTALL)
        is_article = "md-content--post" in text or "generator" not in text
        if date and canonical and title and is_article:
            yield Page(canonical[1], words(title[1]), in_utc(date[1]))


def of_vitepress(copy: Path) -> Iterator[Page]:
    """Read what VitePress tells its own scripts of each page and the site; drafts are the themes' matter."""
    dist = next(copy.glob("**/.vitepress/dist"))
    host = re.search(r"<loc>(https?://[^/<]+)", (dist / "sitemap.xml").read_text("utf-8"))
    told = re.search(r'__VP_SITE_DATA__=JSON\.parse\((".*?")\);', (dist / "404.html").read_text())
    site = json.loads(json.loads(told[1]))
    for file in dist.glob("assets/*.md.*.js"):
        data = re.search(r"JSON\.parse\('(\{.*?\})'\)", file.read_text("utf-8"))
        page = json.loads(data[1].replace("\\'", "'")) if data else {}
        fields = page.get("frontmatter", {})
        if fields.get("date") and not fields.get("draft"):
            path = re.sub(r"(?:^|(?<=/))index$", "", page["relativePath"].removesuffix(".md"))
            end = "" if path[-1:] in {"", "/"} or site.get("cleanUrls") else ".html"
            address = f"{host[1]}{site['base']}{quote(path)}{end}"
            yield Page(address, page["title"], in_utc(fields["date"]))


def words(markup: str) -> str:
    """Return the text of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def in_utc(text: str) -> str:
    """Return a date in UTC; one without offset is."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


READERS = {
    "astro": of_astro,
    "docusaurus": of_feeds,
    "mkdocs": of_pages,
    "vitepress": of_vitepress,
}

if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
