"""`publish send --worker`: a process that waits for issues and hands them out (`workers.Station`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from broadsheet.api.sends import SendOptions, SendRun
from broadsheet.api.site_run import config_of
from broadsheet.config import Config
from broadsheet.errors import Problem, UsageError
from broadsheet.sending import Office, Route, ServerClock
from broadsheet.workers import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker works.

    `connections` replaces that of publish.toml; `metrics` is the [HOST:]PORT where monitoring asks,
    if at all. `keeps_time`: the clock is corrected by that of the database's server.
    `lease_seconds` is how long it may hold deliveries, 0 for the usual time. `is_ending` is called
    all the time; when it returns True, the worker ends after the deliveries that are in
    transaction. `tell` gets a message for everything that goes wrong meanwhile.
    """

    connections: int = 0
    metrics: str = ""
    out: Path | None = None
    jobs: int = 1
    keeps_time: bool = True
    lease_seconds: float = 0.0
    is_ending: Callable[[], bool] = field(default=lambda: False)
    tell: Callable[[Sequence[Problem]], None] = field(default=lambda _: None)


def send_worker(
    site: Path | Config,
    options: WorkerOptions | None = None,
    *,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
) -> None:
    """Work until `is_ending`. `clock` gives this machine's time (aware); leases go by the server's.

    Raises PublishError if work cannot begin: ConfigError, UsageError, DatabaseError, UnavailableError
    if the database does not answer. Later on the worker reports that, and waits.
    """
    config, options = config_of(site), options or WorkerOptions()
    route = Route.of_site(config, environment, options.connections)
    with Office.opened(config, environment) as office:
        database = office.ledger.database
        if database.one_sender:
            message = (
                'needs PostgreSQL: write database = "postgresql://…" in [send] and see '
                "docs/many-machines.md; with SQLite, cron runs `publish send`"
            )
            raise UsageError("--worker", message, "send")
        options.tell(office.problems)
        time = ServerClock(clock, database if options.keeps_time else None)
        how = SendOptions(out=options.out, jobs=options.jobs, is_ending=options.is_ending)
        run = SendRun(config, how, office, route, time)
        sending = run.sending()
        if options.lease_seconds:
            sending = replace(sending, lease_seconds=options.lease_seconds)
        Station(run, sending, time, options.tell).work(options.metrics)
