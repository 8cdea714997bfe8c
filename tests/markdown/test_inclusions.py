"""Files that pages of VitePress and VuePress show, as VitePress 1.6 shows them."""

import pytest

from broadsheet.markdown.bodies.inclusions import included

FILES = {
    "docs/snippets/a.js": "1\n// #region part\n2\n// #endregion part\n3\n",
    "docs/posts/part.md": "---\na: b\n---\nOne.\n\nTwo. <!--@include: ./deep/in.md-->\n",
    "docs/posts/deep/in.md": "Deep.\n",
    "snippets/b.ts": "b\n",
    "loop.md": "x <!--@include: ./loop.md-->",
}


def shown(text, folder="docs/posts"):
    return included(text, folder, FILES.get)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<< ../snippets/a.js#part", "````js\n2\n````"),
        ("<<< @/snippets/b.ts{1,2 ts:line-numbers} [Title]", "````ts [Title]\nb\n````"),
        ("  <<< @/snippets/b.ts {ts}", "  ````ts\n  b\n  ````"),
        ("@[code{1-3} js](@/snippets/b.ts)", "````js\nb\n````"),
        ("<!--@include: ./part.md-->", "One.\n\nTwo. Deep.\n\n"),
        ("<!-- @include: ./part.md{4,4} -->", "One."),
        ("@include(./deep/in.md)", "Deep.\n"),
    ],
)
def test_a_file_stands_in_place_of_its_mark(text, expected):
    assert shown(f"a\n\n{text}\n\nb") == (f"a\n\n{expected}\n\nb", [])


@pytest.mark.parametrize(
    "text", ["```\n<<< @/snippets/b.ts\n```", "a << b", "x <<< y.js", "`@include(x)`"]
)
def test_code_and_other_text_stay(text):
    assert shown(text) == (text, [])


def test_what_is_missing_is_named_and_a_file_in_itself_ends():
    assert shown("<<< ./no.js\n") == ("\n", ["docs/posts/no.js"])
    text, missing = shown("<!--@include: ./loop.md-->", "")
    assert (text.count("x"), missing) == (5, [])
