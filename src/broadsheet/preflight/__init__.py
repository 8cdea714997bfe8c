"""The checks before an issue is sent: `publish send --check`.

`check_route` asks the relay and DNS; `check_received` reads a proof that arrived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.preflight.findings import Finding
    from broadsheet.preflight.received import check_received
    from broadsheet.preflight.relay_check import check_route
else:
    __getattr__ = lazy(
        __name__,
        {"findings": "Finding", "received": "check_received", "relay_check": "check_route"},
    )

__all__ = ["Finding", "check_received", "check_route"]
