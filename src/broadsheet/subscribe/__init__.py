"""The subscription pages: people join, choose and leave by themselves.

    app ─▶ *_pages ─▶ signup, leaving, preferences ─▶ the readers' database
                                └──▶ outbox ─▶ postman ─▶ relay

`publish subscribers serve` runs them; another ASGI server can: `uvicorn broadsheet.subscribe:app`, with the
site's folder in BROADSHEET_SITE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from broadsheet.subscribe.server import Service, make_service

    app: ASGIApp

__all__ = ["Service", "app", "make_service"]


def __getattr__(name: str) -> object:
    if name == "app":
        from broadsheet.subscribe import asgi  # noqa: PLC0415 - opens the database

        return asgi.app
    if name in __all__:
        from broadsheet.subscribe import server  # noqa: PLC0415 - needs the extra `subscribe`

        return getattr(server, name)
    raise AttributeError(name)
