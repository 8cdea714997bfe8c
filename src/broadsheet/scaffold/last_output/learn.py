"""Adds to a `Found` what the engine's last output tells, with notes on how much of it is proven."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from broadsheet.config import Config
from broadsheet.engines import Found
from broadsheet.errors import ConfigError, ContentError
from broadsheet.model import Article
from broadsheet.read import Assets, read_addresses
from broadsheet.scaffold.last_output.addresses import with_exceptions, with_pattern
from broadsheet.scaffold.last_output.choose import Chosen, choose
from broadsheet.scaffold.last_output.facts import with_facts, with_feeds, with_zone
from broadsheet.scaffold.last_output.left_out import without_unpublished
from broadsheet.scaffold.last_output.matching import Pair, match, same_address
from broadsheet.source import Address
from broadsheet.text import counted, folded

Addressed = Sequence[tuple[Article, Address]]


def learn_from_output(found: Found, root: Path, parse: Callable[[Found], Config]) -> Found:
    """Add what the engine's last output tells about a site to what is known.

    `parse` makes the configuration of a Found. Settings of the engine's own configuration stay, except
    a pattern that produces fewer of the output's addresses than the inferred one.
    """
    config, articles = _read(found, parse)
    if config is None:
        return found
    chosen, refused = choose(root, articles)
    if chosen is None:
        # A folder that has the articles is a source, so what looks like a feed there is a template.
        source = f"{found.content.partition('/')[0]}/"
        others = [each for each in refused if not each.path.startswith(source)]
        notes = (f"{each.path} is not followed: it {each.reason}" for each in others[:3])
        return replace(found, notes=(*found.notes, *notes))
    found = with_facts(found, root, chosen)
    found = with_pattern(found, chosen, config, root)
    found = with_zone(found, chosen)
    found = with_feeds(found, chosen, len(articles))
    found = without_unpublished(found, root, chosen, config, articles)
    return _proven(found, chosen, parse)


def _read(found: Found, parse: Callable[[Found], Config]) -> tuple[Config | None, Addressed]:
    try:
        config = parse(found)
        articles = read_addresses(config, Assets(config))
    except (ConfigError, ContentError):
        return None, ()
    return (config if articles else None), articles


def _proven(found: Found, chosen: Chosen, parse: Callable[[Found], Config]) -> Found:
    """Read the articles again, write out those that follow no pattern, and report how many are right."""
    config, articles = _read(found, parse)
    if config is None:
        return found
    pairs = match([pair.item for pair in chosen.pairs], articles)
    found = with_exceptions(found, chosen, pairs, config)
    config, articles = _read(found, parse)
    pairs = match([pair.item for pair in chosen.pairs], articles)
    return replace(found, notes=(*found.notes, _proof(chosen, pairs)))


def _proof(chosen: Chosen, pairs: Sequence[Pair]) -> str:
    right = [pair for pair in pairs if same_address(pair.item.url, pair.article.permalink)]
    total = counted(len(chosen.pairs), "article")
    rate = f"{len(right)} of {len(chosen.pairs)} addresses"
    if chosen.feed is None:
        return f"learnt from {chosen.path}, which has {total} of this folder: {rate} are right"
    titles = sum(folded(pair.item.title) == folded(pair.article.title) for pair in pairs)
    dated = [pair for pair in pairs if pair.item.published]
    dates = sum(pair.item.published == pair.article.published for pair in dated)
    return (
        f"learnt from {chosen.path}, which has {total} of this folder: {rate}, "
        f"{titles} titles and {dates} of {counted(len(dated), 'date')} are right"
    )
