"""Excludes articles that the engine does not publish, although nothing in them says so."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from broadsheet.config import Config
from broadsheet.engines import ENGINES, Found
from broadsheet.model import Article
from broadsheet.rendered import RenderedPage
from broadsheet.scaffold.last_output.choose import Chosen
from broadsheet.scaffold.last_output.facts import base_folder
from broadsheet.scaffold.last_output.patterns import expanded
from broadsheet.source import Address
from broadsheet.text import counted
from broadsheet.urls import path_of

_MOST = 200
_SHOWN = 5


def without_unpublished(
    found: Found,
    root: Path,
    chosen: Chosen,
    config: Config,
    articles: Sequence[tuple[Article, Address]],
) -> Found:
    """Exclude articles of the feed's time span that are not in the feed and have no page.

    A page may be where the pattern that is known now puts it, or where `config`, by which the articles
    were read, does: it may have patterns of sections, addresses typed, and folders of languages.
    """
    dates = [p.item.published for p in chosen.pairs if p.item.published]
    if chosen.feed is None or not dates:
        return found
    paired = {pair.article.source for pair in chosen.pairs}
    missing = [
        pair
        for pair in articles
        if pair[0].source not in paired and min(dates) < pair[0].published < max(dates)
    ]
    base, output = base_folder(found, root, chosen), root / chosen.output
    pages = [
        RenderedPage.find(output, path_of(p.item.url).removeprefix(base)) for p in chosen.pairs
    ]
    if not missing or not any(pages):
        return _with_note(found, chosen, [article.source for article, _ in missing])
    pattern = found.permalink or ENGINES[found.engine].scheme.pattern
    scheme = ENGINES[found.engine].scheme
    own = path_of(config.articles_url)
    gone: list[str] = []
    kept: list[str] = []
    for article, address in missing:
        paths = (
            expanded(pattern, address, scheme),
            path_of(article.permalink).removeprefix(own),
        )
        has_page = any(path and RenderedPage.find(output, path) for path in paths)
        (kept if has_page else gone).append(article.source)
    return _excluding(_with_note(found, chosen, kept), gone)


def _with_note(found: Found, chosen: Chosen, sources: Sequence[str]) -> Found:
    if not sources:
        return found
    count = counted(len(sources), "article")
    note = f"{count} of its time {'is' if len(sources) == 1 else 'are'} not in {chosen.path}"
    note = f"{note}, e.g. {sources[0]}; exclude what is no news"
    return replace(found, notes=(*found.notes, note))


def _excluding(found: Found, gone: Sequence[str]) -> Found:
    if not gone or len(gone) > _MOST:
        return found
    content = "" if found.content in {"", "."} else f"{found.content}/"
    paths = [glob.escape(source.removeprefix(content)) for source in gone]
    shown = ", ".join(gone[:_SHOWN]) + " …" * (len(gone) > _SHOWN)
    note = f"the engine has not published {counted(len(gone), 'file')}, left out here: {shown}"
    return replace(found, exclude=(*found.exclude, *paths), notes=(*found.notes, note))
