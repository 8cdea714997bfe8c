from __future__ import annotations

import time

import pytest

from broadsheet.toml_lines import line_of

TEXT = """\
# [site] is not here
title = "x"
[site]
url = 1
  author.name = "Ada"
[ "feeds" . custom.'a b' ]
any = { tags = [] }
"bare key" = 2
[[list]]
x = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("site",), 3),
        (("site", "url"), 4),
        (("site", "author", "name"), 5),
        (("site", "author", "email"), 3),
        (("site", "missing"), 3),
        (("feeds", "custom", "a b"), 6),
        (("feeds", "custom", "a b", "any", "tags"), 7),
        (("feeds", "custom", "a b", "bare key"), 8),
        (("feeds", "limit"), 0),
        (("list", "x"), 10),
        (("missing",), 0),
        ((), 0),
    ],
)
def test_the_line_of_a_key_or_of_the_table_around_it(path, line):
    assert line_of(TEXT, path) == line


def test_the_first_of_several_lines_counts():
    assert line_of("a = 1\na = 2\n", ("a",)) == 1


@pytest.mark.parametrize("line", ["微" * 50_000, "[" * 50_000, "[" + " " * 50_000, "a." * 20_000])
def test_a_long_line_of_a_text_is_looked_through_once(line):
    started = time.process_time()
    assert line_of(f"[site]\ntext = '''\n{line}\n'''\nurl = 1\n", ("site", "url")) == 5
    assert time.process_time() - started < 5
