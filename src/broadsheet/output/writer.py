"""The only code that writes to out/.

    stage   every file that is new or differs is written to a temporary file beside its place, and
            synced; conflicts and full disks are met here, while out/ is still as it was
    commit  the temporary files take their places, one rename each
    prune   files that an earlier run wrote, and this one did not, are removed

A run that is killed while it stages leaves out/ as it was, except temporary files, which the next
run removes. One that is killed while it commits leaves whole files, old or new. An interrupt during
the commit takes effect after it, which takes no longer than the renames.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from broadsheet.config import records as config_records
from broadsheet.errors import OutputError, Problem, Problems
from broadsheet.interrupts import uninterrupted
from broadsheet.model import LazyFile, OutputFile
from broadsheet.output.cleanup import Cleanup, remove_empty
from broadsheet.output.conflicts import Names, file_conflict, kind_of, path_conflict
from broadsheet.output.disk import Syncs, explain
from broadsheet.output.manifest import (
    MANIFEST,
    Left,
    Manifest,
    Records,
    file_hash,
    read_manifest,
)
from broadsheet.output.staging import Staged, Staging
from broadsheet.parallel import shared_out
from broadsheet.stamps import stamp
from broadsheet.syncing import sync

Announce = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class WriteReport:
    """The changes of a run to out/: paths below it, with slashes."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    left: Mapping[str, Left]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How a tree is written.

    Files of earlier runs that `keep` accepts are not removed. A lazy file is not even made if it is as
    the last run `left` it (its report's `left`); the others are made by up to `jobs` processes.
    `announce` gets the paths of the files that are about to take their places. The folder may hold the
    files of no other site than `site`; None skips that check. `records` are noted for issues among the
    files; those of other issues stay.
    """

    keep: Callable[[str], bool] = lambda _: False
    left: Mapping[str, Left] = field(default_factory=dict)
    jobs: int = 1
    announce: Announce = lambda _: None
    site: config_records.SiteConfig | None = None
    records: Records = field(default_factory=dict)

    @property
    def site_name(self) -> str:
        """Return the name by which the manifest knows the site."""
        return f"{self.site.title} <{self.site.url}>" if self.site else ""


DEFAULTS = WriteOptions()


def write_tree(
    out: Path, files: Iterable[OutputFile | LazyFile], options: WriteOptions = DEFAULTS
) -> WriteReport:
    """Make `out` hold `files`, and no other file that an earlier run wrote except those to be kept.

    Only files whose bytes differ are written. `files` may be a generator: one file at a time is in
    memory, and what it raises leaves `out` as it was. Raises OutputError with every conflict, or with
    what the system says.
    """
    run = _Run(out, options.left, options.site_name, options.records)
    try:
        run.stage(files, options.jobs)
        with uninterrupted():
            options.announce(run.written)
            return run.commit(options.keep)
    except OSError as error:
        raise OutputError(explain(error, out, run.outcome())) from error
    finally:
        with uninterrupted():
            run.cleanup.remove()
            run.syncs.stop()


@dataclass(slots=True)
class _Run:
    out: Path
    left: Mapping[str, Left]
    site: str
    records: Records
    signatures: dict[str, str] = field(default_factory=dict)
    earlier: Mapping[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    replaced: int = 0
    problems: Problems = field(default_factory=Problems)
    syncs: Syncs = field(default_factory=Syncs)
    place: Staging = field(init=False)
    cleanup: Cleanup = field(init=False)

    def __post_init__(self) -> None:
        self.place = Staging(self.out)
        self.cleanup = Cleanup(self.out)

    def stage(self, files: Iterable[OutputFile | LazyFile], jobs: int) -> None:
        self._begin()
        names = Names(self.out)
        staged: list[Staged] = []
        lazy: list[LazyFile | None] = []
        for file in files:
            if conflict := path_conflict(file.path) or names.conflict(file.path):
                self._refuse(file.path, conflict)
            elif isinstance(file, OutputFile):
                self.signatures[file.path] = ""
                self.cleanup.expect(file.path)
                staged.append(self._stage(file.path, file.content))
            else:
                self.signatures[file.path] = file.signature
                if not self._is_current(file):
                    self.cleanup.expect(file.path)
                    lazy.append(file)
        # Processes are forked for the lazy ones, and no thread of ours may exist by then; none of
        # them may go on writing when this is interrupted.
        with contextlib.closing(self._made(lazy, jobs)) as made:
            for each in chain(made, staged):
                self._note(each)
        if self.problems:
            raise OutputError(*self.problems)
        self.syncs.finish()

    def _begin(self) -> None:
        """Look at what is there. Raises OSError, OutputError."""
        found = read_manifest(self.out)
        self.earlier = found.files
        self.records = {**found.records, **self.records}
        if self.site and found.site not in {"", self.site, self.left.get(MANIFEST, ("", ""))[0]}:
            message = (
                f'holds the files of another site, "{found.site}"; choose another folder with --out; '
                f'or, if this is that site under a new name, delete the line "site" in {MANIFEST}'
            )
            raise OutputError(Problem(str(self.out), 0, "", message))
        self.site = self.site or found.site
        self.cleanup.expect(MANIFEST)
        self.out.mkdir(parents=True, exist_ok=True)
        kind = kind_of(self.place.place(MANIFEST))
        if conflict := file_conflict(MANIFEST, kind, may_replace=True):
            self._refuse(MANIFEST, conflict)
        self.cleanup.begin()

    def _refuse(self, path: str, conflict: str) -> None:
        self.problems.error(f"{self.out.name}/{path}", 0, "", conflict)

    def _is_current(self, file: LazyFile) -> bool:
        """Return whether a file is as the last run left it; then nothing is to be done for it."""
        path = file.path
        if path not in self.earlier or path not in self.left:
            return False
        if self.left[path] != (file.signature, stamp(self.place.place(path))):
            return False
        self.hashes[path] = self.earlier[path]
        return True

    def _made(self, files: list[LazyFile | None], jobs: int) -> Generator[Staged]:
        """Make files and stage them, shared out to processes."""

        def make(number: int) -> Staged:
            # The file may keep a reference to what it made.
            file, files[number] = files[number], None
            assert file is not None  # noqa: S101 - each is made once
            return self._stage(file.path, file.make())

        return shared_out(make, range(len(files)), jobs)

    def _stage(self, path: str, content: bytes) -> Staged:
        return self.place.stage(path, content, is_ours=path in self.earlier)

    def _note(self, staged: Staged) -> None:
        if staged.conflict:
            self._refuse(staged.path, staged.conflict)
            return
        self.hashes[staged.path] = staged.digest
        if staged.is_new:
            self.written.append(staged.path)
            self.syncs.add(self.place.temporary(staged.path))

    def commit(self, keep: Callable[[str], bool]) -> WriteReport:
        stale = {path: old for path, old in self.earlier.items() if path not in self.hashes}
        kept = {p: old for p, old in stale.items() if keep(p) and not self._is_stale_copy(p)}
        if self.written:
            # Until the end the manifest names old and new files, so that after a run that is killed
            # in between the next knows them all for its own.
            self._write_manifest({**self.earlier, **self.hashes})
        for path in self.written:
            os.replace(self.place.temporary(path), self.place.place(path))
            self.replaced += 1
        removed = tuple(path for path in stale if path not in kept and self._remove(path))
        self._write_manifest(kept | self.hashes)
        for folder in {path.rpartition("/")[0] for path in (*self.written, *removed)}:
            self.syncs.add_folder(self.place.place(folder))
        self.syncs.finish()
        self.cleanup.forget()
        unchanged = len(self.hashes) - len(self.written)
        return WriteReport(tuple(self.written), unchanged, removed, self._left())

    def outcome(self) -> str:
        """Return the sentence that says what a failure of the run means for out/."""
        if not self.replaced:
            return "out/ is as it was"
        return (
            f"{self.replaced} of {len(self.written)} new files are in out/ already, each of them "
            "whole; the next run completes it"
        )

    def _is_stale_copy(self, path: str) -> bool:
        """Return whether a file is a compressed copy of one that this run made without copies."""
        original = path.removesuffix(".gz").removesuffix(".br")
        return original != path and original in self.hashes

    def _left(self) -> dict[str, Left]:
        """Return the stamps of the files as they are now."""
        signatures = {**self.signatures, MANIFEST: self.site}
        return {
            path: (signatures[path], stamp(self.place.place(path)))
            for path in (*self.hashes, MANIFEST)
        }

    def _remove(self, path: str) -> bool:
        """Remove a file of an earlier run, unless somebody changed it since."""
        place = self.out / path
        inside = place.parent.resolve().is_relative_to(self.out.resolve())
        if not inside or place.is_symlink() or not place.is_file():
            return False
        if file_hash(place) != self.earlier[path]:
            return False
        place.unlink()
        remove_empty(place.parent, self.out)
        return True

    def _write_manifest(self, files: Mapping[str, str]) -> None:
        """Replace the manifest, if it is to change. Raises OSError."""
        folders = {path.rpartition("/")[0] for path in files} if self.records else frozenset()
        records = {folder: marks for folder, marks in self.records.items() if folder in folders}
        content = Manifest(files, self.site, records).encode()
        if self.place.stage(MANIFEST, content, is_ours=True).is_new:
            temporary = self.place.temporary(MANIFEST)
            sync(temporary)
            os.replace(temporary, self.place.place(MANIFEST))
