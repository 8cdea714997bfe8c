"""What looking at an article found, kept in the store: a second check looks at what changed only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.checks.content.page import Shared
from broadsheet.checks.rule import Finding, Place
from broadsheet.checks.switches import Switch
from broadsheet.errors import Severity
from broadsheet.model import Article
from broadsheet.stamps import digest_of_texts
from broadsheet.store import Store

_NAME = "check"
"""Under which the store has it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the rules found in an article, its own switches, and the stamps of the files they saw."""

    findings: Sequence[Finding]
    switches: Sequence[Switch]
    seen: Mapping[str, str]


class Kept:
    """What earlier checks of a site found, as far as it still holds."""

    def __init__(self, store: Store, site: Shared) -> None:
        self._store = store
        self._inputs = _inputs(site)
        record = json.loads(store.record(_NAME) or "{}")
        self._rows = record["rows"] if record.get("inputs") == self._inputs else {}

    def of(self, article: Article) -> Looked | None:
        """Return what was found in an article; None where it, or a file it names, has changed."""
        row = self._rows.get(article.source)
        if (
            row is None
            or row["version"] != article.version
            or not self._store.stamps.still(row["seen"])
        ):
            return None
        findings = [_finding(fields) for fields in row["findings"]]
        switches = [Switch(rule, glob, Place(*place)) for rule, glob, place in row["switches"]]
        return Looked(findings, switches, row["seen"])

    def save(self, looked: Mapping[str, tuple[Article, Looked]]) -> None:
        """Keep what was found, by source, instead of all that was kept before."""
        rows = {source: _row(*pair) for source, pair in looked.items()}
        self._store.save_record(_NAME, json.dumps({"inputs": self._inputs, "rows": rows}))


def _finding(fields: Sequence[Any]) -> Finding:
    path, line, column, width, rule, message, severity, text = fields
    return Finding(path, line, column, width, rule, message, Severity(severity), text)


def _inputs(site: Shared) -> str:
    """Return a digest of all that content rules depend on, articles and their files left aside."""
    config = site.config
    parts = (config.articles_url, config.content, sorted(config.taxonomies.items()))
    settings = (repr(part) for part in (*parts, config.check.max_terms, config.markdown))
    addresses = (f"{source}={url}" for source, url in sorted(site.permalinks.items()))
    return digest_of_texts((f"{site.now:%Y-%m-%d}", *settings, *addresses))


def _row(article: Article, looked: Looked) -> dict[str, Any]:
    return {
        "version": article.version,
        "seen": dict(looked.seen),
        "findings": [
            (f.path, f.line, f.column, f.width, f.rule, f.message, f.severity.value, f.text)
            for f in looked.findings
        ],
        "switches": [
            (
                s.rule,
                s.glob,
                (s.place.line, s.place.column, s.place.width, s.place.text, s.place.path),
            )
            for s in looked.switches
        ],
    }
