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
from broadsheet.errors import Problem, Severity
from broadsheet.output import MANIFEST, Left, is_as_left
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
class _PastRun:
    """The result of the last run, and until when another run would have the same.

    `since` is its own time, `until` when the next article appears or vanishes, None where none will;
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
        """Return a digest of options, files and stamps; "" where a stamp cannot be trusted."""
        paths = sorted({*self._paths, *others})
        found = [self._stamps.of(path) for path in paths]
        return "" if UNSETTLED in found else digest_of_texts((self._options, *paths, *found))


_SUFFIXES = (".toml", ".yml", ".yaml", ".json", ".js", ".mjs", ".cjs", ".ts", ".mts", ".py")


def _configuration(root: Path) -> Iterator[str]:
    """Yield the files that may configure the site's engine: any may change how articles are read."""
    yield from (each.name for each in os.scandir(root) if each.name.endswith(_SUFFIXES))
    if (root / "config").is_dir():
        yield from (f"config/{path}" for path in files_below(root / "config", site=root))


def past_run(store: Store, out: Path, now: datetime, inputs: Inputs) -> BuildReport | None:
    """Return what a run at `now` (aware) would report, if it would but repeat the last to `out`."""
    record = store.record(f"run {out}")
    if not record:
        return None
    past = _PastRun(**json.loads(record))
    if now < datetime.fromisoformat(past.since):
        return None
    if past.until and now >= datetime.fromisoformat(past.until):
        return None
    if inputs.digest(past.others) != past.inputs:
        return None
    left = left_in(store, out)
    if not is_as_left(out, left):
        return None
    problems = tuple(codec.decode_problems(past.problems))
    return BuildReport(
        past.articles, past.feeds, (), len(left) - 1, (), problems
    )  # Except the manifest.


def save_run(  # noqa: PLR0913, PLR0917
    store: Store,
    out: Path,
    now: datetime,
    until: datetime | None,
    inputs: Inputs,
    report: BuildReport,
) -> None:
    """Save the result of a run, unless a later run could not tell whether its files have changed.

    `until` is when the next article appears or vanishes, None where none will.
    """
    others = inputs.others()
    past = _PastRun(
        since=now.isoformat(),
        until=until.isoformat() if until else None,
        inputs=inputs.digest(others),
        others=others,
        articles=report.articles,
        feeds=report.feeds,
        problems=codec.encode_problems(list(report.problems)),
    )
    is_sound = past.inputs and not any(p.severity is Severity.ERROR for p in report.problems)
    store.save_record(f"run {out}", json.dumps(asdict(past)) if is_sound else "")


def left_in(store: Store, out: Path) -> dict[str, Left]:
    """Return the signature and the stamp of every file that the last run left in `out`."""
    left = json.loads(store.record(f"left {out}") or "{}")
    return {path: (signature, found) for path, (signature, found) in left.items()}


def save_left(store: Store, out: Path, left: Mapping[str, Left]) -> None:
    """Keep which files a run left in `out`."""
    store.save_record(f"left {out}", json.dumps(left, ensure_ascii=False))


def add_left(store: Store, out: Path, left: Mapping[str, Left]) -> None:
    """Keep which files a run left that makes a part of `out`, such as one of `publish digest`.

    The manifest, which such a run changes, stays as the last build left it: so the next build knows
    that something else has happened, and looks at everything.
    """
    earlier = left_in(store, out)
    kept = {path: found for path, found in earlier.items() if path == MANIFEST}
    save_left(store, out, {**earlier, **left, **kept})
