"""What hubs are still to be told: kept in the site's folder, so that nothing is lost by a failure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from broadsheet.output import STATE_FOLDER

NAME = "websub.json"

Ping = tuple[str, str]
"""A hub and a topic, both URLs."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The pings of a site that no hub has taken yet. Whoever writes it holds the site's lock."""

    root: Path

    @property
    def _file(self) -> Path:
        return self.root / STATE_FOLDER / NAME

    def read(self) -> tuple[Ping, ...]:
        """Return the pings; a file that is missing or damaged counts as empty."""
        try:
            data = json.loads(self._file.read_bytes())
            return tuple((str(hub), str(topic)) for hub, topic in data["pending"])
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def write(self, pings: Iterable[Ping]) -> None:
        """Keep pings for the next run; nothing is written where nothing changes."""
        pending = tuple(dict.fromkeys(pings))
        if pending != self.read():
            self._file.parent.mkdir(exist_ok=True)
            made = self._file.with_suffix(".new")
            made.write_text(json.dumps({"pending": pending}, indent=0) + "\n", "utf-8")
            made.replace(self._file)
