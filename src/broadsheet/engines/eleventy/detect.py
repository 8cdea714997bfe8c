"""Which file is Eleventy's configuration (https://www.11ty.dev/docs/config/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.walk import beginning

_NAMES = (
    ".eleventy.js",
    *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")),
)

_NAMED = re.compile(r"eleventy\b(?:(?!eleventy\b)[^\"])*?--config[= ](?:\./)?([\w./-]+)")


def signs(root: Path) -> Iterator[str]:
    """Yield the configuration, or the package.json that names Eleventy."""
    if file := config_file(root):
        yield file.relative_to(root).as_posix()
    elif '"@11ty/eleventy"' in beginning(root / "package.json"):
        yield "package.json"


def config_file(root: Path) -> Path | None:
    """Find Eleventy's configuration: by its name, or as a script of package.json names it."""
    named = _NAMED.findall(beginning(root / "package.json"))
    return next((root / name for name in (*named, *_NAMES) if (root / name).is_file()), None)
