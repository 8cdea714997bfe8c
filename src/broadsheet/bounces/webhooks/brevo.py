"""Brevo: a bearer token, since it signs nothing.

https://developers.brevo.com/docs/transactional-webhooks
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.bounces.events import BounceClass, EventKind, class_of
from broadsheet.bounces.webhooks.request import Report, WebhookRequest, check_same, text

_CLASSES = {
    "hard_bounce": BounceClass.GONE,
    "invalid_email": BounceClass.GONE,
    "soft_bounce": BounceClass.FULL,
    "blocked": BounceClass.US,
}
_KINDS = {
    "spam": EventKind.COMPLAINT,
    "complaint": EventKind.COMPLAINT,
    "unsubscribed": EventKind.LEAVE,
    "unsubscribe": EventKind.LEAVE,
}


class Brevo:
    """Transactional webhooks; the secret is the token given as `auth` when the webhook was made."""

    def header(self, token: str) -> tuple[str, str]:
        """Return the custom header that comes back with each event."""
        return "X-Mailin-custom", token

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:  # noqa: ARG002 - nothing signs a time
        """Return what one event, or a batch of them, reports. Raises WebhookError."""
        check_same(request.header("authorization"), f"Bearer {secret}")
        body = request.json()
        events = body if isinstance(body, list) else [body]
        return [report for event in events for report in _reports(event)]


def _reports(event: object) -> Iterator[Report]:
    name, token = text(event, "event").lower(), text(event, "X-Mailin-custom")
    # Its `id` is the webhook's: an event is told from others by message, name and time.
    place = text(event, "message-id"), name, text(event, "ts_event") or text(event, "ts")
    id_ = f"brevo:{':'.join(place)}"
    if name in _KINDS:
        yield Report(_KINDS[name], token, id_)
    elif name in _CLASSES:
        detail = text(event, "reason")
        is_us = class_of("", detail) is BounceClass.US
        found = BounceClass.US if is_us else _CLASSES[name]
        yield Report(EventKind.BOUNCE, token, id_, found, detail=detail)
