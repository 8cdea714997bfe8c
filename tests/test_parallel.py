"""Work shared out to processes."""

from __future__ import annotations

import os
import signal

import pytest

from broadsheet.parallel import WorkerError, shared_out


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
