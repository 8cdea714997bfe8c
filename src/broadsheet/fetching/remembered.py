"""The last answer of each feed, for conditional requests and waiting times; saved in `.publish/fetch.json`.

Without the file every feed is requested in full; no entry is lost, as these are in `fetched/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from broadsheet.config import Config, records
from broadsheet.output import STATE_FOLDER
from broadsheet.walk import MAX_TEXT, read_file

NAME = "fetch.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known about a feed. Times are ISO 8601, "" for none.

    `etag` and `modified` go into the next request (RFC 9110, section 13); before `wait` there is none. A
    feed that is `gone` (410) is not requested again. For a file, `etag` is its stamp.
    """

    etag: str = ""
    modified: str = ""
    asked: str = ""
    wait: str = ""
    gone: bool = False

    def may_ask(self, now: datetime) -> bool:
        """Return whether the server allows another request."""
        return not self.gone and not (self.wait and now < datetime.fromisoformat(self.wait))

    def waiting(self, until: datetime | None) -> Memory:
        """Return the same record with a time before which the feed is not requested."""
        return replace(self, wait=until.isoformat() if until else "")


def recall(root: Path) -> dict[str, Memory]:
    """Return what is known about feeds, by their addresses; a missing or damaged file counts as empty."""
    try:
        data = json.loads(read_file(root / STATE_FOLDER / NAME, MAX_TEXT))
        return {str(url): Memory(**known) for url, known in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember(root: Path, known: Mapping[str, Memory]) -> None:
    """Save what is known. The caller holds the site's lock. Raises OSError."""
    file = root / STATE_FOLDER / NAME
    made = file.with_suffix(".new")
    data = {url: asdict(each) for url, each in sorted(known.items())}
    made.write_text(json.dumps(data, indent=0) + "\n", "utf-8")
    made.replace(file)


def is_due(config: Config, now: datetime) -> bool:
    """Return whether `publish build` should request a feed: whether one was not asked for some minutes."""
    known = recall(config.root)
    return any(is_due_one(known.get(url), config, now) for url in config.content.feed)


def is_due_one(memory: Memory | None, config: Config, now: datetime) -> bool:
    """Return whether `publish build` should request this feed."""
    if memory is None or not memory.asked or not (config.root / records.FETCHED).is_dir():
        return True
    pause = timedelta(minutes=config.fetch.every)
    since = now - datetime.fromisoformat(memory.asked)
    return memory.may_ask(now) and not timedelta() <= since < pause
