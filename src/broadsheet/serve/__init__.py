"""The preview server: builds the site at the start and after each change, and serves it.

`server` puts together `files` (the output folder over HTTP; `content` says how it is sent), `issues`
(the newsletter as e-mails), `live` (pages reload), `watch` (changes) and `connection` (limits).
All of them need the packages of the extra `serve`: importing this package raises ImportError if one
is missing.
"""

from __future__ import annotations

from broadsheet.serve.issues import FOLDER as ISSUES
from broadsheet.serve.server import Preview, serve

__all__ = ["ISSUES", "Preview", "serve"]
