"""What engines wrote, as articles: each reader takes the folder of a site that its engine has built."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"


class Page(NamedTuple):
    """An article as the engine publishes it."""

    address: str
    title: str
    date: str


def of_json_feeds(site: Path) -> Iterator[Page]:
    """Read the JSON feeds that Docusaurus wrote."""
    for file in site.glob("build/**/feed.json"):
        for item in json.loads(file.read_text("utf-8"))["items"]:
            yield Page(item["url"], item["title"], in_utc(item["date_modified"]))


def of_rss(file: Path) -> Iterator[Page]:
    """Read an RSS feed."""
    for item in ET.parse(file).iterfind(".//item"):
        date = parsedate_to_datetime(item.findtext("pubDate"))
        yield Page(item.findtext("link"), item.findtext("title"), in_utc(date.isoformat()))


def of_nikola(site: Path) -> Iterator[Page]:
    """Read the main feed of each language."""
    for file in site.glob("output/**/rss.xml"):
        yield from of_rss(file)


def of_pelican(site: Path) -> Iterator[Page]:
    """Read the feeds of all articles, which are one for each language."""
    for file in site.glob("output/feeds/all*.atom.xml"):
        for entry in ET.parse(file).iter(f"{ATOM}entry"):
            address = entry.find(f"{ATOM}link").get("href")
            date = entry.findtext(f"{ATOM}published")
            yield Page(address, entry.findtext(f"{ATOM}title"), in_utc(date))


def of_zola(site: Path) -> Iterator[Page]:
    """Read the feeds of all pages, which are one for each language."""
    for entry in zolas_entries(site):
        date = entry.findtext(f"{ATOM}published")
        yield Page(address_of(entry), entry.findtext(f"{ATOM}title"), in_utc(date))


def address_of(entry: ET.Element) -> str:
    """Return the address of an entry of Zola's, which does not encode it."""
    return quote(entry.find(f"{ATOM}link").get("href"), safe=":/")


def zolas_entries(site: Path) -> Iterator[ET.Element]:
    """Yield the entries of Zola's own feeds."""
    for file in sorted(site.glob("public/**/atom.xml")):
        yield from ET.parse(file).iter(f"{ATOM}entry")


def bodies_of_zola(site: Path) -> dict[str, str]:
    """Return the HTML of each page by its address, without those that the feed has a summary of."""
    bodies = {address_of(each): each.findtext(f"{ATOM}content") for each in zolas_entries(site)}
    return {address: body for address, body in bodies.items() if body}


def of_astro(site: Path) -> Iterator[Page]:
    """Read the RSS feed that a page of Astro wrote, else the pages."""
    feed = site / "dist/rss.xml"
    return of_rss(feed) if feed.is_file() else of_pages(site)


def of_pages(site: Path) -> Iterator[Page]:
    """Read the articles among pages, of Astro, Lektor, Material for MkDocs or Zensical: address, title, first date."""
    top = next(site / name for name in ("dist", "site", "www", "built") if (site / name).is_dir())
    for file in top.glob("**/*.html"):
        text = file.read_text("utf-8")
        date = re.search(r'<time [^>]*?datetime="([^"]+)"', text)
        canonical = re.search(r'<link rel="canonical" href="([^"]+)"', text)
        title = re.search(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink.*?)?</h1>", text, re.DOTALL)
        is_article = "md-content--post" in text or "generator" not in text
        if date and canonical and title and is_article:
            yield Page(canonical[1], words(title[1]), in_utc(date[1]))


def of_vitepress(site: Path) -> Iterator[Page]:
    """Read what VitePress tells its own scripts of each page and the site; drafts are the themes' matter."""
    dist = next(site.glob("**/.vitepress/dist"))
    host = re.search(r"<loc>(https?://[^/<]+)", (dist / "sitemap.xml").read_text("utf-8"))
    told = re.search(r'__VP_SITE_DATA__=JSON\.parse\((".*?")\);', (dist / "404.html").read_text())
    data = json.loads(json.loads(told[1]))
    for file in dist.glob("assets/*.md.*.js"):
        found = re.search(r"JSON\.parse\('(\{.*?\})'\)", file.read_text("utf-8"))
        page = json.loads(found[1].replace("\\'", "'")) if found else {}
        fields = page.get("frontmatter", {})
        if fields.get("date") and not fields.get("draft"):
            path = re.sub(r"(?:^|(?<=/))index$", "", page["relativePath"].removesuffix(".md"))
            end = "" if path[-1:] in {"", "/"} or data.get("cleanUrls") else ".html"
            address = f"{host[1]}{data['base']}{quote(path)}{end}"
            yield Page(address, page["title"], in_utc(fields["date"]))


def of_vuepress(site: Path) -> Iterator[Page]:
    """Read pages.json, which the configuration of such a site writes: path, title and date."""
    config = (site / "docs/.vuepress/config.js").read_text("utf-8")
    host = re.search(r"hostname: '([^']+)'", config)[1]
    base = re.search(r"base: '([^']+)'", config)[1].rstrip("/")
    for path, title, date in json.loads((site / "docs/.vuepress/dist/pages.json").read_text()):
        yield Page(f"{host}{base}{path}", title, in_utc(date))


def of_nuxt(site: Path) -> Iterator[Page]:
    """Read pages.json, which a route of such a site writes: path, title and date."""
    config = (site / "nuxt.config.ts").read_text("utf-8")
    host = re.search(r"siteUrl: '([^']+)'", config)[1]
    base = re.search(r"baseURL: '([^']+)'", config)[1].rstrip("/")
    for path, title, date in json.loads((site / ".output/public/pages.json").read_text("utf-8")):
        yield Page(f"{host}{base}{quote(path)}", title, in_utc(date))


def words(markup: str) -> str:
    """Return the text of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def in_utc(text: str) -> str:
    """Return a date in UTC; one without offset is."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


READERS: Mapping[str, Callable[[Path], Iterator[Page]]] = {
    "astro": of_astro,
    "docusaurus": of_json_feeds,
    "lektor": of_pages,
    "mkdocs": of_pages,
    "nikola": of_nikola,
    "nuxt": of_nuxt,
    "pelican": of_pelican,
    "vitepress": of_vitepress,
    "vuepress": of_vuepress,
    "zensical": of_pages,
    "zola": of_zola,
}
BODIES: Mapping[str, Callable[[Path], dict[str, str]]] = {"zola": bodies_of_zola}
"""Readers of what engines make of articles' bodies."""
