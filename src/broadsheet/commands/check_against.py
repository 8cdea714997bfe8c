"""`publish check --against`: the comparison as people see it, and as JSON."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from broadsheet import console
from broadsheet.api import AgainstOptions, AgainstReport, check_against
from broadsheet.commands import check_report
from broadsheet.comparison import Difference, Kept
from broadsheet.config import Config
from broadsheet.process import processors
from broadsheet.text import counted

SHOWN = 20
"""Articles that are shown without --all."""


def run(config: Config, options: argparse.Namespace, started: float) -> int:
    """Compare, and show the worst first. Returns the exit code. Raises PublishError."""
    chosen = AgainstOptions(options.against, options.selector, processors())
    report = check_against(config, chosen, now=options.now, progress=console.progress())
    if options.json:
        console.print_json(_as_json(report, started))
    elif options.format == "github":
        console.show(check_report.as_github(report.problems, str))
    else:
        console.show(_as_text(report, 0 if options.all else SHOWN))
    console.tell(_summary(report))
    return int(report.has_errors or (options.strict and bool(report.problems)))


def _as_text(report: AgainstReport, limit: int) -> Iterator[str]:
    for item in report.missing[: limit or None]:
        yield f"missing here: {item.title or item.id} ({item.url or item.id})"
    for each in report.differences[: limit or None]:
        yield from _difference(each)
    for article in report.more[: limit or None]:
        yield f"only here: {article.source} ({article.permalink})"
    hidden = max(map(len, (report.missing, report.differences, report.more)))
    if limit and hidden > limit:
        yield "and more; --all shows them"


def _difference(each: Difference) -> Iterator[str]:
    parts = (("words", each.words), ("links", each.links), ("pictures", each.pictures))
    shares = (f"{kept.kept} of {kept.theirs} {name}" for name, kept in parts if kept.theirs)
    yield f"{each.path}: {each.words.share:.0%}: {', '.join(shares) or 'no text there'}"
    for name, kept in parts:
        if kept.lost:
            yield f"  {name} lost: {_lost(name, kept)}"
    for name, (theirs, ours) in each.other.items():
        yield f"  {name} there: {theirs}"
        yield f"  {' ' * len(name)}  here: {ours}"


def _lost(name: str, kept: Kept) -> str:
    more = " …" if kept.theirs - kept.kept > len(kept.lost) else ""
    return (" " if name == "words" else "  ").join(kept.lost) + more


def _summary(report: AgainstReport) -> str:
    equal = report.compared - len(report.differences)
    parts = [
        f"compared {counted(report.compared, 'article')} with {report.target}: {equal} equal",
        f"{len(report.differences)} other",
        f"{len(report.missing)} missing here",
        f"{len(report.more)} only here",
    ]
    if report.bare:
        parts.append(f"{report.bare} without a text there")
    return ", ".join(parts)


def _as_json(report: AgainstReport, started: float) -> dict[str, object]:
    return {
        "command": "check",
        "against": report.target,
        "articles": report.compared,
        "feeds": 0,
        "equal": report.compared - len(report.differences),
        "missing": [{"id": i.id, "url": i.url, "title": i.title} for i in report.missing],
        "more": [{"path": a.source, "url": a.permalink, "title": a.title} for a in report.more],
        "differences": [_difference_as_json(each) for each in report.differences],
        "written": 0,
        "unchanged": 0,
        "removed": 0,
        "problems": check_report.as_json(report.problems),
        "seconds": round(time.monotonic() - started, 3),
    }


def _difference_as_json(each: Difference) -> dict[str, object]:
    kept = {"words": each.words, "links": each.links, "pictures": each.pictures}
    return {
        "path": each.path,
        "url": each.url,
        "title": each.title,
        **{n: {"theirs": k.theirs, "kept": k.kept, "lost": list(k.lost)} for n, k in kept.items()},
        "other": {n: {"theirs": theirs, "ours": ours} for n, (theirs, ours) in each.other.items()},
    }
