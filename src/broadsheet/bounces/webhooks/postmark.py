"""Postmark: HTTP basic authentication, since it signs nothing.

https://postmarkapp.com/developer/webhooks/bounce-webhook
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

from broadsheet.bounces.events import BounceClass, EventKind
from broadsheet.bounces.webhooks.request import Report, WebhookRequest, check_same, text

_CLASSES = {
    "HardBounce": BounceClass.GONE,
    "BadEmailAddress": BounceClass.GONE,
    "SpamNotification": BounceClass.US,
    "VirusNotification": BounceClass.US,
    "Blocked": BounceClass.US,
    "DMARCPolicy": BounceClass.US,
    "SoftBounce": BounceClass.FULL,
    "Transient": BounceClass.FULL,
    "DnsError": BounceClass.FULL,
    "ManuallyDeactivated": BounceClass.FULL,
    "Unknown": BounceClass.FULL,
}
"""By `Type`. What is not listed is no bounce: automatic answers, address changes."""


class Postmark:
    """Webhooks "bounce", "spam complaint" and "subscription change"; the secret is `user:password`."""

    def header(self, token: str) -> tuple[str, str]:
        """Return the metadata that come back with each event."""
        return "X-PM-Metadata-delivery", token

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:  # noqa: ARG002 - nothing signs a time
        """Return what one event reports. Raises WebhookError."""
        expected = f"Basic {base64.b64encode(secret.encode()).decode()}"
        check_same(request.header("authorization"), expected)
        return list(_reports(request.json()))


def _reports(event: object) -> Iterator[Report]:
    record, kind = text(event, "RecordType"), text(event, "Type")
    token = text(event, "Metadata", "delivery")
    id_ = f"postmark:{record}:{text(event, 'ID') or text(event, 'MessageID')}"
    detail = text(event, "Details") or text(event, "Description")
    if record == "SpamComplaint" or kind == "SpamComplaint":
        yield Report(EventKind.COMPLAINT, token, id_)
    elif record == "SubscriptionChange":
        if isinstance(event, dict) and event.get("SuppressSending") is True:
            yield Report(EventKind.LEAVE, token, id_)
    elif record == "Bounce" and kind in _CLASSES:
        yield Report(EventKind.BOUNCE, token, id_, _CLASSES[kind], detail=detail)
