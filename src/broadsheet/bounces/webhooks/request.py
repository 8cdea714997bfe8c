"""What all webhooks share: the request, what a provider reports, and the tests of a signature."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from broadsheet.bounces.events import BounceClass, EventKind
from broadsheet.text import printable_line

REPLAY_SECONDS = 300
"""How far a signed time may be from ours: an older request may be a recording."""

MAX_DETAIL = 300


class WebhookError(ValueError):
    """A request is not believed, or cannot be read; the message is for the owner's log."""


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A POST from a provider: header names in lower case, and the body as it arrived."""

    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header. Raises WebhookError if it is missing."""
        try:
            return self.headers[name]
        except KeyError:
            raise WebhookError(f"has no header {name}") from None

    def json(self) -> Any:
        """Return the body as JSON. Raises WebhookError."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise WebhookError("is not JSON") from error


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider reports of one message. `token` is the one that we put into the message."""

    kind: EventKind
    token: str
    id: str
    bounce_class: BounceClass | None = None
    status: str = ""
    detail: str = ""


class Webhook(Protocol):
    """One provider. `secret` is what its dashboard shows; docs/subscribing.md says where."""

    def header(self, token: str) -> tuple[str, str]:
        """Return the header by which a message sent through this provider carries our token."""
        ...

    def reports(self, request: WebhookRequest, secret: str, now: float) -> Iterable[Report]:
        """Return what a request reports. Raises WebhookError unless its signature is right.

        `now` is Unix time.
        """
        ...


def check_same(given: str, expected: str) -> None:
    """Raise WebhookError unless two signatures are equal; takes the same time for all."""
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise WebhookError("has a wrong signature")


def check_time(given: str, now: float) -> None:
    """Raise WebhookError unless a signed Unix time is near `now`."""
    try:
        distance = abs(float(given) - now)
    except ValueError:
        raise WebhookError("has no time") from None
    if not distance <= REPLAY_SECONDS:  # NaN, too.
        raise WebhookError("was signed too long ago, or the clock is wrong")


def text(table: Any, *path: str) -> str:
    """Return a text deep in a table, on one line and shortened; "" if there is none."""
    for name in path:
        table = table.get(name) if isinstance(table, dict) else None
    if not isinstance(table, str | int | float) or isinstance(table, bool):
        return ""
    return printable_line(str(table), MAX_DETAIL)


OWN_HEADER = "X-Broadsheet-Delivery"
"""The header with our token, for providers that repeat headers in their events."""


def own_header(headers: Any) -> str:
    """Return our token from a provider's list of headers, tables of name and value; "" if it lacks ours."""
    for header in headers if isinstance(headers, list) else ():
        if text(header, "name").lower() == OWN_HEADER.lower():
            return text(header, "value")
    return ""
