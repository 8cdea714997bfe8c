"""`publish subscribers serve` as a process of its own, for tests that put servers in front or kill it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlencode

from ports import free_port

CONFIG = """\
[site]
title = "The Example"
url = "https://example.org/"
author = {{ name = "Ada", email = "ada@example.org" }}
[digest.weekly]
address = "1 Street, Town"
[send]
relay = "{relay}"
url = "{url}"
bounce_address = "bounce@letters.example"
database = "{database}"
[subscribe]
check_domains = false
mails_per_hour = 100000
"""
KEY = "k" * 32


class Server:
    """A server that runs, and what tests ask it."""

    def __init__(self, root, port, workers):
        self.root, self.port = root, port
        program = [sys.executable, "-m", "broadsheet", "-C", str(root), "subscribers", "serve"]
        self.log = (root / "log").open("ab")
        self.process = subprocess.Popen(
            [*program, "--port", str(port), "--workers", str(workers)],
            env=os.environ | {"BROADSHEET_SECRET": KEY},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait()

    def wait(self):
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                assert self.process.poll() is None, (self.root / "log").read_text()
                time.sleep(0.05)
        raise AssertionError((self.root / "log").read_text())

    def ask(self, method, path, form=None, **options):
        return ask(self.port, method, path, form, **options)

    def kill(self):
        """End it and its workers as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)
        self.log.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
        self.log.close()


def ask(port, method, path, form=None, *, source="127.0.0.1", headers=(), body=None):
    """Ask a server; returns status, headers and text. `form` is a table or pairs."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 60, (source, 0))
    sent = dict(headers)
    if form is not None:
        body = urlencode(form, doseq=True)
        sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
    try:
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def token_in(page):
    return re.search(r'name="token" value="(\w+)"', page)[1]


@contextmanager
def subscription_server(
    root, *, relay="maildir:mails", url=None, workers=1, database="subscribers.sqlite"
):
    """Start a server in a folder; `url` is what [send] url says, by default its own address."""
    from broadsheet.databases import open_database  # noqa: PLC0415 - few tests need it

    port = free_port()
    text = CONFIG.format(relay=relay, url=url or f"http://127.0.0.1:{port}/", database=database)
    (root / "publish.toml").write_text(text)
    open_database(root, database, create=True).close()
    server = Server(root, port, workers)
    try:
        yield server
    finally:
        server.stop()
