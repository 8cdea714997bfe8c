"""The subscription pages: people join, choose and leave by themselves.

    application ─▶ *_pages ─▶ signup, leaving, preferences ─▶ the readers' database
                                └──▶ outbox ─▶ postman ─▶ relay

`publish subscribers serve` runs them; another ASGI server can: `uvicorn broadsheet.subscribe:app`, with the
site's folder in BROADSHEET_SITE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from broadsheet.subscribe.farewell import queue_farewells
    from broadsheet.subscribe.owner import OwnerPage, make_owner_app
    from broadsheet.subscribe.server import Service, make_service

    app: ASGIApp
else:
    __getattr__ = lazy(
        __name__,
        {
            "asgi": "app",
            "farewell": "queue_farewells",
            "owner": "OwnerPage make_owner_app",
            "server": "Service make_service",
        },
    )

__all__ = ["OwnerPage", "Service", "app", "make_owner_app", "make_service", "queue_farewells"]
