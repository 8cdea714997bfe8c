"""Pictures alone in their paragraph become figures, with their words as caption.

markdown-it-implicit-figures with `figcaption`; Pandoc's `implicit_figures`.
"""

from __future__ import annotations

import re

_ALONE = re.compile(
    r'<p>(?P<shown>(?:<a href="[^"<>]*">)?<img src="[^"<>]*" alt="(?P<words>[^"<>]+)"'
    r'(?: title="[^"<>]*")? />(?:</a>)?)</p>'
)


def with_captions(html: str) -> str:
    """Return comrak's HTML with figures; a picture without words stays as it is."""
    return _ALONE.sub(r"<figure>\g<shown><figcaption>\g<words></figcaption></figure>", html)
