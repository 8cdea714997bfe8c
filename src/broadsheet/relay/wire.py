"""Sockets that speak lines: commands out, replies in (RFC 5321, section 4.2), with time-outs."""

from __future__ import annotations

import contextlib
import functools
import math
import re
import socket
import ssl
import struct
import sys
from dataclasses import dataclass

from broadsheet.relay.records import RelayLostError, Reply, Stage

_LINE = re.compile(rb"([2-5][0-9]{2})([ -]?)(.*)")
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[ \t]+|$)")
_MAX_LINE, _MAX_REPLY = 4096, 65536
_AT_ONCE = 4096
_TLS_RECORD = 16384 + 512
_TICK = 60.0
"""Seconds after which a read checks its deadline; all time-outs of RFC 5321 are multiples of it."""

_DO_NOT_WAIT = getattr(socket, "MSG_DONTWAIT", 0)


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
    """A socket with a buffer, and TLS where it was started.

    The socket blocks, and the kernel keeps its time-outs: Python's own cost a `poll` and an `ioctl`
    with each call, at each of which threads that wait for the interpreter change places. For the same
    reason TLS works in memory: a message leaves in one call, not in one for each record.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._socket.setblocking(True)
        self._tls: ssl.SSLObject | None = None
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tick = self._patience = math.inf
        self._buffer = b""

    def send(self, stage: Stage, content: bytes, timeout: float) -> None:
        """Send all of it. Raises RelayLostError."""
        try:
            if self._tls:
                self._tls.write(content)
                content = self._outgoing.read()
            self._send(content, timeout)
        except OSError as error:
            raise RelayLostError(stage, _why(error)) from error

    def reply(self, stage: Stage, timeout: float) -> Reply:
        """Read a reply, of one or more lines. Raises RelayLostError."""
        line = self._line(stage, timeout)
        return _whole_reply(stage, line) or self._rest(stage, timeout, line)[0]

    def lines(self, stage: Stage, timeout: float) -> tuple[Reply, list[str]]:
        """Read a reply; returns its lines, too, without their codes. Raises RelayLostError."""
        return self._rest(stage, timeout, self._line(stage, timeout))

    def _rest(self, stage: Stage, timeout: float, line: bytes) -> tuple[Reply, list[str]]:
        """Read a reply that begins with a line."""
        lines: list[str] = []
        size = 0
        while True:
            size += len(line)
            parsed = _parsed(line)
            if parsed is None or size > _MAX_REPLY:
                raise RelayLostError(stage, f"no SMTP reply: {line[:60]!r}")
            code, goes_on, text = parsed
            lines.append(text)
            if not goes_on:
                return _made(stage, code, lines), lines
            line = self._line(stage, timeout)

    def expect_silence(self, stage: Stage) -> None:
        """Look whether the relay closed the connection, or spoke out of turn; do not wait for it.

        Raises RelayLostError if so.
        """
        if not _DO_NOT_WAIT:
            return  # Windows: a relay that closed shows when the dot is sent.
        try:
            said = self._buffer or self._receive(_DO_NOT_WAIT)
        except BlockingIOError:
            return
        except OSError as error:
            raise RelayLostError(stage, _why(error)) from error
        shown = f"the relay said {said[:80]!r}" if said else "the relay closed the connection"
        raise RelayLostError(stage, shown)

    def start_tls(self, context: ssl.SSLContext, host: str, timeout: float) -> None:
        """Encrypt the connection; what was read before is dropped, since anyone could have sent it.

        Raises RelayLostError.
        """
        self._buffer = b""
        tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        try:
            self._shake_hands(tls, timeout)
        except OSError as error:
            raise RelayLostError(Stage.CONNECT, f"TLS failed ({_why(error)})") from error
        self._tls = tls

    def _shake_hands(self, tls: ssl.SSLObject, timeout: float) -> None:
        self._wait_at_most(timeout)
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                self._send(self._outgoing.read(), timeout)
                self._take_in()
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    # Sends the alert that tells the relay why.
                    self._send(self._outgoing.read(), timeout)
                raise
            else:
                return self._send(self._outgoing.read(), timeout)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _line(self, stage: Stage, timeout: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _MAX_LINE:
                raise RelayLostError(stage, "the relay sent an endless line")
            self._buffer += self._received(stage, timeout)
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return line.rstrip(b"\r")

    def _received(self, stage: Stage, timeout: float) -> bytes:
        self._wait_at_most(timeout)
        waited = 0.0
        while True:
            try:
                received = self._receive()
            except BlockingIOError as error:
                waited += self._tick
                if waited >= timeout:
                    raise RelayLostError(stage, _why(error)) from error
            except OSError as error:
                raise RelayLostError(stage, _why(error)) from error
            else:
                if not received:
                    raise RelayLostError(stage, "the relay closed the connection")
                return received

    def _receive(self, flags: int = 0) -> bytes:
        """Return the next bytes, b"" at the end of the connection."""
        if self._tls is None:
            return self._socket.recv(_AT_ONCE, flags)
        while True:
            try:
                return self._tls.read(_AT_ONCE)
            except ssl.SSLWantReadError:
                self._take_in(flags)
            except ssl.SSLZeroReturnError:
                return b""

    def _take_in(self, flags: int = 0) -> None:
        """Read encrypted bytes."""
        received = self._socket.recv(_TLS_RECORD, flags)
        if received:
            self._incoming.write(received)
        else:
            self._incoming.write_eof()

    def _send(self, content: bytes, timeout: float) -> None:
        if timeout < self._patience:
            self._patience = timeout
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _kernel_time(timeout))
        self._socket.sendall(content)

    def _wait_at_most(self, timeout: float) -> None:
        """Let the kernel end a read after `_tick` seconds, of which `timeout` has one or more.

        So the socket's option is set once, though the time-outs of commands differ.
        """
        if (tick := min(timeout, _TICK)) < self._tick:
            self._tick = tick
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _kernel_time(tick))


def _kernel_time(seconds: float) -> bytes | int:
    """Return a time-out as the socket option takes it: struct timeval, or milliseconds on Windows."""
    if sys.platform == "win32":
        return max(1, int(seconds * 1000))
    return struct.pack("ll", int(seconds), max(1, int(seconds % 1 * 1e6)))


@functools.lru_cache(256)
def _whole_reply(stage: Stage, line: bytes) -> Reply | None:
    """Return the reply that one line is, None if more follow or it is no SMTP.

    Most replies of a relay are the same again and again.
    """
    parsed = _parsed(line)
    return None if parsed is None or parsed[1] else _made(stage, parsed[0], [parsed[2]])


def _parsed(line: bytes) -> tuple[int, bool, str] | None:
    """Return a line's code, whether more lines follow, and its text; None if it is no SMTP."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    return int(match[1]), match[2] == b"-", match[3].decode("utf-8", "replace")


def _made(stage: Stage, code: int, lines: list[str]) -> Reply:
    """Make a reply; its enhanced code is the first line's."""
    found = _ENHANCED.match(lines[0])
    bare = [_ENHANCED.sub("", line, count=1) if found else line for line in lines]
    text = " ".join(bare)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "�" for c in text)
    return Reply(stage, code, found[1] if found else "", text.strip()[:500])


def _why(error: OSError) -> str:
    if isinstance(error, (TimeoutError, BlockingIOError)):
        return "the relay did not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    return error.strerror or str(error) or type(error).__name__
