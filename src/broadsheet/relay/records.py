"""The interface of all relays, `Relay`, and its records. The final dot is a step of its own.

connect ──▶ offer (all but the final dot) ──▶ hand_over (the dot) ──▶ Reply
└──▶ close (nothing was handed over)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """At which step of a transaction a reply came, or the connection was lost."""

    CONNECT = "connect"
    AUTH = "auth"
    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"
    BODY = "body"
    DOT = "final dot"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the relay: the three digits, the enhanced code (RFC 3463) or "", and the text."""

    stage: Stage
    code: int
    enhanced: str
    text: str

    def __str__(self) -> str:
        enhanced = f" {self.enhanced}" if self.enhanced else ""
        return f"{self.code}{enhanced} {self.text}"

    @property
    def accepted(self) -> bool:
        """Return whether it is positive."""
        return self.code < 400  # noqa: PLR2004 - RFC 5321, section 4.2.1


class RelayLostError(Exception):
    """The connection was lost or timed out, or the relay answered what is no SMTP."""

    def __init__(self, stage: Stage, why: str) -> None:
        super().__init__(f"{why} at {stage}")
        self.stage = stage


class RelayRefusedError(Exception):
    """The relay does not let this program send at all: its greeting, TLS or AUTH says no."""

    def __init__(self, reply: Reply, advice: str) -> None:
        super().__init__(f"{reply}; {advice}")
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom; `identity` is the delivery's ENVID (RFC 3461), fit for a file's name."""

    sender: str
    recipient: str
    identity: str


class RelayConnection(Protocol):
    """A connection to a relay, for one message after another. Not shared between threads."""

    def offer(self, envelope: Envelope, message: bytes) -> Reply:
        """Send everything but the final dot; `message` has CRLF, and no line begins with a dot.

        If the reply is accepted, the next call is `hand_over`, or `close` to give up. Otherwise it
        is the refusal, and the connection is ready for the next message, unless its code is 421.
        Raises RelayLostError.
        """

    def hand_over(self) -> Reply:
        """Send the final dot and return the reply.

        Raises RelayLostError: at the stage DOT, nobody knows whether the message was accepted; at an
        earlier one, the dot did not leave, so it was not.
        """

    def close(self) -> None:
        """Close it, politely unless a message is half sent."""


class Relay(Protocol):
    """Where messages are handed over."""

    def connect(self) -> RelayConnection:
        """Open a connection. Raises RelayLostError, or RelayRefusedError."""
