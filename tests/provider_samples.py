"""Requests of providers, built and signed as their documentation describes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

NOW = 1_750_000_000.0

EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(65537, 2048)
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
CERTIFICATE = (
    x509.CertificateBuilder()
    .subject_name(_NAME)
    .issuer_name(_NAME)
    .public_key(RSA_KEY.public_key())
    .serial_number(1)
    .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
    .not_valid_after(datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=3650))
    .sign(RSA_KEY, hashes.SHA256())
    .public_bytes(serialization.Encoding.PEM)
)
CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces"

SECRETS = {
    "mailgun": "key-mailgun",
    "sendgrid": base64.b64encode(
        EC_KEY.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).decode(),
    "resend": "whsec_" + base64.b64encode(b"r" * 24).decode(),
    "postmark": "user:password",
    "brevo": "bearer-of-brevo",
    "ses": TOPIC,
}


def mailgun(event, now=NOW):
    signature = hmac.new(b"key-mailgun", f"{int(now)}nonce".encode(), hashlib.sha256).hexdigest()
    signed = {"timestamp": str(int(now)), "token": "nonce", "signature": signature}
    return {}, json.dumps({"signature": signed, "event-data": event}).encode()


def sendgrid(event, now=NOW):
    body = json.dumps([{"event": "delivered"}, event]).encode()
    signature = EC_KEY.sign(f"{int(now)}".encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "x-twilio-email-event-webhook-signature": base64.b64encode(signature).decode(),
        "x-twilio-email-event-webhook-timestamp": f"{int(now)}",
    }, body


def resend(event, now=NOW):
    body = json.dumps(event).encode()
    mac = hmac.digest(b"r" * 24, f"msg_1.{int(now)}.".encode() + body, "sha256")
    return {
        "svix-id": "msg_1",
        "svix-timestamp": f"{int(now)}",
        "svix-signature": f"v1,bm90IHRoaXM= v1,{base64.b64encode(mac).decode()}",
    }, body


def postmark(event, now=NOW):
    return {"authorization": "Basic " + base64.b64encode(b"user:password").decode()}, json.dumps(
        event
    ).encode()


def brevo(event, now=NOW):
    return {"authorization": "Bearer bearer-of-brevo"}, json.dumps(event).encode()


def ses(message, now=NOW, version="2", url=CERTIFICATE_URL, topic=TOPIC, kind="Notification"):
    body = {
        "Type": kind,
        "MessageId": "m-1",
        "TopicArn": topic,
        "Message": json.dumps(message),
        "Timestamp": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
        "SignatureVersion": version,
        "SigningCertURL": url,
    }
    if kind == "SubscriptionConfirmation":
        body |= {
            "Token": "t",
            "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
        }
    names = sorted(body.keys() - {"SignatureVersion", "SigningCertURL"})
    signed = "".join(f"{name}\n{body[name]}\n" for name in names).encode()
    algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()
    signature = RSA_KEY.sign(signed, padding.PKCS1v15(), algorithm)
    return {}, json.dumps({**body, "Signature": base64.b64encode(signature).decode()}).encode()


SIGN = {
    "mailgun": mailgun,
    "sendgrid": sendgrid,
    "resend": resend,
    "postmark": postmark,
    "brevo": brevo,
    "ses": ses,
}


def events(token):
    """Return (provider, event, kind, class) of what providers report."""
    of_mailgun = {"id": "e1", "user-variables": {"delivery": token}}
    failed = {**of_mailgun, "event": "failed", "severity": "permanent"}
    status = {"code": 550, "message": "5.1.1 no such user", "enhanced-code": "5.1.1"}
    of_sendgrid = {"email": "a@b.example", "sg_event_id": "e1", "delivery": token}
    headers = [{"name": "X-Broadsheet-Delivery", "value": token}]
    of_resend = {"email_id": "1", "headers": headers}
    of_postmark = {"ID": 42, "Metadata": {"delivery": token}, "Details": "smtp;550 no"}
    of_brevo = {"message-id": "<1@x>", "ts_event": 1750000000, "X-Mailin-custom": token}
    mail = {"source": f"bounce+{token}@letters.example", "messageId": "1"}
    recipient = {"emailAddress": "a@b.example", "status": "5.1.1", "diagnosticCode": "smtp; 550"}
    permanent = {"bounceType": "Permanent", "bounceSubType": "General"}
    transient = {"bounceType": "Transient", "bounceSubType": "MailboxFull"}
    return [
        ("mailgun", {**failed, "delivery-status": status}, "bounce", "gone"),
        (
            "mailgun",
            {**failed, "delivery-status": {"message": "blocked for spam"}},
            "bounce",
            "us",
        ),
        ("mailgun", {**of_mailgun, "event": "complained"}, "complaint", None),
        ("mailgun", {**of_mailgun, "event": "unsubscribed"}, "leave", None),
        (
            "sendgrid",
            {**of_sendgrid, "event": "bounce", "type": "bounce", "status": "5.1.1"},
            "bounce",
            "gone",
        ),
        (
            "sendgrid",
            {**of_sendgrid, "event": "bounce", "type": "blocked", "status": "5.1.1"},
            "bounce",
            "full",
        ),
        (
            "sendgrid",
            {**of_sendgrid, "event": "bounce", "type": "bounce", "status": "5.7.1"},
            "bounce",
            "us",
        ),
        ("sendgrid", {**of_sendgrid, "event": "spamreport"}, "complaint", None),
        ("sendgrid", {**of_sendgrid, "event": "group_unsubscribe"}, "leave", None),
        (
            "resend",
            {
                "type": "email.bounced",
                "data": {**of_resend, "bounce": {"type": "Permanent", "subType": "General"}},
            },
            "bounce",
            "gone",
        ),
        (
            "resend",
            {
                "type": "email.bounced",
                "data": {**of_resend, "bounce": {"type": "Transient", "subType": "MailboxFull"}},
            },
            "bounce",
            "full",
        ),
        ("resend", {"type": "email.complained", "data": of_resend}, "complaint", None),
        (
            "postmark",
            {**of_postmark, "RecordType": "Bounce", "Type": "HardBounce"},
            "bounce",
            "gone",
        ),
        ("postmark", {**of_postmark, "RecordType": "Bounce", "Type": "Blocked"}, "bounce", "us"),
        ("postmark", {**of_postmark, "RecordType": "Bounce", "Type": "DnsError"}, "bounce", "full"),
        (
            "postmark",
            {**of_postmark, "RecordType": "SpamComplaint", "Type": "SpamComplaint"},
            "complaint",
            None,
        ),
        (
            "postmark",
            {**of_postmark, "RecordType": "SubscriptionChange", "SuppressSending": True},
            "leave",
            None,
        ),
        ("brevo", {**of_brevo, "event": "hard_bounce", "reason": "no user"}, "bounce", "gone"),
        ("brevo", {**of_brevo, "event": "hard_bounce", "reason": "spam"}, "bounce", "us"),
        ("brevo", {**of_brevo, "event": "soft_bounce"}, "bounce", "full"),
        ("brevo", {**of_brevo, "event": "spam"}, "complaint", None),
        ("brevo", {**of_brevo, "event": "unsubscribed"}, "leave", None),
        (
            "ses",
            {
                "notificationType": "Bounce",
                "mail": mail,
                "bounce": {**permanent, "bouncedRecipients": [recipient]},
            },
            "bounce",
            "gone",
        ),
        (
            "ses",
            {
                "eventType": "Bounce",
                "mail": {"source": "x@y.example", "headers": headers},
                "bounce": {**transient, "bouncedRecipients": [{}]},
            },
            "bounce",
            "full",
        ),
        ("ses", {"notificationType": "Complaint", "mail": mail}, "complaint", None),
    ]


def no_events(token):
    """Return (provider, event) of what is no event of ours."""
    return [
        ("mailgun", {"event": "failed", "severity": "temporary", "id": "1"}),
        ("mailgun", {"event": "opened", "user-variables": {"delivery": token}}),
        ("sendgrid", {"event": "deferred", "delivery": token}),
        ("resend", {"type": "email.delivered", "data": {}}),
        ("postmark", {"RecordType": "Bounce", "Type": "AutoResponder"}),
        ("postmark", {"RecordType": "SubscriptionChange", "SuppressSending": False}),
        ("brevo", {"event": "delivered", "X-Mailin-custom": token}),
        ("ses", {"notificationType": "Delivery", "mail": {}}),
    ]
