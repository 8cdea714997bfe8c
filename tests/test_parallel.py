"""Work shared out to processes, and builds that are stopped while at it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from broadsheet.cli import main
from broadsheet.parallel import WorkerError, shared_out

KILLS = int(os.environ.get("KILLS", "10"))
"""How often a build is killed; `KILLS=200 make test` takes some minutes."""


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_results_keep_the_order_of_their_items(jobs, count):
    assert list(shared_out(lambda n: n * n, range(count), jobs)) == [n * n for n in range(count)]


def test_what_work_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(shared_out(lambda n: 1 // (n - 99), range(200), 2))


def test_a_killed_process_is_named():
    with pytest.raises(WorkerError, match="was killed from outside; free some memory"):
        list(shared_out(lambda n: n == 99 and os.kill(os.getpid(), signal.SIGKILL), range(200), 2))


def fill(site, articles=90, word="text"):
    for number in range(articles):
        site.article(
            f"{number}.md", f"tags: [t{number % 40}]", f"**{word}** [^1]\n\n[^1]: n\n" * 20
        )


def test_the_output_does_not_depend_on_the_number_of_processes(site):
    fill(site)
    trees = []
    for jobs in ("1", "3"):
        assert main(["-C", str(site.root), "build", "--no-cache", "--jobs", jobs]) == 0
        trees.append(site.tree())
    assert trees[0] == trees[1]


def start(site):
    command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "build", "--jobs", "2"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def assert_session_ends(session):
    """No process outlives its build, give or take the time a signal takes."""
    for _ in range(100):
        if not subprocess.run(
            ["pgrep", "-s", str(session)], check=False, stdout=subprocess.DEVNULL
        ).returncode:
            time.sleep(0.05)
        else:
            return
    pytest.fail("a process is left")


def test_ctrl_c_leaves_out_as_it_was(site):
    fill(site)
    main(["-C", str(site.root), "build"])
    before = site.tree()
    fill(site, word="other")
    process = start(site)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(10) in {130, 0, -signal.SIGINT}
    assert_session_ends(process.pid)
    if process.returncode:
        assert site.tree() == before


def test_kill_9_at_any_moment_leaves_whole_files_and_nothing_else(site):
    fill(site)
    main(["-C", str(site.root), "build"])
    chance = random.Random(9)
    for kill in range(KILLS):
        old = site.tree()
        fill(site, word=f"word{kill}")
        process = start(site)
        time.sleep(chance.uniform(0.05, 1.2))
        process.kill()
        process.wait(10)
        assert_session_ends(process.pid)
        found = {p: c for p, c in site.tree().items() if not p.endswith("~")}
        assert main(["-C", str(site.root), "build"]) == 0
        new = site.tree()
        assert not [path for path in new if path.endswith("~")]
        assert found.keys() == old.keys() == new.keys()
        assert all(content in {old[path], new[path]} for path, content in found.items())
    assert main(["-C", str(site.root), "build", "--no-cache", "--out", str(site.root / "c")]) == 0
    site.out = site.root / "c"
    assert site.tree() == new
