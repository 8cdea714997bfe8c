"""What `publish send` shows and tries out without sending an issue: status, preview, proof and check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from broadsheet.api.issues_due import (
    Making,
    Wanted,
    compiled_issue,
    sender_of,
    wanted_issues,
    why_it_waits,
)
from broadsheet.api.sends import SendOptions
from broadsheet.api.site_run import config_of
from broadsheet.config import Config
from broadsheet.errors import Problem, UnavailableError, UsageError
from broadsheet.ledger import IssueState
from broadsheet.messages import CompiledIssue
from broadsheet.preflight import Finding
from broadsheet.sending import Office, Route, ServerClock, send_proof
from broadsheet.workers import Workers, WorkerState


def send_status(
    site: Path | Config, edition: str = "", *, now: datetime, environment: Mapping[str, str]
) -> tuple[IssueState, ...]:
    """Return how far each issue is, the newest first; also those that are due or held back.

    Raises ConfigError, UsageError, DatabaseError.
    """
    config = config_of(site)
    with Office.opened(config, environment) as office:
        opened = [office.ledger.state(issue) for issue in office.ledger.issues(edition)]
        known = {(state.edition, state.name) for state in opened}
        due = [
            IssueState(wanted.edition, wanted.name, note=why_it_waits(config, wanted, now, 1))
            for wanted in wanted_issues(config, edition, "", now)
            if (wanted.edition, wanted.name) not in known
        ]
    return (*due, *opened)


def send_workers(
    site: Path | Config, *, now: datetime, keeps_time: bool = True, environment: Mapping[str, str]
) -> tuple[WorkerState, ...]:
    """Return the workers that are alive; none with SQLite, where each run is alone.

    `keeps_time`: `now` is by this machine's clock, and is corrected by the server's. Raises
    ConfigError, DatabaseError.
    """
    with Office.opened(config_of(site), environment) as office:
        database = office.ledger.database
        time = ServerClock(lambda: now, database if keeps_time else None)
        time.ask_server()
        return tuple(Workers(database).listed(time().timestamp()))


def preview_send(
    site: Path | Config, options: SendOptions, *, now: datetime, environment: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (edition, issue, address, reason); reason is "" for a reader who would get the issue.

    Nothing is written. Raises PublishError if an issue could not be sent.
    """
    config = config_of(site)
    with Office.opened(config, environment) as office:
        ledger = office.ledger
        for issue in ledger.issues(options.edition):
            if not issue.done and options.issue in {"", issue.name}:
                for address, state, reason, _ in ledger.results(issue.id, _ALL_STATES):
                    waits = state in {"queued", "deferred"}
                    why = "" if waits else f"{state}: {reason}" if reason else state
                    yield issue.edition, issue.name, address, why
        how = Making(jobs=options.jobs)
        for wanted in wanted_issues(config, options.edition, options.issue, now):
            made = None
            if not ledger.find_issue(wanted.edition, wanted.name):
                made = compiled_issue(config, wanted, now, how)
            if made:
                cutoff = wanted.cutoff.timestamp()
                for address, reason in ledger.preview_audience(wanted.edition, cutoff):
                    yield wanted.edition, wanted.name, address, reason


_ALL_STATES = ("queued", "handing", "sent", "deferred", "refused", "skipped", "unknown")


def send_test(
    site: Path | Config,
    address: str,
    options: SendOptions,
    *,
    now: datetime,
    environment: Mapping[str, str],
) -> str:
    """Send a marked proof of an issue to an address of one's own; returns the relay's reply.

    It is not recorded in the ledger, and its unsubscribe links do nothing. Raises PublishError.
    """
    config = config_of(site)
    route = Route.of_site(config, environment)
    with Office.opened(config, environment) as office:
        return send_proof(proof_issue(config, options, now), address, office.secret, route)


def proof_issue(config: Config, options: SendOptions, now: datetime) -> CompiledIssue:
    """Return the issue for a proof: that asked for, else the last complete period's, else the newest.

    Raises PublishError; UsageError if there is no article at all.
    """
    edition = options.edition or next(iter(config.digest))
    how = Making(jobs=options.jobs)
    for wanted in wanted_issues(config, edition, options.issue, now):
        if made := compiled_issue(config, wanted, now, how):
            return made
    newest = Wanted(edition, "current", now)
    if not options.issue and (made := compiled_issue(config, newest, now, how)):
        return made
    raise UsageError("--test", f"{edition} has no issue to show; write an article first", "send")


def check_sending(
    site: Path | Config,
    edition: str = "",
    *,
    environment: Mapping[str, str],
    nameservers: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Look at relay, TLS, login, DKIM key, SPF, DMARC, and where bounces go.

    `nameservers` are `host:port` of DNS servers to ask; by default the system's. Raises ConfigError,
    and UnavailableError where the system names none.
    """
    from broadsheet.dns_queries import DnsError, resolver_of  # noqa: PLC0415 - imports dnspython
    from broadsheet.preflight import check_route  # noqa: PLC0415 - imports dnspython

    config = config_of(site)
    route = Route.of_site(config, environment)
    editions = [edition] if edition else list(config.digest)
    try:
        dns = resolver_of(nameservers)
    except DnsError as error:
        raise UnavailableError(Problem("DNS", 0, "", str(error))) from error
    found: dict[Finding, None] = {}
    for sender in dict.fromkeys(sender_of(config, name) for name in editions):
        found |= dict.fromkeys(check_route(route, sender, dns))
    return tuple(found)
