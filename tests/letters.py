"""A site whose weekly issue is due, with readers, for tests that run `publish send`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from database_kinds import place
from forked import Run

from broadsheet.databases import open_database
from broadsheet.ledger import Ledger
from broadsheet.subscribers import Secret

NOW = "2025-06-24T09:00:00+00:00"
"""The Tuesday after the week of the article (2025-W25)."""

JOINED = 1_700_000_000

PUBLISH = (sys.executable, "-m", "broadsheet")


class Letters:
    """The site's folder, and its database."""

    def __init__(
        self, root: Path, relay: str = "maildir:mail", send: str = "", digest: str = ""
    ) -> None:
        self.root = root
        (root / "content").mkdir(parents=True)
        (root / "content/a.md").write_text(
            "---\ntitle: 新闻 News\ndate: 2025-06-17T12:00:00Z\nsummary: What happened\n---\n\nText.\n"
        )
        self.configure(relay, send, digest)
        open_database(root, place(root), create=True).close()

    def configure(self, relay: str, send: str = "", digest: str = "") -> None:
        (self.root / "publish.toml").write_text(f"""\
[site]
title = "News"
url = "https://example.org/"
author = {{ name = "Ada", email = "ada@example.org" }}
[send]
relay = "{relay}"
database = "{place(self.root)}"
url = "https://letters.example.org/"
bounce_address = "bounce@letters.example.org"
{send}
[digest.weekly]
address = "1 Main Street"
send = "mon 08:00"
{digest}
""")

    def _database(self):
        return closing(open_database(self.root, place(self.root), create=False))

    def add(self, addresses: Iterable[str], since: int = JOINED, edition: str = "weekly") -> None:
        with self._database() as database, database.write() as session:
            for address in addresses:
                number = session.rows(
                    "INSERT INTO subscribers (canonical, address, name, language, created)"
                    " VALUES (?, ?, '', '', ?) RETURNING id",
                    (address.lower(), address, since),
                )[0][0]
                session.execute(
                    "INSERT INTO subscriptions (edition, subscriber, state, reason, since, choices)"
                    " VALUES (?, ?, 'confirmed', '', ?, '')",
                    (edition, number, since),
                )

    def leave(self, address: str) -> None:
        with self._database() as database, database.write() as session:
            session.execute(
                "UPDATE subscriptions SET state = 'left' WHERE subscriber ="
                " (SELECT id FROM subscribers WHERE address = ?)",
                (address,),
            )

    def expire(self) -> None:
        """Let all leases be over, as five minutes later; SQLite, with one sender, does not wait for that."""
        with self._database() as database, database.write() as session:
            session.execute("UPDATE deliveries SET lease_until = 1 WHERE lease IS NOT NULL")

    def environment(self, **extra: str) -> dict[str, str]:
        return {**os.environ, "BROADSHEET_SECRET": "s" * 40, **extra}

    def start(self, *options: str, now: str = NOW, **environment: str) -> Run:
        when = ["--now", now] if now else []
        arguments = ["-C", str(self.root), "send", *options, *when]
        return Run(arguments, self.environment(**environment))

    def send(
        self, *options: str, now: str = NOW, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        process = self.start(*options, now=now, **environment)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def report(self, *options: str, now: str = NOW, **environment: str) -> dict:
        done = self.send("--json", *options, now=now, **environment)
        return {**json.loads(done.stdout), "code": done.returncode, "stderr": done.stderr}

    def counts(self, *options: str, **given: str) -> dict[str, int]:
        """Run, and return the non-zero counts of the one issue."""
        (issue,) = self.report(*options, **given)["issues"]
        return {k: v for k, v in issue.items() if v and k not in {"edition", "issue"}}

    def rows(self, sql: str) -> list[tuple]:
        with self._database() as database, database.read() as session:
            return session.rows(sql)

    def uncounted_refusals(self) -> list[tuple[int, str, str]]:
        """Return the refusals of the first issue that nobody has taken for bounces yet."""
        with self._database() as database:
            return Ledger(database, Secret("k" * 40)).refusals(1)

    def states(self) -> dict[str, str]:
        """Return the state of each delivery, by address."""
        return dict(
            self.rows(
                "SELECT address, state FROM deliveries"
                " JOIN subscribers ON subscribers.id = deliveries.subscriber"
            )
        )

    def mails(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted((self.root / "mail/new").glob("*"))]


def addresses(count: int, domain: str = "example.net") -> list[str]:
    return [f"reader{number}@{domain}" for number in range(count)]


def twice(recipients: Sequence[str]) -> list[str]:
    return [address for address, count in Counter(recipients).items() if count > 1]
