r"""The text of a block → HTML, as kramed has it.

It differs from marked 0.3: `$$` holds formulas, `[^x]` is a mark of a footnote, `_` may begin emphasis
within a word, and an element is Markdown up to its end unless it is a block. An end without a beginning is
text.
Source: lib/rules/inline.js, lib/lex/inline.js and lib/renderer.js of kramed 0.5.6.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from broadsheet.markdown.formulas import as_shifted
from broadsheet.markdown.old_marked import emphasis, links
from broadsheet.markdown.old_marked.grammar import BLOCK_NAMES, RAW_NAMES
from broadsheet.markdown.old_marked.inline import Inline, Text, escaped

_LONGEST_TAG = 2000
_TAG = re.compile(r"<([A-Za-z0-9_]++)(?!:/|[^A-Za-z0-9_\s@]*@)(?:\"[^\"]*\"|'[^']*'|[^'\"><])*>")
_AUTO = re.compile(r"<([^ <>]++)>")
_URL = re.compile(r"https?://[^\s<]+(?<![<.,:;\"')\]\s])")
_SPECIALS = re.compile(r"[\\<!\[_`*~$]|https?://|(?<! ) *+\n")
_FORMULA_END = re.compile(r"(?<!\$)\$\$(?!\$)")
_BLOCK = re.compile(rf"(?:{BLOCK_NAMES}|{'|'.join(sorted(RAW_NAMES))})", re.IGNORECASE)


class KramedInline(Inline):
    """Converts the inline text of an article."""

    def _text(self, text: str) -> Text:
        return _KramedText(self, text)


class _KramedText(Text):
    """Converts one text."""

    _specials = _specials_and_mail = _SPECIALS
    _old_escapes = frozenset(r"\`*{}[]()#$+-.!_>~|")

    def _makers_by_sign(self) -> Mapping[str, Sequence[Callable[[], str | None]]]:
        return {
            **super()._makers_by_sign(),
            "<": (self._auto, self._comment, self._tag),
            "!": (self._link, self._mark, self._named_link),
            "[": (self._link, self._mark, self._named_link),
            "$": (self._formula,),
        }

    def _auto(self) -> str | None:
        found = _AUTO.match(self._text, self._at, self._at + _LONGEST_TAG)
        address = found[1] if found else ""
        mail, scheme = (address.rfind(mark, 1, len(address) - 1) for mark in ("@", ":/"))
        if found is None or mail == scheme:  # Neither is there.
            return None
        self._at = found.end()
        shown = escaped(address.removeprefix("mailto:") if mail > scheme else address)
        return f'<a href="{"mailto:" if mail > scheme else ""}{shown}">{shown}</a>'

    def _url(self) -> str | None:
        if self._inline.is_in_link or not self._rules.has_urls:
            return None
        found = _URL.match(self._text, self._at)
        return self._address(found[0], found.end()) if found else None

    def _tag(self) -> str | None:
        found = _TAG.match(self._text, self._at, self._at + _LONGEST_TAG)
        if found is None:
            return None
        name = found[1]
        end = self._closers.next(_end_of(name), found.end())
        if end is None:
            self._at = found.end()
            return found[0]
        inner = self._text[found.end() : end.start()]
        self._at = end.end()
        if not _BLOCK.fullmatch(name):
            inner = self._inline.linked(inner) if name == "a" else self._inline.html(inner)
        return f"{found[0]}{inner}{end[0]}"

    def _mark(self) -> str | None:
        start = self._opening()
        if start is None or not self._text.startswith("[^", start):
            return None
        ends = links.old_labels(self._text, start, self._closers)
        if not ends:
            return None
        name, self._at = escaped(self._text[start + 2 : ends[-1] - 1]), ends[-1]
        return f'<sup><a href="#fn_{name}" id="reffn_{name}">{name}</a></sup>'

    def _emphasised(self) -> emphasis.Found | None:
        if self._text[self._at] == "_":
            return emphasis.loose_line(self._text, self._at, self._closers)
        return super()._emphasised()

    def _formula(self) -> str | None:
        start = self._at + 2
        if not self._text.startswith("$$", self._at):
            return None
        end = self._closers.next(_FORMULA_END, start + 1)
        tex = self._text[start : end.start()].strip() if end else ""
        if end is None or not tex:
            return None
        self._at = end.end()
        return as_shifted(f"$${tex}$$" if "$" in tex else f"${tex}$")


@lru_cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}>")
