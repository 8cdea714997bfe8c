"""Headers of programs that have no room here, in other forms than front matter.

* `Key: value` lines up to an empty line (MultiMarkdown, Quickblog), up to a line `---` (Wyam,
  Statiq), indented by four spaces (Frog), or each in an HTML comment (makesite.py)
* TOML in a fence of tildes (the site of Pallets)
* Julia, between lines `+++` or behind `@def` (Franklin): https://franklinjl.org/syntax/page-variables/
"""

from __future__ import annotations

import json
import re
from typing import Any

from broadsheet.parsing import as_typed, as_unreadable, parse_toml
from broadsheet.source import front_matter
from broadsheet.toml_lines import top_lines

_MOST = 50
"""The most lines of a header without fences."""

_NEEDED = frozenset({"title", "date", "published"})
"""Lines that begin with a word and a colon are a header only if they have one of these."""

_LINE = re.compile(r"([A-Za-z][\w-]*(?: [\w-]+)*)[ \t]*:(?:[ \t](.*))?")
_COMMENT = re.compile(r"<!--(.*)-->")
_TILDES = re.compile(r"~{3,} ?toml[ \t]*\n")
_JULIA_DATE = re.compile(r"\bDate\( *(\d{4}) *, *(\d{1,2}) *, *(\d{1,2}) *\)")
_PLAIN_VALUE = re.compile(r"([\w-]+:[ \t]+)([^\s\"'\[\]{}|>&*!%@`#,?-].*|-)")
_DEFINITION = "@def "
_LONG_TEXT = '"""'


def program_header(text: str) -> front_matter.FrontMatter | None:
    """Split a text with one of these headers; None if it has none. Raises UnreadableError."""
    if text.startswith(_DEFINITION):
        return _of_definitions(text)
    if match := _TILDES.match(text):
        return _of_fence(text, text[: match.end()].rstrip().removesuffix("toml").rstrip())
    if text.startswith("+++\n"):
        return _of_fence(text, "+++")
    return _of_lines(text)


def with_quotes(text: str) -> str:
    """Quote the values of front matter in YAML that have a colon, or are a hyphen; lines stay the same."""
    lines = text.split("\n")
    closing = lines.index("---", 1) if lines[0].rstrip() == "---" and "---" in lines[1:] else 0
    return "\n".join((*map(_with_quotes, lines[:closing]), *lines[closing:]))


def _with_quotes(line: str) -> str:
    match = _PLAIN_VALUE.fullmatch(line.rstrip())
    value = match[2] if match and line.isprintable() else ""
    if match and (value == "-" or ": " in value or value.endswith(":")):
        return f"{match[1]}{json.dumps(match[2], ensure_ascii=False)}"
    return line


def _of_lines(text: str) -> front_matter.FrontMatter | None:
    found: dict[str, Any] = {}
    lines: dict[str, int] = {}
    start, last = 0, ""
    for number in range(1, _MOST):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].rstrip()
        start = min(end + 1, len(text))
        if line in {"", "---"}:
            break
        key, value = _pair(line)
        if key and key not in found:
            found[key], lines[key], last = value, number, key
        elif last and (item := line.strip()).startswith("- "):
            found[last] = [*(found[last] or ()), _unquoted(item[2:])]
        else:
            return None
    if not _NEEDED & found.keys():
        return None
    return front_matter.FrontMatter(found, lines, text[start:], text.count("\n", 0, start) + 1)


def _pair(line: str) -> tuple[str, str]:
    """Return the key, in lower case, and the value of a line; no key if it is none of a header."""
    comment = _COMMENT.fullmatch(line)
    inside = comment[1].strip() if comment else line.removeprefix("    ")
    match = _LINE.fullmatch(inside)
    return (match[1].lower(), _unquoted(match[2] or "")) if match else ("", "")


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value


def _of_fence(text: str, fence: str) -> front_matter.FrontMatter | None:
    """Read what is between two lines of a fence as TOML, in which Julia's dates are literals."""
    end = text.find(f"\n{fence}\n", len(fence))
    if end < 0:
        return None
    first = text.index("\n")
    inside = _as_toml(text[first:end])
    if fence == "+++" and inside == text[first:end]:
        return None  # Usual front matter.
    return front_matter.split(f"+++{inside}\n+++{text[end + 1 + len(fence) :]}")


def _of_definitions(text: str) -> front_matter.FrontMatter | None:
    """Read lines that begin with `@def`; a text in three quotes may go on over lines."""
    kept: list[str] = []
    is_open = False
    for line in text.split("\n"):
        if not is_open and line and not line.startswith(_DEFINITION):
            break
        is_open ^= line.count(_LONG_TEXT) % 2 == 1
        kept.append(line.removeprefix(_DEFINITION))
    header = "\n".join(kept)
    with as_unreadable("front matter"):
        data = parse_toml(_as_toml(header), parse_float=str)
    body = text.split("\n", len(kept))[-1] if text.count("\n") >= len(kept) else ""
    places = {key.lower(): line for key, line in top_lines(header).items()}
    fields = {key.lower(): as_typed(value) for key, value in data.items()}
    return front_matter.FrontMatter(fields, places, body, len(kept) + 1)


def _as_toml(julia: str) -> str:
    """Write Julia's dates as TOML's, and leave its imports out; lines stay where they are."""
    dated = _JULIA_DATE.sub(lambda match: f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}", julia)
    lines = ("" if line.startswith("using ") else line for line in dated.split("\n"))
    return "\n".join(lines)
