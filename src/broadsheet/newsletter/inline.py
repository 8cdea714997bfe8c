"""CSS → style attributes, by premailer: the only module that imports it.

Mail programs that drop `<style>`, or most of it, show an e-mail by its style attributes.
premailer 3.10.0 has traps; each option below closes one, and the templates keep to the rest:
no `!important` and no `@media` in the first `<style>`; all that is progressive in a second one,
`<style data-premailer="ignore">`; literal colours; `%%token%%`, not braces, in links;
no style attribute, whose values it would validate, which takes longer than all else.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# Read when premailer is imported: its cache of parsed rules is 128 otherwise, and 4 times slower.
os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "4096")


@contextmanager
def _empty(name: str) -> Iterator[None]:
    """Put an empty module in the place of one that is not loaded, within the block."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        del sys.modules[name]


# Importing requests takes longer than inlining an e-mail, and nothing is ever fetched.
with _empty("requests"):
    from premailer import Premailer


class NoHtmlError(Exception):
    """A text cannot be parsed as an HTML page."""


def inline(html: str) -> str:
    """Return an e-mail with its styles inlined. No file is read, nothing is fetched.

    `strip_important` would also strip the `!important` that dark mode needs; attributes made from
    CSS would replace a picture's `width="536"`, which Outlook needs, by `width="100%"`; validation
    of CSS drops what Outlook needs. Pictures that float would be given `align`, which templates can
    say themselves: to look for them, CSS is validated again, by patterns that take long to compile.

    Raises NoHtmlError if there is no element, or an XML declaration, which only bytes may have.
    """
    inliner = Premailer(
        html,
        allow_network=False,
        strip_important=False,
        disable_validation=True,
        align_floating_images=False,
        disable_basic_attributes=["bgcolor", "width", "height"],
        cssutils_logging_level=logging.CRITICAL,
    )
    try:
        return str(inliner.transform(pretty_print=False))
    except (AttributeError, ValueError) as error:  # For no element, or what the parser refuses.
        raise NoHtmlError from error
