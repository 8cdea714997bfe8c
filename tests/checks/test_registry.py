"""How rules are registered and run, whatever they check."""

from __future__ import annotations

import pytest
from checking import check_all

from broadsheet.checks.registry import MAX_MESSAGE, WHOLE_FILE, Place, Registry, by_place
from broadsheet.errors import ContentError, Problem, Severity

NUMBERS: Registry[int] = Registry("Numbers", "Each checks a number.")


@NUMBERS.warning("odd", why="Odd.", bad="1", good="2")
def odd(number):
    """Find odd numbers."""
    if number % 2:
        yield Place(number, 2, 3, "text").problem("is odd; write an even one")


@NUMBERS.error("negative", why="Negative.", bad="-1", good="1")
def negative(number):
    """Find negative numbers, one by one."""
    for each in range(-number):
        yield WHOLE_FILE.problem(f"{each}; write a positive one")


@NUMBERS.error("broken", why="Broken.", bad="0", good="1")
def broken(number):
    """Divide by a number."""
    yield from range(0 // number)


def test_a_problem_has_the_place_and_the_rule_that_found_it():
    assert list(NUMBERS.check(3, "a.md")) == [
        Problem("a.md", 3, "", "is odd; write an even one", Severity.WARNING, 2, 3, "odd", "text")
    ]


def test_a_rule_finds_no_more_than_it_may():
    found = [problem.rule for problem in NUMBERS.check(-8, "a.md", most=3)]
    assert found == ["negative"] * 3
    assert list(NUMBERS.check(-8, "a.md", {"odd"})) == []


def test_a_rule_that_fails_is_one_problem_of_its_file():
    (problem,) = NUMBERS.check(0, "a.md")
    assert (problem.path, problem.rule, problem.severity) == ("a.md", "broken", Severity.ERROR)
    assert problem.message.startswith("cannot be checked: unexpected ZeroDivisionError(")


def test_an_error_on_purpose_is_passed_on():
    registry: Registry[int] = Registry("", "")

    @registry.error("stops", why="", bad="", good="")
    def stops(_):
        """Stop."""
        raise ContentError(Problem("a.md", 0, "", "changed; try again"))

    with pytest.raises(ContentError):
        list(registry.check(1, "a.md"))


def test_a_long_message_keeps_its_start_and_its_advice():
    message = WHOLE_FILE.problem("the id " + "x" * 10_000 + "; write another").message
    assert len(message) <= MAX_MESSAGE + 1
    assert message.startswith("the id xxx")
    assert message.endswith("xxx; write another")


def test_the_problems_of_a_check_are_sorted_by_place(site):
    for name in ("b", "a"):
        site.article(f"{name}.md", "title: A", body="![](https://example.org/a.png) [^1]\n\n[^1]")
    problems = check_all(site)
    assert list(problems) == sorted(problems, key=by_place)
    assert len({problem.path for problem in problems}) > 1
