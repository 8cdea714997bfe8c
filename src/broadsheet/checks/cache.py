"""Cache what the rules found in each article, so that a second check skips unchanged articles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from broadsheet.checks.content.pages import SiteFacts
from broadsheet.checks.registry import Place
from broadsheet.checks.switches import Switch
from broadsheet.errors import Problem, Severity
from broadsheet.model import Article
from broadsheet.stamps import digest_of_texts
from broadsheet.store import Store

_NAME = "check"
"""The name of the record in the store."""


@dataclass(frozen=True, slots=True)
class CachedCheck:
    """What the rules found in an article, its own switches, and the stamps of the files they read."""

    problems: Sequence[Problem]
    switches: Sequence[Switch]
    seen: Mapping[str, str]


class ArticleCache:
    """What earlier checks of a site found. Nothing is returned if a setting or address changed."""

    def __init__(self, store: Store, site: SiteFacts) -> None:
        self._store = store
        self._inputs = _inputs(site)
        record = json.loads(store.record(_NAME) or "{}")
        self._rows = record["rows"] if record.get("inputs") == self._inputs else {}

    def of(self, article: Article) -> CachedCheck | None:
        """Return what was found in an article; None if it, or a file that it names, has changed."""
        row = self._rows.get(article.source)
        if (
            row is None
            or row["version"] != article.version
            or not self._store.stamps.still(row["seen"])
        ):
            return None
        problems = [_problem(*fields) for fields in row["problems"]]
        switches = [Switch(rule, glob, Place(*place)) for rule, glob, place in row["switches"]]
        return CachedCheck(problems, switches, row["seen"])

    def save(self, checked: Mapping[str, tuple[Article, CachedCheck]]) -> None:
        """Replace the cached content; the keys are the articles' sources."""
        rows = {source: _row(*pair) for source, pair in checked.items()}
        self._store.save_record(_NAME, json.dumps({"inputs": self._inputs, "rows": rows}))


def _problem(*fields: Any) -> Problem:
    path, line, field, message, severity, *rest = fields
    return Problem(path, line, field, message, Severity(severity), *rest)


def _inputs(site: SiteFacts) -> str:
    """Return a digest of everything that the rules depend on, except the articles and their files."""
    config = site.config
    parts = (config.articles_url, config.content, sorted(config.taxonomies.items()))
    settings = (repr(part) for part in (*parts, config.check.max_terms, config.markdown))
    addresses = (f"{source}={url}" for source, url in sorted(site.permalinks.items()))
    hidden = sorted(site.resolver.hidden)
    return digest_of_texts((f"{site.now:%Y-%m-%d}", *settings, *addresses, *hidden))


def _row(article: Article, checked: CachedCheck) -> dict[str, Any]:
    return {
        "version": article.version,
        "seen": dict(checked.seen),
        "problems": [astuple(problem) for problem in checked.problems],
        "switches": [astuple(switch) for switch in checked.switches],
    }
