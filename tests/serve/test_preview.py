"""`publish serve`: the whole command as a process, and its pages."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONFIG
from loopback import serving
from starlette.middleware.trustedhost import TrustedHostMiddleware
from waiting import PATIENCE, until
from watchfiles import Change

from broadsheet.cli import main
from broadsheet.commands import serve as serve_command
from broadsheet.errors import Problem
from broadsheet.serve.connection import PATIENCE as HEAD_PATIENCE
from broadsheet.serve.files import ServedFiles
from broadsheet.serve.live import Live
from broadsheet.serve.server import allowed_hosts
from broadsheet.serve.watch import Sources


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()


@contextlib.contextmanager
def previewing(site, before=()):
    site.article("a.md")
    command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "serve", "--port", "0"]
    with subprocess.Popen([*before, *command], stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            yield re.search(r"http://127\.0\.0\.1:\d+/", line)[0], process
        finally:  # Else a test that fails would wait for the process for ever.
            process.kill()


@pytest.fixture
def preview(site):
    with previewing(site) as (url, process):
        yield site, url, process


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


def test_issues_are_shown_as_emails_and_follow_their_articles(preview):
    site, url, process = preview
    shown = re.search(r"http://\S+/\.broadsheet/issues/", process.stderr.readline())[0]
    assert shown == f"{url}.broadsheet/issues/"
    until(lambda: "<dt>Subject</dt><dd>a</dd>" in fetch(shown))
    site.article("a.md", "title: Another subject")
    until(lambda: "<dt>Subject</dt><dd>Another subject</dd>" in fetch(shown))
    assert "Another subject" in fetch(f"{shown}weekly/email.html")
    site.article("a.md", "date: soon")
    until(lambda: "no article" in fetch(shown).lower())


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
    watched = Sources(root, root / "out")
    assert watched(Change.modified, str(root / path)) is is_source


def test_compressed_files_stay(site):
    site.article("a.md")
    now = lambda: datetime(2026, 1, 1, tzinfo=UTC)
    assert main(["-C", str(site.root), "build", "--precompress"]) == 0
    site.article("a.md", "title: New")
    serve_command._rebuild(site.root, site.out, now)
    assert b"New" in gzip.decompress((site.out / "atom.xml.gz").read_bytes())
    assert (site.out / "atom.xml.br").is_file()


def test_a_template_that_takes_too_much_is_shown_and_ends_nothing(preview):
    """Builds are made in the main thread, since limits hold there alone."""
    site, url, _ = preview
    until(lambda: "<title>测试" in fetch(url))
    page = site.root / "templates/index.html"
    page.parent.mkdir()
    page.write_text("{{ ('a' * 600_000_000)|length }}")
    until(lambda: "templates/index.html:1: it needs more memory" in fetch(url))
    page.write_text("small")
    until(lambda: "small" in fetch(url))


def test_what_nobody_foresaw_is_shown_and_ends_nothing(site, monkeypatch, capsys):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(serve_command, "build", broken)
    (problem,) = serve_command._rebuild(site.root, site.out, lambda: None)
    assert str(problem).startswith("publish serve: cannot be run: ZeroDivisionError")


def test_a_link_to_everything_is_not_followed(site):
    (site.root / "everything").symlink_to("/")
    with previewing(site) as (url, _):
        until(lambda: "<feed" in fetch(url + "atom.xml"))
        (site.root / "content/new").mkdir()
        site.article("new/b.md", "title: In a new folder")
        until(lambda: "In a new folder" in fetch(url + "atom.xml"))


@pytest.mark.parametrize("limited_thing", ["max_inotify_watches", "max_inotify_instances"])
def test_where_the_system_cannot_watch_folders_they_are_looked_at(site, limited_thing):
    """More folders than inotify watches, as a large site may have; or other programs took all watches."""
    for number in range(30):
        (site.root / f"content/{number}").mkdir()
    most = 10 if limited_thing == "max_inotify_watches" else 0
    limit = f"echo {most} >/proc/sys/user/{limited_thing} && exec"
    limited = ["unshare", "-Ur", "sh", "-c", f'{limit} "$@"', "sh"]
    if subprocess.run([*limited, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no user namespaces here")
    with previewing(site, before=limited) as (url, process):
        assert process.stderr.readline().startswith("issues as e-mails: ")
        said = process.stderr.readline()
        assert said.startswith("the system cannot watch the site's folders (")
        assert said.endswith("; they are looked at every 1 s instead\n")
        until(lambda: "<feed" in fetch(url + "atom.xml"))
        site.article("29/b.md", "title: Found all the same")
        until(lambda: "Found all the same" in fetch(url + "atom.xml"))
        process.terminate()
        assert "cannot watch" not in process.stderr.read()  # It is said once.


def test_folders_that_are_watched(tmp_path, monkeypatch):
    root = tmp_path / "site"
    for name in ("content/a/b", "closed/x", "node_modules/x", ".git/x", "out/tags", "assets"):
        (root / name).mkdir(parents=True)
    for link, target in (("up", ".."), ("all", "/"), ("content/loop", "loop"), ("same", "assets")):
        (root / link).symlink_to(target)
    (tmp_path / "vault").mkdir()
    (root / "vault").symlink_to(tmp_path / "vault")
    scandir = os.scandir

    def refusing(folder):
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    found = {
        folder.relative_to(root).as_posix() for folder in Sources(root, root / "out").folders()
    }
    assert found == {".", "content", "content/a", "content/a/b", "assets", "vault"}


SLOW = """
import os, sys, time
from pathlib import Path
from broadsheet.interrupts import interruptible
from broadsheet.listening import listen
from broadsheet.serve import Preview, serve

def build():
    print("begun", flush=True)
    time.sleep(600)  # Longer than the test has patience.

root, listener = Path(sys.argv[1]), listen("127.0.0.1", 0, "publish serve")
try:
    with interruptible():
        serve(Preview(root, root / "out", build, None), print, listener, "127.0.0.1")
except KeyboardInterrupt:
    os._exit(130)  # As the command does it, which waits for no thread.
"""


def test_sigterm_ends_a_build_soon(site):
    command = [sys.executable, "-c", SLOW, site.root]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        process.terminate()
        assert process.wait(PATIENCE) == 130
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("host", "bound", "status"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 200),
        ("localhost", "127.0.0.1", 200),
        ("[::1]:8000", "127.0.0.1", 200),
        ("evil.example", "127.0.0.1", 400),
        ("127.0.0.1.evil.example", "127.0.0.1", 400),
        ("", "127.0.0.1", 400),
        ("box.lan", "box.lan", 200),
        ("other.lan", "box.lan", 400),
        ("192.0.2.1", "192.0.2.1", 200),
        ("[2001:db8::1]", "2001:db8::1", 200),
        ("any.example", "0.0.0.0", 200),
        ("any.example", "::", 200),
    ],
)
def test_hosts_that_are_answered(tmp_path, host, bound, status):
    (tmp_path / "a.txt").touch()
    app = TrustedHostMiddleware(ServedFiles(tmp_path), allowed_hosts(bound), www_redirect=False)
    with serving(app) as server:
        netloc = urllib.parse.urlsplit(server.url).netloc
        connection = http.client.HTTPConnection(netloc, timeout=PATIENCE)
        connection.request("GET", "/a.txt", headers={"host": host})
        assert connection.getresponse().status == status
        connection.close()


@pytest.mark.parametrize(
    ("target", "hosts", "status"),
    [
        ("/a.txt", ["localhost"], 200),
        ("http://localhost:1/a.txt", ["evil.example"], 200),
        ("http://evil.example/a.txt", ["localhost"], 400),
        ("/a.txt", ["localhost", "evil.example"], 400),
        ("/a.txt", [], 400),
        ("//evil.example/a.txt", ["localhost"], 404),
    ],
)
def test_the_address_of_a_request_outranks_its_header(tmp_path, target, hosts, status):
    """RFC 9112, sections 3.2 and 3.2.2."""
    (tmp_path / "a.txt").touch()
    app = TrustedHostMiddleware(ServedFiles(tmp_path), allowed_hosts("127.0.0.1"))
    with serving(app) as server:
        netloc = urllib.parse.urlsplit(server.url).netloc
        connection = http.client.HTTPConnection(netloc, timeout=PATIENCE)
        connection.putrequest("GET", target, skip_host=True)
        for host in hosts:
            connection.putheader("Host", host)
        connection.endheaders()
        assert connection.getresponse().status == status
        connection.close()


def test_the_command_refuses_other_hosts(preview):
    _, url, _ = preview
    until(lambda: "<feed" in fetch(url + "atom.xml"))
    request = urllib.request.Request(url + "atom.xml", headers={"host": "evil.example"})
    assert "<feed" not in fetch(request)


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
    assert "pip install '.[serve]'" in run.stderr
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
