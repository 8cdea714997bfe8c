"""Joining by form: limits, confirmation, and the mails it causes."""

from __future__ import annotations

import itertools

import pytest
from database_kinds import on_each_database, open_here

from broadsheet.subscribe.form_token import form_problem, make_form_token
from broadsheet.subscribe.limits import network_of
from broadsheet.subscribe.outbox import MailKind, Outbox
from broadsheet.subscribe.signup import DAY, VALID, Signup, SignupRequest, TooManyError
from broadsheet.subscribers import Act, Evidence, Secret, Subscribers, read_address

pytestmark = on_each_database

NOW = 1_750_000_000
FORM = Evidence("form", "asked for it", "https://letters.example/", "Subscribe, version 1")
SECRET = Secret("k" * 32)
ADA = read_address("Ada@example.org")


@pytest.fixture
def subscribers(tmp_path):
    return Subscribers(open_here(tmp_path), SECRET)


@pytest.fixture
def signup(subscribers):
    return Signup(subscribers)


@pytest.fixture
def outbox(subscribers):
    return Outbox(subscribers.database)


def ask(signup, now=NOW, address=ADA, editions=("weekly",), client=""):
    signup.request(SignupRequest(address, editions, "de", FORM, client), now)


def send(outbox, now=NOW):
    """Send what is due, and return it."""
    mails = outbox.lease("w", 1000, now)
    for mail in mails:
        assert outbox.mark(mail, now)
        outbox.sent(mail, "250 ok")
    return mails


def press(signup, mail, now=NOW, what="confirm"):
    token = signup.confirm_token(mail.subscriber, mail.edition, mail.created)
    return getattr(signup, what)(token, mail.edition, FORM, now)


def state(subscribers, edition="weekly", address=ADA):
    found = subscribers.find(address)
    return next((s.state for s in found.subscriptions if s.edition == edition), "") if found else ""


def test_a_request_is_confirmed_by_the_link_in_its_mail(signup, subscribers, outbox):
    ask(signup)
    assert state(subscribers) == "pending"
    (mail,) = send(outbox)
    assert (mail.kind, mail.address, mail.language) == (MailKind.CONFIRM, "Ada@example.org", "de")
    assert press(signup, mail, NOW + 60)
    assert state(subscribers) == "confirmed"
    assert press(signup, mail, NOW + 61)  # Twice is as good as once.
    events = [(e.kind, e.source.words) for e in subscribers.find(ADA).events]
    assert events == [("requested", FORM.words), ("confirmed", FORM.words)]


def test_several_editions_take_one_mail_and_one_press(signup, subscribers, outbox):
    ask(signup, editions=("weekly", "daily"))
    (mail,) = send(outbox)
    assert press(signup, mail)
    assert (state(subscribers), state(subscribers, "daily")) == ("confirmed", "confirmed")


@pytest.mark.parametrize("change", ["token", "edition", "late", "other secret", "leave token"])
def test_a_wrong_link_confirms_nothing(signup, subscribers, outbox, change):
    ask(signup)
    (mail,) = send(outbox)
    token, edition, now = signup.confirm_token(mail.subscriber, "weekly", NOW), "weekly", NOW
    if change == "token":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    if change == "edition":
        edition = "daily"
    if change == "late":
        now += VALID + 1
    if change == "other secret":
        token = Secret("x" * 32).token("confirm", mail.subscriber, NOW, "weekly")
    if change == "leave token":
        token = SECRET.token("leave", 1, mail.subscriber)
    assert not signup.confirm(token, edition, FORM, now)
    assert state(subscribers) == "pending"


def test_who_is_subscribed_gets_another_mail_and_the_same_answer(signup, subscribers, outbox):
    ask(signup)
    press(signup, *send(outbox))
    ask(signup, NOW + DAY + 1)
    (mail,) = send(outbox, NOW + DAY + 1)
    assert mail.kind is MailKind.KNOWN
    assert state(subscribers) == "confirmed"


def test_an_address_gets_one_mail_a_day_and_three_in_a_month(signup, outbox):
    mails = []
    for hour in range(24 * 29):
        ask(signup, NOW + hour * 3600)
        mails += send(outbox, NOW + hour * 3600)
    assert len(mails) == 3
    assert all(b.created - a.created >= DAY for a, b in itertools.pairwise(mails))


def test_spellings_of_an_address_are_one(signup, outbox):
    for spelling in ("Ada@example.org", "ada@EXAMPLE.org", "ADA@example.org"):
        ask(signup, address=read_address(spelling))
    assert len(send(outbox)) == 1


def test_a_network_asks_five_times_an_hour(signup, outbox):
    for n in range(5):
        ask(signup, address=read_address(f"a{n}@x{n}.example.org"), client=f"192.0.2.{n}")
    with pytest.raises(TooManyError) as error:
        ask(signup, address=read_address("b@y.example.org"), client="192.0.2.200")
    assert error.value.seconds == 3600
    ask(signup, address=read_address("b@y.example.org"), client="192.0.3.1")
    ask(signup, NOW + 3601, read_address("c@y.example.org"), client="192.0.2.200")
    assert len(send(outbox, NOW + 3601)) == 7


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_networks(client, network):
    assert network_of(client) == network


def test_a_domain_gets_thirty_mails_an_hour_and_the_rest_later(signup, outbox):
    for n in range(35):
        ask(signup, address=read_address(f"a{n}@example.org"))
    assert len(send(outbox)) == 30
    assert len(send(outbox, NOW + 3599)) == 0
    assert len(send(outbox, NOW + 3601)) == 5


def test_the_site_has_a_budget(subscribers, outbox):
    signup = Signup(subscribers, site_per_hour=10)
    for n in range(12):
        ask(signup, address=read_address(f"a@x{n}.example.org"))
    assert len(send(outbox)) == 10
    assert len(send(outbox, NOW + 3601)) == 2


def test_a_bomber_of_many_networks_causes_one_mail(signup, outbox):
    for n in range(1000):
        ask(signup, client=f"10.{n // 256}.{n % 256}.1")
    assert len(send(outbox, NOW + 3600)) == 1


@pytest.mark.parametrize("reason", ["complained", "not-me", "manual"])
def test_who_must_not_be_written_to_gets_no_confirmation(signup, subscribers, outbox, reason):
    subscribers.suppress(ADA, Act(reason, FORM, NOW))
    ask(signup)
    assert send(outbox) == []
    assert state(subscribers) == ""


@pytest.mark.parametrize("reason", ["left", "bounced", "erased"])
def test_who_left_may_come_back_by_a_press(signup, subscribers, outbox, reason):
    subscribers.suppress(ADA, Act(reason, FORM, NOW))
    ask(signup)
    (mail,) = send(outbox)
    assert press(signup, mail)
    assert (state(subscribers), subscribers.suppression_reason(ADA)) == ("confirmed", "")


def test_a_link_of_before_does_not_bring_back_who_left(signup, subscribers, outbox):
    ask(signup)
    (mail,) = send(outbox)
    press(signup, mail)
    subscribers.leave(ADA, Act("left", FORM, NOW + 1))
    assert not press(signup, mail, NOW + 2)
    assert state(subscribers) == "left"


def test_not_me_ends_it(signup, subscribers, outbox):
    ask(signup)
    (mail,) = send(outbox)
    assert press(signup, mail, what="not_me")
    assert subscribers.suppression_reason(ADA) == "not-me"
    assert not press(signup, mail)
    ask(signup, NOW + 2 * DAY)
    assert send(outbox, NOW + 2 * DAY) == []


def test_not_me_cannot_end_a_confirmed_subscription(signup, subscribers, outbox):
    ask(signup)
    (mail,) = send(outbox)
    press(signup, mail)
    assert press(signup, mail, what="not_me")
    assert state(subscribers) == "confirmed"


def test_one_reminder_after_three_days_and_forgotten_after_thirty(signup, subscribers, outbox):
    ask(signup)
    send(outbox)
    kinds = []
    for day in range(1, 40):
        signup.tidy(NOW + day * DAY)
        kinds += [(day, mail.kind) for mail in send(outbox, NOW + day * DAY)]
    assert kinds == [(3, MailKind.REMIND)]
    assert subscribers.find(ADA) is None


def test_reminders_can_be_switched_off_and_none_goes_to_who_confirmed(signup, outbox):
    ask(signup)
    signup.tidy(NOW + 3 * DAY, remind=False)
    press(signup, *send(outbox))
    signup.tidy(NOW + 3 * DAY)
    assert send(outbox, NOW + 3 * DAY) == []


def test_a_lease_fences_the_mark(signup, outbox):
    ask(signup)
    (slow,) = outbox.lease("slow", 10, NOW)
    assert outbox.lease("fast", 10, NOW + 1) == []
    (mail,) = outbox.lease("fast", 10, NOW + 121)
    assert not outbox.mark(slow, NOW + 122)
    assert outbox.mark(mail, NOW + 122)


def test_a_crash_after_the_mark_is_unknown_and_not_sent_again(signup, outbox):
    ask(signup)
    (mail,) = outbox.lease("w", 10, NOW)
    outbox.mark(mail, NOW)
    assert outbox.recover(NOW + 60) == 0
    assert outbox.recover(NOW + 121) == 1
    assert outbox.lease("x", 10, NOW + 10**6) == []


def test_a_deferral_is_tried_again_and_given_up(signup, outbox):
    ask(signup)
    now, tries = NOW, 0
    while mails := outbox.lease("w", 10, now):
        tries += 1
        outbox.deferred(mails[0], "450 later", now)
        now += DAY
    assert tries == 6


def test_forms():
    token = make_form_token(SECRET, NOW)
    assert form_problem(SECRET, token, "", NOW + 1) == "early"
    assert form_problem(SECRET, token, "", NOW + 2) == ""
    assert form_problem(SECRET, token, "", NOW + 12 * 3600) == ""
    assert form_problem(SECRET, token, "", NOW + 12 * 3600 + 1) == "late"
    assert form_problem(SECRET, token, "http://x", NOW + 5) == "trap"
    assert form_problem(SECRET, token[:-1], "", NOW + 5) == "forged"
    assert form_problem(SECRET, SECRET.token("leave", 1, 2), "", NOW + 5) == "forged"
    assert token != make_form_token(SECRET, NOW)
