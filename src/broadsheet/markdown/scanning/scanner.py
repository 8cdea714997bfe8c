"""Where things stand in an article's Markdown, and how to change it nowhere else.

One answer for all that looks at the source: shortcodes, templates, wikilinks, wrappers, footnotes,
summaries, headlines and checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from broadsheet.markdown.scanning.addresses import addresses, signs_and_tags
from broadsheet.markdown.scanning.code import code_of_html
from broadsheet.markdown.scanning.parsed_text import ParsedText
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import HIDDEN, FootnoteSpan, Kind, Span, masked
from broadsheet.markdown.scanning.splices import Splice, spliced

_MARKS_OF_URLS = ("://", "www.", "@")

_SHIFT = {code: chr(0xF0000 + code) for code in range(0x21, 0x7F)}
_UNSHIFT = {0xF0000 + code: chr(code) for code in range(0x21, 0x7F)}
_SHIFTED = re.compile("[\U000f0021-\U000f007e]+")  # `translate` takes long for a whole text.


@dataclass(frozen=True)
class Scan(ParsedText):
    """A text, what stands in it, and the text with changes where no code or address stands."""

    @cached_property
    def masked_addresses(self) -> str:
        """Return the text with NUL also for what `addresses` finds, and for definitions of links."""
        if not has(self.text, "](", "]:", "<", "\\", *_MARKS_OF_URLS):
            return self.masked
        has_urls = has(self.text, *_MARKS_OF_URLS)
        scanned = Scan(self.text, self.options | {"autolink"}) if has_urls else self
        links = (link for name in ("a", "img") for link in scanned.elements(name))
        found = [*addresses(self.masked, links), *signs_and_tags(self.masked)]
        definitions = (Span(*each[:2], Kind.OTHER) for each in self.definitions)
        return masked(self.masked, sorted((*found, *definitions)))

    @cached_property
    def masked_markdown(self) -> str:
        """Return the text with NUL for each character of Markdown's own code: HTML's is as it is typed."""
        return masked(self.text, (span for span in self.code if span.kind is not Kind.RAW_CODE))

    @cached_property
    def masked_html(self) -> str:
        """Return the text with NUL also for each character of comments and of raw HTML between blocks."""
        spans = sorted((*self._code_and_comments, *self.raw_html))
        return masked(self.text, spans) if spans else self.text

    @cached_property
    def shifted(self) -> str:
        """Return the text with other characters in code, which mean nothing to Markdown.

        `unshifted` puts them back.
        """
        return spliced(self.text, ((s.start, s.end, self._shifted(s)) for s in self.code))

    def _shifted(self, code: Span) -> str:
        """Return shifted code; marks of quotes before its lines stay as they are."""
        first, *lines = self.text[code.start : code.end].split("\n")
        column = code.start - self.text.rfind("\n", 0, code.start) - 1
        shifted = [first.translate(_SHIFT)]
        for line in lines:
            inside = line[:column].lstrip("> \t") + line[column:]
            shifted.append(line[: len(line) - len(inside)] + inside.translate(_SHIFT))
        return "\n".join(shifted)

    def unshifted(self, text: str) -> str:
        """Put back what `shifted` changed, also after lines were added, left out or moved."""
        if not self.code:
            return text
        return _SHIFTED.sub(lambda found: found[0].translate(_UNSHIFT), text)

    def with_fenced(self, change: Callable[[str], str]) -> str:
        """Return the text with each fenced block changed; `change` is given it with its fences."""
        fenced = (span for span in self.code if span.kind is Kind.FENCED)
        return spliced(
            self.text, ((s.start, s.end, change(self.text[s.start : s.end])) for s in fenced)
        )

    def without(self, spans: Iterable[Span | FootnoteSpan]) -> str:
        """Return the text without some spans."""
        return spliced(self.text, sorted((span.start, span.end, "") for span in spans))

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> str:
        """Replace what a pattern finds outside of code.

        A match may hold code, as the words of a link may; `replace` is then given the match of the
        source itself.
        """
        return self._sub(pattern, replace, self.masked)

    def sub_words(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> str:
        """Replace what a pattern finds, as `sub` does, where it is no address, title or tag either."""
        is_found = pattern.search(self.text) is not None
        return self._sub(pattern, replace, self.masked_addresses) if is_found else self.text

    def _sub(
        self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], shown: str
    ) -> str:
        def splices() -> Iterator[Splice]:
            done = 0
            for found in pattern.finditer(shown):
                match = found
                if HIDDEN in found[0]:
                    match = pattern.match(self.text, found.start()) or found
                if found.start() >= done:
                    done = max(match.end(), found.end())
                    yield found.start(), done, replace(match)

        return spliced(self.text, splices())


@lru_cache(maxsize=4)
def scan(text: str) -> Scan:
    """Return what stands where in a text. The last few answers are remembered."""
    return Scan(text)


def scan_html(text: str) -> Scan:
    """Return where code stands in a text that is HTML."""
    scanned = Scan(text)
    scanned.__dict__["_code_and_comments"] = list(code_of_html(text)) if "<" in text else []
    return scanned
