"""What the parts of `publish subscribers` do."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import getpass
import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from broadsheet import console
from broadsheet.commands import subscribers_statistics
from broadsheet.config import FILE_NAME, Config, find_root, load_config, values
from broadsheet.databases import copy_database, open_database
from broadsheet.engines import resolve
from broadsheet.errors import ConfigError, Problem, SubscribersError
from broadsheet.subscribers import (
    Act,
    EmailAddress,
    Evidence,
    Subscriber,
    Subscribers,
    open_subscribers,
    read_address,
    transfer,
)

Options = argparse.Namespace
_MAKES = ("add", "import")


def run(part: str, options: Options) -> int:
    """Run a part; returns the exit code. Raises PublishError."""
    config = load_config(find_root(options.folder), resolve)
    edition = getattr(options, "edition", "")
    if edition and edition not in config.digest:
        message = f'has no edition "{edition}"; there are: {", ".join(config.digest)}'
        raise ConfigError(Problem(FILE_NAME, 0, "digest", message))
    with contextlib.ExitStack() as stack:  # A wrong file or address must not create the database.
        if part == "add":
            options.addresses = _read(options.addresses)
        if part == "import":
            options.stream = stack.enter_context(_stream(options.file))
        subscribers = stack.enter_context(_opened(config, create=part in _MAKES))
        return _PARTS[part](subscribers, options)


@contextlib.contextmanager
def _opened(config: Config, *, create: bool) -> Iterator[Subscribers]:
    address = config.send.database
    new = create and "://" not in address and not (config.root / address).exists()
    subscribers, key = open_subscribers(config.root, address, os.environ, create=create)
    if new:
        console.tell(f"{address}: made; it is no cache, so back it up (publish subscribers backup)")
    if key:
        console.tell(
            "subscribers.key: made; keep it with your backups: links in old issues need it"
        )
    try:
        yield subscribers
    finally:
        subscribers.database.close()


def _add(subscribers: Subscribers, options: Options) -> int:
    source = Evidence("command", options.basis, _user())
    new = 0
    refused = []
    for address in options.addresses:
        try:
            new += subscribers.add(address, options.edition, source, options.now.timestamp())
        except ValueError as error:
            refused.append(Problem(address.address, 0, "", str(error)))
    known = len(options.addresses) - new - len(refused)
    _tell(options, f"{options.edition}: {new} new, {known} known", {"new": new, "known": known})
    console.print_problems(refused)
    return 1 if refused else 0


def _import(subscribers: Subscribers, options: Options) -> int:
    settings = transfer.ImportOptions(
        name=Path(options.file).name,
        edition=options.edition,
        basis=options.basis,
        by=_user(),
        keep_going=options.keep_going,
    )
    report, problems = transfer.import_readers(
        subscribers, options.stream, settings, options.now.timestamp()
    )
    console.print_problems(tuple(problems))
    out = ", ".join(f"{count} {reason}" for reason, count in report.kept_out.items())
    kept = f"; kept out: {out}" if out else ""
    _tell(
        options,
        f"{options.file}: {report.new} new, {report.known} known{kept}",
        dataclasses.asdict(report),
    )
    return 0


def _export(subscribers: Subscribers, options: Options) -> int:
    form = "json" if options.json else options.format
    for line in transfer.export_lines(subscribers, form):
        sys.stdout.write(line)
    return 0


def _show(subscribers: Subscribers, options: Options) -> int:
    address = _read([options.address])[0]
    found = subscribers.find(address)
    reason = subscribers.suppression_reason(address)
    if options.json:
        known = dataclasses.asdict(found) if found else None
        console.print_json({**_head(options), "subscriber": known, "suppressed": reason})
    elif found:
        console.show(_description(found))
    elif reason:
        console.show([f"{address.address}: no reader; on the suppression list: {reason}"])
    else:
        console.tell(f"{address.address}: no reader")
    return 0 if found or reason else 1


def _description(found: Subscriber) -> Iterator[str]:
    yield " ".join(filter(None, (found.address, found.name and f"({found.name})", found.language)))
    if found.suppressed:
        yield f"  on the suppression list: {found.suppressed}"
    for each in found.subscriptions:
        why = f" ({each.reason})" if each.reason else ""
        yield f"  {each.edition}: {each.state}{why} since {_time(each.since)}"
    for event in found.events:
        source = ", ".join(filter(None, (event.detail, event.source.basis, event.source.origin)))
        yield f"  {_time(event.at)} {event.kind} {event.edition}: {source}".rstrip(": ")


def _list(subscribers: Subscribers, options: Options) -> int:
    names = ("email", "edition", "state", "reason")
    rows = subscribers.listed(options.edition)
    if options.json:
        found = [dict(zip(names, row, strict=True)) for row in rows]
        console.print_json({**_head(options), "subscriptions": found})
    else:
        console.show("\t".join(filter(None, row)) for row in rows)
    return 0


def _leave(subscribers: Subscribers, options: Options) -> int:
    act = Act("left", Evidence("command", "asked to leave", _user()), options.now.timestamp())
    address = _read([options.address])[0]
    ended = subscribers.leave(address, act, edition=options.edition)
    said = f"left {', '.join(ended)}" if ended else "had no subscription to leave"
    _tell(options, f"{address.address}: {said}", {"left": ended})
    return 0


def _erase(subscribers: Subscribers, options: Options) -> int:
    address = _read([options.address])[0]
    known = subscribers.erase(address, options.now.timestamp())
    said = "erased" if known else "was no reader; is on the suppression list now"
    _tell(options, f"{address.address}: {said}", {"erased": known})
    return 0


def _suppress(subscribers: Subscribers, options: Options) -> int:
    act = Act("manual", Evidence("command", "suppressed", _user()), options.now.timestamp())
    address = _read([options.address])[0]
    ended = subscribers.suppress(address, act)
    reason = subscribers.suppression_reason(address)
    said = f"on the suppression list ({reason})"
    _tell(options, f"{address.address}: {said}", {"left": ended, "suppressed": reason})
    return 0


def _backup(subscribers: Subscribers, options: Options) -> int:
    subscribers.database.backup(options.file)
    size = options.file.stat().st_size
    _tell(options, f"{options.file}: {size:,} bytes; keep subscribers.key with it", {"bytes": size})
    return 0


def _copy(subscribers: Subscribers, options: Options) -> int:
    try:
        place = values.database(options.to)
    except ValueError as error:
        raise SubscribersError(Problem("DATABASE", 0, "", str(error))) from error
    if place == subscribers.database.place:
        message = "is the database in use; name another"
        raise SubscribersError(Problem(place, 0, "", message))
    target = open_database(find_root(options.folder), place, create=True)
    try:
        copied = copy_database(subscribers.database, target, options.now.timestamp())
    finally:
        target.close()
    rows = sum(copied.values())
    text = f'{place}: {rows:,} rows, all equal; now write database = "{place}" in publish.toml'
    _tell(options, text, {"rows": copied})
    return 0


_PARTS = {
    "": subscribers_statistics.run,
    "add": _add,
    "import": _import,
    "export": _export,
    "show": _show,
    "list": _list,
    "leave": _leave,
    "erase": _erase,
    "suppress": _suppress,
    "backup": _backup,
    "copy": _copy,
}


def _head(options: Options) -> dict[str, Any]:
    return {"command": "subscribers", "part": options.part or "totals"}


def _tell(options: Options, text: str, report: dict[str, Any]) -> None:
    """Say what was done, on stderr; with `--json`, on stdout."""
    console.tell(text)
    if options.json:
        console.print_json({**_head(options), **report})


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _read(texts: list[str]) -> list[EmailAddress]:
    """Read addresses. Raises SubscribersError that names all that are wrong."""
    found, wrong = [], []
    for text in texts:
        try:
            found.append(read_address(text))
        except ValueError as error:
            wrong.append(Problem("ADDRESS", 0, "", str(error)))
    if wrong:
        raise SubscribersError(*wrong)
    return found


@contextlib.contextmanager
def _stream(name: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input as a whole. Raises SubscribersError."""
    if name == "-":
        yield io.BytesIO(sys.stdin.buffer.read())
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        message = f"cannot be read: {error.strerror}; write another name"
        raise SubscribersError(Problem(name, 0, "", message)) from error
    with stream:
        yield stream


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # The user has no name, as in some containers.
        return ""
