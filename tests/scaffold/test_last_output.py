"""What `publish init` learns from the last output of an engine, also of one that nobody has heard of."""

from __future__ import annotations

import gzip
import json
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

import pytest

from broadsheet.cli import main
from broadsheet.read import articles

HOME = "https://me.example/"


def write(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_text(text, encoding="utf-8")


def article(number, *, title="", date="", extra=""):
    title, date = title or f"Post {number}", date or f"2024-01-{number:02}"
    return f'---\ntitle: "{title}"\ndate: {date}\n{extra}---\nBody of {number}.\n'


def rss(entries, title="Me", home=HOME, generator="", language=""):
    """Write RSS of (address, title, date, id); a date without a time is midnight in UTC."""
    items = "".join(
        f"<item><title>{escape(name)}</title><link>{url}</link><guid>{id_ or url}</guid>"
        f"<pubDate>{format_datetime(moment(date))}</pubDate></item>"
        for url, name, date, id_ in entries
    )
    head = f"<title>{title}</title><link>{home}</link><description>About</description>"
    head += f"<generator>{generator}</generator>" * bool(generator)
    head += f"<language>{language}</language>" * bool(language)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def atom(entries):
    made = "".join(
        f'<entry><id>{id_ or url}</id><title>{escape(name)}</title><link href="{url}"/>'
        f"<updated>{moment(date).isoformat()}</updated></entry>"
        for url, name, date, id_ in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Me</title>{made}</feed>'


def entries(pattern, numbers=range(1, 9), id_=""):
    return [(pattern.format(n=n), f"Post {n}", f"2024-01-{n:02}", id_.format(n=n)) for n in numbers]


def init(folder, capsys, code=0):
    assert main(["init", str(folder)]) == code
    return tomllib.loads((folder / "publish.toml").read_text("utf-8")), capsys.readouterr().err


def built(folder):
    assert main(["-C", str(folder), "build", "--now", "2026-01-01"]) == 0
    config = tomllib.loads((folder / "publish.toml").read_text("utf-8"))
    out = folder / config["site"].get("out", "out")
    feed = json.loads((out / "feed.json").read_text("utf-8"))
    return {item["title"]: (item["url"], item["id"]) for item in feed["items"]}


def test_a_site_of_next_js(tmp_path, capsys):
    """Addresses, ids, name, language and feed come from its export; a page tells the language."""
    write(tmp_path, {f"posts/my_post_{n}.mdx": article(n) for n in range(1, 9)})
    write(tmp_path, {f"out/blog/my_post_{n}/index.html": "<main>x" for n in range(1, 9)})
    write(
        tmp_path,
        {
            "next.config.js": "",
            "out/index.html": '<html lang="en-GB">',
            "out/rss.xml": rss(
                entries(HOME + "blog/my_post_{n}/", id_=HOME + "blog/my_post_{n}"), "A &amp; B"
            ),
        },
    )
    config, told = init(tmp_path, capsys)
    site, content = config["site"], config["content"]
    assert (site["title"], site["url"], site["language"]) == ("A & B", HOME, "en-GB")
    assert content["permalink"] == "/blog/:slug/"
    assert config["markdown"]["engine"] == "commonmark"
    assert "8 of 8 addresses, 8 titles and 8 of 8 dates are right" in told
    assert site["out"] == "publish-out"  # Next.js writes into out/ itself.
    assert built(tmp_path)["Post 3"] == (HOME + "blog/my_post_3/", HOME + "blog/my_post_3")


def test_a_site_of_gatsby_below_a_folder_of_its_host(tmp_path, capsys):
    write(tmp_path, {f"content/blog/Hello{n}/index.md": article(n) for n in range(1, 9)})
    write(tmp_path, {f"public/Hello{n}/index.html": "<main>x" for n in range(1, 9)})
    feed = rss(entries(HOME + "me/Hello{n}/"), generator="GatsbyJS")
    write(tmp_path, {"gatsby-config.js": "", "public/rss.xml": feed})
    config, told = init(tmp_path, capsys)
    assert config["site"]["url"] == HOME + "me/"
    assert config["content"]["permalink"] in {"/:stem/", "/:filename/"}
    assert "8 of 8 addresses" in told
    assert built(tmp_path)["Post 8"][0] == HOME + "me/Hello8/"


def test_a_site_of_hakyll_keeps_the_addresses_of_its_feeds(tmp_path, capsys):
    write(
        tmp_path,
        {
            f"posts/2024-01-{n:02}-post-{n}.markdown": article(n, date='""').replace(
                'date: ""\n', ""
            )
            for n in range(1, 9)
        },
    )
    found = entries(HOME + "posts/2024-01-0{n}-post-{n}.html")
    write(tmp_path, {"_site/feeds/atom.xml": atom(found), "_site/feeds/rss.xml": rss(found)})
    config, told = init(tmp_path, capsys)
    assert "8 of 8 addresses, 8 titles and 8 of 8 dates" in told
    assert config["feeds"]["paths"] == {"atom": "feeds/atom.xml", "rss": "feeds/rss.xml"}
    built(tmp_path)
    assert (tmp_path / "out/feeds/atom.xml").is_file()


def test_a_site_of_sveltekit_and_what_its_engine_does_not_publish(tmp_path, capsys):
    posts = {f"src/posts/2024-01-0{n}_part-{n}.md": article(n) for n in range(1, 9)}
    secret = {"src/posts/2024-01-05_secret.md": article(5, title="Secret")}
    write(tmp_path, {**posts, **secret, "svelte.config.js": ""})
    write(tmp_path, {f"build/blog/part-{n}.html": "<main>x" for n in range(1, 9)})
    write(tmp_path, {"build/rss.xml": rss(entries(HOME + "blog/part-{n}"))})
    config, told = init(tmp_path, capsys)
    assert "has not published 1 file, left out here: src/posts/2024-01-05_secret.md" in told
    assert "8 of 8 addresses" in told
    assert config["content"]["permalink"] == "/blog/:slug"
    assert config["content"]["path_fields"]
    assert set(built(tmp_path)) == {f"Post {n}" for n in range(1, 9)}


def test_pages_of_other_sections_and_of_addresses_typed_are_published(tmp_path, capsys):
    """Only what has a page nowhere is left out, though the feed has but one section."""
    note = article(4, title="Note")
    write(tmp_path, {f"content/posts/part-{n}.md": article(n) for n in range(1, 9)})
    write(
        tmp_path,
        {
            "hugo.toml": f"baseURL = '{HOME}'\n[permalinks]\nposts = '/blog/:slug/'\nnotes = '/n/:slug/'\n",
            "content/notes/short.md": note,
            "content/notes/typed.md": article(5, title="Typed", extra="url: /own/\n"),
            "content/notes/gone.md": article(6, title="Gone"),
            "public/n/note/index.html": "<main>x",
            "public/own/index.html": "<main>x",
            "public/index.xml": rss(entries(HOME + "blog/post-{n}/")),
        },
    )
    write(tmp_path, {f"public/blog/post-{n}/index.html": "<main>x" for n in range(1, 9)})
    config, told = init(tmp_path, capsys)
    assert "has not published 1 file, left out here: content/notes/gone.md" in told
    assert "2 articles of its time are not in public/index.xml" in told
    assert "notes/gone.md" in config["content"]["exclude"]


def test_a_file_that_a_library_stumbles_over_does_not_stop_init(tmp_path, capsys, monkeypatch):
    read = articles.read_address

    def stumbling(source, *rest):
        if source.path.endswith("post-3.md"):
            raise KeyError(source.path)
        return read(source, *rest)

    monkeypatch.setattr(articles, "read_address", stumbling)
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    write(tmp_path, {"dist/rss.xml": rss(entries(HOME + "blog/post-{n}/"))})
    config, _ = init(tmp_path, capsys)
    assert config["content"]["permalink"] == "/blog/:slug/"


def test_an_unknown_engine_with_addresses_of_titles_and_dates(tmp_path, capsys):
    dates = {n: f"2023-0{n}-1{n}" for n in range(1, 9)}
    write(
        tmp_path,
        {f"notes/{n}.md": article(n, title=f"About {n} things", date=d) for n, d in dates.items()},
    )
    found = [
        (f"{HOME}{d[:4]}/{d[5:7]}/about-{n}-things.html", f"About {n} things", d, "")
        for n, d in dates.items()
    ]
    write(
        tmp_path,
        {"site/index.xml": atom(found), "site/x.xml": "<rss", "site/sitemap.xml": "<urlset/>"},
    )
    config, _ = init(tmp_path, capsys)
    assert config["content"]["permalink"] == "/:year/:month/:title.html"
    assert config["site"]["language"] == "de"
    assert config["feeds"]["paths"] == {"atom": "index.xml"}


def test_single_addresses_that_follow_no_pattern_are_kept(tmp_path, capsys):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    odd = (HOME + "special/", "Post 8", "2024-01-08", "tag:me.example,2024:8")
    feed = rss([*entries(HOME + "blog/post-{n}/", range(1, 8)), odd])
    write(tmp_path, {"dist/rss.xml": feed})
    config, told = init(tmp_path, capsys)
    assert config["content"]["permalink"] == "/blog/:slug/"
    assert "8 of 8 addresses" in told
    assert built(tmp_path)["Post 8"] == (HOME + "special/", "tag:me.example,2024:8")


def test_the_ids_of_a_site_that_has_moved_stay(tmp_path, capsys):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    feed = rss(entries(HOME + "post-{n}/", id_="http://old.example/post-{n}/"))
    write(tmp_path, {"dist/rss.xml": feed})
    config, _ = init(tmp_path, capsys)
    assert config["feeds"]["id_url"] == "http://old.example/"
    assert built(tmp_path)["Post 2"] == (HOME + "post-2/", "http://old.example/post-2/")


@pytest.mark.parametrize("engine", [{}, {"_quarto.yml": "website:\n  title: Q\n"}])
def test_the_time_zone_is_the_one_of_the_feeds_dates(tmp_path, capsys, engine):
    dates = ["2024-01-02", "2024-07-03", "2024-08-04"]
    write(tmp_path, {f"p/{n}.md": article(n, date=d) for n, d in enumerate(dates)})
    shown = ["2024-01-01T23:00", "2024-07-02T22:00", "2024-08-03T22:00"]
    found = [(f"{HOME}p/{n}/", f"Post {n}", d, "") for n, d in enumerate(shown)]
    write(tmp_path, {"_site/rss.xml": rss(found), **engine})
    _, told = init(tmp_path, capsys)
    assert "3 of 3 dates are right" in told


def sitemap(urls):
    locations = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<urlset xmlns="{space}">{locations}</urlset>'


@pytest.mark.parametrize("name", ["dist/sitemap-0.xml", "dist/sitemap.xml.gz"])
def test_a_sitemap_tells_addresses_where_there_is_no_feed(tmp_path, capsys, name):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    found = sitemap([HOME, f"{HOME}about/", *(f"{HOME}writing/post-{n}" for n in range(1, 9))])
    write(tmp_path, {name: gzip.compress(found.encode()) if name.endswith(".gz") else found})
    config, told = init(tmp_path, capsys)
    assert config["site"]["url"] == HOME
    assert config["content"]["permalink"] == "/writing/:slug"
    assert f"learnt from {name}" in told


def test_a_packed_sitemap_beside_its_original_counts_once_and_a_bomb_is_named(tmp_path, capsys):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    found = sitemap(f"{HOME}writing/post-{n}" for n in range(1, 9))
    write(tmp_path, {"dist/sitemap.xml": found})
    write(tmp_path, {"dist/sitemap.xml.gz": gzip.compress(sitemap([HOME + "x"]).encode())})
    bomb = b"<urlset>" + b"<url>" * 20_000_000
    write(tmp_path, {"dist/a.xml.gz": gzip.compress(bomb, 1), "dist/b.xml.gz": b"\x1f\x8bcut"})
    _, told = init(tmp_path, capsys)
    assert "learnt from dist/sitemap.xml," in told
    assert "sitemap.xml.gz" not in told


def test_relative_links_of_a_feed_lead_below_its_site(tmp_path, capsys):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    write(tmp_path, {"dist/rss.xml": rss(entries("/writing/post-{n}/", id_="urn:x:{n}"))})
    config, _ = init(tmp_path, capsys)
    assert config["site"]["url"] == HOME
    assert built(tmp_path)["Post 3"] == (HOME + "writing/post-3/", "urn:x:3")


@pytest.mark.parametrize("engine", ["", "next.config.js"])
@pytest.mark.parametrize("said", ["status: Draft", "published: false", "publish: false"])
def test_what_people_call_a_draft_is_not_published(tmp_path, capsys, engine, said):
    write(tmp_path, {"posts/a.md": article(1), "posts/b.md": article(2, extra=f"{said}\n")})
    write(tmp_path, {"posts/c.md": article(3, extra="status: published\n")})
    write(tmp_path, {engine: ""} if engine else {})
    init(tmp_path, capsys)
    assert sorted(built(tmp_path)) == ["Post 1", "Post 3"]


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (
            rss(
                [(f"https://other.example/{n}", f"Their {n}", "2024-01-01", "") for n in range(8)],
                "Theirs",
                "https://other.example/",
            ),
            'is the feed "Theirs" of https://other.example/',
        ),
        (
            rss([(f"{HOME}{n}", f"Post {n}", f"2019-01-0{n}", "") for n in range(1, 9)]),
            "is of 2019-01-08",
        ),
        (gzip.compress(b"<rss>", mtime=0) + b"<rss", "is gzip"),
        ("<html><title>502</title><rss ", "is no feed but <html>"),
        ("<rss>" + "x" * 100, ""),
    ],
)
def test_an_output_of_another_site_or_of_years_ago_is_named_and_not_followed(
    tmp_path, capsys, feed, reason
):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    write(tmp_path, {"dist/rss.xml": feed})
    config, told = init(tmp_path, capsys)
    assert config["site"]["url"] == "https://example.org/"
    assert config["content"]["permalink"] == "/:sections/:slug/"
    assert (f"dist/rss.xml is not followed: it {reason}" in told) is bool(reason)


def test_a_preview_on_this_machine_tells_paths_and_no_address(tmp_path, capsys):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    write(tmp_path, {"dist/rss.xml": rss(entries("http://localhost:4321/blog/post-{n}/"))})
    config, _ = init(tmp_path, capsys)
    assert config["site"]["url"] == "https://example.org/"
    assert config["content"]["permalink"] == "/blog/:slug/"


def test_our_own_output_is_no_oracle(tmp_path, capsys):
    write(tmp_path, {f"posts/post-{n}.md": article(n) for n in range(1, 9)})
    config, _ = init(tmp_path, capsys)
    built(tmp_path)
    (tmp_path / "publish.toml").unlink()
    again, told = init(tmp_path, capsys)
    assert again == config
    assert "learnt" not in told


def test_a_feed_that_is_far_too_large_is_named(tmp_path, capsys):
    write(tmp_path, {"posts/post.md": article(1), "dist/rss.xml": "<rss>"})
    with (tmp_path / "dist/rss.xml").open("r+b") as stream:
        stream.truncate(500_000_000)
    _, told = init(tmp_path, capsys)
    assert "dist/rss.xml is not followed: it is larger than 50 MB" in told
