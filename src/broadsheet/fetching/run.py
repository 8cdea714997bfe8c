"""Fetches feeds. A feed that fails stops neither the others nor a build.

Requests are made without the site's lock, which is held only while entries are written.
"""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from broadsheet.config import FILE_NAME, Config, records
from broadsheet.errors import OutputError, Problem, Severity
from broadsheet.fetching.archive import Archive
from broadsheet.fetching.client import FetchError, get
from broadsheet.fetching.feeds import FeedSource, places
from broadsheet.fetching.parsing import ParsedFeed, parse
from broadsheet.fetching.remembered import Memory, is_due_one, recall, remember
from broadsheet.output import site_lock
from broadsheet.toml_lines import line_of
from broadsheet.walk import leads_out, read_file

AT_ONCE = 4
"""How many feeds are requested at the same time."""

LONGEST_WAIT = timedelta(days=1)
"""The longest wait that a server's Retry-After can cause."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """The result of fetching: files below `fetched/`, and warnings.

    `failed` is how many feeds could not be fetched.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    failed: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Brought:
    """The result of one request; `feed` is None if there is nothing new."""

    place: FeedSource
    memory: Memory
    feed: ParsedFeed | None = None
    notes: tuple[str, ...] = ()
    failed: bool = False


def fetch_feeds(
    config: Config, now: datetime, *, force: bool = False, only_due: bool = False
) -> FetchReport:
    """Request the feeds of a site, and keep their entries.

    With `only_due`, feeds that were requested some minutes ago are left out. With `force`, feeds that
    asked to wait, or that are gone, are requested too. Raises LockedError, OutputError.
    """
    known = recall(config.root)
    asked = [
        place
        for place in places(config)
        if not only_due or is_due_one(known.get(place.address), config, now)
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        brought = list(
            pool.map(
                lambda place: _bring(
                    place, known.get(place.address, Memory()), config, now, force=force
                ),
                asked,
            )
        )
    return _keep(brought, config, now) if brought else FetchReport()


def _keep(brought: list[_Brought], config: Config, now: datetime) -> FetchReport:
    line = _line(config)
    notes = [(each.place, note) for each in brought for note in each.notes]
    with site_lock(config.root):
        archive = Archive.load(config, now)
        for each in brought:
            if each.feed:
                notes += [(each.place, note) for note in archive.add(each.place, each.feed)]
        try:
            archive.write()
            memories = {each.place.address: each.memory for each in brought}
            known = {**recall(config.root), **memories}
            named = {place.address for place in places(config)}
            remember(config.root, {url: m for url, m in known.items() if url in named})
        except OSError as error:
            message = f"cannot be written ({error.strerror}); free some space, or make it writable"
            raise OutputError(Problem(records.FETCHED, 0, "", message)) from error
    return FetchReport(
        tuple(change.path for change in archive.changes if change.is_new),
        tuple(change.path for change in archive.changes if not change.is_new),
        sum(each.failed for each in brought),
        tuple(
            Problem(FILE_NAME, line, "content.feed", f"{place.address} {note}", Severity.WARNING)
            for place, note in notes
        ),
    )


def _line(config: Config) -> int:
    with contextlib.suppress(OSError, ValueError):
        text = (config.root / FILE_NAME).read_text("utf-8")
        return line_of(text, ("content", "feed"))
    return 0


def _bring(
    place: FeedSource, memory: Memory, config: Config, now: datetime, *, force: bool
) -> _Brought:
    """Request a feed; problems become notes."""
    if not (force or place.is_file or memory.may_ask(now)):
        reason = "is gone (410)" if memory.gone else f"is not to be asked before {memory.wait}"
        note = f"{reason}; its entries stay, and publish fetch --force asks again"
        return _Brought(place, memory, notes=(note,))
    memory = replace(memory, asked=now.isoformat(), wait="", gone=False)
    with contextlib.suppress(OSError):
        if not any((config.root / records.FETCHED / place.name).iterdir()):
            memory = replace(memory, etag="", modified="")
    if not (config.root / records.FETCHED / place.name).is_dir():
        memory = replace(memory, etag="", modified="")
    try:
        if place.is_file:
            return _of_file(place, memory, config)
        return _of_web(place, memory, config, now)
    except FetchError as error:
        return _Brought(place, memory, notes=(str(error),), failed=True)


def _of_file(place: FeedSource, memory: Memory, config: Config) -> _Brought:
    file = config.root / place.address
    try:
        if not config.content.follow_links and leads_out(file, config.root):
            raise FetchError("leads out of the site; set follow_links = true in [content]")
        status = file.stat()
        data = read_file(file, config.fetch.max_mb * 1_000_000 + 1)
    except OSError as error:
        raise FetchError(
            f"cannot be read: {(error.strerror or '').lower()}; fix the path"
        ) from error
    if len(data) > config.fetch.max_mb * 1_000_000:
        raise FetchError(
            f"is larger than {config.fetch.max_mb} MB; write a larger max_mb in [fetch]"
        )
    stamp = f"{status.st_size}:{status.st_mtime_ns}"
    if stamp == memory.etag:
        return _Brought(place, memory)
    feed = parse(data, place.address, "")
    return _Brought(place, replace(memory, etag=stamp), feed, feed.notes)


def _of_web(place: FeedSource, memory: Memory, config: Config, now: datetime) -> _Brought:
    validators = {"if-none-match": memory.etag, "if-modified-since": memory.modified}
    answer = get(
        place.address, {name: value for name, value in validators.items() if value}, config.fetch
    )
    moved = (f"has moved for good; write {answer.moved}",) if answer.moved else ()
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return _Brought(place, memory, notes=moved)
    if answer.status == HTTPStatus.OK:
        feed = parse(answer.body, answer.url, answer.headers.get("content-type", ""))
        feed = replace(feed, entries=tuple({**e, "feed": place.address} for e in feed.entries))
        validated = replace(
            memory,
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
        )
        return _Brought(place, validated, feed, (*moved, *feed.notes))
    if answer.status == HTTPStatus.GONE:
        note = "answers 410 Gone: it will not come back; its entries stay, take it out of feed"
        return _Brought(place, replace(memory, gone=True), notes=(note,), failed=True)
    until = _retry_after(answer.headers.get("retry-after", ""), now)
    note = f"answers {_status(answer.status)}{_advice(answer.status, until)}"
    return _Brought(place, memory.waiting(until), notes=(note,), failed=True)


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _advice(status: int, until: datetime | None) -> str:
    if until:
        return f"; it is asked again after {until.isoformat(timespec='minutes')}"
    again = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    return "; the next run asks again" if again else "; its entries stay, fix the address"


def _retry_after(value: str, now: datetime) -> datetime | None:
    """Read a number of seconds or a date (RFC 9110, section 10.2.3); None if there is none."""
    value = value.strip()
    try:
        if value.isdecimal():
            until = now + timedelta(seconds=min(int(value), LONGEST_WAIT.total_seconds()))
        else:
            until = parsedate_to_datetime(value)
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(until, now + LONGEST_WAIT) if until > now else None
