"""Entries → files below `fetched/`, where they stay when they scroll out of their feed.

An entry is recognised by its id. Its file is written again when the entry has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from broadsheet import urls
from broadsheet.config import Config, records
from broadsheet.fetching.feeds import FeedSource
from broadsheet.fetching.parsing import ParsedFeed
from broadsheet.source import Source
from broadsheet.walk import files_below, read_file

_LONGEST = 100
"""The most bytes of a title in a file's name."""

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A file to write: its path below `fetched/`, its text, and whether it is a new one."""

    path: str
    text: str
    is_new: bool


@dataclass(slots=True)
class Archive:
    """The files below `fetched/` and what their headers say; `changes` are those to be written."""

    config: Config
    now: datetime
    changes: list[Change] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)
    _by_id: dict[str, tuple[str, Fields]] = field(default_factory=dict)
    _by_link: dict[str, tuple[str, Fields]] = field(default_factory=dict)

    @classmethod
    def load(cls, config: Config, now: datetime) -> Archive:
        """Read the files that are there. A file that cannot be read is not ours."""
        found = cls(config, now)
        top = config.root / records.FETCHED
        for path in sorted(files_below(top)) if top.is_dir() else ():
            try:
                text = read_file(top / path, Source.MAX_BYTES).decode()
                fields, _ = json.JSONDecoder().raw_decode(text)
                found._note(path, fields, text)
            except (OSError, ValueError, KeyError, TypeError):
                found._texts[path] = ""
        return found

    def _note(self, path: str, fields: Fields, text: str) -> None:
        self._by_id[fields["id"]] = (path, fields)
        self._by_link[fields["permalink"]] = (path, fields)
        self._texts[path] = text

    def add(self, place: FeedSource, feed: ParsedFeed) -> Iterator[str]:
        """Add the entries of a feed. Yields notes on entries that are left out or were changed."""
        odd: Counter[str] = Counter()
        present = {str(entry.get("id")) for entry in feed.entries}
        seen: set[str] = set()
        for entry in feed.entries:
            if reason := self._add(place, self._complete(entry, feed), present, seen):
                odd[reason] += 1
        yield from (f"has {count} × {reason}" for reason, count in sorted(odd.items()))

    def _complete(self, entry: Fields, feed: ParsedFeed) -> dict[str, Any]:
        """Make the feed the author if neither the entry nor the site names one; Atom requires an author."""
        needs_author = not entry.get("authors") and not self.config.site.author and feed.title
        return {**entry, **({"authors": [{"name": feed.title}]} if needs_author else {})}

    def _add(
        self, place: FeedSource, entry: dict[str, Any], present: set[str], seen: set[str]
    ) -> str:
        """Add an entry. Returns what is wrong with it, "" if nothing is."""
        body = entry.pop("body")
        if not entry.get("permalink"):
            return "an entry without an address, which is left out"
        if len(body.encode()) > Source.MAX_BYTES * 0.9:
            return "an entry of more than 1.8 MB, which is left out"
        known = self._known(entry, present)
        if known is None:
            return "" if self._is_others(entry) else "an entry at the address of another one"
        path, earlier = known
        if entry["id"] in seen:
            return "an entry with the id of another one, which is left out"
        seen.add(entry["id"])
        reason = (
            "" if entry.get("date") or earlier else "an entry without a date, which got today's"
        )
        entry["date"] = entry.get("date") or earlier.get("date") or self.now.isoformat()
        path = path or self._new_path(place, entry)
        text = json.dumps(entry, ensure_ascii=False, indent=2) + "\n" + body.strip() + "\n"
        if self._texts.get(path) != text:
            self.changes.append(Change(path, text, is_new=path not in self._texts))
        self._note(path, entry, text)
        return reason

    def _known(self, entry: dict[str, Any], present: set[str]) -> tuple[str, Fields] | None:
        """Return an entry's file and fields, ("", {}) for a new entry, None if it is another feed's.

        Programs that change the ids of all entries do not change their addresses, so an entry at a known
        address keeps the id that readers know. An entry whose id another site's feed has gets another id.
        """
        found = self._by_id.get(entry["id"])
        if found and self._is_of_another_feed(found[1], entry):
            if found[1]["permalink"] == entry["permalink"]:
                return None
            entry["id"] = entry["permalink"]
            found = self._by_id.get(entry["id"])
        if found:
            return found
        found = self._by_link.get(entry["permalink"])
        if found is None:
            return "", {}
        if self._is_of_another_feed(found[1], entry) or found[1]["id"] in present:
            return None
        entry["id"] = found[1]["id"]
        return found

    def _is_others(self, entry: Fields) -> bool:
        found = self._by_link.get(entry["permalink"])
        return found is not None and self._is_of_another_feed(found[1], entry)

    def _is_of_another_feed(self, known: Fields, entry: Fields) -> bool:
        owner = known.get("feed")
        return owner != entry["feed"] and owner in self.config.content.feed

    def _new_path(self, place: FeedSource, entry: Fields) -> str:
        last = entry["permalink"].rstrip("/").rpartition("/")[2].partition(".")[0]
        slug = urls.path_slug(entry.get("title", "")) or urls.path_slug(last) or "entry"
        short = slug.encode()[:_LONGEST].decode(errors="ignore").rstrip("-.")
        path = f"{place.name}/{entry['date'][:10]}-{short}"
        if f"{path}.html" in self._texts:
            path += "-" + hashlib.sha256(entry["id"].encode()).hexdigest()[:8]
        return f"{path}.html"

    def write(self) -> None:
        """Write the changes, each in one step. The caller holds the site's lock. Raises OSError."""
        for change in self.changes:
            file = self.config.root / records.FETCHED / change.path
            file.parent.mkdir(parents=True, exist_ok=True)
            made = Path(f"{file.parent}/.{file.name}.new")
            made.write_text(change.text, "utf-8", newline="\n")
            made.replace(file)
