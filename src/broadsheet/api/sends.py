"""`broadsheet.send`: hand issues that are due to their readers, each once.

    issues that are due ─digest─▶ files ─compile─▶ open_issue (audience) ──▶ hand_out ─▶ relay
    issues that are open already, in the form that the ledger keeps ──────────▲

An issue that cannot be made keeps no other one back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from broadsheet.api.issues_due import Making, Wanted, compiled_issue, wanted_issues
from broadsheet.api.site_run import config_of
from broadsheet.bounces import Intake
from broadsheet.config import Config
from broadsheet.errors import Problem, PublishError
from broadsheet.ledger import IssueState, OpenIssue
from broadsheet.output import site_lock
from broadsheet.sending import (
    Office,
    Progress,
    Route,
    Sending,
    ServerClock,
    hand_out,
)

LOCK = "send.lock"
"""A lock of its own, so that a long run never stops `build`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """What is sent.

    `edition` asks for one by name, whatever its schedule, and ends a pause of its issues; "" stands
    for all that are due. `issue` is one of its issues, e.g. 2025-W25. `unknown` says what becomes
    of deliveries in doubt: keep, resend or sent; "" as publish.toml has it. `connections` replaces
    that of publish.toml. `keeps_time`: `clock` is this machine's, and is corrected by that of the
    database's server. `is_ending` is called from time to time; when it returns True, the run ends
    after the deliveries that are in transaction.
    """

    edition: str = ""
    issue: str = ""
    unknown: str = ""
    out: Path | None = None
    connections: int = 0
    jobs: int = 1
    keeps_time: bool = True
    is_ending: Callable[[], bool] = field(default=lambda: False)
    progress: Progress = field(default=lambda *_: None)


@dataclass(frozen=True, slots=True)
class SendReport:
    """The issues that a run worked on, and what went wrong; `exit_code` is the command's."""

    issues: tuple[IssueState, ...]
    problems: tuple[Problem, ...]
    exit_code: int = 0


def send(
    site: Path | Config,
    options: SendOptions | None = None,
    *,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
) -> SendReport:
    """Send what is due and not sent yet, once to each reader.

    `clock` gives the time (aware). Raises PublishError if nothing was sent: ConfigError, UsageError,
    ContentError, DatabaseError, LockedError. What happens later is in the report.
    """
    config, options = config_of(site), options or SendOptions()
    route = Route.of_site(config, environment, options.connections)
    with site_lock(config.root, LOCK), Office.opened(config, environment) as office:
        time = ServerClock(clock, office.ledger.database if options.keeps_time else None)
        time.ask_server()
        run = SendRun(config, options, office, route, time)
        run.recover()
        failed = run.open_due()
        return run.hand_out_all(failed)


@dataclass(frozen=True, slots=True)
class SendRun:
    """A run's parts: `recover`, `open_due`, then `hand_out_all`."""

    config: Config
    options: SendOptions
    office: Office
    route: Route
    clock: Callable[[], datetime]

    def now(self) -> float:
        """Return the time, in seconds."""
        return self.clock().timestamp()

    def recover(self) -> None:
        """Settle what a run that died left, and deliveries in doubt if that is asked for."""
        ledger = self.office.ledger
        ledger.recover(self.office.worker, self.now())
        unknown = self.options.unknown or self.config.send.unknown
        for issue in self._issues() if unknown != "keep" else ():
            ledger.resolve(issue.id, sent=unknown == "sent", now=self.now())

    def due(self) -> set[tuple[str, str]]:
        """Return edition and name of each issue that is due by its schedule, open already or not."""
        wanted = wanted_issues(self.config, "", "", self.clock())
        return {(each.edition, each.name) for each in wanted}

    def open_due(self) -> list[PublishError]:
        """Make the issues that are due and not open yet, and record their audiences.

        Returns why some could not be made, which keeps no other issue back. Raises UsageError.
        """
        failed = []
        wanted = wanted_issues(self.config, self.options.edition, self.options.issue, self.clock())
        for each in wanted:
            try:
                self._open(each)
            except PublishError as error:
                failed.append(error)
        return failed

    def _open(self, wanted: Wanted) -> None:
        ledger, now = self.office.ledger, self.clock()
        if ledger.find_issue(wanted.edition, wanted.name) or not self._has_readers(wanted):
            return
        how = Making(out=self.options.out, jobs=self.options.jobs, write=True)
        if made := compiled_issue(self.config, wanted, now, how):
            cutoff, opened_at = wanted.cutoff.timestamp(), now.timestamp()
            ledger.open_issue(
                wanted.edition, wanted.name, made.dump(), cutoff=cutoff, now=opened_at
            )

    def hand_out_all(self, failed: list[PublishError]) -> SendReport:
        """Hand out every issue that is not done; report on these. `failed` is what went wrong before."""
        worked_on = [
            issue
            for issue in reversed(self._issues())
            if not issue.done and self.options.issue in {"", issue.name}
        ]
        for issue in worked_on:
            if (not issue.paused or self.options.edition) and not self.options.is_ending():
                stopped = self._hand_out(issue)
                if stopped:
                    failed.append(stopped)
                    break
        states = tuple(self.office.ledger.state(issue) for issue in worked_on)
        problems = (problem for error in failed for problem in error.problems)
        code = max((error.exit_code for error in failed), default=0)
        return SendReport(states, (*self.office.problems, *problems), code)

    def _hand_out(self, issue: OpenIssue) -> PublishError | None:
        if issue.paused:
            self.office.ledger.pause(issue.id, "")
        done = hand_out(issue, self.sending())
        if done.refused:
            self.count_refusals(issue.id)
        return done.stopped

    def count_refusals(self, issue: int) -> None:
        """Treat what the relay refused at once as bounces: an address that is gone is suppressed."""
        intake = Intake(self.office.ledger.database, self.office.secret)
        intake.apply_refusals(issue, self.office.ledger.refusals(issue), self.now())

    def _has_readers(self, wanted: Wanted) -> bool:
        cutoff = wanted.cutoff.timestamp()
        preview = self.office.ledger.preview_audience(wanted.edition, cutoff)
        return any(not reason for _, reason in preview)

    def _issues(self) -> list[OpenIssue]:
        return self.office.ledger.issues(self.options.edition)

    def sending(self) -> Sending:
        """Return what all issues of the run share."""
        return Sending(
            ledger=self.office.ledger,
            secret=self.office.secret,
            route=self.route,
            worker=self.office.worker,
            clock=self.now,
            is_ending=self.options.is_ending,
            progress=self.options.progress,
        )
