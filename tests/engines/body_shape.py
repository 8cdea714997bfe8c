"""What a body shows, in one form for ours and an engine's: elements, addresses and words in order.

Left out is what differs by intention: ids, classes, marks beside headings and notes, and labels of alerts,
which some engines leave to style sheets.
"""

from __future__ import annotations

from html.parser import HTMLParser

SHOWN = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li pre blockquote table tr th td dl dt dd strong em del code sup br img a".split()
)
ADDRESSES = {"a": "href", "img": "src"}
LABELS = ("Note", "Tip", "Important", "Warning", "Caution")
SIGNS = ("↩", "🔗")


def shape(html: str) -> list[str]:
    """Return elements, addresses and words of HTML."""
    reader = _Reader()
    reader.feed(html)
    text = "".join(f"{each}\0" for each in reader.found)
    for sign in SIGNS:
        text = text.replace(f"<a #\0{sign}\0</a\0", "")
    for label in LABELS:
        text = text.replace(f"<strong\0{label}\0</strong\0<br\0", "")
    return text.split("\0")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SHOWN:
            address = dict(attrs).get(ADDRESSES.get(tag, ""), "") or ""
            is_inside = "#fn" in address or "#fr" in address or address.startswith("#")
            self.found.append(f"<{tag} {'#' if is_inside else address}".strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in SHOWN - {"br", "img"}:
            self.found.append(f"</{tag}")

    def handle_data(self, data: str) -> None:
        self.found += data.split()
