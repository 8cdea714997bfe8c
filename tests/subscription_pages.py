"""The subscription pages in the process of a test, and what tests do with them."""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
from urllib.parse import urlsplit

import pytest
from database_kinds import place
from provider_samples import NOW as SIGNED_AT
from starlette.testclient import TestClient

from broadsheet.api.site_run import config_of
from broadsheet.databases import open_database
from broadsheet.ledger import Ledger
from broadsheet.subscribe import make_service
from broadsheet.subscribe import page as subscribe_page
from broadsheet.subscribers import Evidence, Secret, Subscribers, read_address

CONFIG = """\
[site]
title = "AI 内参"
url = "https://example.org/"
language = "zh-CN"
author = { name = "Ada", email = "ada@example.org" }
[digest.daily]
period = "day"
address = "1 Street, Town"
[digest.weekly]
period = "week"
language = "en"
title = "The <b>Weekly</b>"
address = "1 Street, Town"
[send]
relay = "maildir:mails"
url = "https://letters.example/sub/"
bounce_address = "bounce@letters.example"
database = "DATABASE"
[subscribe]
check_domains = false
"""
KEY = "k" * 32
ADA = "Ada@example.com"


class Clock:
    now = float(SIGNED_AT)

    def __call__(self):
        return self.now


class Service:
    """The application in this process, its mails in a Maildir.

    Answers to addresses come at once, unless a test is about the time that they take.
    """

    def __init__(self, root, environment, config=CONFIG, dns=None):
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(subscribe_page, "ANSWER_SECONDS", 0.0)
        where = place(root)
        (root / "publish.toml").write_text(config.replace("DATABASE", where), encoding="utf-8")
        mailbox.Maildir(root / "mails")
        database = open_database(root, where, create=True)
        self.root, self.clock, self.log = root, Clock(), []
        self.secret = Secret(KEY)
        self.subscribers = Subscribers(database, self.secret)
        self.service = make_service(
            config_of(root), environment, clock=self.clock, log=self.log.append, dns=dns
        )
        self.client = TestClient(self.service.app, base_url="https://letters.example")

    def close(self):
        self.patch.undo()
        self.service.close()
        self.subscribers.database.close()

    def get(self, url, **headers):
        return self.client.get(path_of(url), headers=headers)

    def post(self, url, data=None, **headers):
        return self.client.post(path_of(url), data=data, headers=headers)

    def press(self, url, data=None, wait=3):
        """Press a button of a page: take its token, wait, and send it with the button's name."""
        token = re.search(r'name="token" value="(\w+)"', self.get("/manage").text)[1]
        self.clock.now += wait
        return self.post(url, {"token": token, "press": "1", **(data or {})})

    def join(self, address=ADA, editions=("weekly",), **headers):
        form = self.get("/").text
        token = re.search(r'name="token" value="(\w+)"', form)[1]
        self.clock.now += 3
        data = {"email": address, "edition": list(editions), "token": token, "website": ""}
        return self.post("/subscribe", data, **headers)

    def mails(self):
        """Deliver what waits, and return all mails so far."""
        self.service.deliver()
        box = mailbox.Maildir(self.root / "mails", create=False)
        parsed = [
            email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
            for key in box.iterkeys()
        ]
        return sorted(parsed, key=lambda mail: mail["Date"].datetime)

    def link(self, number=-1):
        text = self.mails()[number].get_body(("plain",)).get_content()
        return re.search(r"https?://\S+", text)[0]

    def editions(self, address=ADA):
        found = self.subscribers.find(read_address(address))
        return [s.edition for s in found.subscriptions if s.state == "confirmed"] if found else None

    def issue_link(self, address=ADA):
        """Return the link to leave in an issue of `weekly`."""
        ledger = Ledger(self.subscribers.database, self.secret)
        now = self.clock.now
        issue = ledger.open_issue("weekly", "2025-W25", b"", cutoff=now, now=now).id
        reader = self.subscribers.find(read_address(address)).id
        return f"/sub/u/{self.secret.token('leave', issue, reader)}"

    def add(self, *addresses, editions=("daily", "weekly")):
        for address in addresses:
            for edition in editions:
                source = Evidence("import", "members")
                self.subscribers.add(read_address(address), edition, source, self.clock.now)


def path_of(url):
    """Return a path as the proxy in front passes it on: without the folder of [send] url."""
    return urlsplit(url).path.replace("/sub/", "/", 1)
