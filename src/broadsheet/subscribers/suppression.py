"""The suppression list: who must not be written to, as HMACs that reveal no address.

No confirmed subscription of a suppressed address exists: whoever adds to the list ends them in the
same transaction, and whoever confirms looks here first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadsheet.databases import Session
from broadsheet.subscribers.address import clean_line
from broadsheet.subscribers.records import Act
from broadsheet.subscribers.secret import Secret

PURPOSE = "suppress"

FINAL = ("complained", "not-me")
"""Reasons after which only the reader can come back."""

_AT_ONCE = 500

ADD = """INSERT INTO suppressions (mac, reason, at, source) VALUES (?, ?, ?, ?)
    ON CONFLICT (mac) DO NOTHING"""


def suppressed(session: Session, secret: Secret, canonical: Sequence[str]) -> Mapping[str, str]:
    """Return which of some canonical addresses are on the list, and why."""
    if not session.rows("SELECT 1 FROM suppressions LIMIT 1"):
        return {}
    owners = {mac: address for address in canonical for mac in secret.macs(PURPOSE, address)}
    macs = list(owners)
    hits: dict[str, str] = {}
    for start in range(0, len(macs), _AT_ONCE):
        part = macs[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        sql = f"SELECT mac, reason FROM suppressions WHERE mac IN ({marks})"
        hits |= {owners[bytes(mac)]: reason for mac, reason in session.rows(sql, part)}
    return hits


def add_to_list(session: Session, secret: Secret, canonical: str, act: Act) -> None:
    """Put an address on the list; one that is there keeps its reason."""
    if not suppressed(session, secret, [canonical]):
        mac = secret.mac(PURPOSE, canonical)
        session.execute(ADD, (mac, act.reason, int(act.at), clean_line(act.source.basis)))


def take_off_list(session: Session, secret: Secret, canonical: str) -> None:
    """Take an address off the list: only the reader may ask for that."""
    macs = [(mac,) for mac in secret.macs(PURPOSE, canonical)]
    session.each("DELETE FROM suppressions WHERE mac = ?", macs)
