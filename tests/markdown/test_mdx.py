"""MDX and components: nothing of JavaScript reaches a reader, and no article vanishes in a tag."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.markdown import Flavour, Renderer
from broadsheet.markdown.html.self_closed import closed
from broadsheet.markdown.mdx.mdx import without_components

SITE = '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = { name = "A" }\n'


def plain(text, *, is_mdx=True):
    return without_components(text, lambda *_: None, is_mdx=is_mdx)


def lines(text, **options):
    return [line for line in plain(text, **options).text.split("\n") if line.strip()]


def rendered(make_article, body, source="content/a.mdx", engine="markdown", flavour=None):
    config = parse_config(f'{SITE}[markdown]\nengine = "{engine}"\n', Path(), resolve)
    renderer = Renderer(config, lambda url, _: f"https://e.org/{url}", flavour or Flavour())
    article = make_article(body=body, source=source)
    return renderer.render(article), renderer.summary(article)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("import A from './a'\nimport {\n  B,\n} from 'b'\n\nText", ["Text"]),
        ("export const a = {\n  b: 1,\n\n  c: 2,\n}\n\nText", ["Text"]),
        ("export const a = {\n  b: `x ${1} {`,\n\n  c: '}',\n}\n\nText {'}'}", ["Text }"]),
        ("export const a = f('(', \"{\")\n\nText", ["Text"]),
        ("export const a = {\n  // don't {\n  b: 1, /* { \n\n { */\n}\n\nText", ["Text"]),
        ("export const A = () => <p>Don't (yet)</p>\n\nText", ["Text"]),
        ("import './style.css';\n\nText", ["Text"]),
        (
            "Prose with\nimport taxes, and\n\nimport taxes are high",
            ["Prose with", "import taxes, and", "import taxes are high"],
        ),
        ("a {/* note */} b", ["a  b"]),
        ("{/* truncate */}", ["<!-- more -->"]),
        ("{\"text\"} {'more'} {`tick`} {3}", ["text more tick 3"]),
        ("a{' '}b", ["a b"]),
        ("`{code}` and ``a ` {b}``", ["`{code}` and ``a ` {b}``"]),
        (
            "```js\nimport a from 'a'\n<A/>{b}\n```",
            ["```js", "import a from 'a'", "<A/>{b}", "```"],
        ),
        ("1 < 2 and a <b", ["1 < 2 and a <b"]),
        ("\\{escaped\\} \\<A>", ["\\{escaped\\} \\<A>"]),
        ("<br/><hr />", ["<br><hr>"]),
        ('<video src="x" controls/> after', ['<video src="x" controls></video> after']),
        ('<div style={{display: "flex"}} className={"a"}>x</div>', ['<div class="a">x</div>']),
        ("import p from './p.png'\n\n<img src={p} alt='a' />", ['<img src="./p.png" alt="a">']),
        ("<img src={require('./p.png').default} />", ['<img src="./p.png">']),
        ("<>fragment</>", ["fragment"]),
        ('<Foo.Bar on={() => { f({}) }} {...rest} s="}">in</Foo.Bar> out', ["in out"]),
        (
            '<Admonition type="tip">\n  a\n\n  b\n</Admonition>',
            ["> **Tip**", ">", "> a", ">", "> b"],
        ),
        ('<Aside title="T">x</Aside>', ["> **T**", ">", "> x"]),
        ('<Link to="/x">words</Link>', ['<a href="/x">words</a>']),
        (
            "export const a = 'x';\nexport const b = 20\nexport const c = f()\n\n{a} {b}{c}",
            ["x 20"],
        ),
        ("a{true}{false}{null}{undefined}{}b", ["ab"]),
        (":::tip{.wide}\nx\n:::", [":::tip", "x", ":::"]),
        (
            "<summary>Of `code` *x*</summary>",
            ["<summary>Of <code>code</code> <em>x</em></summary>"],
        ),
        (
            '<CodeBlock language="js" title="a.js">{`const a = 1`}</CodeBlock>',
            ["**`a.js`**", "````js", "const a = 1", "````"],
        ),
    ],
)
def test_what_remains(text, shown):
    assert lines(text) == shown


def test_a_component_of_another_file_in_markdown_is_that_file():
    text = "import Part from './_part.mdx'\nimport Other from './other.js'\n\n<Part/>\n\n<Other/>"
    read = {"./_part.mdx": "A *part*."}.get
    plain = without_components(text, lambda *_: None, is_mdx=True, part=read)
    assert plain.text.split() == ["A", "*part*."]
    assert dict(plain.unknown) == {"<Other>": 1}


@pytest.mark.parametrize(
    "head", ["export const a = {", "import {a from 'x'", "export function f() {\n  x"]
)
def test_an_export_that_is_not_closed_does_not_swallow_the_article(head):
    found = plain(f"{head}\n\nText.\n\nMore.\n")
    assert found.text.split() == ["Text.", "More."]
    assert found.unclosed == (head.partition("\n")[0],)


def test_tabs_are_quotations_with_their_label_and_code_in_them_is_code():
    text = (
        '<Tabs>\n  <TabItem value="a" label="Apple">\n\n    ```js\n    const x = {}\n    ```\n\n'
        '  </TabItem>\n  <TabItem value="b">B</TabItem>\n</Tabs>\n'
    )
    apple = ["> **Apple**", ">", "> ```js", "> const x = {}", "> ```"]
    assert lines(text) == [*apple, "> **b**", ">", "> B"]


def test_what_is_left_out_is_counted_and_what_is_not_closed_is_named():
    found = plain("<A/><A>x</A> {a.b} {`${c}`} <B>\n\nafter {open")
    assert found.unknown == {"<A>": 2, "<B>": 1, "{`${c}`}": 1, "{a.b}": 1}
    assert found.unclosed == ("<B", "{")
    assert "after {open" in found.text


def test_the_id_of_a_heading_is_no_expression_that_is_unknown():
    found = plain("# Head {#id}")
    assert (found.text.strip(), found.unknown) == ("# Head", {})


def test_crossed_tags_lose_no_text():
    assert "".join(lines("<A>a<B>b</A>c</B>d")) == "abcd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\nimport Tabs from '@theme/Tabs';\nimport B from './b';\n\nText.\n", "Text."),
        ("$x_{1}$ {c} and $$\n\\begin{array}{c}\n$$", "$x_{1}$  and $$\n\\begin{array}{c}\n$$"),
        ("It costs $5 {a}, or ${price_a} and ${b}.", "It costs $5 , or $ and $."),
    ],
)
def test_imports_below_a_blank_line_and_formulas(text, shown):
    assert without_components(text, lambda *_: None, is_mdx=True).text.strip() == shown


def test_components_in_markdown_leave_braces_alone():
    """As in VitePress: `{}` means nothing there."""
    assert lines('<Badge text="x"/> {a} import b', is_mdx=False) == [" {a} import b"]


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_an_article_in_mdx(make_article, engine):
    body = (
        "import V from './V'\n\nFirst *words*.\n\n{/* truncate */}\n\n"
        '<V src="x.mp4" />\n\n<YouTube id="abc" />\n\nLast. {x.y}\n'
    )
    found, summary = rendered(make_article, body, engine=engine)
    assert summary == "First words."
    assert found.html.startswith("<p>First <em>words</em>.</p>")
    assert "youtube.com/watch?v=abc" in found.html
    assert found.html.endswith("<p>Last.</p>")
    assert [(p.line, p.message.split(";")[0]) for p in found.problems] == [
        (11, "component <V> is unknown and left out once"),
        (15, "expression {x.y} is unknown and left out once"),
    ]


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_a_tag_that_closes_itself_does_not_swallow_what_follows(make_article, engine):
    body = 'Before.\n\n<video src="x.mp4" controls />\n\nAfter.\n\n<a name="x"/>\n\n## H\n'
    found, summary = rendered(make_article, body, "content/a.md", engine)
    assert "</video>" in found.html
    assert found.html.index("</video>") < found.html.index("<p>After.</p>")
    assert summary == "Before."


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<br/><img src='a'/><hr />", "<br/><img src='a'/><hr />"),
        ("<i class='x'/>a", "<i class='x'></i>a"),
        ("<a href=https://e.org/>x</a>", "<a href=https://e.org/>x</a>"),
        ('<a title="a /> b" href="/">x</a>', '<a title="a /> b" href="/">x</a>'),
        ("<p>1 /> 2</p>", "<p>1 /> 2</p>"),
    ],
)
def test_tags_that_close_themselves(html, shown):
    assert closed(html) == shown


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "<A ",
        "<A>",
        "</A>",
        "<A b={",
        "`",
        "`` ",
        "{'",
        "<A b='",
        "import {\n",
        "import {\n\n",
        "<",
        "{/*",
        "<A/>\n",
        "```\n",
        "{a}",
        "```a`\n",
        "{" + "`\\" * 9000 + "\n\n",
        "<A b={" + "`\\" * 3000,
        "{" + "'\\" * 9000 + "\n\n",
    ],
)
@pytest.mark.slow
def test_much_of_it_takes_no_long(piece):
    started = time.process_time()
    plain(piece * (100_000 // len(piece)))
    closed(piece * (100_000 // len(piece)) + "/>")
    assert time.process_time() - started < 5


def test_an_apostrophe_in_an_expression_is_no_string_that_runs_on():
    assert plain("a {x && <p>don't</p>} b").text == "a  b"
    assert plain("a {don't\n + 'x}y'} b").text == "a  b"


@pytest.mark.parametrize(
    ("component", "shown"),
    [
        ('<Tweet id="20" />', 'https://x.com/i/web/status/20">X'),
        ('<Tweet id="https://x.com/a/status/20" />', 'https://x.com/a/status/20">X'),
        ('<Vimeo url="https://vimeo.com/2" />', 'https://vimeo.com/2">Vimeo'),
        ('<YouTube id="https://youtu.be/a" start="3" />', 'https://youtu.be/a?t=3">YouTube'),
        ('<YouTube id="a" start={3} />', 'https://www.youtube.com/watch?v=a&amp;t=3">YouTube'),
    ],
)
def test_films_and_posts_are_named_by_number_or_address(make_article, component, shown):
    """As the components of astro-embed do, which many blogs have."""
    html = rendered(make_article, f"a\n\n{component}")[0].html
    assert f'<a href="https://e.org/{shown}</a>' in html  # `rendered` puts its own host before all.


@pytest.mark.parametrize("name", ["X", "Tweet", "YouTube", "Vimeo", "Gist"])
def test_without_a_number_they_are_unknown(make_article, name):
    found, _ = rendered(make_article, f"import {name} from './mine'\n\nText <{name} />")
    assert "<a" not in found.html
    assert f"component <{name}> is unknown" in str(found.problems)


HTML = """\
<section className="x">
    <p>one</p>
    - *item*

    para `code`
</section>

<details open>
  <summary>Sum</summary>
  Text **bold**
</details>

- li

  <div>
    ![alt](p.png)
  </div>

<ul>
    <li>a</li>
    <li>b</li>
    <li>
        <div>
            c
        </div>
    </li>
</ul>
"""


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_lines_in_elements_of_html_are_markdown_however_far_they_are_indented(make_article, engine):
    """https://mdxjs.com/docs/what-is-mdx/#markdown : JSX and Markdown may be interleaved."""
    html = rendered(make_article, HTML, engine=engine)[0].html
    assert "<li><em>item</em></li>" in "".join(html.split("\n"))
    assert "<p>para <code>code</code></p>" in html
    assert "<summary>Sum</summary>\n<p>Text <strong>bold</strong></p>" in html
    assert '<img src="https://e.org/p.png" alt="alt">' in html
    assert html.count("<li>") == 5
    assert "<pre>" not in html


def test_in_other_files_html_stays_html(make_article):
    html = rendered(make_article, HTML, source="content/a.md", engine="commonmark")[0].html
    assert "Text **bold**" in html


def test_elements_that_are_nested_too_deeply_keep_their_words(make_article):
    deep = "<div>\n" * 60 + "**word**\n" + "</div>\n" * 60 + "\n*after*\n"
    found, _ = rendered(make_article, deep, engine="commonmark")
    html = found.html
    assert found.problems == ()
    assert "<strong>word</strong>" in html
    assert html.endswith("<p><em>after</em></p>")


def test_indented_code_has_no_components_but_in_mdx():
    text = "a\n\n    <Foo/>\n\n- b\n\n      <Foo>\n\n<Foo>\n\nc\n\n</Foo>"
    found = plain(text, is_mdx=False)
    assert found.text.startswith("a\n\n    <Foo/>\n\n- b\n\n      <Foo>\n\n\nc\n")
    assert plain(text).unknown == {"<Foo>": 3}


def test_a_fence_beside_the_mark_of_an_item_is_code_to_its_end():
    text = "- ```js\n  import {x}\n\n  <Foo/>\n  ```\n\n> 1. ~~~\n>    {y}\n>    ~~~\n"
    assert plain(text).text == text


@pytest.mark.parametrize("is_mdx", [True, False])
def test_a_fence_ends_with_its_quotation(is_mdx):
    found = plain("> ```\n> <Foo/>\n<Bar/>\n\n> > ~~~\n> <Baz/>\n", is_mdx=is_mdx)
    assert found.unknown == {"<Bar>": 1, "<Baz>": 1}
    assert "<Foo/>" in found.text
