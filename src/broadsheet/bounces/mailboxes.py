"""Reads mail that came back: from a pipe, files, a Maildir, IMAP or POP.

For each mail the order is: read, commit, remove. So a
crash can make a mail be read twice, which counts once, but never loses one.
"""

from __future__ import annotations

import poplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from broadsheet.bounces.reports import MAX_BYTES
from broadsheet.errors import Problem, UnavailableError
from broadsheet.walk import read_file

TIMEOUT = 60.0
_LINES = 20_000
"""Of a mail of more than MAX_BYTES."""

poplib._MAXLINE = MAX_BYTES  # type: ignore[attr-defined]  # noqa: SLF001 - one mail with a line of 2,049 bytes would stop all others

PORTS = {"imaps": 993, "imap": 143, "pops": 995, "pop": 110}


class Mailbox(Protocol):
    """A place with mails."""

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """Yield a key and the content of each mail that is there, the oldest first."""
        ...

    def done(self, key: str, *, remove: bool) -> None:
        """Remove a mail whose event is committed, or leave one that is not for us, marked as read."""
        ...


@dataclass(frozen=True, slots=True)
class MailFiles:
    """Files that each hold one mail; they stay where they are."""

    paths: tuple[Path, ...]

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files."""
        for path in self.paths:
            yield str(path), read_file(path, MAX_BYTES)

    def done(self, key: str, *, remove: bool) -> None:
        """Leave the file to its owner."""


@dataclass(frozen=True, slots=True)
class OneMail:
    """One mail, as a mail server's alias pipes it in. If it fails, the server tries again."""

    content: bytes

    @classmethod
    def of(cls, stream: BinaryIO) -> OneMail:
        """Read a stream to its end, since servers take a closed pipe for a failure; keep MAX_BYTES."""
        content = stream.read(MAX_BYTES)
        while stream.read(MAX_BYTES):
            pass
        return cls(content)

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """Yield it."""
        yield "", self.content

    def done(self, key: str, *, remove: bool) -> None:
        """There is nothing to remove."""


@dataclass(frozen=True, slots=True)
class MaildirFolder:
    """A Maildir, as Postfix and Dovecot deliver into it."""

    folder: Path

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """Yield the mails in new/, and those in cur/ that nobody has read."""
        for name, key in sorted((path.name, key) for key, path in self._files()):
            is_read = key.startswith("cur/") and "S" in _flags(name)
            if not is_read:
                yield key, read_file(self.folder / key, MAX_BYTES)

    def _files(self) -> Iterator[tuple[str, Path]]:
        for part in ("new", "cur"):
            for path in (self.folder / part).iterdir():
                if not path.name.startswith(".") and path.is_file():
                    yield f"{part}/{path.name}", path

    def done(self, key: str, *, remove: bool) -> None:
        """Remove a mail, or move it to cur/ as read."""
        path = self.folder / key
        if remove:
            path.unlink(missing_ok=True)
            return
        flags = "".join(sorted({*_flags(path.name), "S"}))
        path.replace(self.folder / "cur" / f"{path.name.partition(_INFO)[0]}{_INFO}{flags}")


_INFO = ":2,"
"""Stands before the flags in the names of a Maildir's files (https://cr.yp.to/proto/maildir.html)."""


def _flags(name: str) -> str:
    return name.partition(_INFO)[2]


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mailbox on a server. `token` is an access token for XOAUTH2, in place of the password."""

    scheme: str
    host: str
    port: int
    user: str
    folder: str = "INBOX"
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    ca_file: str = ""

    @classmethod
    def at(cls, address: str, password: str = "", token: str = "", ca_file: str = "") -> MailServer:
        """Read `imaps://user@host:993/Folder` or `pops://user@host`. Raises ValueError.

        Without TLS (`imap`, `pop`) the host must be this machine.
        """
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname or parts.username is None:
            message = f'"{address}" is not a mailbox; write e.g. "imaps://bounce@mail.example.org"'
            raise ValueError(message)
        if not parts.scheme.endswith("s") and parts.hostname not in {
            "localhost",
            "127.0.0.1",
            "::1",
        }:
            raise ValueError(
                f"{parts.scheme} sends the password readably; write {parts.scheme}s://…"
            )
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or PORTS[parts.scheme],
            unquote(parts.username),
            unquote(parts.path.strip("/")) or "INBOX",
            password,
            token,
            ca_file,
        )

    @property
    def context(self) -> ssl.SSLContext:
        """TLS that verifies the server's certificate."""
        return ssl.create_default_context(cafile=self.ca_file or None)

    @property
    def place(self) -> str:
        """Its address for messages, without password."""
        return f"{self.scheme}://{self.host}:{self.port}"


@contextmanager
def unavailable(server: MailServer) -> Iterator[None]:
    """Turn any error that a mail server's answer causes into UnavailableError."""
    from imapclient.exceptions import IMAPClientError  # noqa: PLC0415 - an extra

    try:
        yield
    except (OSError, IMAPClientError, poplib.error_proto, EOFError) as error:
        message = f"does not answer ({error}); try again later, or check [send] bounces"
        raise UnavailableError(Problem(server.place, 0, "", message)) from error


class ImapMailbox:
    """A folder on an IMAP server. Mails that are not for us are marked as read and stay."""

    def __init__(self, server: MailServer) -> None:
        from imapclient import IMAPClient  # noqa: PLC0415 - an extra

        self._server = server
        with unavailable(server):
            self._client = IMAPClient(
                server.host,
                server.port,
                ssl=server.scheme == "imaps",
                ssl_context=server.context if server.scheme == "imaps" else None,
                timeout=TIMEOUT,
            )
            try:
                self._log_in()
            except BaseException:
                self._client.shutdown()
                raise

    def _log_in(self) -> None:
        if self._server.token:
            self._client.oauth2_login(self._server.user, self._server.token)
        else:
            self._client.login(self._server.user, self._server.password)
        self._client.select_folder(self._server.folder)

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """Yield the mails that nobody has read."""
        with unavailable(self._server):
            for uid in sorted(self._client.search(["UNSEEN", "UNDELETED"])):
                found = self._client.fetch([uid], [f"BODY.PEEK[]<0.{MAX_BYTES}>"])
                if content := found.get(uid, {}).get(b"BODY[]<0>"):
                    yield str(uid), content

    def done(self, key: str, *, remove: bool) -> None:
        """Remove a mail, or mark it as read."""
        with unavailable(self._server):
            if remove:
                self._client.delete_messages([int(key)])
                self._client.expunge([int(key)] if self._client.has_capability("UIDPLUS") else None)
            else:
                self._client.add_flags([int(key)], [rb"\Seen"])

    def wait(self, seconds: float) -> bool:
        """Wait for a new mail by IDLE (RFC 2177); return whether something came."""
        with unavailable(self._server):
            if not self._client.has_capability("IDLE"):
                return False
            self._client.idle()
            try:
                return bool(self._client.idle_check(timeout=seconds))
            finally:
                self._client.idle_done()

    def close(self) -> None:
        """Log out."""
        with unavailable(self._server):
            self._client.logout()


class PopMailbox:
    """A mailbox on a POP3 server. What is removed goes when the connection ends (RFC 1939)."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        with unavailable(server):
            if server.scheme == "pops":
                self._client: poplib.POP3 = poplib.POP3_SSL(
                    server.host, server.port, timeout=TIMEOUT, context=server.context
                )
            else:
                self._client = poplib.POP3(server.host, server.port, timeout=TIMEOUT)
            try:
                self._log_in()
            except BaseException:
                self._client.close()
                raise

    def _log_in(self) -> None:
        if self._server.token:
            _pop_oauth2(self._client, self._server)
        else:
            self._client.user(self._server.user)
            self._client.pass_(self._server.password)

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """Yield all mails."""
        with unavailable(self._server):
            for line in self._client.list()[1]:
                number, size = map(int, line.split()[:2])
                is_long = size > MAX_BYTES
                answer = self._client.top(number, _LINES) if is_long else self._client.retr(number)
                lines = answer[1]
                yield str(number), b"\r\n".join(lines) + b"\r\n"

    def done(self, key: str, *, remove: bool) -> None:
        """Mark a mail for removal. What is not for us stays, and is read again: POP knows no "read"."""
        if remove:
            with unavailable(self._server):
                self._client.dele(int(key))

    def close(self) -> None:
        """End the session, which removes what was marked."""
        with unavailable(self._server):
            self._client.quit()


def _pop_oauth2(client: poplib.POP3, server: MailServer) -> None:
    """Log in by AUTH XOAUTH2 (https://developers.google.com/gmail/imap/xoauth2-protocol)."""
    import base64  # noqa: PLC0415 - rarely needed

    text = f"user={server.user}\x01auth=Bearer {server.token}\x01\x01"
    command = f"AUTH XOAUTH2 {base64.b64encode(text.encode()).decode()}"
    client._shortcmd(command)  # type: ignore[attr-defined]  # noqa: SLF001 - poplib has no AUTH
