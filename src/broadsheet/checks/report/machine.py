"""Findings for programs: `--json`, and the annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from broadsheet.checks.rule import Finding
from broadsheet.errors import Severity


def as_json(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return findings as the problems of every command, with their rule and column."""
    return [
        {
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "field": "",
            "rule": finding.rule,
            "message": finding.message,
            "severity": finding.severity.value,
        }
        for finding in sorted(findings)
    ]


def as_github(findings: Iterable[Finding], place: Callable[[str], str]) -> list[str]:
    """Return workflow commands, one a finding: GitHub shows them beside the lines of a change.

    `place` makes the path of a finding one that is relative to the repository.
    """
    return [_command(finding, place(finding.path)) for finding in sorted(findings)]


def _command(finding: Finding, path: str) -> str:
    kind = "error" if finding.severity is Severity.ERROR else "warning"
    properties = {"file": path, "line": finding.line, "col": finding.column}
    places = [f"{name}={_property(str(value))}" for name, value in properties.items() if value]
    places.append(f"title={_property(finding.rule)}")
    return f"::{kind} {','.join(places)}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
