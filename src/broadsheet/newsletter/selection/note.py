"""An editor's note on an issue: `issues/<edition>/<issue>.md`, read and checked.

---
subject: What the tide brought in
lead: content/posts/ferry.md
order: [content/posts/letters.md, tides]     # a file, an address, or a slug
leave_out: [quota]
add:
- content/posts/old.md                     # of another period
- { title: A talk, url: "https://example.org/talk", summary: On ferries }
sections:
- { title: At sea, articles: [tides] }
---
The editor's words, above the stories.

<!-- sponsor -->
A block with a label.

<!-- after -->
What stands below the stories.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from broadsheet import urls
from broadsheet.errors import Problem, Problems, UnreadableError
from broadsheet.markdown import scan
from broadsheet.source import front_matter
from broadsheet.walk import LEADS_OUT, leads_out, read_text

MAX_SUBJECT = 300
"""Characters; an inbox shows about 70."""

AFTER = "after"
KNOWN_BLOCKS = ("sponsor", "events")
"""Blocks whose labels Broadsheet knows in every language; others name theirs in `blocks`."""

_TEXTS = ("subject", "preheader")
_LISTS = ("order", "leave_out")
_KEYS = (*_TEXTS, "lead", *_LISTS, "unlisted", "add", "sections", "blocks", "draft")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_SCRIPT = re.compile(r"<\s*(script|iframe|object|embed|style|form)\b|\bjavascript:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """An article as a note names it, and the line (from 1) where it does."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class AddedStory:
    """A story that is no article of the site; `url` is absolute."""

    title: str
    url: str
    summary: str


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A part of the note's text: `name` is "" for the editor's own words; `line` is its first."""

    name: str
    label: str
    markdown: str
    line: int
    is_after: bool


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's wishes for an issue; "" and () for those that the note leaves open.

    With `only_listed`, articles that `order` and `sections` do not name are left out.
    """

    path: str
    subject: str = ""
    preheader: str = ""
    lead: Reference | None = None
    order: tuple[Reference, ...] = ()
    only_listed: bool = False
    leave_out: tuple[Reference, ...] = ()
    add: tuple[Reference | AddedStory, ...] = ()
    sections: tuple[tuple[str, tuple[Reference, ...]], ...] = ()
    blocks: tuple[NoteBlock, ...] = ()
    is_draft: bool = False


def read_note(
    root: Path, path: str, problems: Problems, *, follow_links: bool = False
) -> Note | None:
    """Read a note; None if there is none. `path` is below `root`. Problems are added, all at once.

    Unless `follow_links`, it may be no link that leads out of `root`.
    """
    if not os.path.lexists(root / path):
        return None
    if not follow_links and leads_out(root / path, root):
        problems.error(path, 0, "", LEADS_OUT)
        return None
    try:
        matter = front_matter.split(read_text(root / path), needed=False)
    except UnreadableError as error:
        problems.add(error.problem(path))
        return None
    return _Reader(path, matter, problems).note()


@dataclass(slots=True)
class _Reader:
    path: str
    matter: front_matter.FrontMatter
    problems: Problems
    fields: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = self.matter.fields
        self.problems.extend(replace(found, path=self.path) for found in self.matter.problems)
        for key in self.fields:
            if key not in _KEYS:
                self._wrong(key, f"is no field of a note; known here: {', '.join(_KEYS)}")

    def note(self) -> Note:
        return Note(
            path=self.path,
            subject=self._text("subject"),
            preheader=self._text("preheader"),
            lead=self._lead(),
            order=self._references("order"),
            only_listed=self._flag("unlisted", {"leave_out": True, "follow": False}),
            leave_out=self._references("leave_out"),
            add=tuple(self._additions()),
            sections=tuple(self._sections()),
            blocks=tuple(self._blocks()),
            is_draft=self._flag("draft", {"true": True, "false": False}),
        )

    def _wrong(self, key: str, message: str) -> None:
        self.problems.error(self.path, self._line(key), key, message)

    def _line(self, key: str) -> int:
        return self.matter.lines.get(key, 1)

    def _text(self, key: str) -> str:
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, f"{value!r} is not text; write it on one line")
            return ""
        text = " ".join(value.split())
        if len(text) > MAX_SUBJECT:
            self._wrong(key, f"has {len(text)} characters; write at most {MAX_SUBJECT}")
        return text

    def _flag(self, key: str, known: Mapping[str, bool]) -> bool:
        value = self.fields.get(key)
        if value is None:
            return False
        text = str(value).lower()
        if text not in known:
            self._wrong(key, f'"{value}" is unknown; write {" or ".join(known)}')
        return known.get(text, False)

    def _lead(self) -> Reference | None:
        found = self._references("lead")
        if len(found) > 1:
            self._wrong("lead", f"names {len(found)} articles; write one")
        return found[0] if found else None

    def _references(self, key: str) -> tuple[Reference, ...]:
        value = self.fields.get(key)
        return self._named(key, [value] if isinstance(value, str) else value)

    def _named(self, key: str, value: object) -> tuple[Reference, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._wrong(key, "is no list of articles; write e.g. [content/a.md, content/b.md]")
            return ()
        return tuple(Reference(each.strip(), self._line(key)) for each in value if each.strip())

    def _additions(self) -> Iterator[Reference | AddedStory]:
        value = self.fields.get("add")
        for each in value if isinstance(value, list) else [] if value is None else [value]:
            if isinstance(each, str):
                yield Reference(each.strip(), self._line("add"))
            elif link := self._link(each):
                yield link

    def _link(self, value: object) -> AddedStory | None:
        table = value if isinstance(value, dict) else {}
        title, url = (str(table.get(key) or "").strip() for key in ("title", "url"))
        try:
            absolute = urls.absolute(url, "") if url else ""
        except ValueError:
            absolute = ""
        if not title or not absolute.startswith(("https://", "http://")):
            self._wrong("add", f'{value!r} is no link; write {{ title: "…", url: "https://…" }}')
            return None
        return AddedStory(" ".join(title.split()), absolute, str(table.get("summary") or ""))

    def _sections(self) -> Iterator[tuple[str, tuple[Reference, ...]]]:
        value = self.fields.get("sections")
        if value is not None and not isinstance(value, list):
            self._wrong("sections", 'is no list; write e.g. - { title: "At sea", articles: [a] }')
            return
        for each in value or []:
            table = each if isinstance(each, dict) else {}
            title = str(table.get("title") or "").strip()
            if not title or not isinstance(table.get("articles"), list):
                self._wrong("sections", f"{each!r} is no section; write its title and articles")
            else:
                yield title, self._named("sections", table["articles"])

    def _blocks(self) -> Iterator[NoteBlock]:
        labels = self._labels()
        pieces = list(_pieces(self.matter.body))
        names = [name for name, _, _ in pieces]
        for name in labels:
            if name not in names:
                self._wrong(
                    "blocks", f"{name} is missing in the text; write <!-- {name} --> above it"
                )
        is_after = False
        for name, start, text in pieces:
            line = self.matter.body_line + self.matter.body.count("\n", 0, start)
            is_after = is_after or name == AFTER
            if name and name != AFTER and name not in labels and name not in KNOWN_BLOCKS:
                message = f"block {name} has no label; write blocks: {{ {name}: … }} in the header"
                self.problems.error(self.path, line - 1, "", message)
            if found := _SCRIPT.search(scan(text).masked_markdown):
                at = line + text.count("\n", 0, found.start())
                message = f"{found[0]} works in no e-mail; write Markdown without it"
                self.problems.error(self.path, at, "", message)
            if text.strip():
                own = "" if name == AFTER else name
                yield NoteBlock(own, labels.get(name, ""), text, line, is_after)

    def _labels(self) -> Mapping[str, str]:
        value = self.fields.get("blocks")
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong("blocks", 'is no table of labels; write e.g. { events: "Next week" }')
            return {}
        return {str(name): " ".join(str(label).split()) for name, label in value.items()}


def _pieces(body: str) -> Iterator[tuple[str, int, str]]:
    """Yield (name, place, text) of the parts of a text that marks divide; the first has no name."""
    name, start = "", 0
    for mark_name, mark, end in _marks(body):
        yield name, start, body[start:mark]
        name, start = mark_name, end
    yield name, start, body[start:]


def _marks(body: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names of blocks, and where their lines begin and end: comments of one word on a line."""
    for comment in scan(body).comments if "<!--" in body else ():
        words = body[comment.start : comment.end].removeprefix("<!--").removesuffix("-->").strip()
        start = body.rfind("\n", 0, comment.start) + 1
        end = body.find("\n", comment.end) + 1 or len(body)
        is_alone = not (body[start : comment.start] + body[comment.end : end]).strip()
        if is_alone and _NAME.fullmatch(words):
            yield words.lower(), start, end


def unknown_reference(note: Note, key: str, reference: Reference, likely: Sequence[str]) -> Problem:
    """Return the problem of an article that is not there, or is not the only one of that name."""
    what = f"could be {' or '.join(likely)}" if likely else "is no article of the site"
    message = f'"{reference.text}" {what}; write its file, e.g. content/a.md'
    return Problem(note.path, reference.line, key, message)
