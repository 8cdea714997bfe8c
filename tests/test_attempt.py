"""One article that a library cannot take is one problem that names it; all others are published."""

from __future__ import annotations

import re
import sys
import time
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from broadsheet import attempt as attempts
from broadsheet.attempt import attempt, tried, unforeseen
from broadsheet.cli import main
from broadsheet.config.records import ContentConfig
from broadsheet.engines.dialect import Dialect
from broadsheet.errors import (
    ArticleError,
    ChangedError,
    Problem,
    Problems,
    UnreadableError,
    missing_package,
)
from broadsheet.feeds.atom import Atom
from broadsheet.markdown import summaries
from broadsheet.markdown.python_markdown import converter as python_markdown
from broadsheet.source.inheritance import FieldRule, Inheritance

NOW = ("--now", "2026-01-01")
ROOT = Path(__file__).parents[1]


class PanicException(BaseException):
    """Is named as what comrak and nh3 raise for a bug of theirs, which is no Exception either."""


RAISED = [
    (KeyError("x"), "KeyError: 'x'"),
    (RecursionError("maximum"), "nested too deeply"),
    (MemoryError(), "more memory than there is"),
    (PanicException("byte index 3 is not a char boundary"), "char boundary"),
    (AssertionError("half \ud83d"), "AssertionError: half"),
    (StopIteration(), "StopIteration|RuntimeError"),
]


def failing(error, real):
    """Return a function that raises for the bad article, and does its work for the others."""

    def work(*arguments, **options):
        if any("bad-body" in str(each) for each in arguments):
            raise error
        return real(*arguments, **options)

    return work


def broken(*_, **__):
    raise IndexError("nobody foresaw it")


def build(site, *options):
    return main(["-C", str(site.root), "build", *NOW, *options])


@pytest.mark.parametrize(("error", "message"), RAISED, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("cached", [(), ("--no-cache",)])
def test_an_article_that_cannot_be_converted(site, monkeypatch, capsys, error, message, cached):
    site.article("bad.md", "", "bad-body\n")
    site.article("good.md", "", "good-body\n")
    convert = python_markdown.PythonMarkdown.convert
    monkeypatch.setattr(python_markdown.PythonMarkdown, "convert", failing(error, convert))
    assert build(site, *cached) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("content/bad.md: cannot be converted: ")
    assert shown.count("\n") == 1
    assert not site.out.exists()
    for _ in range(2):  # The second run has nothing to do, and says so again.
        assert build(site, "--keep-going", *cached) == 1
        found = site.tree()["atom.xml"]
        assert b"good-body" in found
        assert b"bad-body" not in found
        assert re.search(message, capsys.readouterr().err)


def test_the_article_that_takes_its_place_in_a_feed_may_be_bad_too(site, monkeypatch, capsys):
    site.config((site.root / "publish.toml").read_text("utf-8") + "[feeds]\nlimit = 1\n")
    for day in (1, 2, 3):
        body = "good-body\n" if day == 1 else "bad-body\n"
        site.raw(f"{day}.md", f"---\ntitle: T\ndate: 2025-01-0{day}\n---\n{body}".encode())
    convert = python_markdown.PythonMarkdown.convert
    monkeypatch.setattr(python_markdown.PythonMarkdown, "convert", failing(KeyError(), convert))
    assert build(site, "--keep-going") == 1
    assert capsys.readouterr().err.count("cannot be converted") == 2
    assert b"good-body" in site.tree()["atom.xml"]


def test_an_article_without_a_summary_or_an_entry(site, monkeypatch, capsys):
    site.article("bad.md", "", "bad-body\n")
    site.article("good.md", "", "good-body\n")
    monkeypatch.setattr(summaries, "excerpt", failing(KeyError(), summaries.excerpt))
    assert build(site, "--keep-going") == 1
    assert "content/bad.md: cannot be summarised" in capsys.readouterr().err
    assert main(["-C", str(site.root), "digest", "--keep-going", *NOW, "--period", "2025-W25"]) == 1
    assert capsys.readouterr().err.count("content/bad.md: cannot be summarised") == 1
    monkeypatch.undo()
    monkeypatch.setattr(Atom, "entry", failing(ValueError("no XML"), Atom.entry))
    assert build(site, "--keep-going", "--no-cache") == 1
    assert "content/bad.md: cannot be written as an entry" in capsys.readouterr().err
    assert b"good-body" in site.tree()["atom.xml"]


def test_a_rule_of_check_that_converts_a_paragraph(site, monkeypatch, capsys):
    site.article("bad.md", "", "bad-body ** x ** y\n")
    convert = python_markdown.PythonMarkdown.convert
    monkeypatch.setattr(python_markdown.PythonMarkdown, "convert", failing(KeyError(), convert))
    assert main(["-C", str(site.root), "check", *NOW]) in {0, 1}
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err + shown.out
    assert "content/bad.md" in shown.out


def test_fields_that_cannot_be_derived(site, monkeypatch, capsys):
    site.article("a.md", "", "good-body\n")
    monkeypatch.setattr(Dialect, "rules", broken)
    assert build(site, "--keep-going") == 1
    assert "content: cannot be read: IndexError" in capsys.readouterr().err
    assert b"good-body" in site.tree()["atom.xml"]


def test_a_rule_that_cannot_be_applied_is_one_problem_of_its_file():
    problems = Problems()
    wrong = FieldRule(broken, "content/_index.md")
    sound = FieldRule(lambda path: {"a": path}, "content/x/_index.md")
    inheritance = Inheritance(
        ContentConfig(), [wrong, sound], lambda far, near: {**far, **near}, problems
    )
    assert [inheritance.of(path).fields for path in "xy"] == [{"a": "x"}, {"a": "y"}]
    assert [problem.path for problem in problems] == ["content/_index.md"]


def test_a_bug_of_a_command_is_one_line(site, monkeypatch, capsys):
    site.article("a.md")
    monkeypatch.setattr("broadsheet.pipeline.pipeline.make_site", broken)
    assert build(site, "--json") == 1
    shown = capsys.readouterr()
    assert "IndexError: nobody foresaw it; this is a bug" in shown.err
    assert '"problems": [{' in shown.out
    monkeypatch.setenv("BROADSHEET_TRACEBACK", "1")
    with pytest.raises(IndexError):
        build(site)


def test_a_package_that_is_missing_is_no_bug(site, monkeypatch, capsys):
    def missing(*_, **__):
        raise ModuleNotFoundError("No module named 'dns'", name="dns.resolver")

    site.article("a.md")
    monkeypatch.setattr("broadsheet.pipeline.pipeline.make_site", missing)
    assert build(site) == 1
    shown = capsys.readouterr().err
    assert "publish build: needs dns, of the extra send; in Broadsheet's checkout run" in shown
    assert "bug" not in shown


def test_a_package_of_one_extra_is_known_by_its_name():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    modules = {}
    for module, names in packages_distributions().items():
        for name in names:
            modules.setdefault(name.lower().replace("_", "-"), set()).add(module)
    for extra in ("send", "postgres", "workers"):
        for requirement in extras[extra]:
            name = re.split(r"[\[>=]", requirement)[0]
            found = modules.get(
                name, ()
            )  # Broadsheet itself is named for another extra of its own.
            known = {missing_package(ModuleNotFoundError(name=module)) for module in found}
            assert name == "broadsheet" or needs_extra(known) == {extra}, name


def needs_extra(messages):
    return {found[1] for text in messages if (found := re.search(r"of the extra (\w+)", text))}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no timer")
def test_work_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(attempts, "SECONDS", 0.05)
    started = time.process_time()
    expected = pytest.raises(ArticleError, match=r"a.md: cannot be read: it takes more than")
    with expected, attempt("a.md", "read"):
        while time.process_time() < started + 30:
            pass
    with attempt("b.md", "read"):
        pass
    while time.process_time() < started + 0.2:  # The timer has ended with its work.
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="there is no timer")
def test_work_within_other_work_leaves_its_limit_alone(monkeypatch):
    monkeypatch.setattr(attempts, "SECONDS", 0.1)
    started = time.process_time()
    expected = pytest.raises(ArticleError, match=r"a.md: cannot be read: it takes more than")
    with expected, attempt("a.md", "read"):
        with attempt("_index.md", "read"):
            pass
        while time.process_time() < started + 30:
            pass
    assert time.process_time() < started + 20


def test_errors_for_people_pass():
    for error in (ChangedError(Problem("a", 0, "", "b")), UnreadableError(1, "x")):
        with pytest.raises(type(error)), attempt("a.md", "read"):
            raise error
    for error in (KeyboardInterrupt(), SystemExit()):
        with pytest.raises(type(error)), attempt("a.md", "read"):
            raise error
    problems = Problems()
    with tried("a.md", problems):
        raise ValueError("x" * 1000 + "\ud83d")
    (found,) = problems
    assert len(str(found).encode()) < 400
    assert "\ud83d" not in str(found)
    assert unforeseen(ValueError("\ud83d"), "a").message.count("\\ud83d") == 1
