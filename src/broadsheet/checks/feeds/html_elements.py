"""The elements of HTML, how they nest (WHATWG HTML, section 13), and which styles are safe."""

from __future__ import annotations

import re
from collections import Counter

from broadsheet.checks.feeds.html_tags import MOST_TAGS, HtmlMarkup

RISKY = frozenset(
    "applet base basefont body comment embed frame frameset head html iframe isindex link listing "
    "meta noframes object param plaintext script slot style title xmp".split()
)
"""Elements that readers remove; the W3C validator calls them a security risk."""
_MATHML = frozenset(
    "math mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle "
    "msub msubsup msup mtable mtd mtext mtr munder munderover none".split()
)
"""Part of HTML (WHATWG HTML, 4.8.15), though the W3C validator knows it in XHTML only."""

ELEMENTS = (
    RISKY
    | _MATHML
    | frozenset(
        "a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas "
        "caption center cite code col colgroup command data datagrid datalist dd del details dfn dialog "
        "dir div dl dt em eventsource fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 "
        "header hgroup hr i img input ins kbd label legend li m main map mark menu meter nav noscript ol "
        "optgroup option output p picture pre progress q rp rt ruby s samp section select small source "
        "span strike strong sub summary sup table tbody td template textarea tfoot th thead time tr "
        "track tt u ul var video wbr".split()
    )
)

_VOID = frozenset(
    "area base basefont br col embed frame hr img input keygen link meta param source track "
    "wbr".split()
)
_END_OPTIONAL = frozenset(
    "p li dt dd td th tr tbody thead tfoot colgroup caption option optgroup rp rt plaintext".split()
)
_CLOSES_P = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table "
    "ul".split()
)
_CLOSES = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
    "tbody": {"td", "th", "tr", "tbody", "thead"},
    "tfoot": {"td", "th", "tr", "tbody", "thead"},
    "option": {"option"},
    "rp": {"rp", "rt"},
    "rt": {"rp", "rt"},
}
"""The open elements that a start tag closes implicitly."""


def torn(markup: HtmlMarkup) -> str:
    """Return how escaped HTML is broken and what to do, or "" if its elements nest and are closed."""
    if not markup.source or len(markup.tags) >= MOST_TAGS:
        return ""  # The XML parser has checked the nesting of XHTML.
    opened = _OpenElements()
    for tag in markup.tags:
        if tag.unfinished:
            return f'contains "{tag.name}" without >; end the tag, or write &lt;'
        problem = opened.end(tag.name) if tag.end else opened.begin(tag.name)
        if problem:
            return problem
    left = [name for name in opened.names if name not in _END_OPTIONAL]
    return f"never closes <{left[-1]}>; write </{left[-1]}>" if left else ""


class _OpenElements:
    """The elements that are open at some point of a text. `begin` and `end` return what is wrong."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._counts: Counter[str] = Counter()

    def begin(self, name: str) -> str:
        """Open an element, and close those that it ends implicitly; that is never wrong."""
        if self.names and self.names[-1] == "p" and name in _CLOSES_P:
            self._pop()
        closes = _CLOSES.get(name)
        while self.names and closes and self.names[-1] in closes | {"p"}:
            self._pop()
        if name not in _VOID:
            self.names.append(name)
            self._counts[name] += 1
        return ""

    def end(self, name: str) -> str:
        """Close an element."""
        last = self.names[-1] if self.names else ""
        while self._counts[name] and last != name and last in _END_OPTIONAL:
            self._pop()
            last = self.names[-1]
        if name in _VOID and name != "br":
            return f"contains </{name}>, which ends nothing; remove it"
        if not self._counts[name]:
            return f"contains </{name}> without a start tag; remove it, or write <{name}>"
        if last != name:
            return f"closes <{name}> inside <{last}>; close <{last}> first"
        self._pop()
        return ""

    def _pop(self) -> None:
        self._counts[self.names.pop()] -= 1


PROPERTIES = frozenset(
    "azimuth background background-color border border-bottom border-bottom-color "
    "border-bottom-style border-bottom-width border-collapse border-color border-left "
    "border-left-color border-left-style border-left-width border-right border-right-color "
    "border-right-style border-right-width border-spacing border-style border-top border-top-color "
    "border-top-style border-top-width border-width clear color cursor direction display elevation "
    "float font font-family font-size font-style font-variant font-weight height letter-spacing "
    "line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow "
    "padding padding-bottom padding-left padding-right padding-top pause pause-after pause-before "
    "pitch pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate stress "
    "text-align text-decoration text-indent unicode-bidi vertical-align voice-family volume "
    "white-space width".split()
)
_BOXES = ("background", "border", "margin", "padding")
"""Properties whose values are checked too: a margin can move text over the reader's own buttons."""
_KEYWORDS = frozenset(
    "aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray "
    "green !important italic left lime maroon medium none navy normal nowrap olive pointer purple "
    "red right solid silver teal top transparent underline white yellow".split()
)
_MEASURE = re.compile(
    r"#[0-9a-f]+|rgb\(\d+%?,\d*+%?,?\d*+%?\)?|\d?\.?\d?\d(?:cm|em|ex|in|mm|pc|pt|px|%|,|\))?"
)
_LONG = 40
"""Characters; no measure is that long."""
_CHARACTERS = re.compile(
    r"(?:[:,;#%.\s\w!]|(?<=\w)-(?=\w)|'[\s\w]+'|\"[\s\w]+\"|\([\d,\s]+\))*", re.ASCII
)
_DECLARATION = re.compile(r"\s*([-\w]+)\s*:([^:;]*)")


def unsafe(style: str) -> str:
    """Return the part of a style attribute that the W3C validator calls unsafe, or ""."""
    if not _CHARACTERS.fullmatch(style):
        return style
    for declaration in style.lower().split(";"):
        match = _DECLARATION.fullmatch(declaration)
        if match is None:
            if declaration.strip():
                return declaration.strip()
            continue
        if match[1] not in PROPERTIES or not _fits(match[1], match[2]):
            return declaration.strip()
    return ""


def _fits(name: str, value: str) -> bool:
    if not name.startswith(_BOXES):
        return True
    words = value.split()
    return all(w in _KEYWORDS or (len(w) < _LONG and _MEASURE.fullmatch(w)) for w in words)
