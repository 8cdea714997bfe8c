"""Amazon SES, by SNS: signed with a certificate that SNS publishes.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate

from broadsheet.bounces.events import BounceClass, EventKind, class_of
from broadsheet.bounces.webhooks.request import (
    OWN_HEADER,
    Report,
    WebhookError,
    WebhookRequest,
    check_same,
    check_time,
    own_header,
    text,
)

Fetch = Callable[[str], bytes]
"""Returns what lies at an https address of Amazon's."""

_HOST = re.compile(r"sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?")
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
}
_GONE = {"General", "NoEmail", "OnAccountSuppressionList"}


class Ses:
    """Notifications of a configuration set or identity; the secret is the topic's ARN.

    `fetch` gets certificates, and confirms the subscription of this topic and no other.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._certificates: dict[str, bytes] = {}

    def header(self, token: str) -> tuple[str, str]:
        """Return a header of ours; notifications must be set to hold the original headers."""
        return OWN_HEADER, token

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:
        """Return what a notification reports. Raises WebhookError."""
        body = request.json()
        kind = text(body, "Type")
        if not isinstance(body, dict) or kind not in _SIGNED:
            raise WebhookError("is no notification of SNS")
        check_same(text(body, "TopicArn"), secret)
        self._verify(body, kind)
        if kind == "SubscriptionConfirmation":
            self._fetch(_amazon_url(str(body["SubscribeURL"])))
            return []
        check_time(_seconds(text(body, "Timestamp")), now)
        return list(_reports(_message(body), f"ses:{text(body, 'MessageId')}"))

    def _verify(self, body: dict[str, object], kind: str) -> None:
        fields = [name for name in _SIGNED[kind] if name in body]
        signed = "".join(f"{name}\n{body[name]}\n" for name in fields).encode()
        version = text(body, "SignatureVersion")
        if version not in {"1", "2"}:
            raise WebhookError("has an unknown version of the signature")
        algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303 - SNS's first version
        certificate = self._certificate(body)
        try:
            key = load_pem_x509_certificate(certificate).public_key()
            if not isinstance(key, rsa.RSAPublicKey):
                raise WebhookError("is signed by a certificate that is not Amazon's")
            signature = base64.b64decode(str(body.get("Signature")))
            key.verify(signature, signed, padding.PKCS1v15(), algorithm)
        except (InvalidSignature, binascii.Error, ValueError) as error:
            raise WebhookError("has a wrong signature") from error

    def _certificate(self, body: dict[str, object]) -> bytes:
        url = _amazon_url(str(body.get("SigningCertURL")))
        if url not in self._certificates:
            self._certificates[url] = self._fetch(url)
        return self._certificates[url]


def _amazon_url(url: str) -> str:
    """Return an address of SNS's own. Raises WebhookError for any other: anyone can name one."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc):
        raise WebhookError("names an address that is not Amazon's")
    return url


def _seconds(timestamp: str) -> str:
    try:
        return str(datetime.fromisoformat(timestamp).timestamp())
    except ValueError:
        return ""


def _message(body: dict[str, object]) -> object:
    try:
        return json.loads(str(body.get("Message")))
    except (ValueError, RecursionError):
        return {}


def _reports(message: object, id_: str) -> Iterator[Report]:
    kind = text(message, "notificationType") or text(message, "eventType")
    token = _token(message)
    if kind == "Complaint":
        yield Report(EventKind.COMPLAINT, token, id_)
    elif kind == "Bounce" and isinstance(message, dict):
        bounce = message.get("bounce")
        recipients = bounce.get("bouncedRecipients") if isinstance(bounce, dict) else None
        first = recipients[0] if isinstance(recipients, list) and recipients else {}
        status, detail = text(first, "status"), text(first, "diagnosticCode")
        found = _class(text(bounce, "bounceType"), text(bounce, "bounceSubType"), status, detail)
        yield Report(EventKind.BOUNCE, token, id_, found, status, detail)


def _token(message: object) -> str:
    """Return our token: SES keeps the envelope's sender, and repeats the headers if it is told to."""
    local = text(message, "mail", "source").rpartition("@")[0]
    if "+" in local:
        return local.rpartition("+")[2]
    mail = message.get("mail") if isinstance(message, dict) else None
    return own_header(mail.get("headers")) if isinstance(mail, dict) else ""


def _class(kind: str, sub_kind: str, status: str, detail: str) -> BounceClass:
    found = class_of(status, detail)
    if kind == "Permanent":
        return BounceClass.GONE if found is BounceClass.FULL and sub_kind in _GONE else found
    return found if found is BounceClass.US else BounceClass.FULL
