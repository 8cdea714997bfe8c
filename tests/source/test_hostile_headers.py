"""Damaged and hostile headers: each is one problem that is named, and all other articles are published."""

import json
import os
import random
import re
import time
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.config import load_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.errors import Problems
from broadsheet.read.articles import read_articles
from broadsheet.read.assets import Assets
from broadsheet.stamps import Stamps
from broadsheet.store import with_store

BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
MERGED = "a0: &a0 {x: y}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 10)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 5000))
HEAD = "title: T\ndate: 2025-01-01\n"
LONG = "1" * 4400

HEADERS = {
    "bomb": (f"---\n{HEAD}{BOMB}---\n", "through aliases"),
    "bomb of merged tables": (f"---\n{HEAD}{MERGED}---\n", "through aliases"),
    "chain of aliases": (f"---\n{HEAD}{CHAIN}---\n", "through an? alias"),
    "alias of itself": (f"---\n{HEAD}x: &a [*a]\n---\n", "holds itself through an alias"),
    "long number": (f'+++\ntitle = "T"\ndate = 2025-01-01\nx = {LONG}\n+++\n', ":4: .*digits"),
    "long hexadecimal": (f'+++\ntitle = "T"\nx = 0x{"f" * 4400}\n+++\n', ":3: .*digits"),
    "dotted key": (f'+++\ntitle = "T"\n{".".join("a" * 900)} = 1\n+++\n', "nested too deeply"),
    "deep list": ('{"title":"T","x":' + "[" * 900 + "]" * 900 + "}\n", "nested too deeply"),
    "half a character": ('{"title":"T","date":"\\ud83d"}\n', ":1: .*half of a character"),
    "half a key": ('{"title":"T","\\ud83d":"x"}\n', ":1: .*half of a character"),
    "line separator": ("---\ntitle: a\u2028(b: [c\n---\n", ":2: .*is not YAML"),
}

WITH_HEADERS = sorted(ENGINES.keys() - {"lektor"})
"""The engines whose articles have a header; Lektor's are fields from end to end (test_lektor.py)."""

IN_POSTS = {"bridgetown", "jekyll"}
"""Those whose articles lie in `_posts`."""


@pytest.mark.parametrize("dialect", WITH_HEADERS)
@pytest.mark.parametrize("name", HEADERS)
def test_a_hostile_header_is_one_named_problem(site, capsys, dialect, name):
    """The good article beside it is published, in a time that nobody notices."""
    text, message = HEADERS[name]
    if dialect == "pelican" and text.startswith("---"):
        return  # It reads lines of keys and values, and no YAML.
    folder = "_posts/" if dialect in IN_POSTS else ""
    site.config(
        f'{(site.root / "publish.toml").read_text("utf-8")}[content]\ndialect = "{dialect}"\n'
    )
    site.raw(f"{folder}2025-01-01-bad.md", f"{text}x\n".encode())
    site.article(f"{folder}2025-01-02-good.md")
    articles, problems, seconds = read(site.root)
    assert [article.title for article in articles] == ["2025-01-02-good"]
    assert [problem.path for problem in problems] == [f"content/{folder}2025-01-01-bad.md"]
    assert re.search(message, str(problems[0]))
    assert seconds < 2


def read(root):
    started = time.process_time()
    config = load_config(root, resolve)
    problems = Problems()
    articles = with_store(
        None,
        Stamps(root, 0),
        lambda store: read_articles(config, Assets(config, store.stamps), store, problems),
    )
    json.dumps([str(problem) for problem in problems]).encode()
    return articles, list(problems), time.process_time() - started


@pytest.mark.parametrize("kind", ["bool", "int", "float", "timestamp", "binary"])
def test_tags_of_yaml_leave_texts_as_typed(site, kind):
    for name, value in {"a": "x", "b": "", "c": "''"}.items():
        site.article(f"{name}.md", f"x: !!{kind} {value}\ntags: [!!{kind} y]")
    articles, problems, _ = read(site.root)
    assert (len(articles), problems) == (3, [])


@pytest.mark.parametrize(
    ("dialect", "path", "text"),
    [
        ("hugo", "content/_index.md", f"---\n{BOMB}cascade: {{x: *a9}}\n---\n"),
        ("eleventy", "content/_includes/l.njk", f"---\n{BOMB}---\n"),
        ("zola", "content/_index.md", f"---\n{BOMB}---\n"),
    ],
)
def test_files_that_give_fields_to_articles_are_bounded_too(site, dialect, path, text):
    site.config(
        f'{(site.root / "publish.toml").read_text("utf-8")}[content]\ndialect = "{dialect}"\n'
    )
    (site.root / path).parent.mkdir(exist_ok=True)
    (site.root / path).write_text(text)
    site.article("good.md", "layout: l.njk")
    articles, problems, seconds = read(site.root)
    assert [article.title for article in articles] == ["good"]
    assert [problem.path for problem in problems] == [path]
    assert seconds < 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_config.yml", f"title: T\n{BOMB}defaults: *a9\n"),
        ("_config.yml", f"title: T\n{MERGED}"),
        ("hugo.toml", f'baseURL = "https://e.org"\nx = {LONG}\n'),
        ("hugo.json", f'{{"baseURL": "https://e.org", "x": {LONG}}}'),
        ("package.json", "[" * 100_000 + "]" * 100_000),
        ("hugo.yaml", "x: " + "[" * 5000 + "]" * 5000),
        ("config.toml", f'base_url = "https://e.org"\n{".".join("a" * 900)} = 1\n'),
        ("pelicanconf.py", f"SITENAME = {'(' * 500}1{')' * 500}\n"),
        ("pelicanconf.py", f"DEFAULT_PAGINATION = {LONG}\n"),
        ("pelicanconf.py", f"SITENAME = 'x'{' + [1]' * 5000}\n"),
    ],
)
def test_configurations_of_engines_are_read_or_refused(tmp_path, capsys, path, text):
    (tmp_path / path).write_text(text)
    started = time.process_time()
    assert main(["-C", str(tmp_path), "init"]) in {0, 1}
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "a bug" not in said
    assert time.process_time() - started < 3


def test_publish_toml_may_hold_a_number_of_thousands_of_digits(site, capsys):
    site.config(f"{(site.root / 'publish.toml').read_text('utf-8')}[feeds]\nlimit = {LONG}\n")
    assert main(["-C", str(site.root), "build"]) == 1
    assert re.search(r"publish.toml:\d+: holds a number of more", capsys.readouterr().err)


def test_the_name_of_the_sites_folder_need_not_be_utf_8(tmp_path, capsys):
    root = tmp_path / os.fsdecode(b"sit\xe9")
    (root / "content").mkdir(parents=True)
    (root / "publish.toml").write_text(
        '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = "A"\n'
    )
    (root / "content/a.md").write_text(f"---\n{HEAD}---\nx\n")
    for command in ("build", "build", "digest", "check"):
        assert main(["-C", str(root), command, "--now", "2025-01-09"]) == 0
    assert (root / "out/atom.xml").is_file()
    assert "Traceback" not in capsys.readouterr().err


CORPUS = Path(__file__).parent.parent / "engines/sites"
INPUTS = int(os.environ.get("FUZZED_HEADERS", "500"))
"""`FUZZED_HEADERS=20000` is for an occasional run."""

_PIECES = (
    "---\n",
    "+++\n",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "*a",
    "&a ",
    "!!int ",
    "<<: ",
    "\u2028",
    "\ud7ff",
    '"',
    "'",
    "\\",
    "\\u",
    "\\ud83d",
    "\t",
    "\n",
    "\n\n",
    "#",
    "0x",
    "1e999",
    "9" * 5000,
    "2025-13-01",
    "[[" * 60,
    "null",
    "~",
    "\x85",
    "\ufeff",
    "date: ",
    "tags: ",
    "permalink: ",
    "slug: ",
    "cascade: ",
    "eleventyComputed: ",
    "::",
    ";;;\n",
    "Title: ",
    "{{ page.date | date: '%Y' }}",
    "%",
    "-" * 300,
)


def mutated(text, random_):
    """Return a text with a few pieces of its head put elsewhere, taken out, or put in."""
    for _ in range(random_.randint(1, 4)):
        end = min(len(text), 600)
        a, b = sorted((random_.randint(0, end), random_.randint(0, end)))
        b = min(b, a + random_.choice((1, 3, 40)))
        piece = random_.choice((*_PIECES, text[a:b], text[a:b] * random_.choice((2, 50))))
        text = random_.choice(
            (text[:a] + text[b:], text[:a] + piece + text[a:], text[:a] + piece + text[b:])
        )
    return text


@pytest.mark.parametrize("markdown", ["markdown", "commonmark"])
@pytest.mark.parametrize("dialect", WITH_HEADERS)
def test_mutated_headers_are_read_or_refused(site, capsys, dialect, markdown):
    """Real headers of each engine's own test site, damaged at random."""
    random_ = random.Random(f"{dialect} {markdown}")
    files = sorted(file for file in (CORPUS / dialect).rglob("*.md") if file.is_file())
    texts = [file.read_text("utf-8") for file in files]
    posts = "_posts/" if dialect in IN_POSTS else ""
    text = (site.root / "publish.toml").read_text("utf-8")
    site.config(
        f'{text}[content]\ndialect = "{dialect}"\n[markdown]\nengine = "{markdown}"\n'
        "[feeds]\nlimit = 100000\n[pages]\nenabled = false\n"
    )
    site.article(f"{posts}2025-01-02-good.md")
    inputs = INPUTS // len(WITH_HEADERS) // 2
    for n in range(inputs):
        places = (f"{posts}2025-01-01-{n}.md", f"{posts}s/2025-01-01-{n}.md", f"s{n}/_index.md")
        text = mutated(random_.choice(texts), random_)
        site.raw(random_.choice(places), text.encode(errors="surrogatepass"))
    started = time.process_time()
    assert main(["-C", str(site.root), "build", "--keep-going", "--no-cache", "--jobs", "1"]) in {
        0,
        1,
    }
    assert time.process_time() - started < 10 + inputs / 20
    assert "2025-01-02-good" in site.tree()["feed.json"].decode()
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert not re.search("[a-z]Error: ", shown)
