"""The one place that writes to out/.

    stage   every file that is new or differs goes to a temporary file beside its place, synced;
            a fault or a full disk is met here, while out/ is still as it was
    commit  the temporary files take their places, one rename each
    prune   files that an earlier run wrote and this one did not are removed

A run that is killed while it stages leaves out/ as it was, but for temporary files, which the next
run removes; one that is killed while it commits leaves whole files, old or new.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.errors import OutputError, Problem
from broadsheet.model import LazyFile, OutputFile
from broadsheet.output import manifest
from broadsheet.output.disk import Syncs, explain, mode_of, sync, write
from broadsheet.output.obstacles import TEMPORARY, fault_of, obstacle
from broadsheet.stamps import stamp

Left = tuple[str, str]
"""A lazy file's signature ("" for others) and the stamp of what lies in out/."""

NOTHING_LEFT: Mapping[str, Left] = {}


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a run did to out/: paths below it, with slashes."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    left: Mapping[str, Left]


def write_tree(
    out: Path,
    files: Iterable[OutputFile | LazyFile],
    keep: Callable[[str], bool] = lambda _: False,
    left: Mapping[str, Left] = NOTHING_LEFT,
) -> WriteReport:
    """Make `out` hold `files`, and no other file that an earlier run wrote but those `keep` names.

    Only files whose bytes differ are written, and lazy ones are not even made where they are as the
    last run `left` them (its report's `left`). `files` may be a generator: one file at a time is in
    memory, and what it raises leaves `out` as it was. Raises OutputError with every file that is in
    the way, or with what the system says.
    """
    run = _Run(out, left)
    try:
        run.stage(files)
        return run.commit(keep)
    except OSError as error:
        raise OutputError(explain(error, out)) from error
    finally:
        run.clean()
        run.syncs.stop()


@dataclass(slots=True)
class _Run:
    out: Path
    left: Mapping[str, Left]
    signatures: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    staged: dict[str, Path] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    syncs: Syncs = field(default_factory=Syncs)

    def stage(self, files: Iterable[OutputFile | LazyFile]) -> None:
        self.earlier = manifest.read(self.out)
        self._make_folder(self.out)
        self._remove_leftovers()
        for file in files:
            if not (isinstance(file, LazyFile) and self._is_current(file)):
                self._take(file)
        if self.problems:
            raise OutputError(*self.problems)
        self.syncs.finish()

    def _is_current(self, file: LazyFile) -> bool:
        """Tell whether a file is as the last run left it; then nothing else is to be done for it."""
        known = file.path in self.earlier and file.path not in self.hashes
        if not known or self.left.get(file.path) != (file.signature, stamp(self.out / file.path)):
            return False
        self.hashes[file.path] = self.earlier[file.path]
        self.signatures[file.path] = file.signature
        return True

    def _take(self, file: OutputFile | LazyFile) -> None:
        content = file.make() if isinstance(file, LazyFile) else file.content
        fault = fault_of(file.path) or self._obstacle(file.path, content)
        if fault:
            self.problems.append(Problem(f"{self.out.name}/{file.path}", 0, "", fault))
            return
        self.hashes[file.path] = manifest.digest(content)
        self.signatures[file.path] = file.signature if isinstance(file, LazyFile) else ""
        if self._content(file.path) != content:
            self._stage(file.path, content)

    def commit(self, keep: Callable[[str], bool]) -> WriteReport:
        written = tuple(self.staged)
        stale = {path: old for path, old in self.earlier.items() if path not in self.hashes}
        kept = {p: old for p, old in stale.items() if keep(p) and not self._is_stale_copy(p)}
        # Until the end the manifest names old and new files, so that a run killed in between is
        # followed by one that knows them all for its own.
        self._write_manifest(self.earlier | self.hashes, only_if=bool(self.staged))
        for path in written:
            os.replace(self.staged.pop(path), self.out / path)
        removed = tuple(path for path in stale if path not in kept and self._remove(path))
        self._write_manifest(kept | self.hashes)
        for folder in {(self.out / path).parent for path in (*written, *removed)}:
            if folder.is_dir():
                self.syncs.add(folder)
        self.syncs.finish()
        return WriteReport(written, len(self.hashes) - len(written), removed, self._left())

    def _is_stale_copy(self, path: str) -> bool:
        """Tell whether a file is a compressed copy of one that this run made without copies."""
        original = path.removesuffix(".gz").removesuffix(".br")
        return original != path and original in self.hashes

    def _left(self) -> dict[str, Left]:
        """Return how the files lie there now."""
        paths = (*self.hashes, manifest.NAME)
        return {path: (self.signatures.get(path, ""), stamp(self.out / path)) for path in paths}

    def clean(self) -> None:
        for temporary in self.staged.values():
            temporary.unlink(missing_ok=True)
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):  # Not empty: it is in use.
                folder.rmdir()

    def _obstacle(self, path: str, content: bytes) -> str:
        if path in self.hashes:
            return "is written twice; give the feeds different names"
        return obstacle(self.out, path, None if path in self.earlier else content)

    def _content(self, path: str) -> bytes | None:
        try:
            return (self.out / path).read_bytes()
        except FileNotFoundError:
            return None

    def _stage(self, path: str, content: bytes) -> None:
        place = self.out / path
        self._make_folder(place.parent)
        temporary = place.with_name(place.name + TEMPORARY)
        self.staged[path] = temporary
        write(temporary, content, mode_of(place))
        self.syncs.add(temporary)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if folder != self.out:
            self._make_folder(folder.parent)
        folder.mkdir(parents=folder == self.out)
        self.folders.append(folder)

    def _remove_leftovers(self) -> None:
        """Remove what a killed run staged: beside the files it knew of, and in its new folders."""
        for path in _files_below(self.out):
            if path.name.endswith(TEMPORARY):
                path.unlink(missing_ok=True)
                self._remove_empty(path.parent)

    def _remove(self, path: str) -> bool:
        """Remove a file of an earlier run, unless somebody changed it since."""
        place = self.out / path
        inside = place.parent.resolve().is_relative_to(self.out.resolve())
        if not inside or place.is_symlink() or not place.is_file():
            return False
        if manifest.digest(place.read_bytes()) != self.earlier[path]:
            return False
        place.unlink()
        self._remove_empty(place.parent)
        return True

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.out:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _write_manifest(self, files: dict[str, str], *, only_if: bool = True) -> None:
        content = manifest.encode(files)
        if only_if and self._content(manifest.NAME) != content:
            temporary = self.out / (manifest.NAME + TEMPORARY)
            write(temporary, content, mode_of(temporary))
            sync(temporary)
            os.replace(temporary, self.out / manifest.NAME)


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent) / name for name in names)
