"""The suppression list: who must not be written to, as HMACs that reveal no address."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.databases import Session
from broadsheet.subscribers.secret import Secret

PURPOSE = "suppress"
_AT_ONCE = 500


def suppressed(session: Session, secret: Secret, canonical: Sequence[str]) -> frozenset[str]:
    """Return which of some canonical addresses are on the list."""
    if not session.rows("SELECT 1 FROM suppressions LIMIT 1"):
        return frozenset()
    owners = {mac: address for address in canonical for mac in secret.macs(PURPOSE, address)}
    macs = list(owners)
    hits: set[str] = set()
    for start in range(0, len(macs), _AT_ONCE):
        part = macs[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        rows = session.rows(f"SELECT mac FROM suppressions WHERE mac IN ({marks})", part)
        hits |= {owners[bytes(row[0])] for row in rows}
    return frozenset(hits)
