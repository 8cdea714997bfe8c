"""Webhooks of providers → events: one module for each provider, behind the protocol `Webhook`.

To add a provider: a module with a class that implements `Webhook`, and a line in `providers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from broadsheet.bounces.events import MailEvent
from broadsheet.bounces.webhooks.request import Webhook, WebhookError, WebhookRequest
from broadsheet.subscribers import Secret

if TYPE_CHECKING:
    from broadsheet.bounces.webhooks.ses import Fetch

__all__ = ["Webhook", "WebhookError", "WebhookRequest", "events", "provider_of", "providers"]

_HOSTS = {
    "amazonaws.com": "ses",
    "brevo.com": "brevo",
    "sendinblue.com": "brevo",
    "mailgun.org": "mailgun",
    "postmarkapp.com": "postmark",
    "resend.com": "resend",
    "sendgrid.net": "sendgrid",
}


def providers(fetch: Fetch) -> Mapping[str, Webhook]:
    """Return all providers by name; `fetch` gets the certificates that Amazon publishes."""
    # Most runs of `publish send` need none of them, nor the libraries of their signatures.
    from broadsheet.bounces.webhooks.brevo import Brevo  # noqa: PLC0415
    from broadsheet.bounces.webhooks.mailgun import Mailgun  # noqa: PLC0415
    from broadsheet.bounces.webhooks.postmark import Postmark  # noqa: PLC0415
    from broadsheet.bounces.webhooks.resend import Resend  # noqa: PLC0415
    from broadsheet.bounces.webhooks.sendgrid import SendGrid  # noqa: PLC0415
    from broadsheet.bounces.webhooks.ses import Ses  # noqa: PLC0415

    return {
        "brevo": Brevo(),
        "mailgun": Mailgun(),
        "postmark": Postmark(),
        "resend": Resend(),
        "sendgrid": SendGrid(),
        "ses": Ses(fetch),
    }


def provider_of(host: str) -> str:
    """Return the provider that a relay belongs to, "" for any other."""
    found = (name for end, name in _HOSTS.items() if host == end or host.endswith(f".{end}"))
    return next(found, "")


def events(
    webhook: Webhook, request: WebhookRequest, provider_secret: str, secret: Secret, now: float
) -> Iterator[MailEvent]:
    """Yield the events in a request about messages of ours; others are passed over.

    `provider_secret` is the provider's, `secret` the site's, `now` Unix time. Raises WebhookError unless
    the request is the provider's.
    """
    for report in webhook.reports(request, provider_secret, now):
        if found := secret.read_token(report.token, "bounce"):
            yield MailEvent(
                report.kind,
                *found,
                report.id,
                report.bounce_class,
                report.status,
                report.detail,
            )
