"""Checks a proof as a mailbox saved it, by the verdict of the server that received it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from broadsheet.preflight.findings import Finding

_RESULT = re.compile(r"\b(spf|dkim|dmarc)=([a-z]+)")
_COMMENT = re.compile(r"\([^()]*\)")
_ADVICE = {
    "spf": "let SPF of the envelope sender's domain list the relay",
    "dkim": "compare the key in DNS, and look whether something on the way changes messages",
    "dmarc": "SPF or DKIM has to pass for the domain in From",
}
_ONE_CLICK = {"list-unsubscribe", "list-unsubscribe-post"}


def check_received(content: bytes) -> Iterator[Finding]:
    """Yield what the first Authentication-Results says (RFC 8601), and whether one click may leave.

    The first one is that of the server that took the message; a sender could have written the others.
    """
    message = message_from_bytes(content, EmailMessage, policy=policy.default)
    results = [str(value) for value in message.get_all("Authentication-Results", [])]
    if not results:
        text = 'is missing; save the message with all its header, as "show original" has it'
        yield Finding("Authentication-Results", good=False, message=text)
    else:
        yield from _results(results[0])
    yield _one_click(message)


def _results(text: str) -> Iterator[Finding]:
    server = text.split(";", maxsplit=1)[0].strip()
    found: dict[str, set[str]] = {}
    for method, result in _RESULT.findall(_COMMENT.sub("", text)):
        found.setdefault(method, set()).add(result)
    for method, advice in _ADVICE.items():
        seen = found.get(method, set())
        shown = ", ".join(sorted(seen)) or "not looked at"
        good = "pass" in seen
        message = f"{server} says {shown}" if good else f"{server} says {shown}; {advice}"
        yield Finding(method.upper(), good=good, message=message)


def _one_click(message: EmailMessage) -> Finding:
    """Return whether a signature covers both fields that RFC 8058 wants."""
    for value in message.get_all("DKIM-Signature", []):
        signed = re.search(r"\bh=([^;]*)", "".join(str(value).split()))
        if signed and set(signed[1].lower().split(":")) >= _ONE_CLICK:
            return Finding("one-click unsubscribing", good=True, message="its fields are signed")
    text = (
        "no DKIM signature covers List-Unsubscribe and List-Unsubscribe-Post; configure [send.dkim]"
    )
    return Finding(
        "one-click unsubscribing", good=False, message=f"{text}, or let the relay sign them"
    )
