"""kill -9 at any moment: nobody gets an issue twice, and nobody is forgotten.

KILLS=100 kills so often; `make test` kills a few times.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time

from database_kinds import on_each_database
from letters import Letters, addresses, twice
from scripted import Script, ScriptedRelay

pytestmark = on_each_database

KILLS = int(os.environ.get("KILLS", "4"))
CONNECTIONS = 20
READERS = 60 * KILLS
"""So many that no run before the last kill is likely to finish."""


def test_kill_9_at_any_moment(tmp_path):
    chance = random.Random(os.environ.get("SEED", "1"))
    script = Script()
    with ScriptedRelay(script) as server:
        letters = Letters(
            tmp_path / "site", f"smtp://127.0.0.1:{server.port}", f"connections = {CONNECTIONS}"
        )
        letters.add(addresses(READERS))
        killed = unknown = 0
        while killed < KILLS:
            taken = len(script.taken)
            process = letters.start()
            end = time.monotonic() + 60
            while len(script.taken) == taken and process.poll() is None:
                assert time.monotonic() < end, "nothing was sent"
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.25))
            process.kill()
            process.communicate()
            killed += 1
            states = _check(letters, script)
            now_unknown = sum(state in {"unknown", "handing"} for state in states.values())
            assert now_unknown - unknown <= CONNECTIONS
            unknown = now_unknown
            if set(states.values()) <= {"sent", "unknown", "handing"}:
                break
        letters.expire()
        letters.send()
        states = _check(letters, script)
    assert set(states.values()) <= {"sent", "unknown"}
    assert len(states) == READERS
    forgotten = {a for a, state in states.items() if state == "sent"} ^ set(_recipients(script))
    assert all(states[address] == "unknown" for address in forgotten)
    told = (
        f"{killed} kills, {READERS} readers, {unknown} unknown, {len(forgotten)} of them delivered"
    )
    sys.stdout.write(f"{told}\n")  # Shown with -s.


def _check(letters, script):
    """Check what must hold after each kill; returns the states."""
    time.sleep(0.1)  # The relay may still be about to count what came in.
    states = letters.states()
    taken = _recipients(script)
    assert twice(taken) == []
    lacking = [a for a, state in states.items() if state == "sent" and a not in set(taken)]
    assert lacking == []
    sent_unmarked = {a for a in taken if states[a] not in {"sent", "unknown", "handing"}}
    assert sent_unmarked == set()
    return states


def _recipients(script):
    return [each.recipient for each in script.taken]


def test_a_kill_before_the_audience_is_taken_forgets_nobody(tmp_path):
    """The first run dies at many moments of its start, before and while the issue is made."""
    letters = Letters(tmp_path / "site")
    letters.add(addresses(5))
    for wait in (0.2, 0.5, 0.8, 1.1):
        process = letters.start()
        time.sleep(wait)
        process.kill()
        process.communicate()
    counts = letters.counts() if len(letters.mails()) < 5 else {"audience": 5, "sent": 5}
    assert counts["audience"] == 5
    states = set(letters.states().values())
    assert states <= {"sent", "unknown"}
    names = [re.search(rb"Delivered-To: (\S+)", mail)[1] for mail in letters.mails()]
    assert twice(names) == []
