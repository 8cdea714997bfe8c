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
import threading
import time
from datetime import UTC, datetime
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
    """Fork for each request; returns true in each run, and false when there are no more requests."""
    running = {}

    def reap(*_):
        with contextlib.suppress(ChildProcessError, BrokenPipeError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                with running.pop(ended[0]) as answers:
                    answers.send(b"%d" % os.waitstatus_to_exitcode(ended[1]))

    signal.signal(signal.SIGCHLD, reap)
    while True:
        message, streams, *_ = socket.recv_fds(requests, LONGEST, 3)
        if not message:
            return False
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # Until `running` has it.
        run = os.fork()
        answers = socket.socket(fileno=streams[0])
        if not run:
            break
        running[run] = answers
        answers.send(b"%d" % run)
        for stream in streams[1:]:
            os.close(stream)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    for each in (requests, answers, *running.values()):
        each.close()
    _become(*json.loads(message), *streams[1:])
    return True


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


SITE = {
    "publish.toml": """\
site = { title = "News", url = "https://example.org/", author = { name = "Ada" } }
digest.weekly.address = false
""",
    "content/a.md": "---\ntitle: A\ndate: 2025-06-17T12:00:00Z\nsummary: S\n---\n\nText.\n",
}


def _warm_up():
    """Make an issue, so that no run has to compile the templates and to read the style sheet."""
    from broadsheet import DigestOptions, digest

    with tempfile.TemporaryDirectory() as folder:
        for name, text in SITE.items():
            file = Path(folder, name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        digest(
            Path(folder), DigestOptions(period="2025-W25"), now=datetime(2025, 6, 24, tzinfo=UTC)
        )
    assert threading.active_count() == 1  # Only such a process may fork.
    gc.freeze()


if __name__ == "__main__":
    _import_all()
    _warm_up()
    if _serve(socket.socket(fileno=int(sys.argv[1]))):
        from broadsheet.__main__ import main

        sys.exit(main())
