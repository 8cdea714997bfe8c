"""Which tag ends a shortcode."""

from __future__ import annotations

import pytest

from broadsheet.markdown.shortcodes.expansion import expand
from broadsheet.markdown.shortcodes.site import SiteShortcodes
from broadsheet.markdown.shortcodes.syntax import ended_by


@pytest.mark.parametrize(
    ("name", "rest", "ended"),
    [("/x", "", "x"), ("/", " x ", "x"), ("endx", "", "x"), ("/endx", "", "endx"), ("x", "", "x")],
)
def test_a_closing_tag_names_what_it_ends(name, rest, ended):
    assert ended_by(name, rest) == ended


def test_a_shortcode_whose_name_begins_with_end_is_ended_by_its_own():
    site = SiteShortcodes(frozenset({"endnote"}), lambda call: f"<{call.name}: {call.body}>")
    text = "{{< endnote >}}a{{< /endnote >}} b"
    assert expand(text, "https://example.org/", site=site).text == "<endnote: a> b"
