"""WebSub, the publisher's side (https://www.w3.org/TR/websub/): hubs are told which feeds changed.

written paths ──topics──▶ feeds' URLs ──▶ pending pings ──notify──▶ hubs
"""

from __future__ import annotations

from broadsheet.websub.notify import after_writing, tell_hubs
from broadsheet.websub.pending import topics

__all__ = ["after_writing", "tell_hubs", "topics"]
