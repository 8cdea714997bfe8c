"""The way of a site's messages: its relay, rates, keys, and the login from the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.config import Config, config_error
from broadsheet.errors import ConfigError, Problem
from broadsheet.messages import dkim
from broadsheet.rates import Limit
from broadsheet.relay import Relay, make_relay
from broadsheet.sending.health import Patience

PASSWORD, TOKEN = "BROADSHEET_RELAY_PASSWORD", "BROADSHEET_RELAY_TOKEN"
"""Environment variables; with `_FILE` at the end they name a file instead."""

_Text = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way of messages: the relay and its limits, the keys that sign, and the envelope sender."""

    relay: Relay
    name: str
    connections: int
    limits: Sequence[Limit]
    bounce: str = ""
    """The bounce address; "" for that of From."""

    local: bool = False
    """Whether the relay is a mail server on this machine."""

    keys: Sequence[dkim.DkimKey] = ()
    ses: bool = False
    token_header: Callable[[str], tuple[str, str]] | None = None
    """For a provider that reports bounces: the header that carries a delivery's token."""

    patience: Patience = Patience()

    @classmethod
    def of_site(cls, config: Config, environment: Mapping[str, str], connections: int = 0) -> Route:
        """Return the route of a site's messages, by this many connections (0: as configured).

        Raises ConfigError.
        """
        send = config.send
        if send.relay is None:
            message = 'is missing; write e.g. relay = "sendmail"'
            raise config_error(config, "send.relay", message)
        return cls(
            relay=make_relay(send.relay, config.root, *_password_and_token(config, environment)),
            name=send.relay.name,
            connections=connections or send.connections,
            limits=[Limit(rate.count, rate.seconds) for rate in send.rate],
            bounce=send.bounce_address,
            local=send.relay.is_local,
            keys=load_keys(config),
            ses=send.relay.is_ses,
            token_header=_token_header(config),
        )


def load_keys(config: Config) -> tuple[dkim.DkimKey, ...]:
    """Return the DKIM keys of a site. Raises ConfigError."""
    keys = config.send.dkim
    if keys is None:
        return ()
    files = {"send.dkim.key": (keys.selector, keys.key)}
    if keys.second:
        files["send.dkim.second.key"] = (keys.second.selector, keys.second.key)
    return tuple(
        _key(config, where, keys.domain, *selector_and_file)
        for where, selector_and_file in files.items()
    )


def _key(config: Config, where: str, domain: str, selector: str, file: str) -> dkim.DkimKey:
    try:
        return dkim.load_key(domain, selector, config.root / file)
    except dkim.KeyFileError as error:
        raise config_error(config, where, f"{file} {error}") from error


def _token_header(config: Config) -> Callable[[str], tuple[str, str]] | None:
    """Return what makes the header by which the relay's provider reports on a delivery, if any."""
    from broadsheet.bounces import webhooks  # noqa: PLC0415 - slow to import

    relay = config.send.relay
    provider = webhooks.provider_of(relay.host) if relay else ""
    return webhooks.providers(lambda _: b"")[provider].header if provider else None


def _password_and_token(
    config: Config, environment: Mapping[str, str]
) -> tuple[_Text | None, _Text | None]:
    """Return what reads them; both are None without a user. Raises ConfigError if both are missing."""
    if config.send.relay is None or not config.send.relay.user:
        return None, None
    password, token = _secret_text(environment, PASSWORD), _secret_text(environment, TOKEN)
    if password is None and token is None:
        message = f"names a user, but there is no password; set {PASSWORD} in the environment"
        raise config_error(config, "send.relay", message)
    return password, token


def _secret_text(environment: Mapping[str, str], name: str) -> _Text | None:
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
