"""What Python-Markdown's inline patterns need to match a text, and some of them anew.

They take the place of its own, which take what is no tag, or too little, or quadratic time.
"""

from __future__ import annotations

import re

MARKS = {
    "autolink": "<",
    "automail": "<",
    "backslash-break": "\\\n",
    "backtick": "`",
    "delimiter": "~",
    "em_strong": "",
    "entity": "&",
    "escape": "\\",
    "footnote": "[^",
    "html": "<",
    "image_link": "![",
    "image_reference": "![",
    "linebreak": "  \n",
    "link": "[",
    "magic-link": "",
    "magic-mail": "@",
    "mathjax_displayed": "",
    "mathjax_inlined": "$",
    "nl": "\n",
    "reference": "[",
    "short_image_ref": "![",
    "short_reference": "[",
}
"""What stands in each text that an inline pattern matches, by its name.

The package tries each pattern on every string. It is given those alone that the text can match.
"""

OF_DEFINITIONS = frozenset({"image_reference", "reference", "short_image_ref", "short_reference"})
"""Patterns that change nothing in a text that defines no links (`[name]: address`)."""

DEFINITION = re.compile(r"\[(?!\^)[^\[\]]*\]:")

# CommonMark, section 6.6; the package takes `<T, E>` for a tag, which is then dropped.
HTML = (
    r"(<(?:[A-Za-z][\w-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?"
    r"|/[A-Za-z][\w-]*\s*)>)"
)

# The package's own (AUTOLINK_RE): pymdownx.magiclink puts one in its place that knows http and ftp alone.
ADDRESS = r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>"

# The package's own, but in linear time: it tries each end of a host's name, and local parts without a
# bound (RFC 5321, section 4.5.3.1.1, has one of 64).
LINK = (
    r"(?xi)(?P<link>(?=[hfw])(?<![^\W_])(?:(?:ht|f)tps?://|(?P<www>w{3}\.))[^_\W]"
    r"[-\w.?,!'(){}\[\]/+&@%$\#=:\"|~;]*(?:[^_\W]|[-/\#@$+=]))"
)
MAIL = (
    r"(?xi)(?P<mail>(?<![-/+@a-z\d_])[-+a-z\d_](?:[-a-z\d_+]|\.(?!\.)){0,63}"
    r"(?<!\.)@[-a-z\d_]+\.(?:[-a-z\d_]|(?<!\.)\.(?!\.)){0,254}[a-z]\b(?![-@]))"
)
