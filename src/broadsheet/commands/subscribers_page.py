"""`publish subscribers --host ADDRESS`: the owner's page, with plots."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from broadsheet import console
from broadsheet.api import config_of
from broadsheet.commands.subscribers_serve import missing_extra, open_listener, place_of, serve
from broadsheet.subscribers import open_subscribers, statistics
from broadsheet.templating import Templates

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def run(options: argparse.Namespace) -> NoReturn:
    """Serve the page until interrupted. Raises PublishError, and KeyboardInterrupt at the end."""
    try:
        from broadsheet.subscribe import OwnerPage, make_owner_app  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise missing_extra("publish subscribers --host", error) from error
    config = config_of(options.folder)
    listener = open_listener(options)
    subscribers, _ = open_subscribers(config.root, config.send.database, os.environ)
    page = OwnerPage(
        config.site.title,
        Templates(config.root, config.site.templates),
        lambda: statistics.read(subscribers.database),
        lambda: options.clock().timestamp(),
    )
    console.tell(f"readers of {config.site.title} at {place_of(options)} until Ctrl-C")
    if options.host not in _LOOPBACK:
        console.tell(
            "the page shows readers' addresses to whoever reaches it; let a proxy ask for a password"
        )
    try:
        serve(make_owner_app(page), listener)
    finally:
        subscribers.database.close()
