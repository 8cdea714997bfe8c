"""Readers as JSON with all that is known of them, and read back.

The file is one JSON object, in which each reader is one line, so that a million need no memory::

    {"version": 1, "subscribers": [
    {"email": …, "name": …, "language": …, "created": …, "subscriptions": […], "events": […]}
    ], "suppressions": [
    {"mac": …, "reason": …, "at": …, "source": …}
    ]}
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from broadsheet.databases import Row, Session
from broadsheet.errors import Problem, SubscribersError
from broadsheet.subscribers import readers, suppression
from broadsheet.subscribers.address import EmailAddress, clean_line, read_address
from broadsheet.subscribers.events import source_id
from broadsheet.subscribers.records import Act, Evidence, ImportReport
from broadsheet.subscribers.subscribers import Subscribers

START = '{"version": 1, "subscribers": ['
_BETWEEN = '], "suppressions": ['
_END = "]}"

_READERS = "SELECT id, address, name, language, created FROM subscribers ORDER BY id"
_SUBSCRIPTIONS = """SELECT subscriber, edition, state, reason, since FROM subscriptions
    ORDER BY subscriber, edition"""
_EVENTS = """SELECT subscriber, at, events.kind, edition, detail, sources.kind, basis, origin, words
    FROM events JOIN sources ON sources.id = source ORDER BY subscriber, events.id"""
_SUPPRESSIONS = "SELECT mac, reason, at, source FROM suppressions ORDER BY mac"

_SUBSCRIPTION = ("edition", "state", "reason", "since")
_EVENT = ("at", "kind", "edition", "detail", "source_kind", "basis", "origin", "words")


def json_lines(subscribers: Subscribers) -> Iterator[str]:
    """Yield the lines of the file."""
    with subscribers.database.read() as session:
        yield f"{START}\n"
        yield from _joined(_readers(session))
        yield f"{_BETWEEN}\n"
        rows = session.stream(_SUPPRESSIONS)
        yield from _joined(
            {"mac": bytes(mac).hex(), "reason": reason, "at": at, "source": source}
            for mac, reason, at, source in rows
        )
        yield f"{_END}\n"


def _joined(values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    between = ""
    for value in values:
        yield between + json.dumps(value, ensure_ascii=False)
        between = ",\n"
    yield "\n"


def _readers(session: Session) -> Iterator[Mapping[str, Any]]:
    """Yield readers, each with its rows of the other tables, which are sorted alike."""
    subscriptions = _Groups(session.stream(_SUBSCRIPTIONS))
    events = _Groups(session.stream(_EVENTS))
    for number, address, name, language, created in session.stream(_READERS):
        yield {
            "email": address,
            "name": name,
            "language": language,
            "created": created,
            "subscriptions": [
                dict(zip(_SUBSCRIPTION, r, strict=True)) for r in subscriptions[number]
            ],
            "events": [dict(zip(_EVENT, row, strict=True)) for row in events[number]],
        }


class _Groups:
    """Rows of a table by their first value, asked for in order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = itertools.groupby(rows, key=lambda row: row[0])
        self._next = next(self._groups, None)

    def __getitem__(self, number: int) -> list[Row]:
        while self._next is not None and self._next[0] < number:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != number:
            return []
        found = [row[1:] for row in self._next[1]]
        self._next = next(self._groups, None)
        return found


def is_own_json(stream: BinaryIO) -> bool:
    """Return whether a stream, at its start, is such a file; it is at its start again."""
    start = stream.read(len(START))
    stream.seek(0)
    return start == START.encode()


def import_json(subscribers: Subscribers, stream: BinaryIO, name: str, now: float) -> ImportReport:
    """Read a file back in one transaction; readers who are known keep what is known of them.

    Raises SubscribersError, and changes nothing, if a line is not what `json_lines` writes.
    """
    counts = {"lines": 0, "new": 0, "known": 0}
    out: dict[str, int] = {}
    with subscribers.database.write() as session:
        for number, section, entry in _entries(stream, name):
            try:
                if section:
                    _read_suppression(session, entry)
                else:
                    counts["lines"] += 1
                    _read_reader(_Target(session, subscribers, counts, out), entry, now)
            except (KeyError, TypeError, ValueError) as error:
                message = f"is not a line of an export ({error}); export again"
                raise SubscribersError(Problem(name, number, "", message)) from error
        _enforce(session, subscribers, name, now)
    return ImportReport(kept_out=out, **counts)


def _entries(stream: BinaryIO, name: str) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
    """Yield (line, 0 for readers or 1 for suppressions, entry)."""
    section = 0
    line = b""
    for number, line in enumerate(stream, 1):
        text = line.strip().rstrip(b",")
        if text == _BETWEEN.encode():
            section = 1
        elif text and number > 1 and text != _END.encode():
            try:
                yield number, section, dict(json.loads(text))
            except (ValueError, TypeError, RecursionError) as error:
                message = "is not JSON of an export; export again"
                raise SubscribersError(Problem(name, number, "", message)) from error
    if line.strip() != _END.encode():
        raise SubscribersError(Problem(name, 0, "", "is cut off; export again"))


def _read_suppression(session: Session, entry: Mapping[str, Any]) -> None:
    mac = bytes.fromhex(entry["mac"])
    values = (mac, str(entry["reason"]), int(entry["at"]), clean_line(entry["source"]))
    session.execute(suppression.ADD, values)


class _Target:
    """Where a reader goes, and what is counted."""

    def __init__(
        self,
        session: Session,
        subscribers: Subscribers,
        counts: dict[str, int],
        out: dict[str, int],
    ) -> None:
        self.session = session
        self.secret = subscribers.secret
        self.counts = counts
        self.out = out


def _read_reader(target: _Target, entry: Mapping[str, Any], now: float) -> None:
    address = read_address(entry["email"])
    subscriber = readers.find(target.session, address.canonical)
    if subscriber is not None:
        _read_known(target, subscriber, entry, now)
        return
    held = suppression.suppressed(target.session, target.secret, [address.canonical])
    subscriber = _insert(target.session, address, entry)
    for each in entry["subscriptions"]:
        state, reason = str(each["state"]), str(each["reason"])
        if state == "confirmed" and held:
            state, reason = "left", held[address.canonical]
        if state == "confirmed":
            target.counts["new"] += 1
        else:
            target.out[reason or state] = target.out.get(reason or state, 0) + 1
        values = (str(each["edition"]), subscriber, state, reason, int(each["since"]))
        target.session.execute(_ADD_SUBSCRIPTION, values)
    for each in entry["events"]:
        source = source_id(target.session, Evidence(*(str(each[key]) for key in _EVENT[4:])))
        what = (subscriber, str(each["edition"]), str(each["kind"]), int(each["at"]), source)
        target.session.execute(_ADD_EVENT, (*what, clean_line(each["detail"])))


_ADD_SUBSCRIPTION = """INSERT INTO subscriptions (edition, subscriber, state, reason, since, choices)
    VALUES (?, ?, ?, ?, ?, '{}')"""
_ADD_EVENT = """INSERT INTO events (subscriber, edition, kind, at, source, detail)
    VALUES (?, ?, ?, ?, ?, ?)"""


def _insert(session: Session, address: EmailAddress, entry: Mapping[str, Any]) -> int:
    sql = """INSERT INTO subscribers (canonical, address, name, language, created)
        VALUES (?, ?, ?, ?, ?) RETURNING id"""
    texts = (clean_line(entry["name"]), clean_line(entry["language"], 35))
    values = (address.canonical, address.address, *texts, int(entry["created"]))
    return int(session.rows(sql, values)[0][0])


def _read_known(target: _Target, subscriber: int, entry: Mapping[str, Any], now: float) -> None:
    """A reader who is known here stays as they are, but leaves what they left there."""
    confirmed = target.session.rows(_CONFIRMED_HERE, (subscriber,))
    for each in entry["subscriptions"]:
        if each["state"] != "left":
            target.counts["known"] += 1
        elif not confirmed:
            act = Act(str(each["reason"]), Evidence("import", "left there"), now)
            readers.end(target.session, subscriber, act, edition=str(each["edition"]))


_CONFIRMED_HERE = "SELECT 1 FROM events WHERE subscriber = ? AND kind = 'confirmed' LIMIT 1"


def _enforce(session: Session, subscribers: Subscribers, name: str, now: float) -> None:
    """End confirmed subscriptions of addresses that came onto the suppression list."""
    last = 0
    sql = "SELECT id, canonical FROM subscribers WHERE id > ? ORDER BY id LIMIT 500"
    while rows := session.rows(sql, (last,)):
        last = rows[-1][0]
        held = suppression.suppressed(session, subscribers.secret, [row[1] for row in rows])
        for number, canonical in rows:
            if canonical in held:
                act = Act(held[canonical], Evidence("import", "suppression list", name), now)
                readers.end(session, number, act)
