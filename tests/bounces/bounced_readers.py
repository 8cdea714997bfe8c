"""Readers, issues and deliveries in a database, made by hand."""

from __future__ import annotations

from database_kinds import open_here

from broadsheet.ledger import Ledger, Outcome, Result
from broadsheet.subscribers import Evidence, Secret, Subscribers, read_address

START = 1_750_000_000
DAY = 86400


class Readers:
    """A list with one edition, whose issues are sent at once."""

    def __init__(self, root, count=1):
        self.database = open_here(root)
        self.secret = Secret("k" * 32)
        self.subscribers = Subscribers(self.database, self.secret)
        self.addresses = [read_address(f"r{n}@example.org") for n in range(count)]
        for address in self.addresses:
            for edition in ("weekly", "daily"):
                source = Evidence("import", "members")
                self.subscribers.add(address, edition, source, START)
        self.ledger = Ledger(self.database, self.secret)

    def number(self, n=0):
        return self.subscribers.find(self.addresses[n]).id

    def issue(self, name, at, outcome=Outcome.SENT):
        """Send an issue to everybody, with the same outcome."""
        issue = self.ledger.open_issue("weekly", name, b"x", cutoff=at, now=at)
        while deliveries := self.ledger.lease(issue.id, "w", 500, at):
            for delivery in deliveries:
                self.ledger.mark(delivery, at)
                self.ledger.record(delivery, Result(outcome), at)
            self.ledger.flush()
        return issue.id

    def editions(self, n=0):
        """Return the editions that a reader gets."""
        found = self.subscribers.find(self.addresses[n])
        return [each.edition for each in found.subscriptions if each.state == "confirmed"]

    def suppressed(self, n=0):
        return self.subscribers.suppression_reason(self.addresses[n])
