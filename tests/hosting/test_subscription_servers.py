"""The configurations of docs/subscribing.md: nginx and Caddy in front of the pages, and systemd's units."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest
from ports import free_port
from subscription_server import ask, subscription_server, token_in
from tools import need

DOCS = (Path(__file__).parent.parent.parent / "docs/subscribing.md").read_text("utf-8")


def examples(language):
    return re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)


@pytest.fixture
def start(tmp_path):
    running = []

    def start(command, port):
        log = (tmp_path / "proxy.log").open("wb")
        running.append((subprocess.Popen(command, stdout=log, stderr=log), log))
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=60).close()
                return port
            except OSError:
                assert running[-1][0].poll() is None, (tmp_path / "proxy.log").read_text()
                time.sleep(0.05)
        raise AssertionError((tmp_path / "proxy.log").read_text())

    yield start
    for process, log in running:
        process.terminate()
        process.wait(60)
        log.close()


def nginx(tmp_path, start, behind):
    port = free_port()
    (server,) = examples("nginx")
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    places = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\ndaemon off;\nevents {{ }}\nhttp {{\n"
        f"access_log off;\n{places}{server.replace('127.0.0.1:8001', f'127.0.0.1:{behind}')}}}\n"
    )
    return start([need("nginx"), "-e", "stderr", "-p", str(tmp_path), "-c", configuration], port)


def caddy(tmp_path, start, behind):
    port = free_port()
    server = examples("caddy")[0].replace("127.0.0.1:8001", f"127.0.0.1:{behind}")
    address = f"http://letters.example.org:{port} {{\n\tbind 127.0.0.1"
    server = server.replace("letters.example.org {", address)
    configuration = tmp_path / "Caddyfile"
    configuration.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + server)
    return start([need("caddy"), "run", "--adapter", "caddyfile", "--config", configuration], port)


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_the_pages_behind_a_web_server(tmp_path, start, proxy):
    with subscription_server(tmp_path, url="https://letters.example.org/") as server:
        port = proxy(tmp_path, start, server.port)
        host = {"Host": f"letters.example.org:{port}" if proxy is caddy else "letters.example.org"}
        status, headers, page = ask(port, "GET", "/weekly", headers=host)
        assert status == 200
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert ask(port, "GET", "/style.css", headers=host)[0] == 200
        token = token_in(page)
        time.sleep(2.1)

        def post(number, source="127.0.0.1", **more):
            form = {
                "email": f"r{number}@d{number}.example.net",
                "edition": "weekly",
                "token": token,
            }
            sent = host | {"Origin": "https://letters.example.org"} | more
            return ask(port, "POST", "/subscribe", form, source=source, headers=sent)

        for number in range(5):
            assert "Check your mail" in post(number)[2]
        # The limit is that of the visitor's network, whatever else the visitor claims to be.
        assert post(6)[0] == 429
        assert post(7, **{"X-Forwarded-For": "192.0.2.99"})[0] == 429
        assert post(8, source="127.0.9.1")[0] == 200
        one_click = {"List-Unsubscribe": "One-Click"}
        assert ask(port, "POST", "/u/x", one_click, headers=host)[0] == 404
        large = ask(port, "POST", "/subscribe", body=b"x" * 300_000, headers=host)
        assert large[0] == (502 if proxy is caddy else 413)  # Caddy 2.6 names it so.


def test_several_processes_answer_and_count_together(tmp_path):
    with subscription_server(tmp_path, workers=2) as server:
        token = token_in(server.ask("GET", "/weekly")[2])
        time.sleep(2.1)
        found = []
        for number in range(8):
            form = {
                "email": f"r{number}@d{number}.example.net",
                "edition": "weekly",
                "token": token,
            }
            found.append(server.ask("POST", "/subscribe", form)[0])
        assert found == [200] * 5 + [429] * 3
        assert min(_seconds_on_one_connection(server.port)[30:]) < 0.035


def _seconds_on_one_connection(port, count=60):
    """Return how long answers take. The kernel waits 40 ms with the second half of one, unless told not to."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 60)
    found = []
    for _ in range(count):
        started = time.monotonic()
        connection.request("GET", "/health")
        assert connection.getresponse().read() == b"ok"
        found.append(time.monotonic() - started)
    connection.close()
    return found


def test_the_units_of_systemd(tmp_path):
    names = re.findall(r"`/etc/systemd/system/([\w.-]+)`", DOCS)
    units = dict(zip(names, examples("ini"), strict=True))
    assert set(units) == {"letters.socket", "letters.service", "letters-bounces.service"}
    folder = tmp_path / "units"
    folder.mkdir()
    for name, unit in units.items():
        program = unit.replace("/usr/local/bin/publish", "/bin/true").replace(
            "User=site", "User=root"
        )
        (folder / name).write_text(program)
    verify = [need("systemd-analyze"), "verify", "--man=no", *map(str, sorted(folder.iterdir()))]
    done = subprocess.run(
        verify, capture_output=True, text=True, check=False, env={"SYSTEMD_UNIT_PATH": f"{folder}:"}
    )
    ours = [line for line in done.stderr.splitlines() if "letters" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


LISTENER = """
import os, socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
os.dup2(listener.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "broadsheet", *sys.argv[2:]])
"""


def test_the_socket_of_systemd_is_taken(tmp_path, monkeypatch):
    import sys  # noqa: PLC0415

    from subscription_server import CONFIG, KEY, Server  # noqa: PLC0415

    from broadsheet.databases import open_database  # noqa: PLC0415

    monkeypatch.setenv("BROADSHEET_SECRET", KEY)
    port = free_port()
    values = {"relay": "maildir:mails", "url": "http://x.example/", "database": "s.sqlite"}
    (tmp_path / "publish.toml").write_text(CONFIG.format(**values))
    open_database(tmp_path, "s.sqlite", create=True).close()
    command = ["-C", str(tmp_path), "subscribers", "serve", "--port", "1"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", LISTENER, str(port), *command], stdout=log, stderr=log
        )
        try:
            waiting = Server.__new__(Server)
            waiting.root, waiting.port, waiting.process = tmp_path, port, process
            waiting.wait()
            assert "systemd's socket" in (tmp_path / "log").read_text()
        finally:
            process.terminate()
            process.wait(60)
