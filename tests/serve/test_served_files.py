"""What a client gets from out/, over a real connection."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import serving
from starlette.datastructures import Headers
from starlette.responses import FileResponse

from broadsheet.output.manifest import Manifest
from broadsheet.serve.files import MAX_PATH, ServedFiles

FEED = (
    b'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">' + b"x" * 900 + b"</feed>"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("site")
    out = root / "out"
    for path, content in {
        "out/atom.xml": FEED,
        "out/tags/微软/index.html": b"<p>page",
        "out/tags/微软/index.xml": b'<?xml version="1.0"?><rss version="2.0"></rss>',
        "out/feed.json": b'{"version": "https://jsonfeed.org/version/1.1"}',
        "out/feed.atom": FEED,
        "out/news": FEED,
        "out/plain": b"plain",
        "out/index.rss": b'<rss version="2.0"></rss>',
        "out/other.json": b"{}",
        "out/sitemap.xml": b"<urlset/>",
        "out/feeds.opml": b"<opml/>",
        "out/a.png": b"png" * 1000,
        "out/.broadsheet.json": Manifest(
            dict.fromkeys(
                ["atom.xml", "tags/.net/atom.xml", "tags/.net/index.html", "../secret.txt"], ""
            )
        ).encode(),
        "out/tags/.net/atom.xml": FEED,
        "out/tags/.net/index.html": b"<p>page",
        "out/tags/.net/.secret": b"secret",
        "out/.git/config": b"secret",
        "out/empty/x.bin": b"",
        "secret.txt": b"secret",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (out / "link.txt").symlink_to(root / "secret.txt")
    (out / "up").symlink_to(root)
    (out / "within.xml").symlink_to(out / "atom.xml")
    os.mkfifo(out / "pipe.txt")
    return out


def request(path, **headers):
    return {"type": "http", "method": "GET", "path": path, "headers": Headers(headers).raw}


@pytest.fixture(scope="module")
def server(folder):
    with serving(ServedFiles(folder)) as loopback:
        yield urlsplit(loopback.url).netloc


@pytest.fixture
def ask(server):
    connection = http.client.HTTPConnection(server, timeout=60)

    def ask(path, method="GET", **headers):
        connection.request(
            method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = connection.getresponse()
        response.content = response.read()
        return response

    yield ask
    connection.close()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/tags/%E5%BE%AE%E8%BD%AF/index.xml", "application/rss+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/news", "application/atom+xml; charset=utf-8"),
        ("/plain", "application/octet-stream"),
        ("/index.rss", "application/rss+xml; charset=utf-8"),
        ("/other.json", "application/json"),
        ("/sitemap.xml", "application/xml"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/tags/%E5%BE%AE%E8%BD%AF/", "text/html; charset=utf-8"),
        ("/a.png", "image/png"),
        ("/empty/x.bin", "application/octet-stream"),
        ("/tags/.net/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/tags/.net/", "text/html; charset=utf-8"),
        ("/within.xml", "application/atom+xml; charset=utf-8"),
    ],
)
def test_media_types(ask, path, media_type):
    response = ask(path)
    assert (response.status, response.headers["content-type"]) == (200, media_type)


def test_a_poll_with_either_validator_is_a_304(ask):
    first = ask("/atom.xml")
    assert first.content == FEED
    for validator in (
        {"if_none_match": first.headers["etag"]},
        {"if_modified_since": first.headers["last-modified"]},
    ):
        again = ask("/atom.xml", **validator)
        assert (again.status, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]


SUNDAY = "Sun, 06 Nov 1994 08:49:37 GMT"
SUNDAY_SECONDS = 784111777.0


@pytest.mark.parametrize(
    ("none_match", "since", "unchanged"),
    [
        ("", "", False),
        ("{}", "", True),
        ("W/{}", "", True),
        ('"x", {}', "", True),
        ("*", "", True),
        ('"5-b"', "", False),
        ("5-a", "", False),
        ("", SUNDAY, True),
        ("", "Sun, 06 Nov 1994 08:49:36 GMT", False),
        ("", "yesterday", False),
        ('"5-b"', SUNDAY, False),
    ],
)
@pytest.mark.parametrize("coding", ["identity", "br"])
def test_what_a_client_has_already(folder, none_match, since, unchanged, coding):
    (folder / "old.xml").write_bytes(FEED)
    os.utime(folder / "old.xml", (SUNDAY_SECONDS + 0.9, SUNDAY_SECONDS + 0.9))
    files, accepts = ServedFiles(folder), {"accept-encoding": coding}
    tag = files.respond(request("/old.xml", **accepts)).headers["etag"]
    asked = {"if-none-match": none_match.format(tag), "if-modified-since": since}
    poll = request("/old.xml", **accepts, **{name: value for name, value in asked.items() if value})
    assert files.respond(poll).status_code == (304 if unchanged else 200)


PIECES = [
    "Sun,", "06", "Nov", "1994", "9999", "0", "08:49:37", "24:60:61", "12.34.56", "GMT", "+9999", "-",
    "q=", "q=nan", "q=inf", ";", ",", "W/", '"', "*", "gzip", "bytes=", " ", ".",
]  # fmt: skip


@given(
    st.sampled_from(["if-none-match", "if-modified-since", "accept-encoding", "range"]),
    st.text(st.characters(max_codepoint=255)) | st.lists(st.sampled_from(PIECES)).map("".join),
)
def test_no_header_does_harm(folder, name, value):
    assert ServedFiles(folder).respond(request("/atom.xml", **{name: value})).status_code in {
        200,
        304,
    }


def test_a_poll_takes_less_than_a_millisecond_of_the_processor(folder):
    files = ServedFiles(folder)
    tag = files.respond(request("/atom.xml")).headers["etag"]
    poll = request("/atom.xml", **{"if-none-match": tag, "accept-encoding": "identity"})
    before = time.thread_time()
    for _ in range(500):
        assert files.respond(poll).status_code == 304
    assert (time.thread_time() - before) / 500 < 0.001


def test_a_rewritten_file_is_sent_again(ask, folder):
    (folder / "new.xml").write_bytes(b"<feed>1</feed>")
    tag = ask("/new.xml").headers["etag"]
    (folder / "new.xml").write_bytes(b"<feed>2</feed>")
    again = ask("/new.xml", if_none_match=tag)
    assert (again.status, again.content) == (200, b"<feed>2</feed>")


@pytest.mark.parametrize(
    ("coding", "decode"),
    [
        ("gzip", gzip.decompress),
        ("br", brotli.decompress),
        ("zstd", lambda content: zstandard.ZstdDecompressor().decompress(content)),
    ],
)
def test_codings_have_validators_of_their_own(ask, coding, decode):
    plain, coded = ask("/atom.xml"), ask("/atom.xml", accept_encoding=coding)
    assert coded.headers["content-encoding"] == coding
    assert decode(coded.content) == FEED
    assert coded.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert coded.headers["etag"] != plain.headers["etag"]
    poll = {"accept_encoding": coding, "if_none_match": coded.headers["etag"]}
    assert ask("/atom.xml", **poll).status == 304
    assert "content-encoding" not in ask("/a.png", accept_encoding=coding).headers


def test_head_is_a_get_without_its_body(ask):
    for path in ("/atom.xml", "/a.png", "/nothing", "/tags/%E5%BE%AE%E8%BD%AF/"):
        got, head = ask(path), ask(path, "HEAD")
        assert (head.status, head.content) == (got.status, b"")
        for name in ("content-length", "content-type", "etag", "last-modified"):
            assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("wanted", "status", "content"),
    [
        ("bytes=0-4", 206, FEED[:5]),
        ("bytes=-4", 206, FEED[-4:]),
        ("bytes=960-", 206, FEED[960:]),
        ("bytes=99999-", 416, b""),
    ],
)
def test_ranges_of_text_and_others(ask, wanted, status, content):
    response = ask("/atom.xml", range=wanted, accept_encoding="gzip")
    assert response.status == status
    if status == 206:
        assert response.content == content
        assert response.headers["content-range"].endswith(f"/{len(FEED)}")
    assert ask("/a.png", range="bytes=0-2").content == b"png"


@pytest.mark.parametrize("path", ["/atom.xml", "/a.png", "/tags/%E5%BE%AE%E8%BD%AF/"])
@pytest.mark.parametrize(
    "wanted", ["items=0-1", "bytes=abc", "bytes=5-1", "bytes=" + "0-0,x" * 9999]
)
def test_a_range_that_nobody_understands_is_ignored(ask, path, wanted):
    assert ask(path, range=wanted).content == ask(path).content


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("large.xml", "application/atom+xml; charset=utf-8"),
        ("large.html", "text/html; charset=utf-8"),
    ],
)
def test_a_text_of_gigabytes_is_sent_as_it_is_and_never_read_whole(tmp_path, name, kind):
    with (tmp_path / name).open("wb") as stream:
        stream.write(b"<feed >")
        stream.truncate(20_000_000_000)
    response = ServedFiles(tmp_path).respond(request(f"/{name}", accept_encoding="gzip"))
    assert isinstance(response, FileResponse)
    assert response.headers["content-type"] == kind
    assert response.headers["content-length"] == "20000000000"
    assert "content-encoding" not in response.headers


def test_a_range_of_another_version_is_the_whole(ask):
    assert ask("/a.png", range="bytes=0-2", if_range='"other"').status == 200
    tag = ask("/a.png").headers["etag"]
    assert ask("/a.png", range="bytes=0-2", if_range=tag).status == 206


def test_a_folder_without_its_slash(ask):
    response = ask("/tags/%E5%BE%AE%E8%BD%AF")
    assert (response.status, response.headers["location"]) == (308, "./%E5%BE%AE%E8%BD%AF/")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/tags/..%2f..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/link.txt",
        "/up/secret.txt",
        "/up/publish.toml",
        "/.broadsheet.json",
        "/.git/config",
        "/.git",
        "/tags/.net/.secret",
        "/tags/.net/../../../secret.txt",
        "/a.png%00.txt",
        "/atom.xml/",
        "/atom.xml/x",
        "/pipe.txt",
        "/%ff%fe",
        "/" + "a" * 300,
        "/tags/",
    ],
)
def test_nothing_else_is_served(ask, path):
    response = ask(path)
    assert response.status == 404
    assert b"secret" not in response.content


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(ask, folder):
    (folder / "closed.xml").write_bytes(FEED)
    (folder / "closed.xml").chmod(0)
    assert ask("/closed.xml").status == 404


def test_other_methods_are_refused(ask):
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        response = ask("/atom.xml", method)
        assert (response.status, response.headers["allow"]) == (405, "GET, HEAD")


def test_huge_addresses_and_headers_are_refused_and_the_server_goes_on(ask, server):
    assert ask("/" + "a" * MAX_PATH).status == 414
    for request in (
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 50_000 + b"\r\n",
        b"\x16\x03\x01garbage\r\n\r\n",
    ):
        host, port = server.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as client:
            try:
                client.sendall(request)
                assert client.recv(12) == b"HTTP/1.1 400"
            except ConnectionError:
                pass  # It hung up before it was told everything.
    assert ask("/atom.xml").status == 200


@settings(max_examples=300)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["..", ".", "/", "\\", "secret.txt", "up"])).map("/".join)
)
def test_no_path_leaves_the_folder(folder, path):
    response = ServedFiles(folder).respond(request(f"/{path}"))
    assert b"secret" not in getattr(response, "body", b"")
    assert Path(getattr(response, "path", folder)).resolve().is_relative_to(folder)
