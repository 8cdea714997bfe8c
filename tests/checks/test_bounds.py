"""No pattern and no file makes a check take more than linear time, or read a file without end."""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import os
import pkgutil
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checking import check_all
from conftest import CONFIG, NOW

from broadsheet import checks
from broadsheet.checks.emails.issue import check_issue
from broadsheet.checks.feeds import uris, values
from broadsheet.checks.feeds.check_feed import check_feed
from broadsheet.engines import ENGINES

try:
    from re import _constants as sre
    from re import _parser as sre_parse
except ImportError:  # Python 3.10 and older.
    import sre_constants as sre
    import sre_parse

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(checks.__path__, "broadsheet.checks.")
]
LENGTH = 12_000
SUSPICIOUS = 0.015
"""Seconds; most patterns take a third of it for a text of this length."""


def compiled():
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__.removeprefix('broadsheet.checks.')}.{name}", value


NODES = [
    (module, node)
    for module in MODULES
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))
    if isinstance(node, ast.Attribute | ast.Call)
]


def _name(node):
    return node.id if isinstance(node, ast.Name) else ""


def searching():
    """The names of patterns that are searched for, rather than matched at one place only."""
    for module, node in NODES:
        if isinstance(node, ast.Attribute) and node.attr in SEARCHES:
            yield f"{module.__name__.removeprefix('broadsheet.checks.')}.{ast.unparse(node.value)}"


SEARCHES = {"search", "sub", "findall", "finditer", "split"}
SEARCHED = set(searching())


def inline():
    """The patterns that stand in calls, such as `re.split("[:=]", line)`, with the function called."""
    for _, node in NODES:
        function = node.func if isinstance(node, ast.Call) else None
        is_of_re = isinstance(function, ast.Attribute) and _name(function.value) == "re"
        if (is_of_re and function.attr not in {"compile", "escape"}) or (
            _name(function) == "matching"
        ):
            if ast.unparse(node) == "re.fullmatch(others, date)":  # From an engine; see below.
                continue
            assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
            yield function.attr if is_of_re else "matching", node.args[0].value


PATTERNS = dict(compiled())
PATTERNS |= {engine.usual_date: re.compile(engine.usual_date) for engine in ENGINES.values()}
for function, text in inline():
    PATTERNS[text] = re.compile(text)
    if function in SEARCHES:
        SEARCHED.add(text)


def sample(items):
    """Return a text that a parsed pattern matches, with every repetition done once at least."""
    return "".join(_one(op, value) for op, value in items)


def _one(op, value):  # noqa: PLR0911 - one line a kind of node
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.NOT_LITERAL:
        return "z" if value != ord("z") else "y"
    if op is sre.ANY:
        return "z"
    if op is sre.IN:
        return _member(value)
    if op is sre.BRANCH:
        return sample(value[1][0])
    if op is sre.SUBPATTERN:
        return sample(value[-1])
    if op in REPEATS:
        return sample(value[2]) * max(value[0], 1)
    return ""


REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, getattr(sre, "POSSESSIVE_REPEAT", None)}
CLASSES = {sre.CATEGORY_SPACE: " ", sre.CATEGORY_DIGIT: "1", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_SPACE: "z", sre.CATEGORY_NOT_WORD: " ", sre.CATEGORY_NOT_DIGIT: "z"}  # fmt: skip


def _members(value):
    for op, member in value:
        if op is sre.LITERAL:
            yield chr(member)
        elif op is sre.RANGE:
            yield chr(member[0])
        elif op is sre.CATEGORY:
            yield CLASSES[member]


def _member(value):
    if value[0][0] is not sre.NEGATE:
        return next(_members(value))
    refused = set(_members(value))
    return next(c for c in "z yQ1\t" if c not in refused)


def prefixes(items):
    """Return what a pattern matches before each of its parts, also before those inside of groups."""
    found = {""}
    items = list(items)
    for index, (op, value) in enumerate(items):
        before = sample(items[:index])
        found.add(before)
        inner = value[-1] if op is sre.SUBPATTERN else value[2] if op in REPEATS else None
        if inner is not None:
            found |= {before + each for each in prefixes(inner)}
        if op is sre.BRANCH:
            found |= {before + each for branch in value[1] for each in prefixes(branch)}
    return found


def units(items):
    """Return what to repeat: each part that the pattern has, at any depth."""
    for op, value in items:
        yield _one(op, value)
        if op is sre.IN:
            yield from list(_members(value))[:12]
        for inner in [value[-1]] if op is sre.SUBPATTERN else [value[2]] if op in REPEATS else value[1] if op is sre.BRANCH else []:  # fmt: skip
            yield sample(inner)
            yield from units(inner)


def worst_texts(pattern):
    """Return pairs of a start and what to repeat after it."""
    text = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    items = sre_parse.parse(
        text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    starts = sorted(prefixes(items), key=len)[:10]
    repeated = {
        unit for unit in (*units(items), *starts, sample(items), " ", "a", "a ", "1") if unit
    }
    return itertools.product(starts, repeated)


def seconds(use, text):
    started = time.process_time()
    use(text)
    return time.process_time() - started


def quadratic(pattern, is_searched):
    """Return a text for which a pattern takes time by the square of its length, or None."""

    def use(text):
        subject = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
        if is_searched:
            pattern.sub(subject[:0], subject)
        else:
            pattern.match(subject)
            pattern.fullmatch(subject)

    for start, unit in worst_texts(pattern):
        short = seconds(use, start + unit * (LENGTH // len(unit)) + "\0")
        if short > SUSPICIOUS:
            long = seconds(use, start + unit * (4 * LENGTH // len(unit)) + "\0")
            if long > 8 * short + 0.2:
                return start + unit * 3
    return None


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_linear_time_for_its_worst_repetitions(name):
    assert quadratic(PATTERNS[name], name in SEARCHED) is None


@pytest.mark.parametrize("bad", [r"\s+x", r"a:\s*,?\s*\Z", r"<a[^>]*>"])
def test_the_worst_repetitions_show_a_pattern_that_is_quadratic(bad):
    assert quadratic(re.compile(bad), is_searched=True)


UNITS = ["`", "`a ``b ", "```\n", "<!--", "<pre", "<img ", "{% code ", "[a](", "![](a) ", "[^a]", "[^1]: ", "** a", "a ** b\n\n", "<p>**a\n\n", "{{< a1 >}}", "{{ a", "\\", "\x01", "Ã", "\ufffd", "> ## a\n\n"]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_an_article_of_200_kb_takes_seconds(site, unit):
    body = unit * (200_000 // len(unit.encode()))
    site.raw("a.md", f"---\ntitle: A\ndate: 2025-06-17\nsummary: x\n---\n{body}".encode())
    site.config(CONFIG + '[markdown]\nengine = "commonmark"\n')
    started = time.process_time()
    check_all(site)
    assert time.process_time() - started < 10


HEADERS = [
    "a: b\n",
    "check_off: [a]\n",
    "feature: true" + " " * 50,
    "date: ",
    "# ",
    "tags: [a,",
    "title: \u202e",
]


@pytest.mark.parametrize("unit", HEADERS)
def test_front_matter_of_200_kb_takes_seconds(site, unit):
    header = unit * (200_000 // len(unit))
    site.raw("a.md", f"---\ntitle: A\ndate: 2025-06-17\n{header}\n---\nText.".encode())
    started = time.process_time()
    check_all(site)
    assert time.process_time() - started < 10


def test_many_articles_may_switch_rules_off(site):
    for number in range(300):
        site.raw(f"{number}.md", f"---\ntitle: A{number}\ndate: 2025-06-17T08:{number % 60:02}:00Z\ncheck_off: [summary-missing, date-taken]\n---\n".encode())  # fmt: skip
    assert not [p for p in check_all(site) if p.rule in {"summary-missing", "date-taken"}]


FEEDS = {
    "comments": "<!-- -->" * 60 + "x",
    "comments before the root": "<!-- x -->" * 20_000 + "<rss/>",
    "entries without an author": '<feed xmlns="http://www.w3.org/2005/Atom">' + "<entry/>" * 50_000 + "</feed>",
    "one long line": "<rss version='2.0'><channel>" + "<item><title>a &amp; b</title></item>" * 20_000 + "</channel></rss>",
    "elements that nothing ends": "<rss version='2.0'><channel><item><description>" + "&lt;li&gt;" * 20_000 + "&lt;i&gt;" + "&lt;p&gt;&lt;li&gt;" * 20_000 + "&lt;/i&gt;</description></item></channel></rss>",
    "a long name": "<rss version='2.0'><channel><item><description>&lt;" + "a" * 500_000 + "</description></item></channel></rss>",
    "a style": "<rss version='2.0'><channel><item><description>&lt;p style='a:" + " " * 300_000 + ":'&gt;</description></item></channel></rss>",
    "a measure": "<rss version='2.0'><channel><item><description>&lt;p style='margin:rgb(1," + "1" * 300_000 + "x'&gt;</description></item></channel></rss>",
    "a date": "<rss version='2.0'><channel><pubDate>" + "(" * 50_000 + ")" * 50_000 + "</pubDate></channel></rss>",
    "a deep tree": "<rss version='2.0'>" + "<a>" * 149 + "<b/>" * 100_000 + "</a>" * 149 + "</rss>",
    "many ids": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": str(n), "content_text": "x"} for n in range(20_000)]}, indent=0),
    "many wrong ids": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": n} for n in range(20_000)]}),
    "long values": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "a" * 50_000, "url": "b" * 50_000, "content_text": "x"} for _ in range(100)]}),
}  # fmt: skip


@pytest.mark.parametrize("text", FEEDS.values(), ids=FEEDS.keys())
def test_no_feed_takes_more_than_some_seconds(tmp_path, text):
    file = tmp_path / "feed.xml"
    file.write_text(text)
    started = time.process_time()
    report = check_feed(file, "feed.xml", NOW, "https://example.org/feed.xml")
    assert time.process_time() - started < 10
    assert all(len(p.message) < 1100 and "unexpected" not in p.message for p in report.problems)


def test_a_feed_with_comments_before_its_root_takes_no_time(tmp_path):
    """Case 06: 500 bytes took minutes."""
    file = tmp_path / "feed.xml"
    file.write_text("<?xml version='1.0'?>" + "<!-- a -->" * 40 + "<x/>")
    started = time.process_time()
    assert [p.rule for p in check_feed(file, "feed.xml", NOW).problems] == ["feed-unknown"]
    assert time.process_time() - started < 0.5
    file.write_text("<!-- a -->" * 3 + "<!DOCTYPE html><p>")
    assert [p.rule for p in check_feed(file, "feed.xml", NOW).problems] == ["feed-html"]


LETTERS = {
    "comments": "<body>" + "<!--" * 50_000,
    "tags without end": "<body>" + "<a href=" * 25_000,
    "declarations": "<body>" + "<![CDATA[" * 20_000,
    "templates": "<body>" + "".join(f"<p>{{{{a{n}}}}}" for n in range(15_000)),
    "links": "<body>" + "".join(f"<a href=b{n}>c{n}</a>" for n in range(10_000)),
    "a style": f"<body><p style='{'a' * 190_000}'>x",
    "variables": f"<body><p style='{'var(--' * 30_000}'>x",
    "no address": "<body><a href='http://['>http://[</a><img src='http://['>",
}


@pytest.mark.parametrize("text", LETTERS.values(), ids=LETTERS.keys())
def test_no_issue_takes_more_than_some_seconds(tmp_path, text):
    (tmp_path / "email.html").write_text(text)
    (tmp_path / "email.txt").write_text("".join(f"{{{{a{n}}}}} " for n in range(100_000)))
    (tmp_path / "email.eml").write_bytes(b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nx")
    started = time.process_time()
    problems = list(check_issue(tmp_path, "out/weekly", "1 Street"))
    assert time.process_time() - started < 10
    assert not [p for p in problems if "unexpected" in p.message]


def test_a_reference_that_is_no_uri_is_a_problem_and_no_traceback(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text('<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://["><link rel="self" href="http://[x"/></feed>')  # fmt: skip
    problems = check_feed(file, "feed.xml", NOW, "https://example.org/feed.xml").problems
    assert not [p for p in problems if "unexpected" in p.message]
    assert uris.joined("http://[", "a") == "a"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory")
@pytest.mark.parametrize("name", ["content/big.md", "out/feed.xml", "out/weekly/email.html"])  # fmt: skip
def test_no_file_is_read_whole(site, name):
    """Case 13: of an article of 20 GB all was read."""
    site.article("a.md", "summary: x")
    file = site.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as stream:
        stream.truncate(20_000_000_000)

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))

    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", "-C", site.root, "check"],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert name in done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize("name", ["content/b.md", "out/feed.xml", "out/weekly/email.html"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(site, name):
    site.article("a.md", "summary: x")
    file = site.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)
    program = [sys.executable, "-m", "broadsheet", "-C", site.root, "check"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("check", [values.rfc822, values.media_type, values.address, values.contact, values.language, uris.canonical, uris.web])  # fmt: skip
@pytest.mark.parametrize("unit", ["(", "()", "a.", "a", "\\", ";a=", " ", "%41", "/..", ":", "@"])
def test_a_value_of_a_feed_takes_linear_time(check, unit):
    started = time.process_time()
    for start in ("", "https://a", "a/a", "tag:a,2025:", "mailto:"):
        check(start + unit * 50_000)
    assert time.process_time() - started < 2
