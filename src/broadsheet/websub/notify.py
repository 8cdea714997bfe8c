"""Telling hubs: each ping is tried several times, within the time that the site allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from broadsheet.config import FILE_NAME, Config
from broadsheet.errors import Problem, Severity
from broadsheet.websub.client import Hub, PingError
from broadsheet.websub.pending import PendingPings, Ping, topics

FIRST_PAUSE = 1.0
"""Seconds before a second attempt; each further pause is twice as long."""

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of pings: how many were accepted, which wait for the next run, and the problems."""

    taken: int
    pending: tuple[Ping, ...]
    problems: tuple[Problem, ...]


def after_writing(config: Config, paths: Iterable[str], *, send: bool) -> tuple[Problem, ...]:
    """Tell hubs that the feeds among `paths` (below out/) changed or, unless `send`, keep that for later.

    Returns warnings: no build fails because of a hub. The caller holds the site's lock.
    """
    changed = topics(paths, config)
    if send:
        return tell_hubs(config, changed).problems
    pending = PendingPings(config.root)
    pending.write((*pending.read(), *((hub, t) for t in changed for hub in config.site.hubs)))
    return ()


def tell_hubs(config: Config, changed: Iterable[str], sleep: Sleep = time.sleep) -> Told:
    """Tell every hub that feeds `changed` (their URLs), and send the pings that wait from earlier runs.

    A ping that a hub may accept later is kept for the next run. The caller holds the site's lock.
    """
    pending = PendingPings(config.root)
    hubs = config.site.hubs
    earlier = (ping for ping in pending.read() if ping[0] in hubs)
    pings = tuple(dict.fromkeys((*earlier, *((hub, t) for t in changed for hub in hubs))))
    # Kept before anything is sent, so that a run that is killed loses none.
    pending.write(pings)
    told = notify(pings, config, sleep)
    pending.write(told.pending)
    return told


def notify(pings: Sequence[Ping], config: Config, sleep: Sleep) -> Told:
    """Send pings to all hubs at the same time."""
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
    """Tell one hub; if it fails for now, the rest of the topics waits for the next run."""
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
