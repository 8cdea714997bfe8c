"""Lektor's files are fields from end to end (lektor/metaformat.py), whatever stands in them."""

import json
import random
import time

import pytest
from engine_sites import EngineSite, copy_site


@pytest.fixture
def lektor(tmp_path):
    site = copy_site("lektor", tmp_path)
    assert site.publish("init") == 0
    return site


def test_the_body_ends_where_the_next_field_begins(lektor):
    found, problems = lektor.read()
    assert problems == []
    first = next(article for article in found.articles if article.title == "First")
    assert first.body == "Text with *emphasis*.\n\n---\n\nMore: after a line.\n"
    assert first.body_line == 12
    assert dict(first.terms)["tags"] == ("a", "Two words")


def test_what_is_no_field_is_named(lektor, capsys):
    lektor.write(
        "content/blog/bad/contents.lr",
        "title: Bad\n---\nno field at all\n---\npub_date: 2025-01-01\n",
    )
    assert lektor.publish("build") == 1
    assert (
        "content/blog/bad/contents.lr:3: front matter is no field; write e.g. title:"
        in capsys.readouterr().err
    )


def test_a_project_that_is_no_ini_file_is_named(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write("x.lektorproject", "[project]\nname = A\n: nothing\n")
    assert site.publish("init") == 1
    assert "x.lektorproject:3: is no INI file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["title: a\n---\n" * 20_000, "\n" * 400_000, "a" * 400_000, "---\n" * 100_000]
)
def test_long_files_take_no_time(lektor, text):
    lektor.write("content/blog/long/contents.lr", text)
    started = time.process_time()
    lektor.publish("build", "--keep-going", "--no-cache", "--jobs", "1")
    assert time.process_time() - started < 20


def test_damaged_files_are_read_or_refused(lektor, capsys):
    random_ = random.Random(1)
    whole = (lektor.root / "content/blog/first/contents.lr").read_text("utf-8")
    pieces = (
        "---\n",
        "----\n",
        ":",
        "\n\n",
        "body:\n",
        "pub_date: x",
        "_slug: /../x/",
        "\u2028",
        "_hidden: maybe\n",
    )
    for n in range(60):
        at = random_.randrange(len(whole))
        text = whole[:at] + random_.choice(pieces) + whole[at + random_.choice((0, 1, 20)) :]
        lektor.write(f"content/blog/{n}/contents.lr", text)
    assert lektor.publish("build", "--keep-going") in {0, 1}
    assert "Traceback" not in capsys.readouterr().err


@pytest.fixture
def languages(tmp_path):
    return copy_site("lektor-alternatives", tmp_path)


def test_each_language_has_a_feed_of_its_own(languages):
    """Without it, translations would be in none."""
    assert languages.publish("init") == 0
    assert languages.publish("build") == 0
    feed = json.loads((languages.out / "de/feed.json").read_text("utf-8"))
    assert [item["content_html"].strip() for item in feed["items"]] == ["<p>Auf Deutsch.</p>"]
    assert "Deutsch" not in (languages.out / "feed.json").read_text("utf-8")


def test_a_parent_in_another_language_has_its_own_slug_there(languages):
    languages.write("content/notes/contents+de.lr", "_slug: tagebuch\n")
    assert languages.publish("init") == 0
    found = {article.title: article.permalink for article in languages.read()[0].articles}
    assert found["Die Größe der Dinge"].endswith("/base/de/tagebuch/2025/01/02/one/")
    assert found["Index"].endswith("/base/log/2025/01/08/index/")


def test_addresses_that_only_jinja_can_tell_are_named(languages, capsys):
    model = languages.root / "models/plain.ini"
    languages.write("models/plain.ini", model.read_text("utf-8").replace("_id", "title|lower"))
    assert languages.publish("init") == 0
    assert "slug_format of models/plain.ini is not read" in capsys.readouterr().err
