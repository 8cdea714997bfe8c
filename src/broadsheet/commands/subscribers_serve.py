"""`publish subscribers serve`: the subscription pages, and the mails that they send."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from broadsheet import console
from broadsheet.api.site_run import config_of
from broadsheet.errors import Problem, ServeError

GRACE = 5
"""Seconds that requests have to end after SIGTERM."""


def run(options: argparse.Namespace) -> NoReturn:
    """Serve until interrupted. Raises PublishError, and KeyboardInterrupt at the end."""
    try:
        import uvicorn  # noqa: PLC0415 - an extra may be missing

        from broadsheet.subscribe import make_service  # noqa: PLC0415
    except ImportError as error:
        message = f"needs {error.name}; run: pip install 'broadsheet[subscribe]'"
        raise ServeError(Problem("publish subscribers serve", 0, "", message)) from error
    config = config_of(options.folder)
    service = make_service(
        config, os.environ, clock=lambda: options.clock().timestamp(), log=console.tell
    )
    console.tell(
        f"subscription pages of {config.site.title} at http://{options.host}:{options.port}/ until Ctrl-C"
    )
    try:
        uvicorn.run(
            service.app,
            host=options.host,
            port=options.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    finally:
        service.close()
    raise KeyboardInterrupt
