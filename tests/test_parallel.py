"""Work shared out to processes."""

from __future__ import annotations

import errno
import multiprocessing
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_processes_that_are_killed_amid_an_answer_are_not_waited_for(number):
    results = shared_out(lambda n: bytes(1_000_000), range(200), 3)
    next(results)  # What each has next is more than a pipe holds, and nobody reads it now.
    for process in multiprocessing.active_children():
        os.kill(process.pid, number)
    with pytest.raises(WorkerError):
        list(results)


def test_no_process_is_left_where_results_are_not_wanted():
    results = shared_out(lambda n: n, range(200), 3)
    next(results)
    assert multiprocessing.active_children()
    results.close()
    assert not multiprocessing.active_children()


def test_a_process_that_cannot_be_started_is_said(monkeypatch):
    def refuse():
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(WorkerError, match="cannot be started: Resource temporarily unavailable"):
        list(shared_out(lambda n: n, range(200), 3))
