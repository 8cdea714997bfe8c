"""Finds out, without reading an article, whether a run would only repeat the last one.

Cron runs a build every few minutes, and nearly all of these runs have nothing to do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.config import FILE_NAME, Config, records
from broadsheet.errors import Problem, has_errors
from broadsheet.output import manifest
from broadsheet.stamps import UNSETTLED, Stamps, digest_of_texts
from broadsheet.store import Store, codec
from broadsheet.walk import files_below


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did: paths below out/, with slashes, and problems of the content.

    `notice` is a line for people that counts what the cheap rules of `check` found, "" for nothing.
    """

    articles: int
    feeds: int
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class _Findings:
    """What a run found, and until when another would find the same.

    `since` is its own time, `until` when the next article appears or vanishes, None if none will;
    both are ISO 8601. `inputs` is a digest of the stamps of all files it depended on, of which
    `others` were outside content/ and templates/.
    """

    since: str
    until: str | None
    inputs: str
    others: list[str]
    articles: int
    feeds: int
    problems: str


class Inputs:
    """The files that a run depends on: content/, templates/, the engine's configuration, and others.

    `options` are all else that may change from run to run, except the time.
    """

    def __init__(self, config: Config, stamps: Stamps, **options: object) -> None:
        self._stamps = stamps
        # The engine may have been recognised by files outside these folders.
        self._options = f"{config.content.dialect} {sorted(options.items())}"
        self._paths = {FILE_NAME, *_configuration(config.root)}
        site = None if config.content.follow_links else config.root
        self._add(config.root, config.content.path, site, hidden=False)
        if config.content.feed:
            self._add(config.root, records.FETCHED, site, hidden=False)
        self._add(config.root, config.site.templates, site, hidden=True)
        for path in self._paths:
            stamps.of(path)

    def _add(self, root: Path, folder: str, site: Path | None, *, hidden: bool) -> None:
        if (root / folder).is_dir():
            found = files_below(root / folder, hidden=hidden, site=site)
            self._paths |= {f"{folder}/{path}".lstrip("/") for path in found}

    def others(self) -> list[str]:
        """Return the files outside content/ and templates/ whose stamps were asked for so far."""
        return sorted(self._stamps.asked() - self._paths)

    def digest(self, others: Iterable[str]) -> str:
        """Return a digest of options, files and stamps; "" if a stamp cannot be trusted."""
        paths = sorted({*self._paths, *others})
        found = [self._stamps.of(path) for path in paths]
        return "" if UNSETTLED in found else digest_of_texts((self._options, *paths, *found))


_SUFFIXES = (".toml", ".yml", ".yaml", ".json", ".js", ".mjs", ".cjs", ".ts", ".mts", ".py")


def _configuration(root: Path) -> Iterator[str]:
    """Yield the files that may configure the site's engine: any may change how articles are read."""
    yield from (each.name for each in os.scandir(root) if each.name.endswith(_SUFFIXES))
    if (root / "config").is_dir():
        yield from (f"config/{path}" for path in files_below(root / "config", site=root))


class LastRun:
    """What the store knows about the last run that wrote to `out`."""

    def __init__(self, store: Store, out: Path) -> None:
        self._store = store
        self.out = out

    def report(self, now: datetime, inputs: Inputs) -> BuildReport | None:
        """Return what a run at `now` (aware) would report if it only repeated the last one, else None."""
        record = self._store.record(f"run {self.out}")
        if not record:
            return None
        last = _Findings(**json.loads(record))
        if now < datetime.fromisoformat(last.since):
            return None
        if last.until and now >= datetime.fromisoformat(last.until):
            return None
        if inputs.digest(last.others) != last.inputs:
            return None
        left = self.left()
        if not manifest.is_as_left(self.out, left):
            return None
        unchanged = len(left) - 1  # The manifest is not counted.
        problems = tuple(codec.decode_problems(last.problems))
        return BuildReport(last.articles, last.feeds, (), unchanged, (), problems)

    def save(
        self, report: BuildReport, inputs: Inputs, now: datetime, until: datetime | None
    ) -> None:
        """Save what a run at `now` found, unless a later run could not see whether its files changed.

        `until` is when the next article appears or vanishes, None if none will.
        """
        others = inputs.others()
        findings = _Findings(
            since=now.isoformat(),
            until=until.isoformat() if until else None,
            inputs=inputs.digest(others),
            others=others,
            articles=report.articles,
            feeds=report.feeds,
            problems=codec.encode_problems(list(report.problems)),
        )
        is_sound = findings.inputs and not has_errors(report.problems)
        text = json.dumps(asdict(findings)) if is_sound else ""
        self._store.save_record(f"run {self.out}", text)

    def left(self) -> dict[str, manifest.Left]:
        """Return the signature and the stamp of every file that the last run left."""
        left = json.loads(self._store.record(f"left {self.out}") or "{}")
        return {path: (signature, found) for path, (signature, found) in left.items()}

    def save_left(self, left: Mapping[str, manifest.Left]) -> None:
        """Save which files a run left."""
        self._store.save_record(f"left {self.out}", json.dumps(left, ensure_ascii=False))

    def add_left(self, left: Mapping[str, manifest.Left]) -> None:
        """Save which files a run left that makes only some of them, such as one of `publish digest`.

        The entry of the manifest, which such a run changes, stays as the last build left it. So the next
        build sees that something else has happened, and looks at everything.
        """
        earlier = self.left()
        kept = {path: found for path, found in earlier.items() if path == manifest.MANIFEST}
        self.save_left({**earlier, **left, **kept})
