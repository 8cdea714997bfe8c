"""The header by which a provider's webhook finds the delivery that it reports on."""

from __future__ import annotations

from email import message_from_bytes, policy

import provider_samples as samples
import pytest
from issue_samples import SECRET, compiled
from letters import Letters

from broadsheet.bounces.webhooks import providers
from broadsheet.config.load import load_config
from broadsheet.engines import resolve
from broadsheet.messages import Composer, Seal
from broadsheet.sending import Route

PROVIDERS = providers(lambda _: samples.CERTIFICATE)


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_the_header_is_what_the_webhook_reads_back(name):
    header = PROVIDERS[name].header
    message = Composer(compiled(), Seal(SECRET, 3), token_header=header).message(7, "a@example.net")
    parsed = message_from_bytes(message, policy=policy.SMTP)
    expected = header(SECRET.token("bounce", 3, 7))
    assert [value for field, value in parsed.items() if field == expected[0]] == [expected[1]]
    assert all(len(line) <= 998 for line in message.split(b"\r\n"))


@pytest.mark.parametrize(
    ("host", "field"),
    [
        ("smtp.postmarkapp.com", "X-PM-Metadata-delivery"),
        ("smtp.eu.mailgun.org", "X-Mailgun-Variables"),
        ("smtp.sendgrid.net", "X-SMTPAPI"),
        ("smtp-relay.brevo.com", "X-Mailin-custom"),
        ("smtp.resend.com", "X-Broadsheet-Delivery"),
        ("email-smtp.eu-west-1.amazonaws.com", "X-Broadsheet-Delivery"),
        ("mail.example.org", None),
        ("notpostmarkapp.com", None),
    ],
)
def test_the_relay_says_which_header(tmp_path, host, field):
    site = Letters(tmp_path / "site", f"smtp://{host}:587")
    header = Route.of_site(load_config(site.root, resolve), {}).token_header
    assert (header("token")[0] if header else None) == field
