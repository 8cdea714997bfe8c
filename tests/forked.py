"""`publish` as a process of its own that needs no second to start.

A server imports the whole program once and forks for each run. A run has a process id, an environment,
streams and signals of its own, and ends as `python -m broadsheet` does.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LONGEST = 1 << 17
"""Bytes of a request: arguments and environment, as JSON."""


class Run:
    """A run of `publish`; the methods are those of `subprocess.Popen`, with text as its output."""

    def __init__(self, arguments, environment):
        self.args = ["publish", *arguments]
        self.returncode = None
        self._outputs = [tempfile.TemporaryFile("w+") for _ in range(2)]  # noqa: SIM115 - see `wait`
        self._answers, theirs = _pair()
        with theirs:
            request = json.dumps([self.args, environment, str(Path.cwd())]).encode()
            streams = (theirs.fileno(), *(output.fileno() for output in self._outputs))
            socket.send_fds(_server(), [request], streams)
        self.pid = int(self._answers.recv(99))

    def poll(self):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            self._answers.settimeout(timeout)
            try:
                self.returncode = int(self._answers.recv(99))
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.args, timeout) from None
            self._answers.close()
            self._texts = tuple(map(_whole, self._outputs))
        return self.returncode

    def communicate(self, timeout=None):
        self.wait(timeout)
        return self._texts

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def _whole(output):
    with output:
        output.seek(0)
        return output.read()


def _pair():
    """Return two ends that keep messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


@functools.cache
def _server():
    """Return where to ask for runs; the server ends when this process does."""
    ours, theirs = _pair()
    with theirs:
        server = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C ends the tests, and they end it.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    atexit.register(server.wait)
    atexit.register(ours.close)
    return ours


def _serve(requests):
    """Fork for each request; returns once in each run, and when there are no more requests."""
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        message, streams, *_ = socket.recv_fds(requests, LONGEST, 3)
        if not message or not os.fork():
            break
        for stream in streams:
            os.close(stream)
    requests.close()
    if not message:
        return False
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answers = socket.socket(fileno=streams[0])
    run = os.fork()
    if run:
        answers.send(b"%d" % run)
        for stream in (1, 2, *streams[1:]):
            os.close(stream)
        answers.send(b"%d" % os.waitstatus_to_exitcode(os.waitpid(run, 0)[1]))
        os._exit(0)
    answers.close()
    _become(*json.loads(message), *streams[1:])
    return True


def _reap(*_):
    """Wait for those who have waited for runs, so that their time is counted."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(arguments, environment, folder, out, err):
    os.setpgid(0, 0)
    for ours, standard in ((out, 1), (err, 2)):
        os.dup2(ours, standard)
        os.close(ours)
    sys.argv = arguments
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)


def _import_all():
    import broadsheet

    for module in pkgutil.walk_packages(broadsheet.__path__, "broadsheet."):
        if not module.name.endswith(("asgi", "__main__")):  # They start to work.
            importlib.import_module(module.name)
    gc.freeze()


if __name__ == "__main__":
    _import_all()
    if _serve(socket.socket(fileno=int(sys.argv[1]))):
        from broadsheet.__main__ import main

        sys.exit(main())
