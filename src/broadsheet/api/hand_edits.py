"""Files of issues that somebody changed after Broadsheet wrote them: never overwritten silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from broadsheet.errors import OutputError, Problem
from broadsheet.model import LazyFile, OutputFile
from broadsheet.newsletter import places
from broadsheet.output import manifest
from broadsheet.stamps import stamp
from broadsheet.walk import read_file

_OF_AN_ISSUE = 3
"""Slashes in the path of an issue's file; those of an edition follow from its issues."""


def edited_by_hand(out: Path, left: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    """Return the files of issues in `out` that are not as they were written; `left` are known stamps.

    Only a file whose stamp is not known is read.
    """
    written = manifest.written_files(out)
    return frozenset(
        path
        for path, known in written.items()
        if places.is_issue_file(path)
        and path.count("/") == _OF_AN_ISSUE
        and not (path in left and left[path][1] == stamp(out / path))
        and _digest(out / path) not in {"", known}
    )


def refuse_edited(
    files: Iterable[OutputFile | LazyFile], edited: frozenset[str], out: Path
) -> None:
    """Raise OutputError, naming each file, if one that was edited would be written anew."""
    problems = [
        Problem(
            f"{out.name}/{file.path}",
            0,
            "",
            "was edited by hand; delete it to have it made again, or edit the issue's note instead",
        )
        for file in files
        if isinstance(file, OutputFile)
        and file.path in edited
        and read_file(out / file.path, len(file.content) + 1) != file.content
    ]
    if problems:
        raise OutputError(*problems)


def _digest(file: Path) -> str:
    try:
        return manifest.file_hash(file)
    except OSError:
        return ""
