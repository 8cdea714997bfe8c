"""What a feed says about its site: its name, its address, and where the feed itself is published."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from broadsheet.engines import FEED_FILES, UNLIMITED, Found
from broadsheet.rendered import RenderedPage
from broadsheet.scaffold.last_output.choose import Chosen
from broadsheet.scaffold.last_output.moments import infer_zone
from broadsheet.scaffold.written_language import known_language
from broadsheet.text import counted
from broadsheet.urls import path_of, web_address

_FEW = 5
"""Up to so many entries may be all that there are, so that they say nothing about a limit."""


def base_folder(found: Found, root: Path, chosen: Chosen) -> str:
    """Return the folder of the site below its host, such as `sub/`; paths in the output lack it."""
    bases = Counter(
        base for pair in chosen.pairs if (base := _base(pair.item.url, root, chosen)) is not None
    )
    known = urlsplit(found.url).path.strip("/")
    return bases.most_common(1)[0][0] if bases else f"{known}/" if known else ""


def _base(url: str, root: Path, chosen: Chosen) -> str | None:
    components = path_of(url).split("/")
    for start in range(len(components)):
        rest = "/".join(components[start:])
        if rest and RenderedPage.find(root / chosen.output, rest):
            return "".join(f"{each}/" for each in components[:start])
    return None


def origin(chosen: Chosen) -> str:
    """Return the scheme and host of most entries, "" for a local host."""
    parts = (urlsplit(p.item.url) for p in chosen.pairs if web_address(p.item.url))
    counts = Counter(f"{p.scheme}://{p.netloc}" for p in parts if p.hostname)
    return counts.most_common(1)[0][0] if counts else ""


def with_facts(found: Found, root: Path, chosen: Chosen) -> Found:
    """Add those of the site's name, address, language, description and author that are unknown."""
    feed, notes = chosen.feed, list(found.notes)
    url, host = found.url, origin(chosen)
    if not url and host:
        url = f"{host}/{base_folder(found, root, chosen)}"
    elif host and urlsplit(host).netloc != urlsplit(url).netloc:
        notes.append(f"{chosen.path} has the address {host}/, the site's configuration {url}")
    found = replace(found, url=url, notes=tuple(notes))
    language = found.language or (feed and known_language(feed.language)) or _of_page(root, chosen)
    if feed is None:
        return replace(found, language=language)
    return replace(
        found,
        title=found.title or feed.title,
        language=language,
        description=found.description or feed.description,
        author=found.author or feed.author,
    )


def _of_page(root: Path, chosen: Chosen) -> str:
    page = root / chosen.output / "index.html"
    return known_language(RenderedPage(page).language()) if page.is_file() else ""


def with_zone(found: Found, chosen: Chosen) -> Found:
    """Find the time zone of dates without an offset by the dates of the feed."""
    if found.timezone:
        return found
    dates = [
        (pair.article.published, pair.item.published)
        for pair in chosen.pairs
        if pair.item.published and not pair.article.published.utcoffset()
    ]
    zone = infer_zone(dates)
    return replace(found, timezone=zone) if zone else found


def with_feeds(found: Found, chosen: Chosen, articles: int) -> Found:
    """Keep the addresses of the engine's feed, which readers poll, and its number of entries."""
    feed = chosen.feed
    if feed is None or found.names or found.paths:
        return found
    paths = {form: path for form, path in chosen.paths.items() if path != FEED_FILES[form]}
    found = replace(found, paths=paths, limit=_limit(found, chosen, articles))
    if not chosen.others:
        return found
    count, example = counted(len(chosen.others), "other feed"), chosen.others[0]
    note = (
        f"{chosen.output}/ has {count}, e.g. {example}; "
        "[feeds.custom.NAME] with path keeps the address of one"
    )
    return replace(found, notes=(*found.notes, note))


def _limit(found: Found, chosen: Chosen, articles: int) -> int:
    entries = len(chosen.feed.items) if chosen.feed else 0
    if entries * 10 >= articles * 9:
        return UNLIMITED if entries > found.limit else found.limit
    return entries if entries >= _FEW else found.limit
