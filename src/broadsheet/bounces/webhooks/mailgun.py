"""Mailgun: signed by HMAC in the body.

https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable

from broadsheet.bounces.events import EventKind, class_of
from broadsheet.bounces.webhooks.request import (
    Report,
    WebhookError,
    WebhookRequest,
    check_same,
    check_time,
    text,
)

_KINDS = {"complained": EventKind.COMPLAINT, "unsubscribed": EventKind.LEAVE}


class Mailgun:
    """Webhooks "permanent failure", "spam complaints" and "unsubscribes"."""

    def header(self, token: str) -> tuple[str, str]:
        """Return the variables that come back with each event."""
        return "X-Mailgun-Variables", json.dumps({"delivery": token})

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:
        """Return what one event reports. Raises WebhookError."""
        body = request.json()
        stamp, nonce = text(body, "signature", "timestamp"), text(body, "signature", "token")
        expected = hmac.new(secret.encode(), f"{stamp}{nonce}".encode(), hashlib.sha256)
        check_same(text(body, "signature", "signature"), expected.hexdigest())
        check_time(stamp, now)
        event = body.get("event-data")
        if not isinstance(event, dict):
            raise WebhookError("has no event-data")
        return list(_reports(event))


def _reports(event: dict[str, object]) -> Iterable[Report]:
    name, token = text(event, "event"), text(event, "user-variables", "delivery")
    id_ = f"mailgun:{text(event, 'id')}"
    if name in _KINDS:
        yield Report(_KINDS[name], token, id_)
    elif name == "failed" and text(event, "severity") == "permanent":
        status = text(event, "delivery-status", "enhanced-code")
        detail = text(event, "delivery-status", "message") or text(event, "reason")
        yield Report(EventKind.BOUNCE, token, id_, class_of(status, detail), status, detail)
