"""Tags that authors write in the text (`#garden/roses`) → links to the pages of the tags."""

from __future__ import annotations

import re
from functools import partial

from broadsheet.late import late_pattern
from broadsheet.markdown.html.in_text import CODE, in_text

# Letters, digits, marks and emoji: what is no punctuation in any script's block.
_PUNCTUATION = (
    r"\x00-\xbf\s\u055a-\u055f\u060c\u061b\u061f\u066a-\u066d\u06d4"
    r"\u2000-\u206f\u3000-\u303f\uff00-\uffef"
)
_SIGN = rf"(?:[\w#*-]|[^{_PUNCTUATION}])"  # To Unicode, `#` and `*` are emoji, as digits are.
_TAG = late_pattern(rf"(?<![^ ])#(?P<name>{_SIGN}+(?:/{_SIGN}+)*)")

LAST, WHOLE, SLUG = "last", "whole", "slug"
"""Of `#A/b`, `b` is shown, or `#A/b`, or `#a/b`."""


def with_tags(html: str, shown: str = LAST) -> str:
    """Return HTML in which tags are links: `{tag}name`, which the site's engine resolves.

    `shown` is LAST, WHOLE or SLUG. A tag stands after a space, or after another element; digits alone
    are none. Within code and links nothing is a tag.
    """
    if "#" not in html:
        return html
    link = partial(_link, shown=shown)
    return in_text(html, lambda text: _TAG.sub(link, text), without=CODE | {"a"})


def _link(tag: re.Match[str], shown: str) -> str:
    name = tag["name"].replace("#", "")
    if tag["name"].replace("/", "").isdecimal():
        return tag[0]
    name = name.lower() if shown == SLUG else name
    words = name.rpartition("/")[2] if shown == LAST else f"#{name}"
    # A link without words is nothing; the signs of `##` are not shown either.
    return f'<a href="{{tag}}{name}">{words}</a>' if name.strip("/") else ""
