"""What Eleventy leaves alone: the lines of .eleventyignore, and what its configuration adds to them.

https://www.11ty.dev/docs/ignores/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.detect import beginning

_ADDED = re.compile(r"\.ignores\.add\(\s*[\"'`]([^\"'`$]+)[\"'`]\s*\)")


def ignored(root: Path, content: str, config: str) -> tuple[str, ...]:
    """Return globs below the content folder; `config` is the text of the configuration."""
    top = posixpath.normpath(content)
    globs = [*_lines(root / ".eleventyignore"), *_ADDED.findall(config)]
    if top != ".":
        globs += [f"{top}/{line}" for line in _lines(root / top / ".eleventyignore")]
    found = (_below(glob, top, root) for glob in globs)
    return tuple(dict.fromkeys(filter(None, found)))


def _lines(file: Path) -> Iterator[str]:
    lines = (line.strip() for line in beginning(file).splitlines())
    return (line for line in lines if line and not line.startswith(("#", "!")))


def _below(glob: str, top: str, root: Path) -> str:
    """Write a glob below the site's folder as one below the content folder, "" where it lies elsewhere."""
    glob = glob.removeprefix("./").lstrip("/")
    if glob.endswith("/") or (root / glob).is_dir():
        glob = f"{glob.rstrip('/')}/**"
    if top == "." or glob.startswith("**/"):
        return glob
    return glob[len(top) + 1 :] if glob.startswith(f"{top}/") else ""
