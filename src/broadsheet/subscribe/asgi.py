"""The application for other ASGI servers: `uvicorn broadsheet.subscribe:app`, `hypercorn …`.

This module starts a program, as `cli.py` does: to import it reads the environment and publish.toml, and
its clock is the only one below the command line. All else is given the time.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.config import find_root, load_config
from broadsheet.engines import resolve
from broadsheet.subscribe.server import make_service

SITE = "BROADSHEET_SITE"
"""The variable with the site's folder; default: the current one."""


def _unix_time() -> float:
    return datetime.now(UTC).timestamp()


_config = load_config(find_root(Path(os.environ.get(SITE, "."))), resolve)
_log = logging.getLogger("broadsheet.subscribe").error
app = make_service(_config, os.environ, clock=_unix_time, log=_log).app
