"""newsboat subscribes, polls, and imports the list of feeds."""

from __future__ import annotations

import subprocess

import pytest
from tools import need


@pytest.fixture
def newsboat(tmp_path):
    program = need("newsboat")
    folder = tmp_path / "newsboat"
    folder.mkdir()
    (folder / "config").write_text('show-read-feeds yes\nurls-source "local"\n')
    (folder / "urls").touch()

    def run(*arguments):
        command = [
            program, "-C", folder / "config", "-u", folder / "urls", "-c", folder / "cache.db",
        ]  # fmt: skip
        home = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            [*command, *arguments],
            env=home,
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run.urls = folder / "urls"
    return run


def unread(newsboat):
    """What it has to say; articles that several feeds carry count once, since their ids agree."""
    return newsboat("-x", "print-unread").strip()


def test_polls_cost_nothing_until_something_is_new(newsboat, published):
    paths = ["/atom.xml", "/rss.xml", "/tags/标签1/atom.xml"]
    newsboat.urls.write_text(
        "\n".join(published.url + p[1:].replace("标签", "%E6%A0%87%E7%AD%BE") for p in paths)
    )
    newsboat("-x", "reload")
    assert unread(newsboat) == "6 unread articles"
    # newsboat 2.21 keeps validators only of feeds it knew before it asked: from the second poll on.
    newsboat("-x", "reload")
    newsboat("-x", "reload")
    published.build()
    newsboat("-x", "reload")
    assert [published.server.statuses(path) for path in paths] == [[200, 200, 304, 304]] * 3
    assert unread(newsboat) == "6 unread articles"
    published.write(6)
    published.build()
    newsboat("-x", "reload")
    assert unread(newsboat) == "7 unread articles"
    assert [published.server.statuses(path)[-1] for path in paths] == [200, 200, 304]


def test_an_article_that_is_mended_is_no_new_one(newsboat, published):
    newsboat.urls.write_text(published.url + "atom.xml")
    newsboat("-x", "reload")
    before = unread(newsboat)
    published.site.article(
        "3.md", "title: mended\nlastmod: 2025-12-01\ndate: 2025-06-13T08:00:00+08:00"
    )
    published.build()
    newsboat("-x", "reload")
    assert unread(newsboat) == before


def test_the_list_of_feeds_is_imported_whole(newsboat, published):
    newsboat("-i", published.site.out / "feeds.opml")
    urls = {line.split()[0] for line in newsboat.urls.read_text().splitlines()}
    assert len(urls) == 5  # The site's, three tags' and a topic's.
    newsboat("-x", "reload")
    assert unread(newsboat) == "6 unread articles"
    assert {status for _, _, status in published.server.asked} == {200}
