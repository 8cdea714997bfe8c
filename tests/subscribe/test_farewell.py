"""Farewells, the reminder that can be switched off, the budget, and what DNS says of a domain."""

from __future__ import annotations

import email

import pytest
from nameserver import NameServer
from subscription_pages import ADA, CONFIG, KEY, Service

from broadsheet.bounces import Intake
from broadsheet.bounces.events import EventKind, MailEvent
from broadsheet.dns_queries import Dns, resolver_of
from broadsheet.subscribe.domains import MailDomains
from broadsheet.subscribe.farewell import AFTER, queue_farewells
from broadsheet.subscribe.server import TIDY_EVERY, Tidying
from broadsheet.subscribe.signup import Signup
from broadsheet.subscribers import read_address

DAY = 86400


@pytest.fixture
def start(tmp_path):
    started = []

    def start(config=CONFIG, dns=None):
        made = Service(tmp_path, {"BROADSHEET_SECRET": KEY}, config, dns)
        started.append(made)
        return made

    yield start
    for made in started:
        made.close()


def subjects(service):
    return [mail["Subject"] for mail in service.mails()]


def test_who_leaves_gets_one_farewell_in_which_a_form_is_linked(start):
    service = start()
    service.add(ADA)
    leave = service.issue_link()
    service.post(leave)
    assert subjects(service) == []
    service.clock.now += AFTER
    (mail,) = service.mails()
    assert mail["Subject"] == "You have left The <b>Weekly</b>"
    assert mail["To"] == ADA
    assert "https://letters.example/sub/weekly" in mail.get_body(("plain",)).get_content()
    for _ in range(3):  # Pressed again, and on other days of the same week.
        service.clock.now += 60
        service.post(leave)
    service.clock.now += AFTER
    assert len(service.mails()) == 1


def test_undo_takes_the_farewell_back(start):
    service = start()
    service.add(ADA)
    leave = service.issue_link()
    service.post(leave)
    service.press(f"{leave}/undo")
    service.clock.now += AFTER
    assert service.mails() == []


def test_leaving_everything_by_the_preferences_says_farewell_once(start):
    service = start()
    service.add(ADA)
    reader = service.subscribers.find(read_address(ADA)).id
    link = f"/sub/manage/{service.secret.token('manage', reader, int(service.clock.now))}"
    service.press(link, {"edition": ["daily"]})
    service.clock.now += AFTER
    assert service.mails() == []
    service.press(link, {})
    service.clock.now += AFTER
    assert len(service.mails()) == 1


def test_farewells_can_be_switched_off(start):
    service = start(CONFIG + "farewell = false\n")
    service.add(ADA)
    service.post(service.issue_link())
    service.clock.now += AFTER
    assert service.mails() == []


@pytest.mark.parametrize(
    ("kind", "said"), [(EventKind.LEAVE, 1), (EventKind.COMPLAINT, 0)], ids=str
)
def test_a_mail_to_leave_gets_a_farewell_and_a_complaint_none(start, kind, said):
    service = start()
    service.add(ADA)
    service.issue_link()
    reader = service.subscribers.find(read_address(ADA)).id
    intake = Intake(service.subscribers.database, service.secret, queue_farewells)
    intake.apply(MailEvent(kind, 1, reader, "mail:1"), service.clock.now)
    service.clock.now += AFTER
    assert len(service.mails()) == said


@pytest.mark.parametrize(("remind", "mails"), [(True, 2), (False, 1)])
def test_the_reminder_can_be_switched_off(start, remind, mails):
    service = start()
    service.join()
    assert len(service.mails()) == 1
    service.clock.now += 4 * DAY
    tidying = Tidying(Signup(service.subscribers), service.clock, service.log.append, remind=remind)
    tidying.run()
    assert len(service.mails()) == mails
    service.clock.now += 4 * DAY
    tidying.run()
    assert len(service.mails()) == mails


def test_what_is_over_the_budget_waits_and_the_owner_is_told(start):
    service = start(CONFIG + "mails_per_hour = 2\n")
    for n in range(4):
        assert "Check your mail" in service.join(f"a@x{n}.example.com").text
    assert len(service.mails()) == 2
    tidying = Tidying(Signup(service.subscribers, 2), service.clock, service.log.append)
    tidying.run()
    assert len(service.log) == 1
    assert service.log[0].startswith("2 confirmations wait, the next for 60 min")
    assert "mails_per_hour = 2" in service.log[0]
    tidying.run()
    assert len(service.log) == 1
    service.clock.now += 3700
    assert len(service.mails()) == 4
    service.clock.now += TIDY_EVERY
    tidying.run()
    assert len(service.log) == 1


RECORDS = {
    ("mx.example", "MX"): ["10 mail.mx.example."],
    ("null.example", "MX"): ["0 ."],
    ("host.example", "A"): ["192.0.2.1"],
    ("six.example", "AAAA"): ["2001:db8::1"],
    ("text.example", "TXT"): ['"v=spf1 -all"'],
}


@pytest.mark.parametrize(
    ("domain", "status"),
    [
        ("mx.example", 200),
        ("host.example", 200),
        ("six.example", 200),
        ("null.example", 422),
        ("text.example", 422),
        ("none.example", 422),
    ],
)
def test_a_domain_that_takes_no_mail_is_refused_to_known_and_unknown_alike(start, domain, status):
    with NameServer(RECORDS) as server:
        config = CONFIG.replace("check_domains = false\n", "")
        service = start(config, resolver_of([server.address]))
        service.patch.undo()
        service.add(f"known@{domain}")
        answers = [service.join(f"{name}@{domain}") for name in ("known", "unknown")]
    assert [answer.status_code for answer in answers] == [status, status]
    assert all(answer.elapsed.total_seconds() >= 0.3 for answer in answers)
    if status != 200:
        assert "can receive mail" in answers[0].text
        assert service.mails() == []


def test_the_new_address_of_a_reader_is_looked_up_too(start):
    with NameServer(RECORDS) as server:
        service = start(
            CONFIG.replace("check_domains = false\n", ""), resolver_of([server.address])
        )
        service.add(ADA)
        reader = service.subscribers.find(read_address(ADA)).id
        link = f"/sub/manage/{service.secret.token('manage', reader, int(service.clock.now))}"
        assert service.press(f"{link}/address", {"email": "a@null.example"}).status_code == 422
        assert service.press(f"{link}/address", {"email": "a@mx.example"}).status_code == 200
        assert [mail["To"] for mail in service.mails()] == ["a@mx.example"]


def test_an_answer_of_dns_is_kept_for_an_hour_and_silence_is_no_refusal():
    now = [0.0]
    with NameServer(dict(RECORDS)) as server:
        resolver = resolver_of([server.address])._resolver
        resolver.cache = None
        domains = MailDomains(Dns(resolver, seconds=5), lambda: now[0])
        assert domains.take_mail("mx.example")
        server.records.clear()
        assert domains.take_mail("mx.example")
        now[0] += 3601
        assert not domains.take_mail("mx.example")
    with NameServer({}, silent=True) as server:
        silent = Dns(resolver_of([server.address])._resolver, seconds=0.2)
        assert MailDomains(silent, lambda: 0.0).take_mail("mx.example")


def test_a_new_address_is_confirmed_by_a_mail_to_it_and_the_mail_has_nothing_typed(start):
    service = start()
    service.add(ADA)
    reader = service.subscribers.find(read_address(ADA)).id
    link = f"/sub/manage/{service.secret.token('manage', reader, int(service.clock.now))}"
    service.press(f"{link}/address", {"email": '"buy <b>pills</b>" <x@example.com>'})
    service.press(f"{link}/address", {"email": "new@example.com"})
    (mail,) = service.mails()
    assert (mail["To"], mail["Subject"]) == ("new@example.com", "请确认您的新地址")
    text = email.message_from_bytes(mail.as_bytes()).as_string()
    assert "pills" not in text
    assert ADA.lower() not in text.lower()
    change = service.link()
    assert service.get(change).status_code == 200
    assert service.editions("new@example.com") is None
    service.press(change)
    assert service.editions("new@example.com") == ["daily", "weekly"]
    assert service.editions(ADA) is None
