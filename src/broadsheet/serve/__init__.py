"""The preview server: builds the site at the start and after each change, and serves it.

`server` puts together `files` (the output folder over HTTP; `content` says how it is sent), `live`
(pages reload), `watch` (changes) and `connection` (limits). All of them need the packages of the extra
`serve`: importing this package raises ImportError if one is missing.
"""

from __future__ import annotations

from broadsheet.serve.server import listen, serve

__all__ = ["listen", "serve"]
