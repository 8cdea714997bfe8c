"""Pictures alone in their paragraph become figures, with their words or their title as caption.

markdown-it-implicit-figures and markdown-it-image-figures with `figcaption`; Pandoc's `implicit_figures`.
Captions are Markdown: they keep emphasis, code and links, of which the picture's alternative text has the
words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from broadsheet.markdown.commonmark import comrak_adapter
from broadsheet.markdown.scanning.link_texts import text_of_link
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

_ALONE = re.compile(
    r'<p>(?P<before>(?:<a href="[^"<>]*">)?<img src="[^"<>]*" alt="(?P<alt>[^"<>]*)")'
    r'(?P<titled> title="(?P<title>[^"<>]*)")?(?P<after> />(?:</a>)?)</p>'
)
_TAG = re.compile(r"<[^<>]*>")


def with_captions(html: str, text: str, options: Iterable[str], source: str) -> str:
    """Return comrak's HTML of a text with figures; a picture without a caption stays as it is.

    `source` is what captions are made of: `alt`, or `title`, which the picture itself has no longer, or
    `title or alt`.
    """
    if not _ALONE.search(html):
        return html
    if source == "title":
        return _ALONE.sub(lambda found: _titled(found, options), html)
    if source == "title or alt":
        html = _ALONE.sub(lambda found: _titled(found, options), html)
    marked = dict(_marked(text, options)) if has(text, "*", "_", "`", "~") else {}
    return _ALONE.sub(lambda found: _described(found, marked.get(found["alt"], found["alt"])), html)


def _titled(picture: re.Match[str], options: Iterable[str]) -> str:
    caption = _inline(unescape(picture["title"] or ""), options)
    return _figure(picture["before"] + picture["after"], caption) if caption else picture[0]


def _described(picture: re.Match[str], caption: str) -> str:
    shown = picture["before"] + (picture["titled"] or "") + picture["after"]
    return _figure(shown, caption) if caption else picture[0]


def _figure(shown: str, caption: str) -> str:
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _marked(text: str, options: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the alternative text of each picture, and the HTML of what it was made of."""
    for picture in scan(text).elements("img"):
        typed, _, _ = text_of_link(text, picture.start + len("!["))
        shown = _inline(typed, options)
        yield _TAG.sub("", shown), shown


def _inline(typed: str, options: Iterable[str]) -> str:
    """Return the HTML of Markdown that can hold no blocks: that of a headline."""
    html = comrak_adapter.to_html(f"# {' '.join(typed.split())} #", options)
    return html.strip().removeprefix("<h1>").removesuffix("</h1>")
