"""Sockets that speak lines: commands out, replies in (RFC 5321, section 4.2), with time-outs."""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass

from broadsheet.sending.relay.records import RelayLostError, Reply, Stage

_LINE = re.compile(rb"([2-5][0-9]{2})([ -]?)(.*)")
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[ \t]+|$)")
_MAX_LINE, _MAX_REPLY = 4096, 65536


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for the relay (RFC 5321, section 4.5.3.2).

    A shorter wait after the dot would make messages `unknown` that the relay is about to accept.
    """

    connect: float = 30
    greeting: float = 300
    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600


class Wire:
    """A socket with a buffer."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self._buffer = b""

    def send(self, stage: Stage, content: bytes, timeout: float) -> None:
        """Send all of it. Raises RelayLostError."""
        try:
            self.socket.settimeout(timeout)
            self.socket.sendall(content)
        except OSError as error:
            raise RelayLostError(stage, _why(error)) from error

    def reply(self, stage: Stage, timeout: float) -> Reply:
        """Read a reply, of one or more lines. Raises RelayLostError."""
        return self.lines(stage, timeout)[0]

    def lines(self, stage: Stage, timeout: float) -> tuple[Reply, list[str]]:
        """Read a reply; returns its lines, too, without their codes. Raises RelayLostError."""
        lines: list[str] = []
        size = 0
        while True:
            line = self._line(stage, timeout)
            match = _LINE.fullmatch(line)
            size += len(line)
            if match is None or size > _MAX_REPLY:
                raise RelayLostError(stage, f"no SMTP reply: {line[:60]!r}")
            lines.append(match[3].decode("utf-8", "replace"))
            if match[2] != b"-":
                return _reply(stage, int(match[1]), lines), lines

    def expect_silence(self, stage: Stage) -> None:
        """Look whether the relay closed the connection, or spoke out of turn; do not wait for it.

        Raises RelayLostError if so.
        """
        try:
            self.socket.settimeout(0)
            said = self._buffer or self.socket.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except OSError as error:
            raise RelayLostError(stage, _why(error)) from error
        shown = f"the relay said {said[:80]!r}" if said else "the relay closed the connection"
        raise RelayLostError(stage, shown)

    def start_tls(self, context: ssl.SSLContext, host: str, timeout: float) -> None:
        """Encrypt the connection; what was read before is dropped, since anyone could have sent it."""
        self._buffer = b""
        try:
            self.socket.settimeout(timeout)
            self.socket = context.wrap_socket(self.socket, server_hostname=host)
        except OSError as error:
            raise RelayLostError(Stage.CONNECT, f"TLS failed ({_why(error)})") from error

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()

    def _line(self, stage: Stage, timeout: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _MAX_LINE:
                raise RelayLostError(stage, "the relay sent an endless line")
            self._buffer += self._received(stage, timeout)
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return line.rstrip(b"\r")

    def _received(self, stage: Stage, timeout: float) -> bytes:
        try:
            self.socket.settimeout(timeout)
            received = self.socket.recv(4096)
        except OSError as error:
            raise RelayLostError(stage, _why(error)) from error
        if not received:
            raise RelayLostError(stage, "the relay closed the connection")
        return received


def _reply(stage: Stage, code: int, lines: list[str]) -> Reply:
    """Make a reply of its lines; only the first one's enhanced code counts."""
    found = _ENHANCED.match(lines[0])
    bare = [_ENHANCED.sub("", line, count=1) if found else line for line in lines]
    text = " ".join(bare)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "�" for c in text)
    return Reply(stage, code, found[1] if found else "", text.strip()[:500])


def _why(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "the relay did not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    return error.strerror or str(error) or type(error).__name__
