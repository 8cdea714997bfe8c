"""The site's secret: makes and checks tokens, Message-IDs and the suppression list's entries."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from broadsheet.errors import ConfigError, Problem
from broadsheet.syncing import sync, sync_folder

VARIABLE = "BROADSHEET_SECRET"
FILE_NAME = "subscribers.key"
MIN_LENGTH = 32

_BYTES = 16
"""Of a MAC: 128 bits."""


class Secret:
    """One or more keys: the first makes, all of them check, so that keys can be replaced."""

    TOKEN_LENGTH: ClassVar = 46

    def __init__(self, *keys: str) -> None:
        self._keys = {_key_id(key.encode()): key.encode() for key in keys}
        self.current = next(iter(self._keys))
        """Id of the first key; keep it with whatever must be made the same way again."""

    def has(self, key: str) -> bool:
        """Return whether it holds the key with this id."""
        return key in self._keys

    def mac(self, purpose: str, *parts: str | int, key: str = "") -> bytes:
        """Return 16 bytes that only this secret makes from these parts, for this purpose.

        `key` is the id of the key to use, by default the current one. Raises KeyError if it is gone.
        """
        message = "\0".join((purpose, *map(str, parts))).encode()
        return hmac.digest(self._keys[key or self.current], message, hashlib.sha256)[:_BYTES]

    def macs(self, purpose: str, *parts: str | int) -> tuple[bytes, ...]:
        """Return the MACs by all keys, the current one first: to look up what older keys made."""
        return tuple(self.mac(purpose, *parts, key=key) for key in self._keys)

    def token(self, purpose: str, first: int, second: int, *bound: str, key: str = "") -> str:
        """Return a token of 46 characters that carries two numbers, say issue and subscriber.

        `bound` texts are not in it, but it is valid with them only. It consists of small letters
        and digits, since mail servers may change the case of an address.
        """
        key = key or self.current
        mac = self.mac(purpose, first, second, *bound, key=key)
        return key + _number(first) + _number(second) + _base32(mac)

    def read_token(self, token: str, purpose: str, *bound: str) -> tuple[int, int] | None:
        """Return the numbers in a token of this purpose, or None if it is not one of ours."""
        token = token.lower()
        key = token[:_ID_LENGTH]
        if len(token) != self.TOKEN_LENGTH or not token.isalnum() or key not in self._keys:
            return None
        try:
            first, second = (int(token[part].translate(_VALUES), 32) for part in _NUMBERS)
        except ValueError:
            return None
        expected = self.token(purpose, first, second, *bound, key=key)
        same = hmac.compare_digest(token.encode(), expected.encode())
        return (first, second) if same else None


_ID_LENGTH = 4
_NUMBERS = (slice(_ID_LENGTH, _ID_LENGTH + 8), slice(_ID_LENGTH + 8, _ID_LENGTH + 16))

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_VALUES = str.maketrans(_DIGITS, "0123456789abcdefghijklmnopqrstuv")
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]


def _base32(data: bytes) -> str:
    """Return what `base64.b32encode` does, in small letters without padding, five times as fast."""
    bits = len(data) * 8
    digits = -(-bits // 5)
    pairs = -(-digits // 2)
    number = int.from_bytes(data) << pairs * 10 - bits
    text = "".join([_PAIRS[number >> at & 1023] for at in range((pairs - 1) * 10, -1, -10)])
    return text[:digits]


@functools.lru_cache(1000)
def _number(number: int) -> str:
    """Return a number as eight digits; a message has those of its issue and its reader twice."""
    return _base32(number.to_bytes(5))


def _key_id(key: bytes) -> str:
    return _base32(hmac.digest(key, b"key id", hashlib.sha256))[:_ID_LENGTH]


def load_secret(root: Path, environment: Mapping[str, str], *, create: bool) -> tuple[Secret, bool]:
    """Return the site's secret, and whether it was made just now.

    It is read from BROADSHEET_SECRET, from the file that BROADSHEET_SECRET_FILE names, or from
    `root`/subscribers.key; keys are separated by white space, the current one first. Where there
    is none, `create` makes the file with mode 0600. Raises ConfigError.
    """
    if text := environment.get(VARIABLE):
        return _parse(text, VARIABLE), False
    file = Path(environment.get(f"{VARIABLE}_FILE") or root / FILE_NAME)
    try:
        return _parse(file.read_text("ascii"), str(file)), False
    except FileNotFoundError:
        if create and f"{VARIABLE}_FILE" not in environment:
            return _create(file), True
        message = f"does not exist; restore it, or set {VARIABLE}"
        raise ConfigError(Problem(str(file), 0, "", message)) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror}; check its permissions"
        raise ConfigError(Problem(str(file), 0, "", message)) from error
    except UnicodeError as error:
        message = "is not a key; write at least 32 ASCII characters"
        raise ConfigError(Problem(str(file), 0, "", message)) from error


def _parse(text: str, place: str) -> Secret:
    keys = text.split()
    if not keys or min(map(len, keys)) < MIN_LENGTH:
        message = f"is too short; write {MIN_LENGTH} characters, e.g. of `openssl rand -hex 32`"
        raise ConfigError(Problem(place, 0, "", message))
    return Secret(*keys)


def _create(file: Path) -> Secret:
    key = secrets.token_hex(32)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(key + "\n")
        sync(file)
        sync_folder(file.parent)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; check the folder's permissions"
        raise ConfigError(Problem(str(file), 0, "", message)) from error
    return Secret(key)
