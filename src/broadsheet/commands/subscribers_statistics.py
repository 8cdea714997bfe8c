"""`publish subscribers` without a part: how the list grows, as text, as JSON, or as a page."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet import console
from broadsheet.subscribers import Subscribers, statistics

SHOWN = 15
"""Departures, domains, sources and issues that the text shows; `--json` has all."""

_ALL = 2**31 - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def run(subscribers: Subscribers, options: argparse.Namespace) -> int:
    """Print the statistics. Returns the exit code. Raises PublishError."""
    most = {"departures": _ALL, "issues": _ALL} if options.json else {}
    found = statistics.read(subscribers.database, **most)
    today = int(options.now.timestamp()) // 86400
    if options.json:
        console.print_json({"command": "subscribers", "part": "totals", **_as_json(found)})
    else:
        console.show(_lines(found, today))
    return 0


def _lines(found: statistics.Statistics, today: int) -> Iterator[str]:
    if not found.totals:
        yield "There is no reader yet."
        return
    for edition, states in found.totals.items():
        yield f"{edition}: {_counts(states)}"
        for days in (7, 30, 365):
            joined, left = found.change(edition, today - days + 1)
            yield f"  last {days} days: +{joined} -{left}"
    if found.waiting:
        yield f"{found.waiting} mails of the subscription pages wait"
    yield from _part("Issues", [_issue(issue) for issue in found.issues])
    yield from _part("Sources", [_source(source) for source in found.sources])
    yield from _part(
        "Who left",
        [f"{_time(d.at)} {d.address} {d.edition}: {d.reason}" for d in found.departures],
    )
    yield from _part(
        "Bounces by domain", [f"{d.domain}: {_counts(d.kinds)}" for d in found.domains]
    )


def _part(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  and {len(lines) - SHOWN} more; see --json"


def _issue(issue: Any) -> str:
    back = f"; came back: {_counts(issue.returned)}" if issue.returned else ""
    paused = f"; paused: {issue.paused}" if issue.paused else ""
    head = f"{issue.edition} {issue.name}: {issue.audience} readers"
    return f"{head}, {_counts(issue.states) or 'nothing sent'}{back}{paused}"


def _source(source: Any) -> str:
    return f"{source.kind} {source.origin}: {source.joined} joined, {source.stayed} stayed"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")


def _as_json(found: statistics.Statistics) -> dict[str, Any]:
    return {
        "editions": found.totals,
        "growth": [
            {**dataclasses.asdict(count), "day": (_EPOCH + timedelta(count.day)).date().isoformat()}
            for count in found.days
        ],
        **{
            name: [dataclasses.asdict(each) for each in getattr(found, name)]
            for name in ("sources", "departures", "domains", "issues")
        },
        "waiting": found.waiting,
    }
