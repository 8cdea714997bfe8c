"""A client of SMTP (RFC 5321) and LMTP (RFC 2033) that sends the final dot as a step of its own.

`smtplib` sends body and dot in one, and so cannot commit anything in between.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from broadsheet.relay.auth import Login, authenticate
from broadsheet.relay.records import (
    Envelope,
    RelayLostError,
    RelayRefusedError,
    Reply,
    Stage,
)
from broadsheet.relay.wire import Timeouts, Wire

_GO_AHEAD = 354
_CLOSING = 421
_QUIT_SECONDS = 2.0
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+")
"""An address that cannot end its command and inject another."""

_PLAIN = re.compile(r"[^!-~]|[+=\\]")
"""Characters of an address that ORCPT has to encode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpRelay:
    """A relay at `host` and `port`, or at the socket `path` of this machine.

    `tls` is "starttls", "implicit", or "" on this machine.
    """

    host: str = ""
    port: int = 0
    path: str = ""
    tls: str
    lmtp: bool = False
    login: Login | None = None
    context: ssl.SSLContext | None = None
    timeouts: Timeouts = Timeouts()

    def connect(self) -> SmtpConnection:
        """Connect, encrypt, say hello and log in. Raises RelayLostError, RelayRefusedError."""
        wire = self._wire()
        try:
            return SmtpConnection(wire, self._greeted(wire), self.timeouts)
        except BaseException:
            wire.close()
            raise

    def _wire(self) -> Wire:
        try:
            wire = Wire(self._socket())
        except OSError as error:
            why = f"{self.path or f'{self.host}:{self.port}'}: {error.strerror or error}"
            raise RelayLostError(Stage.CONNECT, why) from error
        if self.tls == "implicit":
            self._encrypt(wire)
        return wire

    def _socket(self) -> socket.socket:
        if self.path:
            connected = socket.socket(socket.AF_UNIX)
            connected.settimeout(self.timeouts.connect)
            connected.connect(self.path)
            return connected
        connected = socket.create_connection((self.host, self.port), self.timeouts.connect)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def _encrypt(self, wire: Wire) -> None:
        context = self.context or ssl.create_default_context()
        try:
            wire.start_tls(context, self.host, self.timeouts.command)
        except BaseException:
            wire.close()
            raise

    def _greeted(self, wire: Wire) -> Mapping[str, str]:
        """Go from the greeting to a session that may send; returns what the relay offers."""
        greeting = wire.reply(Stage.CONNECT, self.timeouts.greeting)
        if not greeting.accepted:
            raise _not_now(greeting)
        offered = self._hello(wire)
        if self.tls == "starttls":
            offered = self._started_tls(wire, offered)
        if self.login:
            mechanisms = offered.get("AUTH", "").upper().split()
            authenticate(self.login, mechanisms, lambda line: self._exchange(wire, line))
        return offered

    def _started_tls(self, wire: Wire, offered: Collection[str]) -> Mapping[str, str]:
        advice = (
            "passwords and readers' addresses never go unencrypted; use a relay with TLS, or smtps"
        )
        if "STARTTLS" not in offered:
            raise RelayRefusedError(
                Reply(Stage.CONNECT, 502, "", "the relay offers no STARTTLS"), advice
            )
        reply = self._command(wire, Stage.CONNECT, "STARTTLS")
        if not reply.accepted:
            raise _not_now(reply) if reply.code < 500 else RelayRefusedError(reply, advice)  # noqa: PLR2004
        self._encrypt(wire)
        return self._hello(wire)  # Extensions that were offered before TLS may have been forged.

    def _hello(self, wire: Wire) -> Mapping[str, str]:
        """Say EHLO or LHLO; returns extensions and their parameters, by upper-case name."""
        name = socket.getfqdn()
        name = name if re.fullmatch(r"[A-Za-z0-9.-]+", name) else "localhost"
        wire.send(
            Stage.CONNECT,
            f"{'LHLO' if self.lmtp else 'EHLO'} {name}\r\n".encode(),
            self.timeouts.command,
        )
        reply, lines = wire.lines(Stage.CONNECT, self.timeouts.command)
        if not reply.accepted:
            if reply.code < 500:  # noqa: PLR2004
                raise _not_now(reply)
            raise RelayRefusedError(reply, "the relay refuses this machine; check send.relay")
        words = (line.replace("=", " ", 1).split(None, 1) for line in lines[1:] if line.strip())
        return {found[0].upper(): found[1] if len(found) > 1 else "" for found in words}

    def _command(self, wire: Wire, stage: Stage, line: str) -> Reply:
        wire.send(stage, f"{line}\r\n".encode(), self.timeouts.command)
        return wire.reply(stage, self.timeouts.command)

    def _exchange(self, wire: Wire, line: str) -> Reply:
        reply = self._command(wire, Stage.AUTH, line)
        if 400 <= reply.code < 500:  # noqa: PLR2004 - temporary, as with a directory that is down
            raise RelayLostError(Stage.AUTH, str(reply))
        return reply


def _not_now(reply: Reply) -> RelayLostError | RelayRefusedError:
    if reply.code < 500:  # noqa: PLR2004 - RFC 5321, section 4.2.1
        return RelayLostError(Stage.CONNECT, str(reply))
    return RelayRefusedError(reply, "the relay refuses this machine; check send.relay")


class SmtpConnection:
    """A session that may send."""

    def __init__(self, wire: Wire, offered: Mapping[str, str], timeouts: Timeouts) -> None:
        self._wire = wire
        self._timeouts = timeouts
        self._pipelining = "PIPELINING" in offered
        self._dsn = "DSN" in offered
        self._utf8 = "SMTPUTF8" in offered
        self._size = "SIZE" in offered
        limit = offered.get("SIZE", "").strip()
        self._limit = int(limit) if limit.isdigit() else 0
        self._half_sent = False

    def offer(self, envelope: Envelope, message: bytes) -> Reply:
        """Send everything but the final dot; see `RelayConnection`."""
        if refusal := self._impossible(envelope, message):
            return refusal
        commands = self._commands(envelope, len(message))
        reply = self._pipelined(commands) if self._pipelining else self._stepwise(commands)
        if not reply.accepted:
            return reply
        self._half_sent = True
        self._wire.send(Stage.BODY, message, self._timeouts.block)
        return reply

    def hand_over(self) -> Reply:
        """Send the final dot; see `RelayConnection`. LMTP too has one reply, for the one recipient."""
        self._wire.expect_silence(Stage.BODY)
        self._wire.send(Stage.BODY, b".\r\n", self._timeouts.block)
        reply = self._wire.reply(Stage.DOT, self._timeouts.dot)
        self._half_sent = False
        return reply

    def close(self) -> None:
        """Say QUIT, unless a message is half sent: then only the end of the connection drops it."""
        with contextlib.suppress(RelayLostError, OSError):
            if not self._half_sent:
                self._wire.send(Stage.CONNECT, b"QUIT\r\n", _QUIT_SECONDS)
                self._wire.reply(Stage.CONNECT, _QUIT_SECONDS)
        self._wire.close()

    def _impossible(self, envelope: Envelope, message: bytes) -> Reply | None:
        if not _ADDRESS.fullmatch(envelope.recipient):
            return Reply(Stage.RECIPIENT, 553, "5.1.3", "the address has characters of commands")
        if not envelope.recipient.isascii() and not self._utf8:
            text = "the relay takes no addresses beyond ASCII (SMTPUTF8, RFC 6531)"
            return Reply(Stage.RECIPIENT, 553, "5.6.7", text)
        if self._limit and len(message) > self._limit:
            text = f"the message has {len(message)} bytes, and the relay takes {self._limit}"
            return Reply(Stage.SENDER, 552, "5.3.4", text)
        return None

    def _commands(self, envelope: Envelope, size: int) -> list[tuple[Stage, bytes]]:
        sender = f"MAIL FROM:<{envelope.sender}>"
        recipient = f"RCPT TO:<{envelope.recipient}>"
        if self._size:
            sender += f" SIZE={size}"
        if not envelope.recipient.isascii():
            sender += " SMTPUTF8 BODY=8BITMIME"
        if self._dsn:
            sender += f" RET=HDRS ENVID={envelope.identity}"
            recipient += f" NOTIFY=FAILURE ORCPT={_original(envelope.recipient)}"
        lines = ((Stage.SENDER, sender), (Stage.RECIPIENT, recipient), (Stage.DATA, "DATA"))
        return [(stage, f"{line}\r\n".encode()) for stage, line in lines]

    def _pipelined(self, commands: list[tuple[Stage, bytes]]) -> Reply:
        """Send all commands in one go (RFC 2920), and return the first refusal, or the 354."""
        self._wire.send(
            Stage.SENDER, b"".join(line for _, line in commands), self._timeouts.command
        )
        replies = []
        for stage, _ in commands:
            replies.append(self._wire.reply(stage, self._timeout(stage)))
            if replies[-1].code == _CLOSING:
                return replies[-1]
        refusal = next((reply for reply in replies if not reply.accepted), None)
        if refusal is None:
            return _as_go_ahead(replies[-1])
        # The relay accepted DATA without a recipient, and waits for a message.
        if replies[-1].code == _GO_AHEAD:
            self._half_sent = True
            self.hand_over()
        return self._after_refusal(refusal)

    def _stepwise(self, commands: list[tuple[Stage, bytes]]) -> Reply:
        for stage, line in commands:
            self._wire.send(stage, line, self._timeouts.command)
            reply = self._wire.reply(stage, self._timeout(stage))
            if not reply.accepted:
                return self._after_refusal(reply)
        return _as_go_ahead(reply)

    def _after_refusal(self, refusal: Reply) -> Reply:
        """Drop the sender and start anew, so that the connection is good for the next message."""
        if refusal.code != _CLOSING:
            self._wire.send(refusal.stage, b"RSET\r\n", self._timeouts.command)
            self._wire.reply(refusal.stage, self._timeouts.command)
        return refusal

    def _timeout(self, stage: Stage) -> float:
        return self._timeouts.data if stage is Stage.DATA else self._timeouts.command


def _as_go_ahead(reply: Reply) -> Reply:
    """Check that the reply to DATA is 354: after another one no body may follow."""
    if reply.code != _GO_AHEAD:
        raise RelayLostError(Stage.DATA, f"no 354: {reply}")
    return reply


def _original(address: str) -> str:
    """Return an address for ORCPT: as xtext (RFC 3461, section 4), or as RFC 6533, section 3."""
    if address.isascii():
        return "rfc822;" + _PLAIN.sub(lambda found: f"+{ord(found[0]):02X}", address)
    return "utf-8;" + _PLAIN.sub(lambda found: f"\\x{{{ord(found[0]):X}}}", address)
