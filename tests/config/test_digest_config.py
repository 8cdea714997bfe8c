"""[digest.NAME] of publish.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.errors import ConfigError

SITE = '[site]\ntitle = "T"\nurl = "https://example.org/"\n'


def edition(text, name="weekly"):
    return parse_config(f"{SITE}[digest.{name}]\n{text}\n", Path("/nowhere"), resolve).digest[name]


def test_without_a_table_there_is_a_weekly_letter():
    found = parse_config(SITE, Path("/nowhere"), resolve).digest
    assert list(found) == ["weekly"]
    assert (found["weekly"].period, found["weekly"].limit) == ("week", 30)


def test_values():
    found = edition(
        """
        period = "day"
        any = { tags = ["a"] }
        group_by = "tags"
        groups = ["b"]
        sender = { name = "Ada", email = "ada@example.org" }
        reply_to = "阿@example.org"
        """.replace('reply_to = "阿@example.org"', 'reply_to = "a@例子.org"')
        + 'unsubscribe = ["mailto:a@b.org?subject=%%t%%", "https://例子.org/%%t%%?a=1"]\n'
        + 'links = { "About" = "/about/" }\n[digest.weekly.colours]\naccent = "#0a0"\nbackground = "#000"\ntext = "#fff"\naround = "#000"'
    )
    assert (found.period, found.groups, found.reply_to) == ("day", ("b",), "a@xn--fsqu00a.org")
    assert found.unsubscribe == (
        "https://xn--fsqu00a.org/%%t%%?a=1",
        "mailto:a@b.org?subject=%%t%%",
    )
    assert (found.colours.accent, found.any) == ("#00aa00", {"tags": ("a",)})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('period = "year"', "publish.toml:5: digest.weekly.period: "),
        ('titel = "x"', "digest.weekly.titel: is not a key; did you mean title?"),
        ('title = "{lead}"', "only {site}, {edition}, {term} may be in braces"),
        ('subject = "{lead"', '"{lead" is not a pattern'),
        ('preheader = "{0}"', "is not a pattern"),
        ('group_by = "mood"', '"mood" is nothing to group by; known here: tags, sections'),
        ('groups = ["x"]', 'digest.weekly.groups: needs group_by; write e.g. group_by = "tags"'),
        ("any = { mood = ['x'] }", "known here: tags, authors, sections"),
        ("limit = 0", "is not a whole number from 1 on"),
        ('reply_to = "nobody"', '"nobody" is not an email address'),
        ('reply_to = "a@b.org\\r\\nBcc: c@d.org"', "is not an email address"),
        ('list_id = "weekly"', "is not a list identifier"),
        ('unsubscribe = "http://example.org/"', "is not where one unsubscribes"),
        ('unsubscribe = "mailto:nobody"', "is not where one unsubscribes"),
        ('unsubscribe = "https://a.org/~~%%t%%"', "is not where one unsubscribes"),
        ('unsubscribe = ["https://a.org/", "https://b.org/"]', "https is given twice"),
        ('colours = { accent = "red" }', '"red" is not a colour; write e.g. "#a8400c"'),
        ('colours = { accent = "#ffdd88" }', "contrast 1.3, 4.5 is needed"),
        ('colours = { dark_text = "#333333" }', "does not read well on #1b1b1e (dark_background)"),
    ],
)
def test_what_is_wrong_is_said(text, says):
    with pytest.raises(ConfigError) as caught:
        edition(text)
    assert says in str(caught.value)


def test_a_name_that_is_no_folder():
    with pytest.raises(ConfigError, match=r"cannot be a folder; write e.g. \[digest.my-letter\]"):
        edition("", '"My Letter"')
