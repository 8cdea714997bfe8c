"""Sites of JavaScript programs that have no room of their own: Next.js, Gatsby, SvelteKit and others.

config.py    package.json and the site's files → Found
dialect.py   pages with a date
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.plain.permalinks import SCHEME
from broadsheet.engines.unknown import CONFIGURATIONS, JAVASCRIPT
from broadsheet.errors import UnreadableError
from broadsheet.markdown import Flavour
from broadsheet.parsing import parse_json
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found

_PACKAGE = "package.json"


class Nodejs(Engine):
    """Any program in JavaScript."""

    name = "nodejs"
    label = "a JavaScript program"
    scheme = SCHEME
    flavour = Flavour(has_components=True)
    is_engine = False
    has_address = False
    own_ids = False

    def signs(self, root: Path) -> Iterator[str]:
        """Yield nothing: other engines' sites have a package.json too."""
        del root
        yield from ()

    def hints(self, root: Path) -> Iterator[str]:
        """Yield the configuration of such a program, or a package.json that names one."""
        yield from (file.name for glob in CONFIGURATIONS for file in root.glob(glob))
        if JAVASCRIPT.keys() & _packages(root):
            yield _PACKAGE

    def detect_config(self, root: Path) -> Found:
        """Describe the site by package.json and its files."""
        from broadsheet.engines.nodejs.config import detect_config  # noqa: PLC0415

        return detect_config(root, _program(root))

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of pages."""
        from broadsheet.engines.nodejs.dialect import NodejsDialect  # noqa: PLC0415

        return NodejsDialect(config)


def _packages(root: Path) -> set[str]:
    """Return the names of the packages that package.json lists; none if it cannot be read."""
    try:
        package = parse_json(beginning(root / _PACKAGE, 200_000) or "{}")
    except UnreadableError:
        return set()
    keys = ("dependencies", "devDependencies")
    tables = [package.get(key) for key in keys] if isinstance(package, dict) else []
    return {name for table in tables if isinstance(table, dict) for name in table}


def _program(root: Path) -> str:
    """Return the name of the program, "" if it is not known."""
    named = (label for glob, label in CONFIGURATIONS.items() if next(root.glob(glob), None))
    packages = _packages(root)
    listed = (label for name, label in JAVASCRIPT.items() if name in packages)
    return next(iter((*named, *listed)), "")
