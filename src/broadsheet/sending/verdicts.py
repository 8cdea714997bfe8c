"""What a relay's reply means for a delivery, and for the run. Pure."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from broadsheet.relay import Reply, Stage

_CLOSING = 421
_PERMANENT = 500
_GONE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
_US = re.compile(r"5\.7\.\d+|5\.3\.4|5\.6\.\d+")
_US_WORDS = re.compile(
    r"spam|block|reputation|blacklist|blocklist|policy|banned|dmarc", re.IGNORECASE
)
_GONE_WORDS = re.compile(
    r"no such (?:user|recipient|mailbox|address)|user unknown|unknown user|does(?: not|n't) exist|"
    r"mailbox (?:not found|unavailable)|invalid (?:recipient|mailbox)|recipient address rejected",
    re.IGNORECASE,
)

ADVICE = {
    "5.7.26": "Gmail finds neither SPF nor DKIM that matches From; run `publish send --check`",
    "5.7.25": "the sending host has no PTR record in DNS; ask whoever runs it for one",
    "5.7.27": "SPF does not list the sending host; run `publish send --check`",
    "5.7.28": "Gmail sees too many messages, or spam; send fewer a day, see docs/sending.md",
    "5.7.29": "Gmail wants TLS; use a relay that delivers with it",
    "5.7.515": "Microsoft wants SPF, DKIM and DMARC to pass; run `publish send --check`",
    "5.7.30": "Exchange no longer accepts passwords; use BROADSHEET_RELAY_TOKEN (OAuth 2)",
}
"""Advice for the owner of a site, by enhanced code."""


class Fate(StrEnum):
    """The consequence of a reply for its delivery."""

    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    NOT_TRIED = "not tried"
    """The reply is about relay or sender, not about this reader."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reply means; `reason` is the class of a refusal: gone, full or us.

    `slow` asks for fewer messages to the reader's domain, `closes` ends the connection, and `ours`
    says that the sender, not the reader, was refused.
    """

    fate: Fate
    reason: str = ""
    slow: bool = False
    closes: bool = False
    ours: bool = False


def judge(reply: Reply) -> Verdict:
    """Return what a reply means."""
    if reply.accepted:
        return Verdict(Fate.SENT)
    about_run = reply.stage in {Stage.CONNECT, Stage.AUTH, Stage.SENDER}
    if reply.code < _PERMANENT:
        closes = reply.code == _CLOSING
        slow = not about_run and (closes or reply.enhanced.startswith("4.7."))
        return Verdict(Fate.NOT_TRIED if about_run else Fate.DEFERRED, slow=slow, closes=closes)
    if about_run:
        return Verdict(Fate.NOT_TRIED, "us", ours=True)
    reason = refusal_class(reply)
    return Verdict(Fate.REFUSED, reason, ours=reason == "us" or reply.stage is not Stage.RECIPIENT)


def refusal_class(reply: Reply) -> str:
    """Return the class of a permanent refusal: gone, full (or unreachable), or us.

    Words count only if there is no enhanced code. An unclear refusal is "full", which has
    consequences only after several issues.
    """
    if _US.fullmatch(reply.enhanced) or (not reply.enhanced and _US_WORDS.search(reply.text)):
        return "us"
    if reply.enhanced in _GONE or (not reply.enhanced and _GONE_WORDS.search(reply.text)):
        return "gone"
    return "full"


def advice(reply: Reply) -> str:
    """Return what the owner can do about a refusal."""
    usual = "look what the relay says, and run `publish send --check`"
    return ADVICE.get(reply.enhanced, usual)


IN_A_ROW = 3
SHARE = 0.05
WINDOW = 100
FIRST = 500


class Breaker:
    """Ends the run of an issue if relay or readers refuse too much.

    `tried` and `refused` are the counts of earlier runs of the issue.
    """

    def __init__(self, tried: int = 0, refused: int = 0) -> None:
        self._tried, self._refused = tried, refused
        self._row = 0
        self._recent: deque[bool] = deque(maxlen=WINDOW)

    def count(self, reply: Reply, verdict: Verdict) -> str:
        """Count a reply; returns why the run has to end, or ""."""
        if verdict.fate is Fate.NOT_TRIED:
            text = f"the relay refuses the sender ({reply}); {advice(reply)}"
            return text if verdict.ours else ""
        if verdict.fate is Fate.DEFERRED:
            return ""
        self._row = self._row + 1 if verdict.ours else 0
        self._recent.append(verdict.ours)
        self._tried += 1
        self._refused += verdict.fate is Fate.REFUSED
        if self._row >= IN_A_ROW or sum(self._recent) > SHARE * WINDOW:
            return f"the relay refuses the issue ({reply}); {advice(reply)}"
        if self._tried <= FIRST and self._refused > SHARE * FIRST:
            text = f"{self._refused} of the first {self._tried} addresses were refused ({reply})"
            return f"{text}; clean the list, and go on by naming the edition: publish send EDITION"
        return ""
