"""The queue of jobs, by procrastinate. Only this module imports it.

A job is "work on issue X", in one of a few slots of the issue; in each slot at most one job waits
(`queueing_lock`), so however often work is announced, the queue stays short. What the queue holds
can always be restored: its tables have a schema of their own, which may be dropped while no worker
runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import procrastinate
from procrastinate import exceptions, jobs
from procrastinate.schema import SchemaManager

from broadsheet.databases import Database
from broadsheet.errors import PublishError

POLL_SECONDS = 1.0
"""How often a worker looks for jobs whose time has come; new ones are announced by NOTIFY."""

HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = 30.0
"""After so long without a heartbeat a worker's jobs are given to others."""

CONNECT_SECONDS = 10.0
"""How long a connection of the queue's own is waited for."""

SLOTS = 64
"""Jobs of one issue that may wait at a time."""

_TASK = "broadsheet.work"
_QUEUE = "issues"


@dataclass(frozen=True, slots=True)
class QueueNeed:
    """How many jobs an issue has work for, and in how many seconds."""

    jobs: int
    wait: float = 0.0


Work = Callable[[int], Awaitable[float | None]]
"""Works on an issue for a while; returns seconds until there is more to do, None for no more."""


class QueueError(Exception):
    """The queue's tables or their server cannot be used."""


class Queue:
    """The jobs of a site."""

    def __init__(self, database: Database, work: Work) -> None:
        """Take the database, and what works on an issue."""
        self._work = work
        # Each version of procrastinate has tables of its own, so that workers of two versions can
        # run side by side while machines are updated one after another.
        version = "_".join(re.findall(r"\d+", procrastinate.__version__)[:2])
        self._place = database.queue_place(f"jobs_{version}", SchemaManager.get_schema())
        self._lost: tuple[type[Exception], ...] = (
            exceptions.ConnectorException,
            exceptions.AppNotOpen,
            OSError,
            *self._place.lost,
        )
        self._app = self._make_app()
        for name in ("procrastinate", "psycopg"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # Errors are told by us.

    def _make_app(self) -> procrastinate.App:
        place = self._place
        connector = procrastinate.PsycopgConnector(
            conninfo=place.address,
            **place.options,
            configure=place.configure,
            min_size=1,
            max_size=4,
            timeout=CONNECT_SECONDS,
        )
        app = procrastinate.App(connector=connector)
        app.task(name=_TASK, queue=_QUEUE)(self._job)
        return app

    async def __aenter__(self) -> Self:
        """Connect. Raises QueueError."""
        asyncio.get_running_loop().set_exception_handler(self._ignore_lost)
        async with self._explained():
            await self._app.open_async()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        with contextlib.suppress(*self._lost):
            await self._app.close_async()

    def _ignore_lost(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Keep quiet about tasks of procrastinate that lost the server: `taking` raises for all."""
        if not isinstance(context.get("exception"), self._lost):
            loop.default_exception_handler(context)

    @contextlib.asynccontextmanager
    async def taking(self, name: str) -> AsyncIterator[asyncio.Task[None]]:
        """Take jobs meanwhile; at the end, wait for the job that runs.

        The task that does so ends early, with QueueError, if the server does not answer.
        """
        task = asyncio.create_task(self._take(name))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _take(self, name: str) -> None:
        async with self._explained():
            await self._app.run_worker_async(
                queues=[_QUEUE],
                name=name,
                concurrency=1,
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                delete_jobs="always",
            )

    async def _job(self, issue: int, slot: int) -> None:
        """Work on an issue, and announce what is left of it."""
        try:
            wait = await self._work(issue)
        except PublishError:
            return  # The error was reported where it happened; the next sweep finds what is left.
        if wait is not None:
            await self._announce(issue, slot, wait)

    async def fill(self, wanted: Mapping[int, QueueNeed]) -> None:
        """Announce work on issues, in slots that are free."""
        async with self._explained():
            for issue, each in wanted.items():
                for slot in range(min(each.jobs, SLOTS)):
                    await self._announce(issue, slot, each.wait)

    async def _announce(self, issue: int, slot: int, wait: float) -> None:
        later: Any = {"schedule_in": {"seconds": max(1, int(wait))}} if wait > 0 else {}
        lock = f"{issue}/{slot}"
        task = self._app.configure_task(_TASK, queue=_QUEUE, queueing_lock=lock, **later)
        with contextlib.suppress(exceptions.AlreadyEnqueued):
            await task.defer_async(issue=issue, slot=slot)

    async def rescue(self) -> None:
        """Give the jobs of workers that died to others: procrastinate leaves that to the program."""
        manager = self._app.job_manager
        async with self._explained():
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                await self._rescue(job)
            await manager.prune_stalled_workers(STALLED_SECONDS)

    @contextlib.asynccontextmanager
    async def _explained(self) -> AsyncIterator[None]:
        """Turn what procrastinate and its connections raise into QueueError."""
        try:
            yield
        except self._lost as error:
            raise QueueError(str(error.__cause__ or error).strip()) from error

    async def _rescue(self, job: jobs.Job) -> None:
        manager = self._app.job_manager
        try:
            await manager.retry_job(job)
        except exceptions.ConnectorException:
            # Another job waits in its slot already, or another worker was faster.
            with contextlib.suppress(exceptions.ConnectorException):
                await manager.finish_job(job, jobs.Status.FAILED, delete_job=True)
