"""What a report means: one event for one reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_GONE = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
_DISABLED = "5.2.1"
_STATUS = re.compile(r"\b5\.[0-9]{1,3}\.[0-9]{1,3}\b")
_US = re.compile(r"5\.7\.\d+|5\.3\.4|5\.6\.\d+")
_US_WORDS = re.compile(
    r"\b(?:spam|blocked|block ?list(?:ed)?|blacklist(?:ed)?|reputation|dmarc|spf)\b", re.IGNORECASE
)


class BounceClass(StrEnum):
    """What a bounce says about an address."""

    GONE = "gone"
    """The address does not exist: suppressed after the first report."""

    DISABLED = "disabled"
    """The mailbox is switched off: suppressed after a second report, a week or more later."""

    FULL = "full"
    """The mailbox is full or unreachable: suppressed after 3 issues in a row and 14 days."""

    US = "us"
    """The message or the sender was refused. Never the reader's fault; many of them pause a run."""


class EventKind(StrEnum):
    """What happened."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    """The reader called a message spam: leaves everything, and gets no farewell."""

    LEAVE = "leave"
    """The reader asked to leave, by `mailto:` or by a provider's unsubscribe button."""


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One event, found by a token of ours. Nothing in it is taken on trust.

    `issue` and `subscriber` are the numbers in the token. `status` is the enhanced status code
    (RFC 3463), "" if there is none. `detail` is the report's own text, on one line, shortened. `id` is the
    same each time the same report arrives, so that it counts once.
    """

    kind: EventKind
    issue: int
    subscriber: int
    id: str
    bounce_class: BounceClass | None = None
    status: str = ""
    detail: str = ""

    @classmethod
    def of_refusal(cls, issue: int, subscriber: int, reason: str, reply: str) -> MailEvent:
        """Return the bounce that a relay's refusal is; `reason` is its class in the ledger."""
        status = next(iter(_STATUS.findall(reply)), "")
        kind = BounceClass.GONE if reason == "gone" and not status else class_of(status, reply)
        event_id = f"smtp/{issue}/{subscriber}"
        return cls(EventKind.BOUNCE, issue, subscriber, event_id, kind, status, reply)


def class_of(status: str, detail: str) -> BounceClass:
    """Return the class of a failed delivery.

    `status` is the enhanced status code, `detail` the server's text. What is not clear is FULL, which has
    consequences only when it happens several times.
    """
    if _US.fullmatch(status) or _US_WORDS.search(detail):
        return BounceClass.US
    if status in _GONE:
        return BounceClass.GONE
    return BounceClass.DISABLED if status == _DISABLED else BounceClass.FULL
