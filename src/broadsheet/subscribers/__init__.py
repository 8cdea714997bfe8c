"""The readers: addresses, subscriptions, consent, and who must not be written to."""

from __future__ import annotations

from broadsheet.subscribers.secret import Secret, load_secret
from broadsheet.subscribers.suppression import suppressed

__all__ = ["Secret", "load_secret", "suppressed"]
