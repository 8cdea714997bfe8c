"""Exports readers to files, and imports files of any form that it recognises.

our JSON ──json_file──────────────────────────────▶ readers
a CSV file ──csv_file──▶ rows ──programs──▶ meanings ──importing, staging──▶ readers
readers ──exporting──▶ CSV, ──json_file──▶ JSON
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from broadsheet.errors import Problem, Problems, SubscribersError
from broadsheet.subscribers.records import ImportReport
from broadsheet.subscribers.subscribers import Subscribers
from broadsheet.subscribers.transfer.exporting import csv_lines, is_own_csv
from broadsheet.subscribers.transfer.importing import ImportOptions, import_file
from broadsheet.subscribers.transfer.json_file import import_json, is_own_json, json_lines

__all__ = ["ImportOptions", "export_lines", "import_readers"]


def export_lines(subscribers: Subscribers, form: str) -> Iterator[str]:
    """Yield the lines of an export; `form` is csv or json. `import_readers` reads both back."""
    return json_lines(subscribers) if form == "json" else csv_lines(subscribers)


def import_readers(
    subscribers: Subscribers, stream: BinaryIO, options: ImportOptions, now: float
) -> tuple[ImportReport, Problems]:
    """Import a file of this or another program in one transaction; `stream` can be read twice.

    Returns also the lines that were wrong and left out. Raises SubscribersError, and changes nothing, if
    a line is wrong and `keep_going` is not set, or if the basis of consent is not named.
    """
    if is_own_json(stream):
        return import_json(subscribers, stream, options.name, now), Problems()
    if not options.basis and not is_own_csv(stream):
        message = "needs --basis TEXT: why these people may be written to; it is kept as consent"
        raise SubscribersError(Problem(options.name, 0, "", message))
    return import_file(subscribers, stream, options, now)
