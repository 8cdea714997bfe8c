"""Infers the pattern of addresses, the articles that do not follow it, and the ids that readers know."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from broadsheet.config import Config
from broadsheet.engines import Found, engine_of
from broadsheet.scaffold.last_output.choose import Chosen
from broadsheet.scaffold.last_output.facts import base_folder
from broadsheet.scaffold.last_output.matching import Pair, same_address
from broadsheet.scaffold.last_output.patterns import infer
from broadsheet.text import counted
from broadsheet.urls import path_of

MOST_EXCEPTIONS = 200
"""The most articles that get a line of their own in publish.toml; more need a person's decision."""

_PROVEN = 0.5
"""The smallest share of the addresses that a pattern must produce to be written."""

_MOST = 0.9
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def with_pattern(found: Found, chosen: Chosen, config: Config, root: Path) -> Found:
    """Infer the pattern of addresses, unless the known pattern produces all of them."""
    typed = engine_of(config).dialect(config).keys.address
    base, own = base_folder(found, root, chosen), path_of(config.articles_url)
    paths = [path_of(pair.item.url).removeprefix(base) for pair in chosen.pairs]
    current = [path_of(pair.article.permalink).removeprefix(own) for pair in chosen.pairs]
    wanted = [
        (path, is_right == path, pair.address)
        for path, is_right, pair in zip(paths, current, chosen.pairs, strict=True)
        if not any(pair.address.fields.get(key) for key in typed)
    ]
    right = sum(is_right for _, is_right, _ in wanted)
    if right == len(wanted):
        return found
    best = infer([(path, address) for path, _, address in wanted], engine_of(config).scheme)
    if best is None or best.right <= right or best.right < _PROVEN * len(wanted):
        return found
    fields = (*found.path_fields, *filter(None, (best.path_field,)))
    return replace(found, permalink=best.pattern, permalinks={}, path_fields=fields)


def with_exceptions(found: Found, chosen: Chosen, pairs: Sequence[Pair], config: Config) -> Found:
    """Write the addresses and ids of single articles that follow no pattern."""
    given: dict[str, dict[str, Any]] = {}
    base = path_of(config.articles_url)
    for pair in pairs:
        path = path_of(pair.item.url)
        if not same_address(pair.item.url, pair.article.permalink) and path.startswith(base):
            given[_glob(pair, config)] = {"permalink": f"/{path.removeprefix(base)}"}
    if len(given) > MOST_EXCEPTIONS or len(given) * 2 > max(len(pairs), 4):
        note = f"no pattern makes most of the addresses in {chosen.path}; write permalink below [content]"
        return replace(found, notes=(*found.notes, note))
    if chosen.feed is not None and not engine_of(config).own_ids:
        found = _with_ids(found, chosen, pairs, config, given)
    if not given:
        return found
    return replace(found, defaults={**found.defaults, **given})


def _with_ids(
    found: Found,
    chosen: Chosen,
    pairs: Sequence[Pair],
    config: Config,
    given: dict[str, dict[str, Any]],
) -> Found:
    """Keep the ids of entries that readers know: by another base address, or article by article."""
    others = [pair for pair in pairs if pair.item.id and pair.item.id != pair.article.id]
    bases = Counter(_bases(others, config))
    base, count = bases.most_common(1)[0] if bases else ("", 0)
    if base and count >= _MOST * len(pairs):
        found = replace(found, id_url=base)
        others = [pair for pair in others if not pair.item.id.startswith(base)]
    kept = [pair for pair in others if _URI.fullmatch(pair.item.id)]
    if len(others) > len(kept):
        number = counted(len(others) - len(kept), "id")
        note = f"{chosen.path} has {number} that Atom does not allow, as they are no URIs"
        found = replace(
            found, notes=(*found.notes, f"{note}: readers show these articles once more")
        )
    if len(kept) > MOST_EXCEPTIONS:
        note = f"{counted(len(kept), 'article')} have another id in {chosen.path}"
        note = f"{note}: readers show them once more"
        return replace(found, notes=(*found.notes, note))
    for pair in kept:
        given.setdefault(_glob(pair, config), {})["id"] = pair.item.id
    return found


def _bases(pairs: Sequence[Pair], config: Config) -> Iterator[str]:
    """Yield base addresses, other than the site's, below which ids have the paths of articles."""
    for pair in pairs:
        path = urlsplit(pair.article.permalink.removeprefix(config.articles_url)).path
        if path and pair.item.id.endswith(f"/{path}"):
            base = pair.item.id.removesuffix(path)
            if base.startswith(("http://", "https://")):
                yield base


def _glob(pair: Pair, config: Config) -> str:
    content = f"{config.content.path}/" if config.content.path else ""
    return glob.escape(pair.article.source.removeprefix(content))
