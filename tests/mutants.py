"""A plugin of pytest that runs mutmut's mutants, each in a fork: `make mutants` describes the use.

mutmut makes the mutants and finds which tests reach which function. But it collects the tests anew for
each mutant, which takes most of the time. Here they are collected once. `MODULES` names modules, and
`SAMPLE` how many mutants of each are tried (0 for all); `SEED` chooses which.
"""

from __future__ import annotations

import json
import os
import random
import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

CHILDREN = 2
SECONDS = 40
"""Of CPU: a mutant that takes longer counts as killed."""


def wanted() -> Iterator[str]:
    """Yield the names of the mutants to try."""
    sample, seed = int(os.environ.get("SAMPLE", "0")), int(os.environ.get("SEED", "1"))
    for module in os.environ["MODULES"].split():
        meta = Path("src", f"{module.replace('.', '/')}.py.meta")
        names = sorted(json.loads(meta.read_text("utf-8"))["exit_code_by_key"])
        yield from random.Random(seed).sample(names, min(sample or len(names), len(names)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try each mutant on the tests that reach its function, and print those that live."""
    stats = json.loads(Path("mutmut-stats.json").read_text("utf-8"))
    known = stats["duration_by_test"]
    items = {item.nodeid: item for item in session.items}
    new = [item for name, item in items.items() if name not in known]
    running: dict[int, str] = {}
    counts: Counter[tuple[str, str]] = Counter()

    def reap() -> None:
        pid, status = os.wait()
        name = running.pop(pid)
        outcome = "survived" if status == 0 else "killed"
        counts[name.rpartition(".")[0], outcome] += 1
        if outcome == "survived" and "." in name:
            print(outcome, name, flush=True)

    running[fork("", session.items)] = "no mutant"
    reap()
    assert counts == {("", "survived"): 1}, "the tests fail without a mutant"
    counts.clear()
    for name in wanted():
        reached = stats["tests_by_mangled_function_name"].get(name.rpartition("__mutmut_")[0], ())
        old = sorted((test for test in reached if test in items), key=known.__getitem__)
        while len(running) >= CHILDREN:
            reap()
        running[fork(name, [*new, *map(items.__getitem__, old)])] = name
    while running:
        reap()
    for module in sorted({module for module, _ in counts}):
        killed, lived = (counts[module, outcome] for outcome in ("killed", "survived"))
        print(f"{module}: {killed} of {killed + lived} killed")
    return True


def fork(name: str, items: Sequence[pytest.Item]) -> int:
    """Start a process that runs tests with a mutant until one fails; its code is 0 if none does."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        if name:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))
        os.environ["MUTANT_UNDER_TEST"] = name
        following = [*items, None][1:]
        code = int(
            any(
                report.failed
                for item, after in zip(items, following, strict=True)
                for report in runtestprotocol(item, log=False, nextitem=after)
            )
        )
    finally:
        os._exit(code)
