"""`publish digest`: write an issue of a letter, or print it for a pipe."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from broadsheet import console
from broadsheet.commands.options import in_zone
from broadsheet.commands.runs import (
    has_errors,
    keep_for_hubs,
    locked_run,
    out_folder,
    report_as_json,
    tell_hubs,
)
from broadsheet.config.load import find_root, load_config
from broadsheet.config.records import Config
from broadsheet.errors import ContentError
from broadsheet.idle import Report, add_left, left_in
from broadsheet.model import LazyFile, OutputFile
from broadsheet.newsletter.desk import Desk, make_desk
from broadsheet.newsletter.errors import UsageError
from broadsheet.newsletter.existing import existing_issues, is_issue_file
from broadsheet.newsletter.files import edition_files, issue_files
from broadsheet.newsletter.issue import FOLDER, Issue, Scope
from broadsheet.newsletter.period import (
    Period,
    before,
    parse_moment,
    parse_period,
    period_of,
    window,
)
from broadsheet.newsletter.select import edition_of, make_scope, select_issue
from broadsheet.output.writer import WriteReport, write_tree
from broadsheet.parallel import processors
from broadsheet.pipeline import load_site
from broadsheet.store import Store
from broadsheet.text import counted

NOTHING_WRITTEN = WriteReport((), 0, (), {})

Periods = Mapping[str, Period | None]
"""What to make of each edition: an issue of a period, or of the newest that has an article."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made of an edition: an issue and its files, or nothing."""

    edition: str
    scope: Scope
    issue: Issue | None = None
    files: tuple[OutputFile, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return what `--json` shows of it."""
        name = self.issue.name if self.issue else None
        return {"edition": self.edition, "issue": name, "files": [f.path for f in self.files]}


def run(options: argparse.Namespace, printed: str) -> int:
    """Write issues, or print the file `printed` of them. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder))
    options.now = in_zone(options.now, config.site.timezone)
    periods = _periods(options, config)
    out = out_folder(options, config)
    made, report = locked_run(config, lambda store: _publish(options, config, periods, out, store))
    shown = console.is_shown(options, changed=bool(report.written))
    console.print_warnings(report.problems, shown=shown, everything="publish digest --json")
    for each in made:
        if shown and not options.stdout if each.issue else not options.quiet:
            _tell(each, periods[each.edition], out)
    if printed:
        _print(made, printed)
    if options.json:
        seconds = round(time.monotonic() - started, 3)
        issues = _made_as_json(made)
        run_ = {"command": "digest", **issues, **report_as_json(report), "seconds": seconds}
        console.print_json(run_)
    return int(has_errors(report.problems))


def _publish(
    options: argparse.Namespace, config: Config, periods: Periods, out: Path, store: Store
) -> tuple[Sequence[Made], Report]:
    loaded = load_site(config, options.now, store, jobs=processors())
    problems = list(loaded.problems)
    if not options.keep_going and has_errors(problems):
        raise ContentError(*problems)
    desk = make_desk(loaded.site, loaded.renderer.summary, existing_issues(out), problems)
    scope = make_scope(loaded.site, options.tag, options.topic, options.limit)
    made = [_make(edition, period, scope, desk) for edition, period in periods.items()]
    written = NOTHING_WRITTEN if options.stdout else _write(out, made, desk, store)
    report = Report(
        articles=len(loaded.site.articles),
        feeds=len(config.feeds.formats) * sum(1 for each in made if each.issue),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        problems=tuple(problems),
    )
    return made, report if options.stdout else tell_hubs(config, report)


def _periods(options: argparse.Namespace, config: Config) -> Periods:
    """Return the periods asked for. Raises UsageError where options contradict each other."""
    editions = [options.edition] if options.edition else list(config.digest)
    if options.stdout and options.json:
        raise UsageError("--stdout", "prints a letter, and --json a report; choose one of the two")
    if options.stdout and len(editions) > 1:
        known = ", ".join(editions)
        raise UsageError("--stdout", f"prints one letter; name its edition: {known}")
    if options.period and (options.since or options.until):
        raise UsageError("--period", "goes without --since and --until; choose one way to say when")
    return {edition: _period(edition, options, config) for edition in editions}


def _period(edition: str, options: argparse.Namespace, config: Config) -> Period | None:
    kind, zone = edition_of(config, edition).period, config.site.timezone
    if options.period:
        return parse_period(options.period, kind, zone)
    if not options.since and not options.until:
        return None
    until = (
        parse_moment("--until", options.until, zone)
        if options.until
        else period_of(options.now, "day", zone).end
    )
    since = (
        parse_moment("--since", options.since, zone) if options.since else before(until, kind, zone)
    )
    return window(since, until, zone)


def _make(edition: str, period: Period | None, scope: Scope, desk: Desk) -> Made:
    issue = select_issue(desk.site, edition, period=period, scope=scope)
    files = tuple(issue_files(issue, desk)) if issue else ()
    return Made(edition, scope, issue, files)


def _write(out: Path, made: Sequence[Made], desk: Desk, store: Store) -> WriteReport:
    """Write issues and what follows from them; nothing else in `out` is touched."""
    files = list(_all_files(made, desk))
    if not files:
        return NOTHING_WRITTEN
    left = left_in(store, out)
    announce = partial(keep_for_hubs, desk.site.config)
    report = write_tree(
        out, files, keep=_is_not_stale, left=left, jobs=processors(), announce=announce
    )
    if report.written:
        add_left(store, out, report.left)
    return report


def _is_not_stale(path: str) -> bool:
    """Tell whether a file that this run does not write may stay: all but copies of what it writes."""
    return is_issue_file(path) or not path.startswith(f"{FOLDER}/")


def _all_files(made: Sequence[Made], desk: Desk) -> Iterator[OutputFile | LazyFile]:
    for each in made:
        if each.issue:
            yield from each.files
            yield from edition_files(each.edition, desk, written=each.issue.name)


def _tell(made: Made, period: Period | None, out: Path) -> None:
    """Say what was made, to a person."""
    if made.issue is None:
        when = f"in {period.name}" if period else "at all"
        wanted = " or ".join(f"{kind}/{slug}" for kind, slug in made.scope.terms)
        which = f"of {wanted} {when}" if wanted else when
        console.tell(f"{made.edition}: no article {which}, so there is no issue")
    else:
        articles = counted(sum(1 for _ in made.issue.articles), "article")
        console.tell(
            f"{made.edition}: issue {made.issue.name}, {articles}, in {out / made.issue.path}"
        )


def _print(made: Sequence[Made], name: str) -> None:
    for each in made:
        for file in each.files:
            if file.path.endswith(f"/{name}"):
                console.print_bytes(file.content)


def _made_as_json(made: Sequence[Made]) -> dict[str, object]:
    """Return what `--json` shows of issues: all `files`; `edition` and `issue` where it is one."""
    issues = [each.as_json() for each in made]
    one = issues[0] if len(issues) == 1 else {"edition": None, "issue": None}
    return {**one, "files": [file.path for each in made for file in each.files], "issues": issues}
