"""What the prescribed libraries take by themselves: the limit of a first build.

usage: python benchmarks/limit.py markdown|commonmark     (in a folder that corpus.py filled)

Front matter by python-frontmatter with libyaml, Markdown by Python-Markdown or comrak, cleaned by
nh3, entries by feedgen, in two processes; written without care for what lies there, or for what a
reader would trip over. Nothing of Broadsheet is used, and none of its rules is kept.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import comrak
import frontmatter
import markdown
import nh3
import yaml
from feedgen.entry import FeedEntry
from lxml import etree

LIMIT = 20
OUT = Path("limit-out")
URL = "https://corpus.example/"
HEADS = {"atom.xml": b'<feed xmlns="http://www.w3.org/2005/Atom">', "rss.xml": b"<rss><channel>"}
TAILS = {"atom.xml": b"</feed>", "rss.xml": b"</channel></rss>"}

Convert = Callable[[str], str]

etree.register_namespace("content", "http://purl.org/rss/1.0/modules/content/")


class Entry(NamedTuple):
    """An article as read, and as bytes by the name of the feed's file."""

    matter: dict[str, Any]
    serialised: dict[str, bytes]


def main() -> None:
    """Build the feeds."""
    files = sorted(Path("content").iterdir())
    with multiprocessing.Pool(2) as pool:
        made = pool.imap(partial(_entry, sys.argv[1]), files, chunksize=16)
        entries = [entry for entry in made if entry]
    feeds = list(_feeds(sorted(entries, key=lambda entry: entry.matter["date"], reverse=True)))
    with multiprocessing.Pool(2) as pool:
        pool.starmap(_write, feeds, chunksize=16)


@cache
def converter(engine: str) -> Convert:
    """Return what makes HTML of Markdown."""
    if engine == "markdown":
        python_markdown = markdown.Markdown(extensions=["extra"])
        return lambda text: python_markdown.reset().convert(text)
    options = comrak.ExtensionOptions()
    options.footnotes = options.table = True
    return lambda text: comrak.render_markdown(text, options)


def _entry(engine: str, file: Path) -> Entry | None:
    loader = {"Loader": getattr(yaml, "CSafeLoader", yaml.SafeLoader)}
    matter, body = frontmatter.parse(file.read_text("utf-8"), **loader)
    if matter["draft"]:
        return None
    entry = FeedEntry()
    url = f"{URL}{matter['slug']}/"
    entry.id(url)
    entry.link(href=url)
    entry.title(matter["title"])
    entry.published(matter["date"])
    entry.updated(matter["date"])
    entry.author(name="Editor")
    entry.summary(matter["summary"])
    entry.content(nh3.clean(converter(engine)(body)), type="html")
    entry.category([{"term": term} for term in (*matter["tags"], *matter["topics"])])
    elements = {"atom.xml": entry.atom_entry(), "rss.xml": entry.rss_entry()}
    return Entry(
        matter, {name: etree.tostring(e, encoding="utf-8") for name, e in elements.items()}
    )


def _feeds(entries: Iterable[Entry]) -> Iterator[tuple[Path, str, list[bytes]]]:
    """Yield folder, file name and entries of each feed."""
    members: defaultdict[Path, list[Entry]] = defaultdict(list)
    for entry in entries:
        members[OUT].append(entry)
        for kind in ("tags", "topics"):
            for term in entry.matter[kind]:
                members[OUT / kind / term].append(entry)
    for folder, found in members.items():
        for name in HEADS:
            yield folder, name, [entry.serialised[name] for entry in found[:LIMIT]]


def _write(folder: Path, name: str, entries: list[bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"".join((HEADS[name], *entries, TAILS[name])))


if __name__ == "__main__":
    main()
