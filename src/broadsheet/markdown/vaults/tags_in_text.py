"""Tags that authors write in the text (`#garden/roses`) → links to the pages of the tags."""

from __future__ import annotations

import re

from broadsheet.late import late_pattern
from broadsheet.markdown.html.in_text import CODE, in_text

# Letters, digits, marks and emoji: what is no punctuation in any script's block.
_PUNCTUATION = (
    r"\x00-\xbf\s\u055a-\u055f\u060c\u061b\u061f\u066a-\u066d\u06d4"
    r"\u2000-\u206f\u3000-\u303f\uff00-\uffef"
)
_SIGN = rf"(?:[\w-]|[^{_PUNCTUATION}])"
_TAG = late_pattern(rf"(?<![^ ])#(?P<name>{_SIGN}+(?:/{_SIGN}+)*)")


def with_tags(html: str) -> str:
    """Return HTML in which tags are links: `{tag}name`, which the site's engine resolves.

    Of `#a/b`, `b` is shown. A tag stands after a space, or after another element; digits alone are none.
    Within code and links nothing is a tag.
    """
    return (
        in_text(html, lambda text: _TAG.sub(_link, text), without=CODE | {"a"})
        if "#" in html
        else html
    )


def _link(tag: re.Match[str]) -> str:
    name = tag["name"]
    is_number = name.replace("/", "").isdecimal()
    return tag[0] if is_number else f'<a href="{{tag}}{name}">{name.rpartition("/")[2]}</a>'
