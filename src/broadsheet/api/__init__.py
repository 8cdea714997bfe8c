"""What Broadsheet does, as functions: frozen options in, a frozen report out, errors as exceptions.

    builds       build: write all feeds and pages of a site
    digests      digest: write issues of the newsletter
    checking     check: find problems in articles, feeds and issues; compare with another program's
    beginnings   init: write a publish.toml that fits a folder
    sends        send: hand issues that are due to their readers, each once
    fetches      fetch: keep the entries of the feeds that are sources
    send_views   what `publish send` shows or tries without sending an issue
    worker_runs  send_worker: wait for issues, and hand them out beside other workers
    pings        ping: tell the hubs which feeds changed
    site_run     what they share: the site's configuration, output folder, lock and store

None of them prints, exits or reads the clock: the time is given as `now` (aware), and progress goes to
a function. They raise `errors.PublishError`, which carries all `Problem`s of a run.

The package `broadsheet` itself exports the public ones (docs/api.md), and the commands import them from
there, like any other program. Here is what the commands need besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.api.checking import AgainstOptions, AgainstReport, check_against
    from broadsheet.api.previews import preview
    from broadsheet.api.send_views import (
        check_sending,
        preview_send,
        send_status,
        send_test,
        send_workers,
    )
    from broadsheet.api.site_run import config_of, output_folder
    from broadsheet.api.worker_runs import WorkerOptions, send_worker
else:
    __getattr__ = lazy(
        __name__,
        {
            "checking": "AgainstOptions AgainstReport check_against",
            "previews": "preview",
            "send_views": "check_sending preview_send send_status send_test send_workers",
            "worker_runs": "WorkerOptions send_worker",
            "site_run": "config_of output_folder",
        },
    )

__all__ = [
    "AgainstOptions",
    "AgainstReport",
    "WorkerOptions",
    "check_against",
    "check_sending",
    "config_of",
    "output_folder",
    "preview",
    "preview_send",
    "send_status",
    "send_test",
    "send_worker",
    "send_workers",
]
