"""One request to a hub (WebSub, section 7): where it may go, how long it may take, what it answers."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import urllib3

from broadsheet import __version__
from broadsheet.config import records
from broadsheet.outgoing import is_public, within

TOO_MANY = 429

MAX_MESSAGE = 300


class PingError(Exception):
    """A hub did not accept a ping; `again` says whether it may accept it later.

    The message may quote the hub, so it is cut, and holds nothing that a terminal would obey.
    """

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__("".join(c if c.isprintable() else "?" for c in message[:MAX_MESSAGE]))
        self.again = again


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub, and under which conditions it is asked."""

    url: str
    config: records.WebSubConfig

    def ping(self, topic: str) -> None:
        """Tell the hub that a topic has changed. Raises PingError."""
        self._check_scheme()
        try:
            _judge(*within(self.config.timeout, lambda: self._ask(topic)))
        except (TimeoutError, urllib3.exceptions.TimeoutError) as error:
            message = f"does not answer within {self.config.timeout} s"
            raise PingError(message, again=True) from error
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
            raise PingError(f"does not answer: {_reason(error)}", again=True) from error

    def _ask(self, topic: str) -> tuple[int, str, str]:
        """Return the status, its reason and where a redirect leads."""
        self._check_address()
        with contextlib.closing(
            urllib3.request(
                "POST",
                self.url,
                body=urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}),
                headers={
                    "content-type": "application/x-www-form-urlencoded",
                    "user-agent": f"Broadsheet/{__version__}",
                    "connection": "close",
                },
                redirect=False,
                retries=False,
                timeout=self.config.timeout,
                preload_content=False,
            )
        ) as response:
            return response.status, response.reason or "", response.headers.get("location", "")

    def _check_scheme(self) -> None:
        if urlsplit(self.url).scheme != "https" and not self.config.allow_http:
            raise PingError(
                "is not reached by https; write its https address, or allow_http = true in [websub]",
                again=False,
            )

    def _check_address(self) -> None:
        """Refuse a hub inside a network, which is most likely a mistake. Raises PingError, OSError."""
        parts = urlsplit(self.url)
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        inside = [str(place[0]) for *_, place in found if not is_public(str(place[0]))]
        if inside and not self.config.allow_private:
            raise PingError(
                f"is at {inside[0]}, which is no public address; write another hub, or "
                "allow_private = true in [websub]",
                again=False,
            )


def _judge(status: int, reason: str, location: str) -> None:
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, section 15
        return
    if 300 <= status < 400:  # noqa: PLR2004
        raise PingError(
            f"answers {status}: write {location or 'elsewhere'} in site.hubs", again=False
        )
    again = status >= 500 or status == TOO_MANY  # noqa: PLR2004
    raise PingError(f"answers {status} {reason}", again=again)


def _reason(error: BaseException) -> str:
    """Return what went wrong at first: urllib3 says it in terms of its own objects."""
    while error.__cause__:
        error = error.__cause__
    return str(error) or type(error).__name__
