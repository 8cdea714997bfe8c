"""Articles of a given size that made converters take minutes or gigabytes, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, takewhile


def hostile(size: int) -> dict[str, str]:
    """Return texts of about `size` bytes."""

    def times(piece: str) -> str:
        return piece * (size // len(piece.encode()))

    def numbered(piece: Callable[[int], str]) -> str:
        return "".join(_up_to(size, map(piece, count())))

    return {
        **{f"times {piece!r}": times(piece) for piece in PIECES},
        **{f"numbered {name}": numbered(piece) for name, piece in NUMBERED.items()},
        "mail without an end": times("a.") + "@b",
        "link without an end": "http://a" + "." * size,
        "parentheses of a link": "[a](" + "(" * size,
        "brackets of a link": "[a](<" + "<" * size,
        "spaces of a link": "[a](" + " " * size,
        "wide table": "|a" * (size // 4) + "\n" + "|-" * (size // 4) + "\n",
        "table filled up": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "a\n" * (size // 2),
        "table in a quote": "> |a|b\n> |-|-\n" + times("> a\n"),
        "spaces of a table": "|a|\n|-" + " " * size + "x",
        "quotes of one paragraph": ">" * 500 + "a\n" + times("b\n"),
        "open elements, then text": numbered(lambda n: f"<b id=x{n}>")[: size // 2]
        + times("\n\na"),
        "open elements, then items": numbered(lambda n: f"<b id=x{n}>")[: size // 2]
        + times("\n- a"),
        "one note": "[^1]: b\n\n" + times("[^1]"),
        "long note": "[^1]: " + "b" * (size // 2) + "\n\n" + times("[^1] ")[: size // 2],
        "reference": "[a]: /" + "x" * (size // 2) + "\n\n" + times("[a] ")[: size // 2],
        "abbreviation": "*[a]: " + "x" * (size // 2) + "\n\n" + times("a ")[: size // 2],
        "contents": "[TOC]\n\n" + numbered(lambda n: f"## h{n}\n\n"),
        "attributes": "<p " + numbered(lambda n: f"a{n}=1 ") + ">",
        "style": '<p style="' + times("a:b;") + '">',
        "sources": '<img srcset="' + times("a,") + '">',
    }


def _up_to(size: int, pieces: Iterator[str]) -> Iterator[str]:
    total = 0

    def fits(piece: str) -> bool:
        nonlocal total
        total += len(piece)
        return total <= size

    return takewhile(fits, pieces)


PIECES = (
    *(
        "> ",
        "> - ",
        "> a\n>> b\n",
        "- ",
        "1. ",
        "*\t",
        "- a\n",
        "- a\n\n    b\n\n",
        "* * *\n",
        "_ ",
    ),
    *("[", "]", "![", "[[", "![[a|", "[a](", "[a][", '[a](b "', "[^", "^[a", "[a]:\n", "[a]: b\n"),
    *(
        "*",
        "*a ",
        "**a ",
        "_a",
        "***a** ",
        "*a_b",
        "~~a ",
        "==a ",
        "**中文。**中文",
        "`",
        "\\`",
        "`a` ``b` ",
    ),
    *(
        "\\",
        "&",
        "&amp;",
        "&#x",
        '"',
        "'a ",
        "--a",
        ".",
        ":a",
        "$a",
        "$$a",
        "\\(a",
        "%%",
        "{: ",
        "::: a\n",
    ),
    *(
        "http://a.b(",
        "www.a.b(c) ",
        "a@b.",
        "<http://a.b/> ",
        "# a\n",
        "a\n=\n",
        "a\n-\n",
        "*[a]: b\n",
    ),
    *(
        "a\n: b\n\n",
        "|a\n",
        "| ",
        "```\n",
        "~~~ a\n",
        "- ```\n",
        "    a\n\n",
        "a  \n",
        "a\\\n",
        "\ta\n",
    ),
    *(
        "<",
        "</",
        "<a ",
        "<a b=",
        '<a b="',
        "<!-- ",
        "<![CDATA[ ",
        "<?",
        "<img src=a ",
        "<b>",
        "</b>",
        "</p>",
    ),
    *(
        "<div>",
        "<div>\n",
        "<ul><li>",
        "<dl><dd>",
        "<table><tr><td>",
        "<table>",
        "<b>a",
        "<svg>",
        "<select>",
    ),
    *(
        "<font color=red>a",
        "<a><b><p>",
        "<nobr><p>",
        "<b><i><p></b>",
        "<template>",
        "<details>\n\n",
        "<pre>",
    ),
    *(
        "<plaintext>",
        "<script>",
        "<textarea>",
        "<noscript>",
        "<iframe src=a>",
        "<h1><h2>",
        "<form><p>",
    ),
    *(
        "{{< figure ",
        '{{< x a="b ',
        "{{< a >}}",
        "{{< details >}}\n\n",
        "{{% note %}}",
        "{{ ",
        "{# ",
        "{% ",
    ),
    *(
        "{% raw %}",
        "{% comment %}",
        '{% "',
        "{% highlight x %}\n",
        "{% if a %}",
        '{% img a "b',
        "[caption]",
    ),
    *(
        "\0",
        "\x02",
        "klzzwxh:0000 ",
        "\r",
        "\u2028",
        "\U000f0041",
        "a\u0301",
        "中",
        "word ",
        "a\n\n",
    ),
    *(
        '<div markdown="1">\n',
        '<p markdown="span">*a',
        "a {#b .c}\n\n",
        "#a ",
        "a ^b\n",
        "> [!note]\n> a\n",
    ),
)

NUMBERED = {
    "elements": lambda n: f"<b id=x{n}>",
    "elements of a paragraph": lambda n: f"<font color={n}><p>",
    "roots": lambda n: f"<html a{n}=1>",
    "ticks": lambda n: "`" * (n + 1) + "a",
    "fences": lambda n: "`" * (n % 500 + 3) + "\n",
    "notes": lambda n: f"a[^{n}]\n\n[^{n}]: b\n\n",
    "notes in notes": lambda n: f"[^{n}]: b [^{n + 1}]\n\n",
    "references": lambda n: f"[a{n}]: b\n",
    "abbreviations": lambda n: f"*[a{n}]: b\n",
    "items": lambda n: " " * (2 * n) + "- a\n",
    "pictures": lambda n: f"![](a{n}.png)\n\n",
    "links": lambda n: f"[a](b{n}.md) ",
    "ids": lambda n: f"<p id=a{n}>",
}
