"""When files were committed first and last, for `:git` among the keys of dates.

The word is that of https://gohugo.io/configuration/front-matter/. Dates are those of the author: unlike
the committer's, they stay when commits are rebased. A file that was moved without any other change
keeps its dates; otherwise the first commit of its path counts.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from broadsheet.parsing import is_whole
from broadsheet.source.inheritance import FieldRule
from broadsheet.source.keys import Keys

_SECONDS = 300
_RECORD = "git history"

_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT", "USERPROFILE")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # A partial clone would fetch what it lacks.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# A repository's own configuration may name programs to run; whoever can write it is not the site's owner.
_HARMLESS = (
    "--no-pager",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
)
_LOG = (
    *("log", "--topo-order", "--root", "--no-color", "--format=format:%x01%at %aI %P", "-z"),
    # Only files that are the same to the byte count as moved, so that no version of git guesses.
    *("--name-status", "-M100%", "--diff-merges=first-parent", "--no-ext-diff", "--no-textconv"),
    "--no-relative",
)


class Records(Protocol):
    """What keeps a text from run to run."""

    def record(self, name: str) -> str:
        """Return the text with a name, or ""."""
        ...

    def save_record(self, name: str, content: str) -> None:
        """Keep a text."""
        ...


@dataclass(frozen=True, slots=True)
class History:
    """The first and the last date of each file, by its path below the content folder.

    `missing` is what keeps git from knowing them, "" for nothing, in the form "what is wrong; what to
    do". `files` change when the history does.
    """

    dates: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    missing: str = ""
    files: tuple[str, ...] = ()

    def rule(self) -> FieldRule:
        """Return the rule that gives files their dates."""
        return FieldRule(self._given, self.files[0] if self.files else "")

    def _given(self, path: str) -> Mapping[str, Any]:
        if self.missing:
            return {Keys.NO_COMMITS: self.missing}
        first, last = self.dates.get(path, ("", ""))
        return {Keys.FIRST_COMMIT: first, Keys.LAST_COMMIT: last} if first else {}


class _GitError(Exception):
    """Git did not answer; the text says why, and what to do."""


def in_repository(folder: Path) -> bool:
    """Return whether a folder, or one above it, is a git repository's."""
    here = folder.resolve()
    return any((above / ".git").exists() for above in (here, *here.parents))


def read_history(content: Path, records: Records | None = None) -> History:
    """Ask git when the files below a folder were committed; `records` keep the answer for this commit."""
    try:
        place = _Place.of(content)
    except _GitError as error:
        return History(missing=str(error))
    if place.is_shallow:
        return History(missing=_SHALLOW, files=place.files)
    key = f"{place.head} {place.prefix}"
    kept = json.loads((records.record(_RECORD) if records is not None else "") or "{}")
    if kept.get("key") == key:
        dates = {path: (first, last) for path, (first, last) in kept["dates"].items()}
        return History(dates, files=place.files)
    try:
        log = _git(content, *_LOG, place.head) if place.head else ""
    except _GitError as error:
        return History(missing=str(error), files=place.files)
    dates = {
        path.removeprefix(place.prefix): found
        for path, found in _dates(log).items()
        if path.startswith(place.prefix) and is_whole(path)
    }
    if records is not None:
        records.save_record(_RECORD, json.dumps({"key": key, "dates": dates}))
    return History(dates, files=place.files)


_SHALLOW = (
    "this clone of the repository is shallow, so the first commits of files are not in it; run "
    "git fetch --unshallow, or give actions/checkout fetch-depth: 0"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder in a repository: the commit checked out, "" for none yet, and the folder's path in it."""

    head: str
    prefix: str
    is_shallow: bool
    files: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> _Place:
        """Look where a folder is. Raises _GitError."""
        asked = (
            "--is-shallow-repository",
            "--absolute-git-dir",
            "--git-common-dir",
            "--show-prefix",
        )
        shallow, own, shared, prefix = _git(folder, "rev-parse", *asked).split("\n")[:4]
        branch = _git(folder, "rev-parse", "--symbolic-full-name", "HEAD", fails="").strip()
        head = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD", fails="").strip()
        common = os.path.normpath(folder / shared)
        names = ("packed-refs", "shallow", "reftable/tables.list", branch or "HEAD")
        files = (f"{own}/HEAD", *(f"{common}/{name}" for name in names))
        return cls(head, prefix, shallow == "true", files)


def _git(folder: Path, *arguments: str, fails: str | None = None) -> str:
    """Return what git prints; `fails` if it fails, unless that is None. Raises _GitError."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            ["git", *_HARMLESS, *arguments],  # noqa: S607 - where it is differs
            cwd=folder,
            env={**kept, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except OSError as error:
        raise _GitError("git is not installed here; install it") from error
    except subprocess.TimeoutExpired as error:
        raise _GitError(f"git takes more than {_SECONDS} s") from error
    if done.returncode and fails is None:
        said = " ".join(done.stderr.decode(errors="replace").split())[:300]
        raise _GitError(f"git does not answer ({said}); build in a clone of the repository")
    return done.stdout.decode(errors="surrogateescape") if not done.returncode else fails or ""


_Moment = tuple[int, str]
"""Seconds since 1970, to compare, and ISO 8601."""


def _dates(log: str) -> dict[str, tuple[str, str]]:
    """Return the first and the last date of each path of today, from a log with the newest commit first.

    What a merge changed counts for files that no other commit has, as after `git subtree add`.
    """
    found: dict[str, list[_Moment]] = {}
    merged: dict[str, list[_Moment]] = {}
    names: dict[str, str] = {}
    for moment, is_merge, status, path, target in _changes(log):
        if status.startswith("R") and not is_merge:
            names[path] = names.pop(target, target)
        elif not status.startswith(("D", "R")):
            (merged if is_merge else found).setdefault(names.get(path, path), []).append(moment)
    return {path: (min(all_)[1], max(all_)[1]) for path, all_ in (merged | found).items()}


def _changes(log: str) -> Iterator[tuple[_Moment, bool, str, str, str]]:
    """Yield each change: when, whether in a merge, its status, the path, and for a move the new path."""
    words = iter(log.split("\0"))
    moment, is_merge = (0, ""), False
    for word in words:
        status = word
        if word.startswith("\1"):
            head, _, status = word[1:].partition("\n")
            seconds, date, *parents = head.split(" ")
            moment, is_merge = (int(seconds), date), len(parents) > 1
        if status:
            path = next(words, "")
            yield moment, is_merge, status, path, next(words, "") if status[0] in "RC" else ""
