"""SendGrid: signed by ECDSA over time and body.

https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from broadsheet.bounces.events import BounceClass, EventKind, class_of
from broadsheet.bounces.webhooks.request import (
    Report,
    WebhookError,
    WebhookRequest,
    check_time,
    text,
)

_SIGNATURE = "x-twilio-email-event-webhook-signature"
_TIME = "x-twilio-email-event-webhook-timestamp"
_KINDS = {
    "spamreport": EventKind.COMPLAINT,
    "unsubscribe": EventKind.LEAVE,
    "group_unsubscribe": EventKind.LEAVE,
}


class SendGrid:
    """The Signed Event Webhook; the secret is its public key (base64)."""

    def header(self, token: str) -> tuple[str, str]:
        """Return the arguments that come back with each event."""
        return "X-SMTPAPI", json.dumps({"unique_args": {"delivery": token}})

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:
        """Return what a batch of events reports. Raises WebhookError."""
        stamp = request.header(_TIME)
        _verify(secret, request.header(_SIGNATURE), stamp.encode() + request.body)
        check_time(stamp, now)
        events = request.json()
        if not isinstance(events, list):
            raise WebhookError("is no list of events")
        return [report for event in events for report in _reports(event)]


def _verify(secret: str, signature: str, signed: bytes) -> None:
    try:
        key = serialization.load_der_public_key(base64.b64decode(secret))
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise WebhookError("cannot be verified: the key is not SendGrid's")
        key.verify(base64.b64decode(signature), signed, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise WebhookError("has a wrong signature") from error


def _reports(event: object) -> Iterator[Report]:
    name, token = text(event, "event"), text(event, "delivery")
    id_ = f"sendgrid:{text(event, 'sg_event_id')}"
    if name in _KINDS:
        yield Report(_KINDS[name], token, id_)
    elif name == "bounce":
        status, detail = text(event, "status"), text(event, "reason")
        found = class_of(status, detail)
        if text(event, "type") == "blocked" and found is BounceClass.GONE:
            found = BounceClass.FULL  # SendGrid itself does not take the address for dead.
        yield Report(EventKind.BOUNCE, token, id_, found, status, detail)
