"""Resend: signed as Svix does it. https://resend.com/docs/webhooks/verify-webhooks-requests."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Iterator

from broadsheet.bounces.events import BounceClass, EventKind, class_of
from broadsheet.bounces.webhooks.request import (
    OWN_HEADER,
    Report,
    WebhookError,
    WebhookRequest,
    check_time,
    own_header,
    text,
)


class Resend:
    """Webhooks email.bounced and email.complained; the secret begins with `whsec_`."""

    def header(self, token: str) -> tuple[str, str]:
        """Return a header of ours, which Resend repeats in its events."""
        return OWN_HEADER, token

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:
        """Return what one event reports. Raises WebhookError."""
        id_, stamp = request.header("svix-id"), request.header("svix-timestamp")
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"))
        except binascii.Error as error:
            raise WebhookError("cannot be verified: the secret is not Resend's") from error
        signed = f"{id_}.{stamp}.".encode() + request.body
        expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        given = [part.partition(",")[2] for part in request.header("svix-signature").split()]
        if not any(hmac.compare_digest(each.encode(), expected.encode()) for each in given):
            raise WebhookError("has a wrong signature")
        check_time(stamp, now)
        return list(_reports(request.json(), f"resend:{id_}"))


def _reports(body: object, id_: str) -> Iterator[Report]:
    data = body.get("data") if isinstance(body, dict) else None
    token = _token(data)
    if text(body, "type") == "email.complained":
        yield Report(EventKind.COMPLAINT, token, id_)
    elif text(body, "type") == "email.bounced":
        detail = text(data, "bounce", "message")
        yield Report(EventKind.BOUNCE, token, id_, _class(data, detail), detail=detail)


def _token(data: object) -> str:
    return own_header(data.get("headers")) if isinstance(data, dict) else ""


def _class(data: object, detail: str) -> BounceClass:
    if class_of("", detail) is BounceClass.US:
        return BounceClass.US
    is_gone = text(data, "bounce", "type") == "Permanent"
    if text(data, "bounce", "subType") in {"ContentRejected", "AttachmentRejected"}:
        return BounceClass.US
    return BounceClass.GONE if is_gone else BounceClass.FULL
