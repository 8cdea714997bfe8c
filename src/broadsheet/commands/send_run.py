"""What `publish send` does, in a module of its own that other commands do not import."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from broadsheet import SendOptions, SendReport, console, send
from broadsheet.api import (
    check_sending,
    preview_send,
    send_status,
    send_test,
    send_workers,
)
from broadsheet.commands.options import in_zone
from broadsheet.config import Config, find_root, load_config
from broadsheet.engines import resolve
from broadsheet.errors import Problem, UsageError
from broadsheet.interrupts import noticed
from broadsheet.ledger import IssueState, Outcome
from broadsheet.preflight import check_received
from broadsheet.process import processors
from broadsheet.sending import Progress
from broadsheet.text import counted
from broadsheet.workers import WorkerState

NAMESERVERS = "BROADSHEET_NAMESERVERS"
"""Environment variable: DNS servers for `--check` to ask, `host:port`, instead of the system's."""

_MOST_BYTES = 10_000_000
_SLOWEST = 0.01
"""Messages a second below which the remaining time is not estimated."""

_EVERY = 0.5
"""Seconds between two lines of progress."""


def run(options: argparse.Namespace) -> int:
    """Do what the options ask for. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder), resolve)
    if options.worker:
        return _worker(config, options)
    if options.received and not options.check:
        raise UsageError("--received", "is for --check; add that", "send")
    if options.metrics:
        raise UsageError("--metrics", "is for --worker; add that", "send")
    if options.test:
        return _test(config, options)
    if options.dry_run:
        return _dry_run(config, options)
    if options.status:
        return _status(config, options, started)
    if options.check:
        return _check(config, options, started)
    return _send(config, options, started)


def _send(config: Config, options: argparse.Namespace, started: float) -> int:
    with noticed() as is_ending:
        wanted = _options(options, is_ending=is_ending, progress=_progress())
        report = send(config, wanted, clock=_clock(config, options), environment=os.environ)
        _print(report, options, started)
    return report.exit_code


def _worker(config: Config, options: argparse.Namespace) -> int:
    """Work until a signal comes. That is the normal end of a worker, so it is no failure."""
    from broadsheet.api import WorkerOptions, send_worker  # noqa: PLC0415 - needs an extra

    if options.edition or options.issue or options.unknown:
        message = "takes all issues that are due; leave EDITION, --issue and --unknown out"
        raise UsageError("--worker", message, "send")
    with contextlib.suppress(KeyboardInterrupt), noticed() as is_ending:
        wanted = WorkerOptions(
            connections=options.connections or 0,
            metrics=options.metrics or "",
            out=options.out,
            jobs=processors(),
            keeps_time=not options.is_time_given,
            is_ending=is_ending,
            tell=console.print_problems,
        )
        send_worker(config, wanted, clock=_clock(config, options), environment=os.environ)
    return 0


def _print(report: SendReport, options: argparse.Namespace, started: float) -> None:
    console.print_problems(report.problems)
    if console.somebody_looks_on():
        for line in _lines(report.issues):
            console.tell(line)
        if not report.issues and not report.problems:
            console.tell("nothing is due")
    if options.json:
        _print_json(report.issues, report.problems, started)


def _print_json(
    issues: Sequence[IssueState],
    problems: Sequence[Problem],
    started: float,
    **more: object,
) -> None:
    console.print_json(
        {
            "command": "send",
            "issues": [state.as_json() for state in issues],
            "problems": console.problems_as_json(problems),
            "seconds": round(time.monotonic() - started, 3),
            **more,
        }
    )


def _status(config: Config, options: argparse.Namespace, started: float) -> int:
    now = _clock(config, options)()
    states = send_status(config, options.edition or "", now=now, environment=os.environ)
    workers = send_workers(
        config, now=now, keeps_time=not options.is_time_given, environment=os.environ
    )
    if options.json:
        _print_json(states, (), started, workers=[worker.as_json() for worker in workers])
    else:
        console.show(_lines(states) or ["no issue was sent yet"])
        console.show(_worker_lines(states, workers, now))
    return 0


def _worker_lines(
    states: Sequence[IssueState], workers: Sequence[WorkerState], now: datetime
) -> list[str]:
    """Return who works, how fast, and when they will be done."""
    lines = [
        f"worker {worker.name}: {counted(worker.connections, 'connection')}, {worker.rate:.0f}/s, "
        f"{worker.sent} sent since it started"
        for worker in workers
    ]
    rate = sum(worker.rate for worker in workers)
    left = sum(state.counts.left for state in states)
    if left and rate >= _SLOWEST:
        end = now + timedelta(seconds=left / rate)
        lines.append(f"{left} left at {rate:.0f}/s: done at about {end:%H:%M:%S}, {end:%Y-%m-%d}")
    return lines


def _lines(states: Sequence[IssueState]) -> list[str]:
    """Return how far issues are, for people; deliveries in doubt are listed by address."""
    lines = []
    for state in states:
        counts = state.counts.as_json()
        readers = counted(counts.pop("audience"), "reader")
        shown = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        note = f" ({state.note})" if state.note else ""
        lines.append(f"{state.edition} {state.name}: {readers}: {shown or 'nothing sent'}{note}")
        doubtful = (_unknown(each.address, each.at, each.reply) for each in state.unknowns)
        lines += [f"  unknown: {each}" for each in doubtful]
    return lines


def _unknown(address: str, at: float, reply: str) -> str:
    when = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
    return f"{address or 'erased'}, handed over {when}, {reply or 'no reply: the run was killed'}"


def _dry_run(config: Config, options: argparse.Namespace) -> int:
    now = _clock(config, options)()
    count = 0
    for edition, name, address, reason in preview_send(
        config, _options(options), now=now, environment=os.environ
    ):
        count += 1
        console.show([f"{edition} {name}: {address}: {reason or 'would get it'}"])
    if not count:
        console.tell("nothing would be sent; publish send --status shows why")
    return 0


def _test(config: Config, options: argparse.Namespace) -> int:
    now = _clock(config, options)()
    reply = send_test(config, options.test, _options(options), now=now, environment=os.environ)
    console.tell(f"{options.test}: the relay took the proof: {reply}")
    return 0


def _check(config: Config, options: argparse.Namespace, started: float) -> int:
    """Print what is right and what is not; returns 1 if something is not."""
    servers = os.environ.get(NAMESERVERS, "").split()
    found = check_sending(
        config, options.edition or "", environment=os.environ, nameservers=servers
    )
    if options.received:
        with options.received as file:
            found = (*found, *check_received(file.read(_MOST_BYTES)))
    wrong = [Problem("send", 0, each.subject, each.message) for each in found if not each.good]
    if options.json:
        _print_json((), wrong, started)
    else:
        console.show(str(each) for each in found)
    return 1 if wrong else 0


def _options(
    options: argparse.Namespace,
    *,
    is_ending: Callable[[], bool] = lambda: False,
    progress: Progress = lambda *_: None,
) -> SendOptions:
    return SendOptions(
        edition=options.edition or "",
        issue=options.issue or "",
        unknown=options.unknown or "",
        out=options.out,
        connections=options.connections or 0,
        jobs=processors(),
        keeps_time=not options.is_time_given,
        is_ending=is_ending,
        progress=progress,
    )


def _clock(config: Config, options: argparse.Namespace) -> Callable[[], datetime]:
    """Return the clock; with `--now` it goes on from there."""
    if not options.is_time_given:
        return options.clock  # type: ignore[no-any-return]
    ahead = in_zone(options.now, config.site.timezone) - options.clock()
    return lambda: options.clock() + ahead


def _progress() -> Progress:
    """Return what shows progress on a terminal; elsewhere it does nothing."""
    if not console.somebody_looks_on():
        return lambda *_: None
    started = last = time.monotonic()

    def show(tally: Mapping[Outcome, int], left: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY:
            return
        last = now
        sent = tally.get(Outcome.SENT, 0)
        others = ", ".join(f"{n} {o}" for o, n in sorted(tally.items()) if o is not Outcome.SENT)
        rate = sent / max(now - started, _EVERY)
        line = f"{sent} sent, {rate:.0f}/s, {left} left{', ' if others else ''}{others}"
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201

    return show
