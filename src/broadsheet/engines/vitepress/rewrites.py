"""`rewrites` of VitePress: paths of files → the addresses that they have instead of their own.

https://vitepress.dev/guide/routing#route-rewrites
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PARAMETER = re.compile(r":(\w+)(\*|\+|\(\.[*+]\))?")
_TYPED = re.compile(rf"(?:{_PARAMETER.pattern})(?:\.md)?")


def addresses(rewrites: Mapping[str, str], end: str) -> tuple[dict[str, str], list[str]]:
    """Return patterns of addresses by globs of files, and the rewrites that have none.

    `end` is what addresses end with: ".html", or "" with `cleanUrls`.
    """
    read = {source: _pattern(source, target, end) for source, target in rewrites.items()}
    # The first that fits wins in VitePress, the last here.
    found = {_glob(s): pattern for s, pattern in reversed(read.items()) if pattern}
    return found, [source for source, pattern in read.items() if not pattern]


def _glob(source: str) -> str:
    return _PARAMETER.sub("*", source)


def _pattern(source: str, target: str, end: str) -> str:
    """Write the target with parts of the file's own path for its parameters; "" if it has others."""
    parts = dict(_parts(source))
    names = {name for name, _ in _PARAMETER.findall(target)}
    if not names <= parts.keys() or "(" in _PARAMETER.sub("", source):
        return ""
    path = target.removesuffix(".md")
    path = re.sub(r"(?:^|(?<=/))index$", "", path)
    made = _PARAMETER.sub(lambda match: parts[match[1]], path)
    return f"/{made}{end if path and not path.endswith('/') else ''}"


def _parts(source: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that are whole components of a path, and the tokens for these."""
    for place, component in enumerate(source.split("/")):
        if match := _TYPED.fullmatch(component):
            yield match[1], f":path[{place}{':' if match[2] else ''}]"
