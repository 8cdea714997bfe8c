"""What `publish bounces` does."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from broadsheet import console
from broadsheet.api import config_of
from broadsheet.bounces import BounceReport, Intake, mailboxes, open_mailbox, take_in
from broadsheet.config import Config
from broadsheet.errors import ConfigError, Problem
from broadsheet.subscribe import queue_farewells
from broadsheet.subscribers import open_subscribers

STDIN = "-"
LONGEST_IDLE = 29 * 60.0
"""Seconds of one IDLE: a server may end it after 30 minutes (RFC 2177)."""


def run(options: argparse.Namespace) -> int:
    """Read mails, and apply what they report. Returns the exit code. Raises PublishError."""
    config = config_of(options.folder)
    subscribers, _ = open_subscribers(config.root, config.send.database, os.environ)
    with contextlib.closing(subscribers.database), _mailbox(options, config) as mailbox:
        says_so = config.send.url and config.subscribe.farewell  # The pages send the mails.
        farewell = queue_farewells if says_so else None
        intake = Intake(subscribers.database, subscribers.secret, farewell)
        _pass(mailbox, intake, options)
        while options.idle and isinstance(mailbox, mailboxes.ImapMailbox):
            mailbox.wait(LONGEST_IDLE)
            _pass(mailbox, intake, options)
    return 0


@contextlib.contextmanager
def _mailbox(options: argparse.Namespace, config: Config) -> Iterator[mailboxes.Mailbox]:
    if options.files:
        is_pipe = options.files == [STDIN]
        names = tuple(Path(name) for name in options.files)
        yield mailboxes.OneMail.of(sys.stdin.buffer) if is_pipe else mailboxes.MailFiles(names)
        return
    if not config.send.bounces:
        message = (
            'is missing; write e.g. bounces = "imaps://bounce@mail.example.org", or name files'
        )
        raise ConfigError(Problem("publish.toml", 0, "send.bounces", message))
    mailbox = open_mailbox(config.send.bounces, config.root, os.environ)
    try:
        yield mailbox
    finally:
        if isinstance(mailbox, mailboxes.ImapMailbox | mailboxes.PopMailbox):
            mailbox.close()


def _pass(mailbox: mailboxes.Mailbox, intake: Intake, options: argparse.Namespace) -> None:
    """Read what is there, and print what it did."""
    started = time.monotonic()
    report = take_in(mailbox, intake, lambda: options.clock().timestamp())
    if console.somebody_looks_on():
        console.tell(_summary(report))
    if options.json:
        seconds = round(time.monotonic() - started, 3)
        effects = {effect.value: count for effect, count in sorted(report.effects.items())}
        counts = {"mails": report.mails, "effects": effects, "ignored": dict(report.ignored)}
        console.print_json({"command": "bounces", **counts, "problems": [], "seconds": seconds})


def _summary(report: BounceReport) -> str:
    parts = [f"{count} {effect}" for effect, count in sorted(report.effects.items())]
    parts += [f"{count} ignored ({why})" for why, count in sorted(report.ignored.items())]
    return f"{report.mails} mails: {', '.join(parts) or 'nothing to do'}"
