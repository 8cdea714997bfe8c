"""Sites of JavaScript programs that have no room of their own: Next.js, Gatsby, SvelteKit and others.

config.py    package.json and the site's files → Found
dialect.py   pages with a date
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.packages import PACKAGE, packages_of
from broadsheet.engines.plain.permalinks import SCHEME
from broadsheet.engines.unknown import CONFIGURATIONS, JAVASCRIPT, javascript_program
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Nodejs(Engine):
    """Any program in JavaScript."""

    name = "nodejs"
    label = "a JavaScript program"
    scheme = SCHEME
    flavour = Flavour(has_known_tags=True, has_components=True)
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
        if JAVASCRIPT.keys() & packages_of(root):
            yield PACKAGE

    def detect_config(self, root: Path) -> Found:
        """Describe the site by package.json and its files."""
        from broadsheet.engines.nodejs.config import detect_config  # noqa: PLC0415

        return detect_config(root, javascript_program(root))

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of pages."""
        from broadsheet.engines.nodejs.dialect import NodejsDialect  # noqa: PLC0415

        return NodejsDialect(config)
