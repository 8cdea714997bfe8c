"""What `publish digest` does, in a module of its own that other commands do not import."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path

from broadsheet import DigestOptions, console, digest
from broadsheet.api import output_folder
from broadsheet.commands.options import in_zone
from broadsheet.config import Config, find_root, load_config, values
from broadsheet.engines import resolve
from broadsheet.errors import UsageError, has_errors
from broadsheet.model import Person
from broadsheet.newsletter import IssueStatus, MadeIssue
from broadsheet.process import processors
from broadsheet.text import counted

NO_ISSUE = 3
"""Exit code of `--stdout` if there is nothing to print, so that a pipe to a mailer can stop."""


def run(options: argparse.Namespace) -> int:
    """Write issues, or print a form of them. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder), resolve)
    _check_stdout(options, config)
    now = in_zone(options.now, config.site.timezone)
    report = digest(config, _options(options), now=now)
    out = output_folder(config, options.out)
    prints = options.stdout and any(each.status == IssueStatus.MADE for each in report.issues)
    shown = console.is_shown(options, changed=bool(report.run.written or prints))
    console.print_warnings(report.run.problems, shown=shown, everything="publish digest --json")
    for each in report.issues:
        if each.note:
            console.show([str(config.root / each.note.path)])
        elif shown and not options.stdout:
            _tell(each, out)
    if options.json:
        seconds = round(time.monotonic() - started, 3)
        issues = _issues_as_json(report.issues)
        counts = console.report_as_json(report.run)
        console.print_json({"command": "digest", **issues, **counts, "seconds": seconds})
    code = int(has_errors(report.run.problems))
    return _print(report.issues, options.stdout) or code if options.stdout else code


def _print(made: Sequence[MadeIssue], form: str) -> int:
    """Print a form of what was made; return NO_ISSUE if that is nothing."""
    found = [each for each in made if each.status == IssueStatus.MADE]
    for each in found:
        console.print_bytes(each.form(form))
    return 0 if found else NO_ISSUE


def _check_stdout(options: argparse.Namespace, config: Config) -> None:
    """Raise UsageError if `--stdout` cannot print what is asked for."""
    if options.stdout and options.json:
        raise UsageError("--stdout", "prints an issue, and --json a report; choose one of the two")
    named = config.editions(options.edition or "")
    if options.stdout and len(named) > 1:
        known = ", ".join(named)
        raise UsageError("--stdout", f"prints one issue; name its edition: {known}")


def _options(options: argparse.Namespace) -> DigestOptions:
    return DigestOptions(
        edition=options.edition or "",
        period=options.period or "",
        since=options.since or "",
        until=options.until or "",
        tags=tuple(options.tag),
        topics=tuple(options.topic),
        terms=tuple(options.term),
        limit=options.limit,
        backfill=options.backfill,
        if_new=options.if_new,
        edit=options.edit,
        to=_recipient(options.to),
        out=options.out,
        keep_going=options.keep_going,
        write=not options.stdout or options.if_new,
        jobs=processors(),
    )


def _recipient(typed: str | None) -> Person | None:
    if typed is None:
        return None
    try:
        name, address = parseaddr(typed)
        return Person(name, values.email_address(address))
    except ValueError as error:
        raise UsageError("--to", str(error)) from error


def _tell(made: MadeIssue, out: Path) -> None:
    """Print what was made, for a person."""
    if made.issue:
        count = made.issue.count
        articles = counted(count, "article")
        if made.shown < count:
            articles = f"{made.shown} of {articles}"
        console.tell(f"{made.edition}: issue {made.name}, {articles}, in {out / made.issue.path}")
        return
    which = " or ".join(f"{kind}/{slug}" for kind, slug in made.scope.terms)
    when = f"of {which} in {made.period.name}" if which else f"in {made.period.name}"
    why = {
        IssueStatus.UNCHANGED: f"issue {made.name} is made already",
        IssueStatus.HELD: f"issue {made.name} is held back: its note is a draft",
    }.get(made.status, f"no article {when}, so there is no issue")
    console.tell(f"{made.edition}: {why}")


def _issues_as_json(made: Sequence[MadeIssue]) -> dict[str, object]:
    """Return what `--json` shows of issues: all `files`; `edition` and `issue` if it is one."""
    issues = [_issue_as_json(each) for each in made]
    one = issues[0] if len(issues) == 1 else {"edition": None, "issue": None}
    return {**one, "files": [file.path for each in made for file in each.files], "issues": issues}


def _issue_as_json(made: MadeIssue) -> dict[str, object]:
    return {
        "edition": made.edition,
        "issue": made.name if made.issue or made.status == IssueStatus.UNCHANGED else None,
        "status": made.status,
        "files": [file.path for file in made.files],
    }
