"""Telling hubs: each ping again and again for a while, and never longer than the site allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from broadsheet.config.load import FILE_NAME
from broadsheet.config.records import Config
from broadsheet.errors import Problem, Severity
from broadsheet.websub.client import Hub, PingError
from broadsheet.websub.ledger import Ledger, Ping
from broadsheet.websub.topics import topics

FIRST_PAUSE = 1.0
"""Seconds before a second attempt; each further pause is twice as long."""

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of pings: how many hubs took, which are kept for later, and what went wrong."""

    taken: int
    pending: tuple[Ping, ...]
    problems: tuple[Problem, ...]


def after_writing(config: Config, paths: Iterable[str], *, send: bool) -> tuple[Problem, ...]:
    """Tell hubs of the feeds among `paths` (below out/) or, unless `send`, keep them for later.

    Returns warnings; a hub is never a reason for a build to fail. The caller holds the site's lock.
    """
    changed = topics(paths, config)
    if send:
        return tell_hubs(config, changed).problems
    ledger = Ledger(config.root)
    ledger.write((*ledger.read(), *((hub, topic) for topic in changed for hub in config.site.hubs)))
    return ()


def tell_hubs(config: Config, changed: Iterable[str], sleep: Sleep = time.sleep) -> Told:
    """Tell every hub of feeds that changed (their URLs), and of what earlier runs could not tell.

    What a hub may take later is kept for the next run. The caller holds the site's lock.
    """
    ledger = Ledger(config.root)
    hubs = config.site.hubs
    earlier = (ping for ping in ledger.read() if ping[0] in hubs)
    pings = tuple(dict.fromkeys((*earlier, *((hub, t) for t in changed for hub in hubs))))
    # Kept before anything is sent, so that a run that is killed forgets none.
    ledger.write(pings)
    told = notify(pings, config, sleep)
    ledger.write(told.pending)
    return told


def notify(pings: Sequence[Ping], config: Config, sleep: Sleep) -> Told:
    """Send pings, to all hubs side by side."""
    if not pings:
        return Told(0, (), ())
    end = time.monotonic() + config.websub.patience
    by_hub: dict[str, list[str]] = {}
    for hub, topic in pings:
        by_hub.setdefault(hub, []).append(topic)
    with ThreadPoolExecutor(len(by_hub)) as pool:
        told = [
            pool.submit(_tell, Hub(hub, config.websub), urls, end, sleep)
            for hub, urls in by_hub.items()
        ]
        results = [future.result() for future in told]
    return Told(
        sum(result.taken for result in results),
        tuple(ping for result in results for ping in result.pending),
        tuple(problem for result in results for problem in result.problems),
    )


def _tell(hub: Hub, urls: Sequence[str], end: float, sleep: Sleep) -> Told:
    """Tell one hub; where it fails for now, the rest of the topics waits for the next run."""
    problems: dict[Problem, None] = {}
    taken = 0
    for done, topic in enumerate(urls):
        try:
            _persist(hub, topic, end, sleep)
            taken += 1
        except PingError as error:
            problems[_problem(hub, error)] = None
            if error.again:
                rest = tuple((hub.url, waiting) for waiting in urls[done:])
                return Told(taken, rest, tuple(problems))
    return Told(taken, (), tuple(problems))


def _problem(hub: Hub, error: PingError) -> Problem:
    later = "; it is told in the next run" if error.again else ""
    return Problem(FILE_NAME, 0, "site.hubs", f"{hub.url} {error}{later}", Severity.WARNING)


def _persist(hub: Hub, topic: str, end: float, sleep: Sleep) -> None:
    """Tell a hub of one topic, trying again with ever longer pauses. Raises PingError."""
    if time.monotonic() > end:
        raise PingError("takes too long", again=True)
    pause = FIRST_PAUSE
    for _ in range(hub.config.attempts - 1):
        try:
            hub.ping(topic)
        except PingError as error:
            if not error.again or time.monotonic() + pause > end:
                raise
            sleep(pause)
            pause *= 2
        else:
            return
    hub.ping(topic)
