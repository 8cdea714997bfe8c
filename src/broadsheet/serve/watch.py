"""Watches a site's sources: notified by the system, or by polling if that is not possible."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

import anyio
from watchfiles import Change, DefaultFilter, awatch

# The only public name of this exception is in the compiled part, whose underscore is its file's name.
from watchfiles._rust_notify import WatchfilesRustInternalError

from broadsheet.stamps import stamp
from broadsheet.walk import is_folder

SETTLING_MS = 250
"""How long to wait for changes before the first build: then the watch is surely on."""

POLL_SECONDS = 1.0
"""How long to wait before looking at all files again."""


class Sources(DefaultFilter):
    """Everything below the site's folder except what is built, and what is hidden, as .publish/ is."""

    def __init__(self, root: Path, out: Path) -> None:
        super().__init__()
        self._root = root
        self._out = out.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether a build may depend on a path."""
        place = Path(path)
        is_hidden = any(part.startswith(".") for part in place.relative_to(self._root).parts)
        is_source = not is_hidden and not place.is_relative_to(self._out)
        return is_source and super().__call__(change, path)

    def folders(self) -> list[Path]:
        """Return the folders in which files are sources.

        Folders that cannot be listed are left out. So are links that lead to a folder above the site
        or to one that is there already: below a link to `/` there is no end.
        """
        found = []
        seen = {str(self._root), *map(str, self._root.parents)}
        pending = [self._root]
        while pending:
            folder = pending.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError:
                continue
            found.append(folder)
            for entry in entries:
                if not is_folder(entry) or not self(Change.modified, entry.path):
                    continue
                real = os.path.realpath(entry.path)
                if real not in seen:
                    seen.add(real)
                    pending.append(Path(entry.path))
        return found

    def stamps(self) -> dict[str, str]:
        """Return a stamp of each file that is a source, by its path."""
        paths = (entry.path for folder in self.folders() for entry in _entries(folder))
        return {path: stamp(path) for path in paths if self(Change.modified, path)}


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:  # It has just been removed.
        return []


async def changes(sources: Sources, tell: Callable[[str], None]) -> AsyncGenerator[None]:
    """Yield when the sources are watched, and then after each change.

    If the system cannot watch them, as where it allows fewer folders or no more watches, `tell` is
    called with a message, once, and they are looked at every second.
    """
    try:
        async with aclosing(_watched(sources)) as watched:
            async for _ in watched:
                yield
    except (OSError, UnicodeError, WatchfilesRustInternalError) as error:
        tell(
            f"the system cannot watch the site's folders ({error}); they are looked at every "
            f"{POLL_SECONDS:g} s instead"
        )
    async with aclosing(_polled(sources)) as polled:
        async for _ in polled:
            yield


async def _watched(sources: Sources) -> AsyncGenerator[None]:
    """Yield after each change that the system reports.

    Raises OSError, UnicodeError and, if the system gives no watcher at all (inotify(7):
    max_user_instances), WatchfilesRustInternalError.
    """
    while True:
        # One by one, since a recursive watch would enter node_modules, and links to anywhere.
        folders = await anyio.to_thread.run_sync(sources.folders)
        watch = awatch(
            *folders,
            watch_filter=sources,
            recursive=False,
            yield_on_timeout=True,
            rust_timeout=SETTLING_MS,
        )
        is_on = False
        async with aclosing(watch) as reported:
            async for changed in reported:
                # No change is missed: the watch is on, and the first build sees earlier changes.
                if changed or not is_on:
                    yield
                is_on = True
                if changed and await anyio.to_thread.run_sync(sources.folders) != folders:
                    break  # New folders are to be watched as well.


async def _polled(sources: Sources) -> AsyncGenerator[None]:
    last = None
    while True:
        found = await anyio.to_thread.run_sync(sources.stamps)
        if found != last:
            yield
        last = found
        await anyio.sleep(POLL_SECONDS)
