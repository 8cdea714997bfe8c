"""What `publish send` works with: relay, keys and secret of a site, and its database."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broadsheet.config import Config, config_error
from broadsheet.errors import ConfigError, Problem, Severity
from broadsheet.ledger import Ledger, Limit
from broadsheet.relay import Login, is_ses, make_relay, relay_name, tls_of
from broadsheet.sending.crew import Route
from broadsheet.sending.dkim import DkimKey, KeyFileError, load_key
from broadsheet.subscribers import Secret, open_subscribers

PASSWORD, TOKEN = "BROADSHEET_RELAY_PASSWORD", "BROADSHEET_RELAY_TOKEN"
"""Environment variables; with `_FILE` at the end they name a file instead."""


@dataclass(frozen=True, slots=True)
class Office:
    """A site's ledger and secret, and what there is to say of how they were opened."""

    ledger: Ledger
    secret: Secret
    problems: tuple[Problem, ...]


@contextmanager
def opened(config: Config, environment: Mapping[str, str]) -> Iterator[Office]:
    """Open a site's database, and make its secret if there is none yet.

    Raises DatabaseError: a missing database is never made here. Raises ConfigError.
    """
    readers, made = open_subscribers(config.root, config.send.database, environment)
    try:
        message = "was made now; keep it with your backups: links to unsubscribe depend on it"
        problem = Problem("subscribers.key", 0, "", message, Severity.WARNING)
        ledger = Ledger(readers.database, readers.secret)
        yield Office(ledger, readers.secret, (problem,) if made else ())
    finally:
        readers.database.close()


def make_route(config: Config, environment: Mapping[str, str], connections: int = 0) -> Route:
    """Return how a site's messages leave, by so many connections (0: as configured). Raises ConfigError."""
    send = config.send
    if send.relay is None:
        raise config_error(config, "send.relay", 'is missing; write e.g. relay = "sendmail"')
    return Route(
        relay=make_relay(send.relay, config.root, _login(config, environment)),
        name=relay_name(send.relay),
        connections=connections or send.connections,
        limits=[Limit(rate.count, rate.seconds) for rate in send.rate],
        bounce=send.bounce_address,
        local=send.relay.scheme not in {"maildir", "lmtp"} and not tls_of(send.relay),
        keys=load_keys(config),
        ses=is_ses(send.relay),
        token_header=_token_header(config),
    )


def load_keys(config: Config) -> tuple[DkimKey, ...]:
    """Return the DKIM keys of a site. Raises ConfigError."""
    dkim = config.send.dkim
    if dkim is None:
        return ()
    files = {"send.dkim.key": (dkim.selector, dkim.key)}
    if dkim.second:
        files["send.dkim.second.key"] = (dkim.second.selector, dkim.second.key)
    return tuple(
        _key(config, where, dkim.domain, *selector_and_file)
        for where, selector_and_file in files.items()
    )


def _key(config: Config, where: str, domain: str, selector: str, file: str) -> DkimKey:
    try:
        return load_key(domain, selector, config.root / file)
    except KeyFileError as error:
        raise config_error(config, where, f"{file} {error}") from error


def _token_header(config: Config) -> Callable[[str], tuple[str, str]] | None:
    """Return what makes the header by which the relay's provider reports on a delivery, if any."""
    from broadsheet.bounces import webhooks  # noqa: PLC0415 - slow to import

    relay = config.send.relay
    provider = webhooks.provider_of(relay.host) if relay else ""
    return webhooks.providers(lambda _: b"")[provider].header if provider else None


def worker_name() -> str:
    """Return a name that no other process uses."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def _login(config: Config, environment: Mapping[str, str]) -> Login | None:
    """Return how to log in. Raises ConfigError if there is neither password nor token."""
    if config.send.relay is None or not config.send.relay.user:
        return None
    password, token = _secret_text(environment, PASSWORD), _secret_text(environment, TOKEN)
    if password is None and token is None:
        message = f"names a user, but there is no password; set {PASSWORD} in the environment"
        raise config_error(config, "send.relay", message)
    return Login(config.send.relay.user, password, token)


def _secret_text(environment: Mapping[str, str], name: str) -> Callable[[], str] | None:
    if name in environment:
        return lambda: environment[name]
    if file := environment.get(f"{name}_FILE"):
        return lambda: _read(Path(file), f"{name}_FILE")
    return None


def _read(file: Path, name: str) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        message = f"{name} names it, and it cannot be read; check path and permissions"
        raise ConfigError(Problem(str(file), 0, "", message)) from error
