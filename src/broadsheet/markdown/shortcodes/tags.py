"""The tags of a text: where they stand, what each calls, and which one ends which.

A tag is a match of `syntax.TAG`. Which of them the site's engine runs is in its `Flavour`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.shortcodes.code import CODE_SHORTCODES
from broadsheet.markdown.shortcodes.known import KNOWN, LINKS
from broadsheet.markdown.shortcodes.syntax import CALL, TAG, ended_by, named


class Tags:
    """Finds the tags of a text; `own` are the names of the site's own shortcodes."""

    def __init__(self, scanned: Scan, flavour: Flavour, own: frozenset[str]) -> None:
        self._scanned = scanned
        self._text = scanned.text
        self._flavour = flavour
        self._own = own

    def found(self) -> Iterator[re.Match[str]]:
        """Yield the tags outside of code, and those that the engine runs there too."""
        if not self._flavour.runs_in_code:
            yield from TAG.finditer(self._scanned.masked)
            return
        for tag in TAG.finditer(self._text):
            if not self._scanned.is_code(tag.start()) or self._runs_in_code(tag):
                yield tag

    def _runs_in_code(self, tag: re.Match[str]) -> bool:
        """Return whether a tag is run in code: one that names a page, and the output of a program."""
        is_output = tag["output"] is not None or tag["site"] is not None
        return (is_output and self._flavour.has_templates) or self.call(tag)[0] in LINKS

    def own_ends(self, tags: Sequence[re.Match[str]]) -> Mapping[int, int]:
        """Return the number of each own shortcode's end by its own; one alone is its own end."""
        ends: dict[int, int] = {}
        opened: list[tuple[str, int]] = []
        for number, tag in enumerate(tags if self._own else ()):
            name, rest = self.own_call(tag)
            ended = ended_by(name, rest)
            if name in self._own:
                ends[number] = number
                if tag["output"] is None:  # `{{ x() }}` encloses nothing.
                    opened.append((name, number))
            elif ended != name and opened:
                fits = [place for place, (each, _) in enumerate(opened) if ended in {each, ""}]
                if fits:
                    ends[opened[fits[-1]][1]] = number
                    del opened[fits[-1] :]
        return ends

    def own_call(self, tag: re.Match[str]) -> tuple[str, str]:
        """Return the name and arguments of a tag as `call` does, also of calls such as `{{ x(…) }}`."""
        if tag["output"] is not None or (tag["liquid"] is not None and self._flavour.has_calls):
            group = "output" if tag["output"] is not None else "liquid"
            typed = self._text[tag.start(group) : tag.end(group)].strip()
            call = CALL.fullmatch(typed) if self._flavour.has_calls else None
            return (call[1], call[2]) if call else (typed if typed == "end" else "", "")
        return self.call(tag)

    def call(self, tag: re.Match[str]) -> tuple[str, str]:
        """Return the name of a shortcode or tag and the text after it; two "" if it is neither."""
        group = "angle" if tag["angle"] is not None else "liquid"
        if tag[group] is None:
            return "", ""
        name, rest = named(self._text[tag.start(group) : tag.end(group)].strip())
        return (name, rest) if group == "angle" or self._runs(name) else ("", "")

    def _runs(self, name: str) -> bool:
        """Return whether `{% name … %}` is a tag."""
        if not self._flavour.has_known_tags:
            return self._flavour.has_tags
        bare = name.removeprefix("/").removeprefix("end")
        return bare in self._own or bare in KNOWN or bare in CODE_SHORTCODES

    def ends_of_code(self, tags: Sequence[re.Match[str]]) -> Mapping[str, list[re.Match[str]]]:
        """Return the closing tags of code by name, the last one first."""
        closing: dict[str, list[re.Match[str]]] = {}
        for tag in reversed(tags):
            name, rest = self.call(tag)
            if (ended := ended_by(name, rest)) != name and ended in CODE_SHORTCODES:
                closing.setdefault(ended, []).append(tag)
        return closing
