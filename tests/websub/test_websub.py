"""Hubs are told what changed, whatever they answer, and no build fails for them."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import CONFIG
from loopback_hub import loopback_hub
from tools import need

from broadsheet.cli import main
from broadsheet.commands import serve
from broadsheet.config.load import parse_config
from broadsheet.config.records import WebSubConfig
from broadsheet.engines import resolve
from broadsheet.outgoing import is_public
from broadsheet.websub import notify as notify_module
from broadsheet.websub.client import Hub, PingError
from broadsheet.websub.notify import tell_hubs
from broadsheet.websub.pending import PendingPings, topics

LOOPBACK = "allow_http = true\nallow_private = true\n"


@pytest.fixture
def hub():
    with loopback_hub() as made:
        yield made


@pytest.fixture
def subscribed(published, hub):
    """A site on loopback that names the hub; its hub has been told nothing yet."""

    def configure(more=LOOPBACK):
        text = CONFIG.replace("https://example.org/", published.url)
        text = text.replace("[taxonomies.tags]", f'hubs = ["{hub.url}"]\n[taxonomies.tags]', 1)
        published.site.config(f"{text}[websub]\n{more}")

    published.configure = configure
    configure()
    return published


def paths(hub, published):
    return {topic.removeprefix(published.url) for topic in hub.told}


def test_a_run_that_is_stopped_after_it_has_written_makes_a_hub_miss_nothing(
    subscribed, hub, monkeypatch
):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("broadsheet.up_to_date.LastRun.save_left", stop)
    assert main(["-C", str(subscribed.site.root), "build", "--now", "2026-01-01"]) == 130
    assert not hub.told
    monkeypatch.undo()
    subscribed.build()
    assert len(hub.told) == 15


def test_a_hub_is_told_of_exactly_the_feeds_that_changed(subscribed, hub):
    subscribed.build()
    assert len(hub.told) == len(set(hub.told)) == 15  # Three formats of five feeds.
    assert sorted(hub.distributed) == sorted(hub.told)
    hub.told.clear()
    hub.distributed.clear()
    subscribed.build()
    assert hub.told == []
    subscribed.write(6)  # It has the tag 标签0, not 标签1.
    subscribed.build()
    changed = {"", "tags/all/", "tags/%E6%A0%87%E7%AD%BE0/", "topics/c++/"}
    assert paths(hub, subscribed) == {
        folder + name for folder in changed for name in ("atom.xml", "rss.xml", "feed.json")
    }
    assert sorted(hub.distributed) == sorted(hub.told)  # The hub found each of them new.


def test_a_letter_tells_of_the_feeds_of_its_issues(subscribed, hub):
    def digest(*options):
        assert (
            main(["-C", str(subscribed.site.root), "digest", "--since", "2020-01-01", *options])
            == 0
        )

    subscribed.build()
    hub.told.clear()
    digest("--stdout", "eml")
    assert hub.told == []
    digest()
    folder = "digests/weekly/"
    assert paths(hub, subscribed) == {f"{folder}{n}" for n in ("atom.xml", "rss.xml", "feed.json")}
    hub.told.clear()
    digest()
    assert hub.told == []


def test_with_notify_off_only_ping_tells(subscribed, hub, capsys):
    subscribed.configure(LOOPBACK + "notify = false\n")
    subscribed.build()
    assert hub.told == []
    command = ["-C", str(subscribed.site.root), "ping", "--json"]
    capsys.readouterr()
    assert main(command) == 0
    assert len(hub.distributed) == 15
    report = json.loads(capsys.readouterr().out)
    assert report == {"command": "ping", "taken": 15, "pending": 0, "problems": []}
    assert main(command) == 0
    assert len(hub.told) == 15
    assert main([*command, "--all"]) == 0
    assert len(hub.told) == 30


def test_what_a_hub_could_not_be_told_is_told_by_the_next_run(subscribed, hub, capsys, monkeypatch):
    monkeypatch.setattr(notify_module, "FIRST_PAUSE", 0)
    hub.answers = [503, 503, 503]
    subscribed.build()  # It asserts that the build does not fail.
    assert len(hub.told) == 3
    assert f"site.hubs: {hub.url} answers 503 Service Unavailable; it is told in the next run" in (
        capsys.readouterr().err
    )
    subscribed.build()
    assert len(hub.distributed) == 15
    assert PendingPings(subscribed.site.root).read() == ()


def test_a_preview_tells_nobody_and_the_next_build_does(subscribed, hub):
    clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)
    site = subscribed.site
    assert serve._rebuild(site.root, site.out, clock) == ()
    assert hub.told == []
    subscribed.build()
    assert len(hub.distributed) == 15


@pytest.fixture
def config(tmp_path):
    def make(*hubs, more=LOOPBACK):
        text = f'[site]\ntitle = "T"\nurl = "https://e.org/"\nhubs = {json.dumps(hubs)}\n'
        return parse_config(f"{text}[websub]\n{more}", tmp_path, resolve)

    return make


TOPICS = ["https://e.org/atom.xml", "https://e.org/rss.xml"]


def test_attempts_are_few_and_pauses_grow(config, hub):
    hub.answers = [500, 429, 502]
    pauses = []
    told = tell_hubs(config(hub.url), TOPICS[:1], pauses.append)
    assert (pauses, len(hub.told), told.taken) == ([1.0, 2.0], 3, 0)
    assert told.pending == ((hub.url, TOPICS[0]),)
    hub.answers = [500, 202]
    told = tell_hubs(config(hub.url), [], pauses.append)
    assert (told.taken, told.pending, told.problems) == (1, (), ())


def test_what_a_hub_refuses_is_not_tried_again(config, hub):
    hub.answers = [404, 202]
    told = tell_hubs(config(hub.url), TOPICS, pytest.fail)
    assert (told.taken, told.pending) == (1, ())
    assert [problem.message for problem in told.problems] == [f"{hub.url} answers 404 Not Found"]


def test_a_redirect_is_not_followed_wherever_it_leads(config, hub):
    with loopback_hub() as other:
        hub.answers = [(307, {"location": other.url})] * 2
        told = tell_hubs(config(hub.url), TOPICS, pytest.fail)
        assert other.told == []
    assert told.problems[0].message == f"{hub.url} answers 307: write {other.url} in site.hubs"
    assert len(told.problems) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda handler: handler.wfile.write(b"garbage\r\n" * 10),
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 1000),
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000),
        lambda handler: None,
    ],
)
def test_garbage_is_a_failure_and_no_more(config, hub, answer):
    hub.answers = [answer]
    told = tell_hubs(config(hub.url, more=LOOPBACK + "attempts = 1\n"), TOPICS, pytest.fail)
    assert len(told.pending) == 2
    assert "does not answer" in told.problems[0].message


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 \x1b[31mred\x07 " + b"x" * 9000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\x1b[2J" + b"x" * 9000 + b"\r\n\r\n",
        b"\x1b[31mred" + b"x" * 9000 + b"\r\n\r\n",
    ],
)
def test_what_a_hub_says_does_no_harm_to_a_terminal(config, hub, answer):
    hub.answers = [lambda handler: handler.wfile.write(answer)]
    told = tell_hubs(config(hub.url, more=LOOPBACK + "attempts = 1\n"), TOPICS[:1], pytest.fail)
    (problem,) = told.problems
    assert problem.message.isprintable()
    assert len(problem.message) < 500


def test_every_address_of_a_hub_is_tried(config, hub, monkeypatch):
    port = int(hub.url.split(":")[2].partition("/")[0])
    places = [
        (family, socket.SOCK_STREAM, 6, "", (address, port))
        for family, address in ((socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1"))
    ]
    known = socket.getaddrinfo

    def look_up(host, *rest, **options):
        return places if host == "hub.test" else known(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    hub.usual = 202
    told = tell_hubs(config(hub.url.replace("127.0.0.1", "hub.test")), TOPICS[:1], pytest.fail)
    assert told.taken == 1


def test_a_name_that_leads_to_a_private_address_is_refused(config, hub, monkeypatch):
    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.1", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [place])
    told = tell_hubs(config("https://hub.example/", more=""), TOPICS[:1], pytest.fail)
    assert "is at 192.168.0.1, which is no public address" in told.problems[0].message


@pytest.mark.parametrize("drip", [False, True])
def test_a_hub_that_hangs_or_drips_is_left_in_time(config, hub, drip):
    released, waited_for = threading.Event(), threading.Event()

    def hang(handler):
        for _ in range(600):
            if released.wait(0.1):
                return
            if drip:
                with contextlib.suppress(OSError):
                    handler.wfile.write(b"H")
        waited_for.set()

    hub.answers = [hang]
    told = tell_hubs(config(hub.url, more=LOOPBACK + "attempts = 1\ntimeout = 1\n"), TOPICS)
    released.set()
    assert "does not answer within 1 s;" in told.problems[0].message
    assert not waited_for.is_set()  # A minute is more than any machine takes to notice a second.
    assert len(told.pending) == 2


def test_one_hub_that_is_down_holds_up_no_other(config, hub):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        down = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    hub.usual = 202
    told = tell_hubs(config(down, hub.url), TOPICS, lambda _: None)
    assert told.taken == 2
    assert told.pending == tuple((down, topic) for topic in TOPICS)


def test_patience_ends(config, hub, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(notify_module, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def answer_late(handler):
        now[0] += 1.2
        handler.send_response(204)
        handler.end_headers()

    hub.answers = [answer_late]
    told = tell_hubs(config(hub.url, more=LOOPBACK + "patience = 1\n"), TOPICS, pytest.fail)
    assert (told.taken, told.pending) == (1, ((hub.url, TOPICS[1]),))


@pytest.mark.parametrize(
    ("url", "more", "message"),
    [
        ("http://127.0.0.1:9/", "", "is not reached by https"),
        ("https://127.0.0.1:9/", "", "is at 127.0.0.1, which is no public address"),
        ("https://localhost:9/", "", "which is no public address"),
        ("https://[::1]:9/", "", "is at ::1, which is no public address"),
        ("http://10.0.0.1/", "allow_http = true", "is at 10.0.0.1, which is no public address"),
        ("https://hub.invalid/", "attempts = 1", "does not answer"),
    ],
)
def test_hubs_that_are_not_asked(config, url, more, message):
    told = tell_hubs(config(url, more=more), TOPICS[:1], pytest.fail)
    assert told.taken == 0
    assert message in told.problems[0].message


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("ff02::1", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) is public


def test_a_certificate_that_nobody_trusts_is_refused(tmp_path):
    import ssl

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            need("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            "-subj", "/CN=localhost", "-keyout", key, "-out", certificate,
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            client, _ = listener.accept()
            with client, pytest.raises(OSError):
                context.wrap_socket(client, server_side=True).read()

        thread = threading.Thread(target=answer)
        thread.start()
        hub = Hub(
            f"https://localhost:{listener.getsockname()[1]}/", WebSubConfig(allow_private=True)
        )
        with pytest.raises(PingError, match="certificate verify failed"):
            hub.ping(TOPICS[0])
        thread.join()


def test_topics_are_feeds_and_no_archives(config):
    made = config()
    files = [
        "atom.xml",
        "tags/微软/rss.xml",
        "index.html",
        "archive/2/atom.xml",
        "tags/a/archive/1/feed.json",
        "tags/archive/atom.xml",
        "feeds.opml",
        ".broadsheet.json",
    ]
    assert topics(files, made) == (
        "https://e.org/atom.xml",
        "https://e.org/tags/%E5%BE%AE%E8%BD%AF/rss.xml",
        "https://e.org/tags/archive/atom.xml",
    )


def test_feeds_that_lie_elsewhere_are_topics_too(config):
    made = config(
        more=LOOPBACK
        + '[feeds]\npaths = { atom = "feeds/all.atom.xml" }\n[taxonomies.tags]\nfield = "tags"\n'
        'paths = { atom = "feeds/{slug}.tag.xml" }\n'
    )
    files = ["feeds/all.atom.xml", "feeds/a.tag.xml", "feeds/other.xml", "tags/a/rss.xml"]
    assert topics(files, made) == tuple(
        f"https://e.org/{path}" for path in files if "other" not in path
    )


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"pending": [1]}', b'{"pending": {}}', b"\xff"]
)
def test_a_damaged_ledger_counts_as_empty(tmp_path, content):
    (tmp_path / ".publish").mkdir()
    (tmp_path / ".publish/websub.json").write_bytes(content)
    assert PendingPings(tmp_path).read() == ()
    PendingPings(tmp_path).write([("h", "t"), ("h", "t")])
    assert PendingPings(tmp_path).read() == (("h", "t"),)


def test_a_hub_that_is_no_longer_configured_is_forgotten(config, hub, tmp_path):
    PendingPings(tmp_path).write([("https://old.example/", "https://e.org/atom.xml")])
    told = tell_hubs(config(hub.url), [])
    assert (told.taken, told.problems, PendingPings(tmp_path).read()) == (0, (), ())


def test_ping_without_hubs_says_what_to_write(site, capsys):
    assert main(["-C", str(site.root), "ping"]) == 1
    assert "site.hubs: names no hub; write e.g." in capsys.readouterr().err


def test_a_build_without_hubs_keeps_no_ledger(site):
    site.article("a.md")
    main(["-C", str(site.root), "build"])
    assert not Path(site.root / ".publish/websub.json").exists()
