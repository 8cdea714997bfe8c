"""`publish serve`: the whole command as a process, and its pages."""

from __future__ import annotations

import contextlib
import json
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import CONFIG
from watchfiles import Change

from broadsheet.cli import main
from broadsheet.errors import Problem
from broadsheet.serve.connection import PATIENCE as HEAD_PATIENCE
from broadsheet.serve.live import Live
from broadsheet.serve.run import _Sources

PATIENCE = 120


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def preview(site):
    site.article("a.md")
    command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        line = process.stderr.readline()
        url = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        yield site, url, process
        process.kill()


def test_it_builds_rebuilds_and_shows_errors(preview):
    site, url, _ = preview
    until(lambda: "<title>测试" in fetch(url))
    site.article("b.md", "title: Second thoughts")
    until(lambda: "Second thoughts" in fetch(url + "atom.xml"))
    site.article("b.md", "date: <i>soon")
    until(lambda: "content/b.md:2: date: &quot;&lt;i&gt;soon&quot; is not a date" in fetch(url))
    assert "Second thoughts" in fetch(url + "atom.xml")
    assert "<i>soon" not in fetch(url)
    site.config("[site]\n")
    until(lambda: "publish.toml:1: site.title: is missing" in fetch(url))
    site.config(CONFIG)
    site.article("b.md", "title: Third time")
    until(lambda: 'role="alert"' not in fetch(url))
    assert "Third time" in fetch(url + "atom.xml")


def test_a_first_build_that_fails_is_shown_too(site):
    live = Live()
    live.finished([Problem("content/a.md", 3, "date", "is <missing>")])
    page = live.decorate(b"<p>There is no such file").decode()
    assert "content/a.md:3: date: is &lt;missing&gt;" in page
    live.finished([])
    assert 'role="alert"' not in live.decorate(b"").decode()
    assert 'data-build="2"' in live.decorate(b"").decode()


def test_pages_are_told_of_each_build(preview):
    site, url, _ = preview
    until(lambda: "data-build" in fetch(url))
    with urllib.request.urlopen(url + ".broadsheet/builds", timeout=PATIENCE) as events:
        first = events.readline()
        assert re.fullmatch(rb"data: \d+\n", first)
        site.article("c.md")
        assert events.readline() == b"\n"
        assert int(events.readline()[6:]) == int(first[6:]) + 1
    assert "EventSource" in fetch(url + ".broadsheet/live.js")


def test_an_interrupt_ends_it_in_time(preview):
    _, url, process = preview
    with urllib.request.urlopen(url + ".broadsheet/builds", timeout=PATIENCE):
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    assert "Traceback" not in process.stderr.read()


def test_it_listens_on_loopback_alone(preview):
    _, url, _ = preview
    port = int(url.rsplit(":", 1)[1].strip("/"))
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()]
    listening = [line.split()[1] for line in lines if " 0A " in line]
    assert [address for address in listening if address.endswith(f":{port:04X}")] == [
        f"0100007F:{port:04X}"
    ]


@pytest.fixture
def many():
    """Let this process hold 10,000 connections, as far as the system lets it; returns how many."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield min(10_000, most - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


def test_idle_connections_hold_nobody_up_and_are_let_go(preview, many):
    _, url, process = preview
    host, port = re.search(r"//(.*):(\d+)", url).groups()
    with contextlib.ExitStack() as stack:
        idle = [
            stack.enter_context(socket.create_connection((host, int(port)), timeout=PATIENCE))
            for _ in range(many)
        ]
        until(lambda: "data-build" in fetch(url))
        assert HEAD_PATIENCE < PATIENCE
        assert idle[0].recv(1) == idle[-1].recv(1) == b""
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
    assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize("begin", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_drips_is_not_waited_for(preview, begin):
    _, url, _ = preview
    host, port = re.search(r"//(.*):(\d+)", url).groups()
    with socket.create_connection((host, int(port))) as client:
        client.sendall(b"GET /.broadsheet/live.js HTTP/1.1\r\nHost: x\r\n\r\n" + begin)
        client.settimeout(0.2)
        end = time.monotonic() + PATIENCE
        with contextlib.suppress(ConnectionError):
            while time.monotonic() < end:
                client.sendall(b"x" if begin else b"")
                try:
                    if not client.recv(65536):
                        break
                except TimeoutError:
                    pass
        assert time.monotonic() < end


def test_it_builds_once_where_nothing_changes(preview):
    _, _, process = preview
    while not process.stderr.readline().startswith("built"):
        assert process.poll() is None
    time.sleep(3)  # What it wrote is noticed by now, and must start no other build.
    process.send_signal(signal.SIGINT)
    assert "built" not in process.stderr.read()


@pytest.mark.parametrize(
    ("path", "is_source"),
    [
        ("content/a.md", True),
        ("publish.toml", True),
        ("templates/index.html", True),
        ("outlines/a.md", True),
        ("out/index.html", False),
        (".publish/store.db", False),
        (".git/index", False),
        ("content/.a.md.swp", False),
        ("content/a.md~", False),
    ],
)
def test_what_is_watched(tmp_path, path, is_source):
    root = tmp_path / ".hidden/site"  # Only what is hidden below the site's folder counts.
    watched = _Sources(root, root / "out")
    assert watched(Change.modified, str(root / path)) is is_source


@pytest.mark.parametrize(("host", "is_open"), [("localhost", False), ("0.0.0.0", True)])
def test_it_says_who_can_read_what_is_served(site, host, is_open):
    site.article("a.md")
    command = [
        sys.executable,
        "-m",
        "broadsheet",
        "-C",
        site.root,
        "serve",
        "--port=0",
        "--host",
        host,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lines = [process.stderr.readline(), process.stderr.readline()]
        process.kill()
    assert lines[0].startswith("serving ")
    assert lines[1].startswith("everybody who can reach 0.0.0.0") is is_open


def test_a_port_that_is_taken(site, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["-C", str(site.root), "serve", "--port", port]) == 1
    assert f"127.0.0.1:{port}: Address already in use; choose another" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["65536", "-1", "http", "８０"])
def test_what_is_no_port(site, port, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["-C", str(site.root), "serve", f"--port={port}"])
    assert exit_.value.code == 2
    assert "is not a port" in capsys.readouterr().err


def test_without_its_packages_it_says_what_to_install(site):
    code = "import sys; sys.modules['starlette'] = None; from broadsheet.cli import main; sys.exit(main())"
    run = subprocess.run(
        [sys.executable, "-c", code, "-C", str(site.root), "serve"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "pip install 'broadsheet[serve]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_builds_need_none_of_those_packages(site):
    site.article("a.md")
    missing = ["starlette", "uvicorn", "httptools", "watchfiles", "brotli", "zstandard", "anyio"]
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({json.dumps(missing)}));"
        "from broadsheet.cli import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, "-C", str(site.root), "build"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
