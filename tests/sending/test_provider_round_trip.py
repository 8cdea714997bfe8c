"""An issue goes out with a provider's header; its webhook comes back to the pages, and the reader is found."""

from __future__ import annotations

import json
from email import message_from_bytes, policy

import pytest
from issue_samples import SECRET, compiled
from provider_samples import SECRETS, SIGN, events
from subscription_pages import ADA, KEY, Service

from broadsheet.bounces.webhooks import providers
from broadsheet.messages import Composer, Seal
from broadsheet.subscribers import read_address

REPEATS = {
    "brevo": lambda message: message["X-Mailin-custom"],
    "mailgun": lambda message: json.loads(message["X-Mailgun-Variables"])["delivery"],
    "postmark": lambda message: message["X-PM-Metadata-delivery"],
    "resend": lambda message: message["X-Broadsheet-Delivery"],
    "sendgrid": lambda message: json.loads(message["X-SMTPAPI"])["unique_args"]["delivery"],
}
"""What a provider takes from the message's headers, and repeats in its events, by its documentation.

SES is not here: the pages would fetch its certificate from Amazon.
"""


@pytest.fixture
def service(tmp_path):
    variables = {f"BROADSHEET_WEBHOOK_{name.upper()}": value for name, value in SECRETS.items()}
    made = Service(tmp_path, {"BROADSHEET_SECRET": KEY, **variables})
    yield made
    made.close()


@pytest.mark.parametrize("name", sorted(REPEATS))
def test_what_a_provider_reports_finds_the_reader_of_the_message(service, name):
    service.add(ADA, "bob@example.com")
    service.issue_link()
    reader = service.subscribers.find(read_address(ADA)).id
    header = providers(lambda _: b"")[name].header
    message = Composer(compiled(), Seal(SECRET, 1), token_header=header).message(reader, ADA)
    token = REPEATS[name](message_from_bytes(message, policy=policy.SMTP))
    found = {(kind, of) for provider, _, kind, of in events(token) if provider == name}
    assert ("complaint", None) in found
    event = next(e for provider, e, _, of in events(token) if (provider, of) == (name, "gone"))
    headers, body = SIGN[name](event)
    for _ in range(2):  # Providers repeat themselves.
        answer = service.client.post(f"/hooks/{name}", content=body, headers=headers)
        assert answer.status_code == 200
    assert service.subscribers.suppression_reason(read_address(ADA)) == "bounced"
    assert service.editions("bob@example.com") == ["daily", "weekly"]
    with service.subscribers.database.read() as session:
        assert session.rows("SELECT COUNT(*) FROM bounces") == [(1,)]
