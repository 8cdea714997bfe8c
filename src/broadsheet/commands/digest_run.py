"""What `publish digest` does; apart from its options, since other commands need none of it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from broadsheet import console
from broadsheet.api import DigestOptions, digest
from broadsheet.api.site_run import output_folder
from broadsheet.commands.options import in_zone
from broadsheet.config.load import find_root, load_config
from broadsheet.config.records import Config
from broadsheet.engines import resolve
from broadsheet.errors import UsageError, has_errors
from broadsheet.newsletter import MadeIssue
from broadsheet.parallel import processors
from broadsheet.text import counted


def run(options: argparse.Namespace) -> int:
    """Write issues, or print a form of them. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder), resolve)
    _check_stdout(options, config)
    now = in_zone(options.now, config.site.timezone)
    report = digest(config, _options(options), now=now)
    out = output_folder(config, options.out)
    shown = console.is_shown(options, changed=bool(report.run.written))
    console.print_warnings(report.run.problems, shown=shown, everything="publish digest --json")
    for each in report.issues:
        if shown and not options.stdout if each.issue else not options.quiet:
            _tell(each, out)
        if each.issue and options.stdout:
            console.print_bytes(each.form(options.stdout))
    if options.json:
        seconds = round(time.monotonic() - started, 3)
        issues = _issues_as_json(report.issues)
        counts = console.report_as_json(report.run)
        console.print_json({"command": "digest", **issues, **counts, "seconds": seconds})
    return int(has_errors(report.run.problems))


def _check_stdout(options: argparse.Namespace, config: Config) -> None:
    """Raise UsageError if `--stdout` cannot print what is asked for."""
    if options.stdout and options.json:
        raise UsageError("--stdout", "prints a letter, and --json a report; choose one of the two")
    if options.stdout and not options.edition and len(config.digest) > 1:
        known = ", ".join(config.digest)
        raise UsageError("--stdout", f"prints one letter; name its edition: {known}")


def _options(options: argparse.Namespace) -> DigestOptions:
    return DigestOptions(
        edition=options.edition or "",
        period=options.period or "",
        since=options.since or "",
        until=options.until or "",
        tags=tuple(options.tag),
        topics=tuple(options.topic),
        limit=options.limit,
        out=options.out,
        keep_going=options.keep_going,
        write=not options.stdout,
        jobs=processors(),
    )


def _tell(made: MadeIssue, out: Path) -> None:
    """Print what was made, for a person."""
    if made.issue is None:
        when = f"in {made.period.name}" if made.period else "at all"
        wanted = " or ".join(f"{kind}/{slug}" for kind, slug in made.scope.terms)
        which = f"of {wanted} {when}" if wanted else when
        console.tell(f"{made.edition}: no article {which}, so there is no issue")
    else:
        articles = counted(sum(1 for _ in made.issue.articles), "article")
        console.tell(
            f"{made.edition}: issue {made.issue.name}, {articles}, in {out / made.issue.path}"
        )


def _issues_as_json(made: Sequence[MadeIssue]) -> dict[str, object]:
    """Return what `--json` shows of issues: all `files`; `edition` and `issue` if it is one."""
    issues = [_issue_as_json(each) for each in made]
    one = issues[0] if len(issues) == 1 else {"edition": None, "issue": None}
    return {**one, "files": [file.path for each in made for file in each.files], "issues": issues}


def _issue_as_json(made: MadeIssue) -> dict[str, object]:
    name = made.issue.name if made.issue else None
    return {"edition": made.edition, "issue": name, "files": [file.path for file in made.files]}
