"""Directives without a body, and blocks of MDC."""

import pytest

from broadsheet.markdown.bodies.leaves import without_leaves

LEAVES, MDC = frozenset({"leaves"}), frozenset({"mdc"})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('::github{repo="a/b"}', "[a/b](https://github.com/a/b)"),
        ("::post{link=https://e.org/1}", "<https://e.org/1>"),
        ('::link[Words]{url="https://e.org/1"}', "[Words](https://e.org/1)"),
        ("::spacer{.my-4}", ""),
        ("a :badge[New]{color=red} b", "a New b"),
        ("a :icon{name=x} b", "a  b"),
        ("`::x{.y}` and a::b{c} at 10:30{x}", "`::x{.y}` and a::b{c} at 10:30{x}"),
        ("```\n::github{repo=a/b}\n```", "```\n::github{repo=a/b}\n```"),
        ("<a title='a :b{c}'>x</a> \\:b{c}", "<a title='a :b{c}'>x</a> \\:b{c}"),
        ("std::vector\n\n:smile: ::", "std::vector\n\n:smile: ::"),
    ],
)
@pytest.mark.parametrize("family", [LEAVES, MDC])
def test_leaves_become_links_or_their_texts(typed, shown, family):
    assert without_leaves(typed, family) == shown
    assert without_leaves(typed, frozenset({"containers"})) == typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("::alert\nWords\n::", ":::alert\nWords\n:::"),
        ('::fold{title="T"}\n#description\nWords\n::', ':::fold{title="T"}\nWords\n:::'),
        ("::card\n---\nicon: x\n---\nWords\n::", ":::card\nWords\n:::"),
        ("::a\n:::b\nWords\n:::\n::\n", ":::a\n:::b\nWords\n:::\n:::\n"),
        ("::open\nWords", "::open\nWords"),
        ("#tag\n\n::", "#tag\n\n::"),
        ("````md\n::alert\nWords\n::\n````", "````md\n::alert\nWords\n::\n````"),
    ],
)
def test_blocks_of_mdc_become_containers(typed, shown):
    assert without_leaves(typed, MDC) == shown
    assert without_leaves(typed, frozenset({"containers"})) == typed
