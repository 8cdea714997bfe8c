"""A finished issue, secrets and keys that the tests of sending share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from broadsheet.messages.issues import FinishedIssue, compile_issue
from broadsheet.subscribers import Secret

DATE = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
ADDRESSES = {"pages": "https://letters.example.org/", "bounce": "bounce@letters.example.org"}
SECRET = Secret("k" * 32)

LEAVE = "https://letters.example.org/u/%%token%%"

HEADERS = (
    ("From", "Ada <ada@example.org>"),
    ("Reply-To", "editor@example.org"),
    ("Subject", "=?utf-8?b?5q+P5ZGo?= 2026-W01"),
    ("List-Id", "Weekly <weekly.example.org>"),
    ("List-Unsubscribe", f"<{LEAVE}>,\r\n <mailto:leave+%%token%%@letters.example.org>"),
    ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ("Archived-At", "<https://example.org/digests/weekly/2026-W01/>"),
)


def finished(text: str = "", html: str = "", **given: object) -> FinishedIssue:
    fields = {
        "edition": "weekly",
        "name": "2026-W01",
        "headers": HEADERS,
        "text": f"{text or 'News.'}\n.\nLeave: {LEAVE}\n",
        "html": f"<p>{html or 'News'}</p>\n<a href='{LEAVE}'>Leave</a>\n",
    }
    return FinishedIssue(**{**fields, **given})


def compiled(*args: object, **given: object):
    return compile_issue(finished(*args, **given), DATE, **ADDRESSES)


def write_key(folder: Path, algorithm: str = "rsa") -> Path:
    """Write a private key, and return its file."""
    key = (
        rsa.generate_private_key(65537, 2048)
        if algorithm == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    file = folder / f"{algorithm}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file
