"""Statistics → the lines and bars of plots, in the units of an SVG. Pure; templates draw them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet.subscribers import statistics

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 28
"""Room around a plot for what its axes say."""

MOST_LINES = 5
"""Editions that have a line of their own; a plot of more would not be readable."""

SENT, OPEN, LOST = "sent", "open", "lost"
_GROUPS = {
    SENT: ("sent",),
    OPEN: ("queued", "handing", "deferred"),
    LOST: ("refused", "unknown", "skipped"),
}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it is, and what it says."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class PlotLine:
    """A line: its name, `points` as SVG wants them, and its last value."""

    name: str
    points: str
    last: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or a part of one."""

    name: str
    x: float
    y: float
    width: float
    height: float
    value: int


@dataclass(frozen=True, slots=True)
class Plot:
    """What a plot shows; either lines or bars."""

    ticks: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    """Of the axis of time, or the names below bars."""

    lines: tuple[PlotLine, ...] = ()
    bars: tuple[Bar, ...] = ()


def plot_sizes(found: statistics.Statistics, today: int) -> Plot | None:
    """Return how many subscribers each edition had over time; None before anybody joined."""
    named = sorted(found.totals, key=lambda name: -found.totals[name].get("confirmed", 0))
    series = {name: sizes for name in named[:MOST_LINES] if (sizes := found.sizes(name))}
    if not series:
        return None
    first = min(min(sizes)[0] for sizes in series.values()) - 1
    top, ticks = _scale(max(size for sizes in series.values() for _, size in sizes))
    span = max(1, today - first)

    def x(day: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first) / span, 1)

    lines = []
    for name, sizes in series.items():
        places = [f"{x(sizes[0][0] - 1)},{_y(_before(found, name, sizes), top)}"]
        for (day, size), (_, before) in zip(sizes, [(0, 0), *sizes[:-1]], strict=True):
            if len(places) > 1:  # The number stays until it changes: steps, no slopes.
                places.append(f"{x(day)},{_y(before, top)}")
            places.append(f"{x(day)},{_y(size, top)}")
        places.append(f"{x(today)},{_y(sizes[-1][1], top)}")
        lines.append(PlotLine(name, " ".join(places), sizes[-1][1]))
    return Plot(ticks, _dates(first, today, x), tuple(lines))


def _before(found: statistics.Statistics, name: str, sizes: Sequence[tuple[int, int]]) -> int:
    """Return the number before the first day."""
    first = next(each for each in found.days if each.edition == name)
    return sizes[0][1] - first.joined + sum(first.left.values())


def _dates(first: int, today: int, x: Callable[[int], float]) -> tuple[Tick, ...]:
    """Return up to five days for the axis of time."""
    count = min(4, max(1, today - first))
    days = sorted({first + round((today - first) * n / count) for n in range(count + 1)})
    return tuple(Tick(x(day), (_EPOCH + timedelta(day)).isoformat()) for day in days)


def plot_issues(issues: Sequence[statistics.IssueCount]) -> Plot | None:
    """Return the deliveries of the issues, the oldest first, as bars in parts."""
    if not issues:
        return None
    ordered = list(reversed(issues))
    top, ticks = _scale(max(issue.audience for issue in ordered))
    room = (WIDTH - LEFT - RIGHT) / len(ordered)
    width = min(48.0, room * 0.7)
    bars, names = [], []
    for place, issue in enumerate(ordered):
        x = LEFT + room * (place + 0.5) - width / 2
        total = 0
        for name, states in _GROUPS.items():
            value = sum(issue.states.get(state, 0) for state in states)
            y = _y(total + value, top)
            if value:
                bars.append(Bar(name, round(x, 1), y, round(width, 1), _y(total, top) - y, value))
            total += value
        names.append(Tick(round(x + width / 2, 1), issue.name))
    every = -(-len(names) // 6)
    return Plot(ticks, tuple(names[::-1][::every][::-1]), bars=tuple(bars))


def plot_reasons(issues: Sequence[statistics.IssueCount]) -> Plot | None:
    """Return what came back from the issues by class, as one bar for each."""
    counts: dict[str, int] = {}
    for issue in issues:
        for kind, count in issue.returned.items():
            counts[kind] = counts.get(kind, 0) + count
    if not counts:
        return None
    return _bars(dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))


def _bars(counts: Mapping[str, int]) -> Plot:
    top, ticks = _scale(max(counts.values()))
    room = (WIDTH - LEFT - RIGHT) / len(counts)
    width = min(72.0, room * 0.6)
    bars, names = [], []
    for place, (name, value) in enumerate(counts.items()):
        middle = LEFT + room * (place + 0.5)
        y = _y(value, top)
        bars.append(
            Bar(name, round(middle - width / 2, 1), y, width, round(_y(0, top) - y, 1), value)
        )
        names.append(Tick(round(middle, 1), name))
    return Plot(ticks, tuple(names), bars=tuple(bars))


def _scale(largest: int) -> tuple[int, tuple[Tick, ...]]:
    """Return the top of an axis, at least `largest`, and its marks at round numbers."""
    step = 1
    while largest > step * 4:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    top = step * max(1, -(-largest // step))
    return top, tuple(Tick(_y(n, top), f"{n:,}") for n in range(0, top + 1, step))


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)
