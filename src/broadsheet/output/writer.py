"""The one place that writes to out/.

    stage   every file that is new or differs goes to a temporary file beside its place, synced;
            a fault or a full disk is met here, while out/ is still as it was
    commit  the temporary files take their places, one rename each
    prune   files that an earlier run wrote and this one did not are removed

A run that is killed while it stages leaves out/ as it was, but for temporary files, which the next
run removes; one that is killed while it commits leaves whole files, old or new. Who interrupts a run
while it commits has to wait until it has: that takes no longer than the renames do.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from broadsheet.errors import OutputError, Problem
from broadsheet.interrupts import uninterrupted
from broadsheet.model import LazyFile, OutputFile
from broadsheet.output import manifest
from broadsheet.output.disk import Syncs, explain, sync
from broadsheet.output.leavings import Leavings, remove_empty
from broadsheet.output.obstacles import fault_of
from broadsheet.output.staging import Stage, Staged
from broadsheet.parallel import shared_out
from broadsheet.stamps import stamp

Left = tuple[str, str]
"""A lazy file's signature ("" for others) and the stamp of what lies in out/."""

Announce = Callable[[Sequence[str]], None]

NOTHING_LEFT: Mapping[str, Left] = {}


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a run did to out/: paths below it, with slashes."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    left: Mapping[str, Left]


def write_tree(  # noqa: PLR0913, PLR0917 - all but the first two have defaults
    out: Path,
    files: Iterable[OutputFile | LazyFile],
    keep: Callable[[str], bool] = lambda _: False,
    left: Mapping[str, Left] = NOTHING_LEFT,
    jobs: int = 1,
    announce: Announce = lambda _: None,
) -> WriteReport:
    """Make `out` hold `files`, and no other file that an earlier run wrote but those `keep` names.

    Only files whose bytes differ are written, and lazy ones are not even made where they are as the
    last run `left` them (its report's `left`). The lazy ones are made by up to `jobs` processes.
    `files` may be a generator: one file at a time is in memory, and what it raises leaves `out` as
    it was. `announce` is told the paths of the files that are about to take their places. Raises
    OutputError with every file that is in the way, or with what the system says.
    """
    run = _Run(out, left)
    try:
        run.stage(files, jobs)
        with uninterrupted():
            announce(run.written)
            return run.commit(keep)
    except OSError as error:
        raise OutputError(explain(error, out)) from error
    finally:
        with uninterrupted():
            run.leavings.remove()
            run.syncs.stop()


@dataclass(slots=True)
class _Run:
    out: Path
    left: Mapping[str, Left]
    signatures: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    syncs: Syncs = field(default_factory=Syncs)
    place: Stage = field(init=False)
    leavings: Leavings = field(init=False)

    def __post_init__(self) -> None:
        self.place = Stage(self.out)
        self.leavings = Leavings(self.out)

    def stage(self, files: Iterable[OutputFile | LazyFile], jobs: int) -> None:
        self.earlier = manifest.read(self.out)
        self.leavings.expect(manifest.NAME)
        self.out.mkdir(parents=True, exist_ok=True)
        self.leavings.begin()
        staged: list[Staged] = []
        lazy: list[LazyFile | None] = []
        for file in files:
            if self._is_faulty(file.path):
                continue
            if isinstance(file, OutputFile):
                self.signatures[file.path] = ""
                self.leavings.expect(file.path)
                staged.append(self._stage(file.path, file.content))
            else:
                self.signatures[file.path] = file.signature
                if not self._is_current(file):
                    self.leavings.expect(file.path)
                    lazy.append(file)
        # Processes are forked for the lazy ones, and no thread of ours may be about by then; none of
        # them is to go on writing when this is interrupted.
        with contextlib.closing(self._made(lazy, jobs)) as made:
            for each in chain(made, staged):
                self._note(each)
        if self.problems:
            raise OutputError(*self.problems)
        self.syncs.finish()

    def _is_faulty(self, path: str) -> bool:
        twice = "is written twice; give the feeds different names"
        fault = fault_of(path) or (twice if path in self.signatures else "")
        if fault:
            self._refuse(path, fault)
        return bool(fault)

    def _refuse(self, path: str, fault: str) -> None:
        self.problems.append(Problem(f"{self.out.name}/{path}", 0, "", fault))

    def _is_current(self, file: LazyFile) -> bool:
        """Tell whether a file is as the last run left it; then nothing else is to be done for it."""
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
            file, files[number] = files[number], None  # It may hold on to what it made.
            assert file is not None  # noqa: S101 - each is made once
            return self._stage(file.path, file.make())

        return shared_out(make, range(len(files)), jobs)

    def _stage(self, path: str, content: bytes) -> Staged:
        return self.place.stage(path, content, is_ours=path in self.earlier)

    def _note(self, staged: Staged) -> None:
        if staged.fault:
            self._refuse(staged.path, staged.fault)
            return
        self.hashes[staged.path] = staged.digest
        if staged.is_new:
            self.written.append(staged.path)
            self.syncs.add(self.place.temporary(staged.path))

    def commit(self, keep: Callable[[str], bool]) -> WriteReport:
        stale = {path: old for path, old in self.earlier.items() if path not in self.hashes}
        kept = {p: old for p, old in stale.items() if keep(p) and not self._is_stale_copy(p)}
        # Until the end the manifest names old and new files, so that a run killed in between is
        # followed by one that knows them all for its own.
        self._write_manifest(self.earlier | self.hashes, only_if=bool(self.written))
        for path in self.written:
            os.replace(self.place.temporary(path), self.place.place(path))
        removed = tuple(path for path in stale if path not in kept and self._remove(path))
        self._write_manifest(kept | self.hashes)
        for folder in {path.rpartition("/")[0] for path in (*self.written, *removed)}:
            if os.path.isdir(self.place.place(folder)):  # noqa: PTH112 - text, as in staging
                self.syncs.add(self.place.place(folder))
        self.syncs.finish()
        self.leavings.forget()
        unchanged = len(self.hashes) - len(self.written)
        return WriteReport(tuple(self.written), unchanged, removed, self._left())

    def _is_stale_copy(self, path: str) -> bool:
        """Tell whether a file is a compressed copy of one that this run made without copies."""
        original = path.removesuffix(".gz").removesuffix(".br")
        return original != path and original in self.hashes

    def _left(self) -> dict[str, Left]:
        """Return how the files lie there now."""
        return {
            path: (self.signatures.get(path, ""), stamp(self.place.place(path)))
            for path in (*self.hashes, manifest.NAME)
        }

    def _remove(self, path: str) -> bool:
        """Remove a file of an earlier run, unless somebody changed it since."""
        place = self.out / path
        inside = place.parent.resolve().is_relative_to(self.out.resolve())
        if not inside or place.is_symlink() or not place.is_file():
            return False
        if manifest.digest(place.read_bytes()) != self.earlier[path]:
            return False
        place.unlink()
        remove_empty(place.parent, self.out)
        return True

    def _write_manifest(self, files: dict[str, str], *, only_if: bool = True) -> None:
        if not only_if:
            return
        if self.place.stage(manifest.NAME, manifest.encode(files), is_ours=True).is_new:
            temporary = self.place.temporary(manifest.NAME)
            sync(temporary)
            os.replace(temporary, self.place.place(manifest.NAME))
