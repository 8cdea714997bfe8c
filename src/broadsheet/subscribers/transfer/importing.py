"""Reads files of readers, from other programs or from `export`, and makes them readers here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from broadsheet.databases import Values
from broadsheet.errors import Problem, Problems, SubscribersError
from broadsheet.subscribers.address import read_address
from broadsheet.subscribers.records import Evidence, ImportReport
from broadsheet.subscribers.subscribers import Subscribers
from broadsheet.subscribers.transfer import exporting, programs, staging
from broadsheet.subscribers.transfer.csv_file import CsvFile

SHOWN = 1000
"""Problems that are named; more than that are counted."""

_OUT = {programs.BOUNCED, programs.COMPLAINED, programs.BLOCKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What an import is told beside its file."""

    name: str
    """Of the file, for messages and consent."""

    edition: str
    basis: str
    """Why these people may be written to."""

    by: str = ""
    """Who imports."""

    keep_going: bool = False


def import_file(
    subscribers: Subscribers, stream: BinaryIO, options: ImportOptions, now: float
) -> tuple[ImportReport, Problems]:
    """Import a file in one transaction; the same file again changes nothing.

    Nobody who left, bounced or complained, there or here, is confirmed by it. Raises
    SubscribersError, and changes nothing, if a line is wrong and `keep_going` is not set.
    """
    reader = _Reader(stream, options, now)
    with subscribers.database.scratch() as session:
        staging.stage(session, reader.rows())
    if reader.problems.has_errors and not options.keep_going:
        message = "nothing was imported; correct these lines, or add --keep-going to leave them out"
        raise SubscribersError(*reader.found(), Problem(options.name, 0, "", message))
    with subscribers.database.write() as session:
        report = staging.settle(session, subscribers.secret, reader.sources, now)
    out = dict(report.kept_out)
    for reason, count in (("unconfirmed", reader.unconfirmed), ("wrong", reader.wrong)):
        if count:
            out[reason] = out.get(reason, 0) + count
    lines = report.lines + reader.unconfirmed + reader.wrong
    return replace(report, lines=lines, kept_out=out), Problems(reader.found())


class _Reader:
    """Turns lines of a file into rows to stage, and counts what is not among them."""

    def __init__(self, stream: BinaryIO, options: ImportOptions, now: float) -> None:
        self.problems = Problems()
        self.unconfirmed = 0
        self.wrong = 0
        self._options = options
        self._now = int(now)
        self._file = CsvFile(stream, options.name, self.problems)
        origin = f"{options.name}, by {options.by}" if options.by else options.name
        self.sources = [Evidence("import", options.basis, origin)]
        self._numbers = {self.sources[0]: 0}

    def found(self) -> list[Problem]:
        """Return the problems, the first of them if they are very many."""
        found = list(self.problems)
        if self.wrong > len(found):
            message = f"and {self.wrong - len(found)} more lines are wrong"
            found.append(Problem(self._options.name, 0, "", message))
        return found

    def rows(self) -> Iterator[Values]:
        """Yield rows of staging.COLUMNS."""
        own = self._file.columns[: len(exporting.COLUMNS)] == list(exporting.COLUMNS)
        if not own and not self._options.edition:
            message = "has no column edition; name one by --edition"
            raise SubscribersError(Problem(self._options.name, 1, "", message))
        try:
            columns = programs.Columns(self._file.columns)
        except ValueError as error:
            raise SubscribersError(Problem(self._options.name, 1, "", str(error))) from error
        for number, row in self._file:
            try:
                found = self._own_row(number, row) if own else self._row(number, row, columns)
            except ValueError as error:
                self._wrong(number, str(error))
            else:
                if found is not None:
                    yield found

    def _wrong(self, number: int, message: str) -> None:
        self.wrong += 1
        if len(self.problems) < SHOWN:
            self.problems.error(self._options.name, number, "", message)

    def _row(self, number: int, row: list[str], columns: programs.Columns) -> Values | None:
        line = columns.line(row)
        address = read_address(line.email)
        if line.meaning == programs.UNCONFIRMED:
            self.unconfirmed += 1
            return None
        out = line.meaning in _OUT
        state = "out" if out else line.meaning
        reason = "" if line.meaning == programs.CONFIRMED else line.meaning
        who = (number, address.canonical, address.address, line.name, line.language)
        gravity = -1 if out else staging.GRAVITY[state]
        return (*who, self._options.edition, state, reason, self._now, line.joined, 0, gravity)

    def _own_row(self, number: int, row: list[str]) -> Values | None:
        line = exporting.read_row(row)
        if self._options.edition not in {"", line.edition}:
            return None
        address = read_address(line.email)
        who = (number, address.canonical, address.address, line.name, line.language)
        source = self._numbers.setdefault(line.source, len(self.sources))
        if source == len(self.sources):
            self.sources.append(line.source)
        what = (line.edition, line.state, line.reason, line.since, line.joined, source)
        return (*who, *what, staging.GRAVITY[line.state])
