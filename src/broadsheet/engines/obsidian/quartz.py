"""What Quartz, which publishes vaults, has in quartz.config.ts or quartz.config.yaml.

Beside a vault Quartz may lie in a folder of its own. The TypeScript is never run: settings are read
where they are plain texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from broadsheet.engines.detect import QUARTZ_CONFIG, beginning
from broadsheet.engines.found import Found, FoundTaxonomy


def with_quartz(vault: Found, root: Path) -> Found:
    """Add to a vault what Quartz's configuration says, where there is one."""
    files = (folder / name for folder in (root, root / "quartz") for name in QUARTZ_CONFIG)
    text = next(filter(None, map(beginning, files)), "")
    if not text:
        return vault
    address = _text(text, "baseUrl")
    limit = re.search(r"(?m)^\s*rssLimit:\s*(\d+)", text)
    return replace(
        vault,
        program="Quartz",
        title=_text(text, "pageTitle"),
        url=re.sub(r"^(?!https?://)", "https://", address) if address else "",
        language=_text(text, "locale"),
        exclude=tuple(dict.fromkeys((*vault.exclude, *_ignored(text)))),
        permalink="/:note",
        taxonomies={"tags": FoundTaxonomy("tags", page="tags/{note}")},
        formats=("rss", "atom", "json"),
        names={"rss": f"{_text(text, 'rssSlug') or 'index'}.xml"},
        limit=int(limit[1]) if limit else 10,
    )


def _text(text: str, key: str) -> str:
    match = re.search(rf"(?m)^\s*{key}:\s*([\"'`]?)(?P<value>.+?)\1\s*,?\s*$", text)
    return match["value"] if match else ""


def _ignored(text: str) -> Iterator[str]:
    """Translate `ignorePatterns`, each of which is a folder below the content, or a glob."""
    match = re.search(r"ignorePatterns:\s*(\[[^\]]*\]|(?:\n\s*- .*)+)", text)
    for name in re.findall(r"[^-\s\"'`,\[\]][^\s\"'`,\[\]]*", match[1] if match else ""):
        if not name.startswith(".") and name.lower() != "templates":
            yield name if "*" in name else f"{name}/**"
