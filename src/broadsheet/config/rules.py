"""Rules of publish.toml that concern several keys at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from broadsheet.config.checks import KeyProblem, check_folder, check_pattern
from broadsheet.config.digest_rules import check_edition
from broadsheet.config.editions import check_each
from broadsheet.config.feeds import RESERVED_TAXONOMIES
from broadsheet.config.keys import Filter
from broadsheet.config.records import Config


def cross_check(config: Config) -> Iterator[KeyProblem]:
    """Yield (path of keys, message) for each error, except those that only the engine can find."""
    yield from _taxonomies(config)
    yield from check_filter(config.feeds, ("feeds",), config)
    for name, feed in config.feeds.custom.items():
        path = ("feeds", "custom", name)
        yield from check_folder(name, path)
        yield from check_filter(feed, path, config)
    for name, digest in config.digest.items():
        yield from check_edition(name, digest, config.taxonomies)
        yield from check_filter(digest, ("digest", name), config)
    yield from check_each(config.digest)
    yield from _file_names(config.feeds.names)
    yield from _out(config)


def _out(config: Config) -> Iterator[KeyProblem]:
    """Check that the output folder holds nothing that must not be published."""
    out = config.site.out
    if not out or f"{config.content.path}/".startswith(f"{out}/") or out.startswith(".publish"):
        yield ("site", "out"), f'"{out}" is no folder for the output alone; write e.g. "out"'
    elif config.send.database.startswith(f"{out}/"):
        yield ("send", "database"), f"lies in {out}/, which is published; take another folder"


def _taxonomies(config: Config) -> Iterator[KeyProblem]:
    for name, taxonomy in config.taxonomies.items():
        path = ("taxonomies", name)
        if name in RESERVED_TAXONOMIES:
            yield path, "has a meaning of its own in out/; take another name"
        else:
            yield from check_folder(name, path)
        yield from check_pattern(taxonomy.title, ("term", "site"), (*path, "title"))


def check_filter(chosen: Filter, path: tuple[str, ...], config: Config) -> Iterator[KeyProblem]:
    """Check that a filter names known taxonomies only."""
    known = (*config.taxonomies, "authors", "sections", "languages")
    for part in ("any", "all", "none", "each"):
        for name in getattr(chosen, part, ()):
            if name not in known:
                message = f"is nothing to choose by; known here: {', '.join(known)}"
                yield (*path, part, name), message


def _file_names(names: Mapping[str, str]) -> Iterator[KeyProblem]:
    if len(set(names.values())) < len(names):
        yield ("feeds", "names"), "gives two formats one file name; take different ones"
