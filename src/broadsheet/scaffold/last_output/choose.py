"""Chooses which of the feeds on the disk is the site's own, and finds its other formats."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from broadsheet.errors import UnreadableError
from broadsheet.model import Article
from broadsheet.rendered import Output, RenderedFeed, RenderedItem, read_sitemap
from broadsheet.scaffold.last_output.matching import Pair, match
from broadsheet.source import Address

_OLD = timedelta(days=365)
_MOST_LOOKED_AT = 60
_GENERATOR = "Broadsheet"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The feed, or sitemap (then `feed` is None), that has the most of a site's articles.

    `path` is its file below the site's folder, and `output` the folder that contains it. `paths` are the
    files of the same feed below that folder, by format; `others` are those of other feeds.
    """

    output: str
    path: str
    feed: RenderedFeed | None
    pairs: tuple[Pair, ...]
    paths: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A feed that is not used, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    output: Output
    path: str
    feed: RenderedFeed
    pairs: tuple[Pair, ...]


def choose(
    root: Path, articles: Sequence[tuple[Article, Address]]
) -> tuple[Chosen | None, tuple[Refused, ...]]:
    """Choose one of the feeds in the output folders; if there is none, one of the sitemaps."""
    refused: list[Refused] = []
    candidates: list[_Candidate] = []
    outputs = list(Output.of_site(root))
    for candidate in _candidates(root, outputs, articles, refused):
        reason = _reason_against(candidate, articles)
        if reason:
            refused.append(Refused(f"{candidate.output.path}/{candidate.path}", reason))
        else:
            candidates.append(candidate)
    if candidates:
        # Of equally good ones, the one nearest to the top is the site's; the others are those of sections.
        best = max(candidates, key=lambda c: (len(c.pairs), -c.path.count("/")))
        return _chosen(best, candidates), ()
    chosen = _sitemap(root, outputs, articles)
    return chosen, tuple(refused)


def _candidates(
    root: Path,
    outputs: Sequence[Output],
    articles: Sequence[tuple[Article, Address]],
    refused: list[Refused],
) -> Iterator[_Candidate]:
    for output in outputs:
        for path in output.feeds[:_MOST_LOOKED_AT]:
            try:
                feed = RenderedFeed.read(root / output.path / path)
            except UnreadableError as error:
                refused.append(Refused(f"{output.path}/{path}", str(error)))
                continue
            if feed.items and _GENERATOR not in feed.generator:
                yield _Candidate(output, path, feed, match(feed.items, articles))


def _reason_against(candidate: _Candidate, articles: Sequence[tuple[Article, Address]]) -> str:
    """Return why a feed belongs to another site or is too old; "" if neither is so."""
    feed, found = candidate.feed, len(candidate.pairs)
    if found * 2 < len(feed.items):
        title = f' "{feed.title}"' if feed.title else ""
        whose = f"is the feed{title} of {feed.home or 'another site'}"
        return f"{whose}: {found} of its {len(feed.items)} entries are articles here"
    newest = feed.newest
    latest = max(article.published for article, _ in articles)
    if newest and latest - newest > _OLD:
        return (
            f"is of {newest:%Y-%m-%d}, and the articles go on to {latest:%Y-%m-%d}; "
            "build the site with its engine, then run publish init again"
        )
    return ""


def _chosen(best: _Candidate, candidates: Sequence[_Candidate]) -> Chosen:
    urls = {item.url for item in best.feed.items}
    paths, others = {best.feed.form: best.path}, []
    for each in candidates:
        if each is best or each.output.path != best.output.path:
            continue
        same = {item.url for item in each.feed.items}
        is_twin = len(same & urls) * 10 >= len(same | urls) * 9
        if is_twin and each.feed.form not in paths:
            paths[each.feed.form] = each.path
        elif not is_twin:
            others.append(each.path)
    path = f"{best.output.path}/{best.path}"
    return Chosen(best.output.path, path, best.feed, best.pairs, paths, tuple(others))


def _sitemap(
    root: Path, outputs: Sequence[Output], articles: Sequence[tuple[Article, Address]]
) -> Chosen | None:
    """Choose the folder whose sitemaps have half of the articles or more, besides other pages.

    The path is that of the sitemap with the most of them.
    """
    for output in outputs:
        origins: dict[str, str] = {}
        for path in output.sitemaps:
            with contextlib.suppress(UnreadableError):
                for url in read_sitemap(root / output.path / path):
                    origins.setdefault(url, path)
        pairs = match([RenderedItem(url, url, "", None) for url in origins], articles)
        if pairs and len(pairs) * 2 >= len(articles):
            path = Counter(origins[pair.item.url] for pair in pairs).most_common(1)[0][0]
            return Chosen(output.path, f"{output.path}/{path}", None, pairs)
    return None
