"""The configurations of docs/hosting.md, in the servers that Debian has."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest
import yaml
from conftest import CONFIG
from ports import free_port
from tools import need

from broadsheet.cli import main
from broadsheet.config.load import parse_config
from broadsheet.engines import resolve

DOCS = (Path(__file__).parent.parent.parent / "docs/hosting.md").read_text("utf-8")


def example(language):
    return re.search(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)[1]


@pytest.fixture
def published_site(site):
    config = CONFIG.replace(
        'field = "tags"',
        'field = "tags"\naliases = { "旧 名" = "新", "Old" = "新", "{x};$y" = "新" }',
    )
    site.config(config)
    site.article("a.md", "tags: [新, .NET]", body="text\n" * 200)
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01", "--precompress"]) == 0
    # Servers that give up being root must still be able to read it.
    for folder in (*site.root.parents, site.root):
        if folder.owner() and folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    return site


@pytest.fixture
def start(tmp_path):
    running = []

    def start(command, port):
        log = (tmp_path / "log").open("wb")
        process = subprocess.Popen(command, stdout=log, stderr=log)
        running.append((process, log))
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=60).close()
                break
            except OSError:
                assert process.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.05)

        def ask(path, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers={"host": "example.org", **names})
            response = connection.getresponse()
            response.content = response.read()
            connection.close()
            return response

        return ask

    yield start
    for process, log in running:
        process.terminate()
        process.wait(60)
        log.close()


def nginx(site, tmp_path, start):
    port = free_port()
    server = example("nginx").replace("/srv/site/out", str(site.out))
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};")
    places = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\ndaemon off;\nevents {{ }}\nhttp {{\n"
        f"include /etc/nginx/mime.types;\naccess_log off;\n{places}{server}}}\n"
    )
    return start([need("nginx"), "-e", "stderr", "-p", str(tmp_path), "-c", configuration], port)


def caddy(site, tmp_path, start):
    port = free_port()
    server = example("caddy").replace("/srv/site/out", str(site.out))
    server = server.replace("example.org {", f"http://example.org:{port} {{\n\tbind 127.0.0.1")
    configuration = tmp_path / "Caddyfile"
    configuration.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + server)
    return start([need("caddy"), "run", "--adapter", "caddyfile", "--config", configuration], port)


@pytest.fixture(params=[nginx, caddy])
def ask(request, published_site, tmp_path, start):
    return request.param(published_site, tmp_path, start)


def test_a_server_does_what_readers_need(ask, published_site):
    tree = published_site.tree()
    for path, media_type in {
        "/atom.xml": "application/atom+xml",
        "/rss.xml": "application/rss+xml",
        "/feed.json": "application/feed+json",
        "/feeds.opml": "text/x-opml",
        "/": "text/html",
        "/tags/%E6%96%B0/atom.xml": "application/atom+xml",
        "/tags/.net/atom.xml": "application/atom+xml",
        "/tags/.net/": "text/html",
    }.items():
        response = ask(path)
        assert (response.status, response.headers["content-type"].split(";")[0]) == (
            200,
            media_type,
        )
        assert response.headers["cache-control"] == "max-age=300"
        if path.endswith(".xml"):
            assert response.headers["content-type"].endswith("; charset=utf-8")
    first = ask("/atom.xml")
    assert first.content == tree["atom.xml"]
    assert ask("/atom.xml", if_none_match=first.headers["etag"]).status == 304
    assert ask("/atom.xml", if_modified_since=first.headers["last-modified"]).status == 304
    coded = ask("/atom.xml", accept_encoding="gzip")
    assert coded.headers["content-encoding"] == "gzip"
    assert coded.content == tree["atom.xml.gz"]
    assert gzip.decompress(coded.content) == tree["atom.xml"]
    assert coded.headers["content-type"].startswith("application/atom+xml")
    assert ask("/.broadsheet.json").status == 404


def test_a_server_leads_readers_to_where_a_feed_moved(ask):
    for old in ("/tags/%E6%97%A7-%E5%90%8D/", "/tags/old/", "/tags/%7Bx%7D;$y/"):
        for name in ("atom.xml", "rss.xml", "feed.json", ""):
            response = ask(old + name)
            assert response.status == 301
            assert response.headers["location"].endswith(f"/tags/%E6%96%B0/{name}")
    assert ask("/tags/%E6%96%B0/atom.xml").status == 200


@pytest.mark.parametrize("server", [nginx, caddy])
def test_a_server_starts_where_nothing_moved(published_site, tmp_path, start, server):
    for redirects in published_site.out.glob("redirects.*"):
        redirects.unlink()
    ask = server(published_site, tmp_path, start)
    assert ask("/tags/old/atom.xml").content == ask("/tags/%E6%96%B0/atom.xml").content


def test_the_workflow_builds_before_it_deploys_and_pings_last():
    steps = yaml.safe_load(example("yaml"))["jobs"]["publish"]["steps"]
    done = [step.get("run") or step["uses"].partition("@")[0] for step in steps]
    order = ["publish build", "actions/deploy-pages", "publish ping"]
    assert [step for step in done if step in order] == order


def test_the_settings_are_those_of_broadsheet(tmp_path):
    text = example("toml").replace("[site]", '[site]\ntitle = "T"\nurl = "https://e.org/"')
    config = parse_config(text, tmp_path, resolve)
    assert config.site.hubs
    assert not config.websub.notify
