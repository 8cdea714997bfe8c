"""Finds out by DNS whether a domain takes mail, before a mail is sent to an address there.

The question and its time depend on the domain alone, so they reveal nothing of the addresses there.
"""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.dns_queries import Dns, DnsError

SECONDS = 2.0
"""How long DNS may take. Without an answer, an address is taken as good: the relay will find out."""

KEPT = 3600
MOST = 10_000


class MailDomains:
    """Asks DNS, and keeps answers for an hour. `clock` gives Unix time; threads may share it."""

    def __init__(self, dns: Dns, clock: Callable[[], float]) -> None:
        self._dns, self._clock = dns, clock
        self._known: dict[str, tuple[float, bool]] = {}

    def take_mail(self, domain: str) -> bool:
        """Return whether a domain has an MX or a host, and no null MX (RFC 7505)."""
        known = self._known.get(domain)
        if known and self._clock() < known[0]:
            return known[1]
        try:
            found = any(self._dns.exchanges(domain))
        except DnsError:
            return True
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[domain] = self._clock() + KEPT, found
        return found
