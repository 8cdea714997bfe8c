"""One pass over a mailbox: every mail is read, applied, and then removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.bounces.events import MailEvent
from broadsheet.bounces.intake import Effect, Intake
from broadsheet.bounces.mailboxes import (
    ImapMailbox,
    Mailbox,
    MaildirFolder,
    MailServer,
    PopMailbox,
)
from broadsheet.bounces.reports import read_mail
from broadsheet.errors import ConfigError, Problem

PASSWORD = "BROADSHEET_BOUNCES_PASSWORD"  # noqa: S105 - a variable's name
TOKEN = "BROADSHEET_BOUNCES_TOKEN"  # noqa: S105
CA_FILE = "BROADSHEET_BOUNCES_CA"


@dataclass(frozen=True, slots=True)
class BounceReport:
    """What a pass did: how many mails it read, and what they did, by effect; `ignored` by reason."""

    mails: int
    effects: Mapping[Effect, int]
    ignored: Mapping[str, int]


def take_in(mailbox: Mailbox, intake: Intake, clock: Callable[[], float]) -> BounceReport:
    """Read all mails that are there, and apply them.

    A mail is removed only after its event was committed. `clock` gives Unix time. Raises DatabaseError,
    UnavailableError and OSError; what was applied by then stays.
    """
    effects: Counter[Effect] = Counter()
    ignored: Counter[str] = Counter()
    mails = 0
    for key, content in mailbox.mails():
        mails += 1
        event = read_mail(content, intake.secret)
        if isinstance(event, MailEvent):
            effects[intake.apply(event, clock())] += 1
        else:
            ignored[event.why] += 1
        mailbox.done(key, remove=isinstance(event, MailEvent))
    return BounceReport(mails, effects, ignored)


def open_mailbox(address: str, root: Path, environment: Mapping[str, str]) -> Mailbox:
    """Open the mailbox of `[send] bounces`. Raises ConfigError, UnavailableError."""
    if address.startswith("maildir:"):
        folder = root / address.removeprefix("maildir:")
        if not (folder / "new").is_dir():
            raise _wrong(f"{folder} is no Maildir; write the folder that holds new/ and cur/")
        return MaildirFolder(folder)
    try:
        server = MailServer.at(
            address,
            _from_environment(environment, PASSWORD),
            _from_environment(environment, TOKEN),
            environment.get(CA_FILE, ""),
        )
    except ValueError as error:
        raise _wrong(str(error)) from error
    return ImapMailbox(server) if server.scheme.startswith("imap") else PopMailbox(server)


def _from_environment(environment: Mapping[str, str], name: str) -> str:
    """Return a secret from a variable, or from the file that the variable with _FILE names."""
    if file := environment.get(f"{name}_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise ConfigError(Problem(file, 0, "", f"cannot be read: {error}")) from error
    return environment.get(name, "")


def _wrong(message: str) -> ConfigError:
    return ConfigError(Problem("publish.toml", 0, "send.bounces", message))
