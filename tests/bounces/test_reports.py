"""Mail that comes back, as Postfix, Exchange and Yahoo write it, and as attackers do."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returned_mails import BOUNCE, LEAVE, SECRET, arf, dsn, plain

from broadsheet.bounces.events import BounceClass, EventKind, class_of
from broadsheet.bounces.reports import Ignored, read_mail
from broadsheet.subscribers import Secret


def test_a_delivery_report_names_the_reader_by_its_envelope():
    event = read_mail(dsn(), SECRET)
    assert (event.kind, event.issue, event.subscriber) == (EventKind.BOUNCE, 7, 42)
    assert (event.bounce_class, event.status) == (BounceClass.GONE, "5.1.1")
    assert event.detail == "smtp; 550 5.1.1 <reader@example.org>: User unknown"


def test_a_mail_without_a_token_of_ours_is_ignored():
    mail = dsn(recipient="bounce@letters.example")
    assert read_mail(mail, SECRET) == Ignored("no token of ours")


def test_a_server_may_change_the_case_of_an_address():
    assert read_mail(dsn(f"BOUNCE+{BOUNCE.upper()}@LETTERS.EXAMPLE"), SECRET).subscriber == 42


@pytest.mark.parametrize(
    "token",
    [
        BOUNCE[:-1] + ("a" if BOUNCE[-1] != "a" else "b"),
        Secret("x" * 32).token("bounce", 7, 42),
        LEAVE,  # Whoever got an issue knows this one: it may leave, and not more.
        "x",
        "",
    ],
)
def test_a_report_without_a_token_of_ours_is_ignored(token):
    assert read_mail(dsn(f"bounce+{token}@letters.example"), SECRET) == Ignored("no token of ours")


def test_a_token_in_the_text_of_a_report_counts_for_nothing():
    mail = dsn("bounce@letters.example") + f"\nbounce+{BOUNCE}@letters.example\n".encode()
    assert read_mail(mail, SECRET) == Ignored("no token of ours")


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", "delivered", "Delayed "])
def test_only_a_failure_is_a_bounce(action):
    assert read_mail(dsn(action=action), SECRET) == Ignored(action.strip().lower())


@pytest.mark.parametrize(
    ("status", "detail", "expected"),
    [
        ("5.1.1", "550 no such user", "gone"),
        ("5.1.10", "", "gone"),
        ("5.2.1", "mailbox disabled", "disabled"),
        ("5.2.2", "mailbox full", "full"),
        ("4.4.7", "expired", "full"),
        ("5.4.1", "relay access denied", "full"),
        ("5.7.1", "policy", "us"),
        ("5.3.4", "too large", "us"),
        ("5.6.0", "", "us"),
        ("5.1.1", "blocked: sender's reputation", "us"),
        ("5.0.0", "554 identified as SPAM", "us"),
        ("5.0.0", "something else", "full"),
        ("", "", "full"),
    ],
)
def test_classes(status, detail, expected):
    assert class_of(status, detail) == expected


def test_a_complaint_is_found_by_the_reported_headers():
    event = read_mail(arf(), SECRET)
    assert (event.kind, event.issue, event.subscriber) == (EventKind.COMPLAINT, 7, 42)


def test_the_envelope_in_the_reported_headers_counts_as_well():
    event = read_mail(arf(headers=f"Return-Path: <bounce+{BOUNCE}@letters.example>"), SECRET)
    assert event.kind is EventKind.COMPLAINT


def test_feedback_that_is_no_complaint():
    assert read_mail(arf("opt-out"), SECRET).kind is EventKind.LEAVE
    assert read_mail(arf("not-spam"), SECRET) == Ignored("feedback of type not-spam")
    assert read_mail(arf(headers="List-Unsubscribe: <https://a.example/u/x>"), SECRET) == Ignored(
        "no token of ours"
    )


def test_a_mail_to_the_leave_address_leaves():
    event = read_mail(plain(), SECRET)
    assert (event.kind, event.issue, event.subscriber) == (EventKind.LEAVE, 7, 42)


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied; owner-email=x\n",
        "X-Autoreply: yes\n",
        "Precedence: bulk\n",
        "List-Id: <x.example>\n",
        "Return-Path: <>\n",
    ],
)
def test_an_automatic_answer_leaves_nobody(headers):
    assert isinstance(read_mail(plain(headers=headers), SECRET), Ignored)


def test_auto_submitted_no_is_a_person():
    assert read_mail(plain(headers="Auto-Submitted: no\n"), SECRET).kind is EventKind.LEAVE


def test_a_bounce_token_does_not_leave():
    assert read_mail(plain(f"leave+{BOUNCE}@letters.example"), SECRET) == Ignored(
        "no token of ours"
    )


def test_an_event_has_the_same_id_each_time_it_is_read_and_another_one_another():
    assert read_mail(dsn(), SECRET).id == read_mail(dsn(), SECRET).id
    assert read_mail(dsn(), SECRET).id != read_mail(dsn(status="5.1.2"), SECRET).id


@given(st.binary(max_size=300), st.sampled_from([b"", dsn(), arf(), plain()]), st.integers(0, 900))
def test_no_mail_raises(noise, mail, place):
    read_mail(mail[:place] + noise + mail[place:], SECRET)


def nested(kind, depth=5000):
    """Return a mail of parts within parts: the parser calls itself, or looks at each line so often."""
    parts = (f'Content-Type: {kind}; boundary="{n}"\n\n--{n}\n' for n in range(depth))
    return "".join(parts)


@pytest.mark.parametrize(
    "mail",
    [
        nested("multipart/mixed"),
        nested("multipart/report; report-type=delivery-status"),
        nested("message/rfc822"),
        "Content-Type: message/rfc822\n\n" * 5000,
        nested("multipart/mixed", 19) + "a\n" * 100_000,
        f"To: {'(' * 500_000}\n\n",
        f"To: {'a:' * 200_000}\n\n",
        "Delivered-To: a@b\n" * 50_000,
        "A: b\n" * 50_000,
        f"A: b\n{' c' * 500_000}\n\n",
        f"Content-Type: multipart/report;{'a=b;' * 200_000}\n\n",
        f"Content-Type: multipart/report;{'a=b;' * 200_000}",
        "Content-Type: multipart/report;" + "\r\n a=b;" * 200_000,
        'Content-Type: multipart/mixed; boundary="r"\n\n' + "--r\n\nx\n" * 20_000,
    ],
)
def test_a_hostile_mail_is_ignored_in_seconds(mail):
    started = time.process_time()
    assert isinstance(read_mail(mail.encode(), SECRET), Ignored)
    assert time.process_time() - started < 5


def test_a_mail_with_many_parts_that_names_a_reader_is_read():
    parts = "".join(f'--b\nContent-Type: multipart/mixed; boundary="{n}"\n\n' for n in range(15))
    mail = dsn().replace(b"\n--b\n", f"\n{parts}--b\n".encode(), 1)
    assert read_mail(mail, SECRET).kind is EventKind.BOUNCE


def test_control_characters_of_a_report_reach_no_log():
    event = read_mail(dsn(code="550\x1b[31m"), SECRET)
    assert event.detail.isprintable()


def test_a_report_is_read_though_the_mail_behind_it_is_long():
    returned = b"\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\n" + b"x" * 3_000_000
    event = read_mail(
        dsn().replace(b"\n\n--b\nContent-Type: text/rfc822-headers", returned), SECRET
    )
    assert (event.kind, event.status) == (EventKind.BOUNCE, "5.1.1")
