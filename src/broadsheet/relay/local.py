"""Relays on this machine without SMTP: the program `sendmail`, and a Maildir for tests and proofs."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from broadsheet.relay.records import (
    Envelope,
    RelayLostError,
    RelayRefusedError,
    Reply,
    Stage,
)
from broadsheet.syncing import sync_folder

_READY = Reply(Stage.DATA, 354, "", "ready")

_EXIT_CODES = {
    0: (250, "2.0.0"),
    64: (501, "5.5.4"),  # EX_USAGE
    65: (550, "5.6.0"),  # EX_DATAERR
    67: (550, "5.1.1"),  # EX_NOUSER
    68: (550, "5.1.2"),  # EX_NOHOST
    77: (550, "5.7.1"),  # EX_NOPERM
}
"""Replies that sendmail's exit codes stand for (sysexits.h); all others are temporary."""


@dataclass(frozen=True, slots=True)
class SendmailRelay:
    """Postfix's, Exim's or another MTA's `sendmail -i`."""

    program: str = "/usr/sbin/sendmail"

    def connect(self) -> SendmailConnection:
        """Look whether the program is there. Raises RelayRefusedError."""
        if not os.access(self.program, os.X_OK):
            reply = Reply(Stage.CONNECT, 500, "", f"{self.program} is not a program")
            raise RelayRefusedError(reply, "install Postfix, or write another send.relay")
        return SendmailConnection(self.program)


class SendmailConnection:
    """One process for each message.

    The process is started with the dot only, and reads a file that is complete: a `sendmail` whose
    input ends early, since this program was killed, would queue what it has.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._offered: tuple[Envelope, bytes] | None = None

    def offer(self, envelope: Envelope, message: bytes) -> Reply:
        """Keep the message; see `RelayConnection`."""
        self._offered = envelope, message
        return _READY

    def hand_over(self) -> Reply:
        """Run the program; see `RelayConnection`."""
        if self._offered is None:
            raise RelayLostError(Stage.DOT, "nothing was offered")
        envelope, message = self._offered
        self._offered = None
        command = [self._program, "-i", "-f", envelope.sender, "--", envelope.recipient]
        with tempfile.TemporaryFile() as file:
            file.write(message.replace(b"\r\n", b"\n"))
            file.seek(0)
            # In a session of its own, so that Ctrl-C does not end it in the middle of a message.
            done = subprocess.run(  # noqa: S603 - the owner's own program
                command, stdin=file, capture_output=True, check=False, start_new_session=True
            )
        if done.returncode < 0:
            raise RelayLostError(Stage.DOT, f"{self._program} was killed")
        code, enhanced = _EXIT_CODES.get(done.returncode, (451, "4.3.0"))
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        return Reply(Stage.DOT, code, enhanced, said or f"sendmail ended with {done.returncode}")

    def close(self) -> None:
        """Drop what was offered."""
        self._offered = None


@dataclass(frozen=True, slots=True)
class MaildirRelay:
    """A folder in Maildir format; what is sent lies in new/, with the delivery's identity as name."""

    folder: Path

    def connect(self) -> MaildirConnection:
        """Make the folder. Raises RelayRefusedError."""
        try:
            for name in ("tmp", "new", "cur"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reply = Reply(Stage.CONNECT, 500, "", f"{self.folder}: {error.strerror}")
            raise RelayRefusedError(reply, "write another folder in send.relay") from error
        return MaildirConnection(self.folder)


class MaildirConnection:
    """Writes files: all but the last step with `offer`, their move to new/ with `hand_over`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""

    def offer(self, envelope: Envelope, message: bytes) -> Reply:
        """Write the file to tmp/; see `RelayConnection`."""
        self._name = envelope.identity
        head = f"Return-Path: <{envelope.sender}>\nDelivered-To: {envelope.recipient}\n"
        try:
            with (self._folder / "tmp" / self._name).open("wb") as file:
                file.write(head.encode() + message.replace(b"\r\n", b"\n"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return Reply(Stage.BODY, 452, "4.3.1", f"{self._folder}: {error.strerror}")
        return _READY

    def hand_over(self) -> Reply:
        """Move the file to new/; see `RelayConnection`."""
        try:
            (self._folder / "tmp" / self._name).rename(self._folder / "new" / self._name)
            sync_folder(self._folder / "new")
        except OSError as error:
            raise RelayLostError(Stage.DOT, f"{self._folder}: {error.strerror}") from error
        return Reply(Stage.DOT, 250, "2.0.0", f"new/{self._name}")

    def close(self) -> None:
        """Leave the file in tmp/, where nobody looks; the next try writes it again."""
