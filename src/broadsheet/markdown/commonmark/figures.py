"""Pictures alone in their paragraph become figures, with their words as caption.

markdown-it-implicit-figures with `figcaption`; Pandoc's `implicit_figures`. Captions keep emphasis, code
and links, of which the picture's alternative text has the words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from broadsheet.markdown.commonmark import comrak_adapter
from broadsheet.markdown.scanning.link_texts import text_of_link
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

_ALONE = re.compile(
    r'<p>(?P<shown>(?:<a href="[^"<>]*">)?<img src="[^"<>]*" alt="(?P<words>[^"<>]+)"'
    r'(?: title="[^"<>]*")? />(?:</a>)?)</p>'
)
_TAG = re.compile(r"<[^<>]*>")


def with_captions(html: str, text: str, options: Iterable[str]) -> str:
    """Return comrak's HTML of a text with figures; a picture without words stays as it is."""
    if not _ALONE.search(html):
        return html
    marked = dict(_marked(text, options)) if has(text, "*", "_", "`", "~") else {}
    return _ALONE.sub(
        lambda found: (
            f"<figure>{found['shown']}<figcaption>{marked.get(found['words'], found['words'])}"
            "</figcaption></figure>"
        ),
        html,
    )


def _marked(text: str, options: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the alternative text of each picture, and the HTML of what it was made of."""
    for picture in scan(text).elements("img"):
        typed, _, _ = text_of_link(text, picture.start + len("!["))
        html = comrak_adapter.to_html(typed, options).strip()
        shown = html.removeprefix("<p>").removesuffix("</p>")
        yield _TAG.sub("", shown), shown
