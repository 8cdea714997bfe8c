"""Webhooks are believed by signature, time and token, and by nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provider_samples import CERTIFICATE, CERTIFICATE_URL, NOW, SECRETS, SIGN, no_events, ses
from provider_samples import events as samples

from broadsheet.bounces.webhooks import WebhookError, WebhookRequest, events, provider_of, providers
from broadsheet.subscribers import Secret

SECRET = Secret("k" * 32)
TOKEN = SECRET.token("bounce", 7, 42)
PROVIDERS = sorted(SECRETS)


class Amazon:
    """Serves the certificate of SNS, and keeps what was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, url):
        self.asked.append(url)
        return CERTIFICATE if url == CERTIFICATE_URL else b"<ConfirmSubscriptionResponse/>"


def read(provider, headers, body, *, now=NOW, secret=None, fetch=None):
    webhook = providers(fetch or Amazon())[provider]
    request = WebhookRequest(headers, body)
    return list(events(webhook, request, secret or SECRETS[provider], SECRET, now))


def a_bounce(provider):
    return next(event for name, event, *_ in samples(TOKEN) if name == provider)


@pytest.mark.parametrize(("provider", "event", "kind", "expected"), samples(TOKEN))
def test_events(provider, event, kind, expected):
    (found,) = read(provider, *SIGN[provider](event))
    assert (found.kind, found.bounce_class) == (kind, expected)
    assert (found.issue, found.subscriber) == (7, 42)
    assert found.id.startswith(f"{provider}:")


@pytest.mark.parametrize(("provider", "event"), no_events(TOKEN))
def test_what_is_no_event(provider, event):
    assert read(provider, *SIGN[provider](event)) == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_same_event_has_the_same_id(provider):
    first, second = (read(provider, *SIGN[provider](a_bounce(provider)))[0] for _ in range(2))
    assert first.id == second.id


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_token_that_is_not_ours_is_passed_over(provider):
    foreign = Secret("x" * 32).token("bounce", 7, 42)
    event = next(event for name, event, *_ in samples(foreign) if name == provider)
    assert read(provider, *SIGN[provider](event)) == []


@pytest.mark.parametrize("provider", sorted(set(PROVIDERS) - {"postmark", "brevo", "mailgun"}))
def test_a_changed_body_is_not_believed(provider):
    headers, body = SIGN[provider](a_bounce(provider))
    changed = body.replace(TOKEN.encode(), SECRET.token("bounce", 7, 43).encode())
    assert changed != body
    with pytest.raises(WebhookError, match="wrong signature"):
        read(provider, headers, changed)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_wrong_secret_is_not_believed(provider):
    others = {"sendgrid": SECRETS["resend"], "ses": "arn:aws:sns:eu-west-1:1:theirs"}
    with pytest.raises(WebhookError):
        read(provider, *SIGN[provider](a_bounce(provider)), secret=others.get(provider, "x" * 16))


@pytest.mark.parametrize("provider", sorted(set(PROVIDERS) - {"postmark", "brevo"}))
@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_recording_is_not_believed(provider, seconds):
    with pytest.raises(WebhookError, match="too long ago"):
        read(provider, *SIGN[provider](a_bounce(provider)), now=NOW + seconds)
    assert read(provider, *SIGN[provider](a_bounce(provider)), now=NOW + seconds * 0.9)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_without_headers_or_signature_nothing_is_believed(provider):
    with pytest.raises(WebhookError):
        read(provider, {}, json.dumps(a_bounce(provider)).encode())


def test_the_first_version_of_the_signature_of_sns():
    assert read("ses", *ses(a_bounce("ses"), version="1"))
    with pytest.raises(WebhookError, match="unknown version"):
        read("ses", *ses(a_bounce("ses"), version="3"))


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
        "https://sns.eu-west-1.amazonaws.com:8080/a.pem",
        "file:///etc/passwd",
    ],
)
def test_certificates_come_from_amazon_alone(url):
    amazon = Amazon()
    with pytest.raises(WebhookError, match="not Amazon's"):
        read("ses", *ses(a_bounce("ses"), url=url), fetch=amazon)
    assert amazon.asked == []


def test_the_subscription_of_our_topic_is_confirmed_and_no_other():
    amazon = Amazon()
    assert read("ses", *ses({}, kind="SubscriptionConfirmation"), fetch=amazon) == []
    assert amazon.asked[-1].endswith("?Action=ConfirmSubscription")
    other = Amazon()
    with pytest.raises(WebhookError):
        read("ses", *ses({}, kind="SubscriptionConfirmation", topic="arn:x"), fetch=other)
    assert other.asked == []


def test_certificates_are_fetched_once():
    amazon = Amazon()
    webhook = providers(amazon)["ses"]
    for _ in range(2):
        request = WebhookRequest(*ses(a_bounce("ses")))
        assert list(events(webhook, request, SECRETS["ses"], SECRET, NOW))
    assert len(amazon.asked) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_header_that_messages_carry_comes_back(provider):
    name, value = providers(Amazon())[provider].header(TOKEN)
    assert TOKEN in value
    assert name.startswith("X-")


VALUE = st.none() | st.booleans() | st.floats() | st.text(max_size=5)
FLAT = st.lists(VALUE, max_size=3) | st.dictionaries(st.text(max_size=5), VALUE, max_size=3)
JSON = VALUE | FLAT | st.dictionaries(st.text(max_size=5), VALUE | FLAT, max_size=3)


@given(st.sampled_from(PROVIDERS), JSON)
def test_no_signed_event_raises_anything_else(provider, event):
    try:
        read(provider, *SIGN[provider](event))
    except WebhookError:
        pass


@given(st.sampled_from(PROVIDERS), st.binary(max_size=60))
def test_no_body_raises_anything_else(provider, body):
    headers, _ = SIGN[provider]({})
    with pytest.raises(WebhookError):
        read(provider, headers, body)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("smtp.postmarkapp.com", "postmark"),
        ("email-smtp.eu-west-1.amazonaws.com", "ses"),
        ("smtp-relay.brevo.com", "brevo"),
        ("notpostmarkapp.com", ""),
        ("mail.example.org", ""),
    ],
)
def test_a_relay_tells_the_provider(host, expected):
    assert provider_of(host) == expected
