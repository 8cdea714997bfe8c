"""Names of files above fenced code and notes in it, as VitePress 1.6, Docusaurus 3.10 and Material show them."""

import pytest

from broadsheet.markdown.bodies.fences import with_names


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("js [config.js]", "config.js"),
        ("js{1,2}:line-numbers [a b]", "a b"),
        ('jsx title="src/App.js" showLineNumbers {1}', "src/App.js"),
        ("py title='x.py' hl_lines=\"1\"", "x.py"),
        ('ts filename="[id].ts"', "[id].ts"),
    ],
)
@pytest.mark.parametrize("indent", ["", "  "])
def test_the_name_stands_above_the_code(head, name, indent):
    code = f"{indent}```{head}\n{indent}x\n{indent}```"
    assert with_names(f"Text.\n{code}\n") == f"Text.\n\n{indent}**`{name}`**\n\n{code}\n"


@pytest.mark.parametrize(
    "head", ["js", "js {1}", "a[0]", 'js data-title="x"', "js title=", "js []"]
)
def test_other_code_has_no_name(head):
    text = f'```{head}\nx title="a" [b]\n```\n'
    assert with_names(text) == text


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("x = 1 // [!code focus]\n", "x = 1\n"),
        ("x = 1 # [!code --]\n", "x = 1\n"),
        ("<b> <!-- [!code highlight:2] -->\n", "<b>\n"),
        ("  // highlight-next-line\n", ""),
        ("{/* highlight-start */}\n", ""),
        ("x // highlight-next-line\n", "x // highlight-next-line\n"),
    ],
)
def test_notes_in_code_are_removed_and_nowhere_else(line, shown):
    assert with_names(f"```js\n{line}y\n```\n\n{line}") == f"```js\n{shown}y\n```\n\n{line}"
