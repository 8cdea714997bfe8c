"""Pictures that articles hold themselves, as `data:`, by reference."""

from __future__ import annotations

from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.commonmark.long_addresses import restored, shortened

LONG = "data:image/png;base64," + "A" * 120_000


def test_a_picture_by_a_long_reference_is_shown(make_article):
    """Kills: the text as it is, of which comrak shows `![a][0]`; a definition that loses its title."""
    html, _ = CommonMark().convert(f'![a][0] [b][1]\n\n[0]:{LONG} "t"\n[1]: /x\n', "")
    assert html == f'<p><img src="{LONG}" alt="a" title="t" /> <a href="/x">b</a></p>\n'


def test_code_and_short_addresses_stay():
    text = f"    [0]: {LONG}\n\n[1]: /x\n"
    assert shortened(text) == (text, [])
    assert shortened("[1]: /x") == ("[1]: /x", ())


def test_what_is_put_back_is_escaped():
    """Kills: an address that ends its attribute."""
    assert restored('<img src="about:long-0">', ['a"b']) == '<img src="a&quot;b">'


def test_the_brackets_around_a_long_address_are_no_part_of_it():
    """Programs that export documents write their pictures so."""
    html, _ = CommonMark().convert(f"![a][1]\n\n[1]: <{LONG}>\n", "")
    assert html == f'<p><img src="{LONG}" alt="a" /></p>\n'
