"""Lektor's files are fields from end to end (lektor/metaformat.py), whatever stands in them."""

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
