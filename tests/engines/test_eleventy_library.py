"""What is read of the Markdown library in Eleventy's configuration, which is never run."""

from __future__ import annotations

import pytest

from broadsheet.engines.eleventy.library import library
from broadsheet.engines.eleventy.markup import flavour, modules
from broadsheet.markdown import Flavour
from broadsheet.markdown.commonmark.converter import CommonMark

USUAL = Flavour(has_indented_code=False)


def write(root, **files):
    for name, text in files.items():
        (root / "lib").mkdir(exist_ok=True)
        path = ".eleventy.js" if name == "config" else f"lib/{name}.js"
        (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "files",
    [
        {
            "config": 'import md from "./lib/md.js"\nexport default (c) => { c.setLibrary("md", md) }',
            "md": 'import it from "markdown-it"\nimport sub from "markdown-it-sub"\n'
            "export default it({ breaks: true }).use(sub, { x: 1 })\n\nexport const other = 1\n",
        },
        {
            "config": "const setUp = require('./lib/setup');\nmodule.exports = (c) => setUp(c);",
            "setup": "const library = require('./md')\nmodule.exports = c => { c.setLibrary('md', library) }",
            "md": "const options = { breaks: true };\nconst md = new (require('markdown-it'))(options);\n"
            "const it = require('markdown-it')(options).use(require('markdown-it-sub'), { x: 1 });\n"
            "module.exports = it;",
        },
        {
            "config": 'import { it as md } from "./lib/md.js";\nexport default c => c.setLibrary("md", md);',
            "md": 'import MarkdownIt from "markdown-it"; import { sub } from "@mdit/plugin-sub";\n'
            "export const it = new MarkdownIt({ breaks: true });\nit.use(sub, { x: 1 });",
        },
        {
            "config": "module.exports = c => { c.setLibrary('md', make()) }\n"
            "function make() { const md = it({ breaks: true }); md.use(sub, { x: 1 }); return md }\n"
            "const it = require('markdown-it'), sub = require('markdown-it-sub');",
        },
        {
            "config": 'import { make } from "./lib/md.js"; export default c => c.setLibrary("md", make(1));',
            "md": 'import it from "markdown-it"; import sub from "markdown-it-sub"\n'
            "export const make = (x) => it({ breaks: true })\n  // .use(other)\n  /* a */ .use(sub, { x: 1 });",
        },
        {
            "config": 'import make from "./lib/md.js"; export default c => c.setLibrary("md", make());',
            "md": 'import it from "markdown-it"; import sub from "markdown-it-sub"\n'
            "export default function () {\n  return it({ breaks: true }).use(sub, { x: 1 })\n}",
        },
        {
            "config": 'import plugins from "./lib/all.js";\nexport default c => { c.setLibrary("md", plugins.md); }',
            "all": "import { made } from './md.js';\nexport default {\n  other: 1,\n  md: made,\n};",
            "md": 'import it from "markdown-it"; import sub from "markdown-it-sub"\n'
            "export const made = it({ breaks: true }).use(sub, { x: 1 });",
        },
        {
            "config": "const all = require('./lib/all');\nmodule.exports = c => c.setLibrary('md', all.md);",
            "all": "const { md } = require('./md');\nmodule.exports = { md };",
            "md": "const md = require('markdown-it')({ breaks: true });\n"
            "md.use(require('markdown-it-sub'), { x: 1 });\nmodule.exports = { md };",
        },
        {
            "config": 'import * as all from "./lib/md.js";\nexport default c => c.setLibrary("md", all.md);',
            "md": 'import it from "markdown-it"; import sub from "markdown-it-sub"\n'
            "export const md = it({ breaks: true }).use(sub, { x: 1 });",
        },
    ],
    ids=["import", "require", "names", "function", "arrow", "default", "member", "commonjs", "all"],
)
def test_a_library_is_read_wherever_it_is_made(tmp_path, files):
    write(tmp_path, **files)
    found = library(modules(tmp_path))
    assert found.options == {"breaks": True}
    assert found.plugins == {"markdown-it-sub": {"x": 1}}


def test_a_library_beside_that_of_articles_says_nothing(tmp_path):
    text = """const md = markdownIt({ html: true }), notes = require("markdown-it-footnote");
    const other = markdownIt({ breaks: true, typographer: true }).use(notes);
    c.addFilter("md", (text) => other.render(text)); c.setLibrary("md", md); c.setLibrary("njk", other);"""
    write(tmp_path, config=text)
    found = library(modules(tmp_path))
    assert (found.options, found.plugins) == ({"html": True}, {})


@pytest.mark.parametrize("made", ["c.is ? a : b", "libraries[0]"])
def test_a_library_that_cannot_be_followed_has_the_plugins_used_anywhere(tmp_path, made):
    text = f"""const sub = require("markdown-it-sub"); c.setLibrary("md", {made});
    const a = it({{ breaks: true }}).use(sub, {{ x: 1 }})"""
    write(tmp_path, config=text)
    found = library(modules(tmp_path))
    assert (found.options, found.plugins) == ({}, {"markdown-it-sub": {"x": 1}})


def test_functions_that_call_themselves_come_to_an_end(tmp_path):
    write(tmp_path, config='c.setLibrary("md", make()); const make = () => make()')
    assert library(modules(tmp_path)).options == {}


def test_a_library_is_amended(tmp_path):
    text = """import list from "markdown-it-deflist";
    c.amendLibrary("md", (it) => { it.enable(["code", "x"]).use(list); it.disable('x'); other.enable("y") })"""
    write(tmp_path, config=text)
    found = library(modules(tmp_path))
    assert (found.enabled, set(found.plugins)) == ({"code"}, {"markdown-it-deflist"})


@pytest.mark.parametrize(
    ("options", "levels"),
    [
        ("{ permalink: anchor.permalink.headerLink() }", {1, 2, 3, 4, 5, 6}),
        ("{ permalink: anchor.permalink.headerLink({ class: 'x' }), level: 3 }", {3, 4, 5, 6}),
        ("{ level: [2, 4], permalink: anchor.permalink.headerLink() }", {2, 4}),
        ("{ permalink: anchor.permalink.linkInsideHeader() }", set()),
        ("{ permalink: true }", set()),
        ("{}", set()),
    ],
)
def test_headings_are_links_where_the_anchors_are_said_to_be(tmp_path, options, levels):
    text = f"""const anchor = require("markdown-it-anchor");
    c.amendLibrary("md", function (md) {{ md.use(anchor, {options}) }})"""
    write(tmp_path, config=text)
    assert flavour(tmp_path, USUAL).linked_headings == levels


@pytest.mark.parametrize(
    ("slugify", "made"),
    [
        ("c.getFilter('slugify')", "its-c-and-d"),
        ("c.getFilter('own')", "It's C++ & D"),
        ("(s) => slugs(s, { lower: true, remove: /[+]/g })", "it's-c-and-d"),
        ("s => encodeURIComponent(String(s).trim().toLowerCase())", "it's%20c%2B%2B%20%26%20d"),
        ("own", "its-c-d"),
        ("(s) => s.fetch()", "it's-c%2B%2B-%26-d"),
    ],
)
def test_the_ids_of_linked_headings_are_made_by_the_sites_own_function(tmp_path, slugify, made):
    write(
        tmp_path,
        config=f"""import anchor from "markdown-it-anchor"; import slugs from "slugify";
        const own = (s) => s.normalize("NFD").replace(/[\\u0300-\\u036f'+&]/g, "").toLowerCase().split(/\\s+/).join("-");
        export default (config) => {{ config.addFilter("own", s => s);
        config.amendLibrary("md", md => {{ md.use(anchor, {{ permalink: anchor.permalink.headerLink(), slugify: {slugify.replace("c.get", "config.get")} }}) }}) }}""",
    )
    html, _ = CommonMark(flavour(tmp_path, USUAL)).convert("## It's C++ & D\n", "")
    assert f'href="#{made.replace("&", "&amp;").replace(chr(39), "&#x27;")}"' in html


@pytest.mark.parametrize(
    ("options", "mark"),
    [
        ("{ excerpt: true }", "---"),
        ("{ excerpt: true, excerpt_separator: '==' }", "=="),
        ("{ excerpt: true, excerpt_separator: '<!-- more -->' }", ""),
        ("{ excerpt: false }", ""),
    ],
)
def test_the_mark_of_excerpts(tmp_path, options, mark):
    write(tmp_path, config=f"module.exports = c => {{ c.setFrontMatterParsingOptions({options}) }}")
    assert flavour(tmp_path, USUAL).excerpt_mark == mark


def test_modules_that_import_each_other_come_to_an_end(tmp_path):
    write(
        tmp_path,
        config='import a from "./lib/a.js"; c.setLibrary("md", a)',
        a='import b from "./b.js"; export default b',
        b='import a from "./a.js"; export default a',
    )
    assert len(modules(tmp_path)) == 3
    assert library(modules(tmp_path)).options == {}


@pytest.mark.parametrize(
    ("config", "has_templates"),
    [
        ("export default c => ({ markdownTemplateEngine: false });", False),
        ("export const config = {\n  'markdownTemplateEngine': false,\n};", False),
        ("// markdownTemplateEngine: false\nexport default c => ({});", True),
        (
            "export default c => ({ markdownTemplateEngine: 'njk', htmlTemplateEngine: false });",
            True,
        ),
    ],
)
def test_markdown_has_no_templates_where_the_configuration_says_so(tmp_path, config, has_templates):
    write(tmp_path, config=config)
    usual = Flavour(has_tags=True, has_templates=True, has_comments=True)
    found = flavour(tmp_path, usual)
    assert {found.has_tags, found.has_templates, found.has_comments} == {has_templates}


@pytest.mark.parametrize(
    ("version", "config", "has_code"),
    [
        ("^0.12.1", "", True),
        ("1.0.2", "", True),
        ("^2.0.0", "", False),
        ("^3.0.0", "", False),
        ("latest", "", False),
        ("^1.0.0", 'c.amendLibrary("md", md => md.disable("code"))', False),
        ("^3.0.0", 'c.amendLibrary("md", md => md.enable("code"))', True),
    ],
)
def test_indented_lines_are_code_before_version_2(tmp_path, version, config, has_code):
    write(tmp_path, config=config)
    text = f'{{"devDependencies": {{"@11ty/eleventy": "{version}"}}}}'
    (tmp_path / "package.json").write_text(text, encoding="utf-8")
    assert flavour(tmp_path, USUAL).has_indented_code is has_code


@pytest.mark.parametrize(
    ("rule", "captions"),
    [
        (
            "(tokens, i) => { const p = tokens[i], t = p.attrGet('title'); const img = `<img src=\"${p.attrGet('src')}\">`;\n"
            "  return t ? `<figure>${img}<figcaption>${t}</figcaption></figure>` : img; }",
            "title",
        ),
        (
            "function (tokens, i, options, env, self) {\n  const alt = self.renderInlineAsText(tokens[i].children, options, env);\n"
            "  return '<figure>' + self.renderToken(tokens, i, options) + '<p>' + md.utils.escapeHtml(alt) + '</p></figure>' }",
            "alt",
        ),
        (
            "function (tokens, i) { const at = tokens[i].attrIndex('title');\n  const words = at < 0 ? tokens[i].content : tokens[i].attrs[at][1];\n"
            '  return `<img src="/a"><figcaption>${words}</figcaption>` }',
            "title or alt",
        ),
        ("(tokens, i, o, e, self) => { tokens[i].attrSet('loading', 'lazy'); return self.renderToken(tokens, i, o) }", ""),
        ("(tokens, i, o, e, self) => usual(tokens, i, o, e, self)", ""),
        ('(tokens, i) => `<img src="/a">${numbered()}`', ""),
    ],
)  # fmt: skip
def test_captions_by_a_rule_of_the_site(tmp_path, rule, captions):
    """Kills a rule that is only looked for, and one of which half is known."""
    write(
        tmp_path,
        config="const it = require('markdown-it');\nmodule.exports = (c) => c.setLibrary('md', it({ html: true })"
        f".use((md) => {{ const usual = md.renderer.rules.image; md.renderer.rules.image = {rule}; }}));",
    )
    assert flavour(tmp_path, USUAL).figures == captions


def test_what_linkify_takes_for_a_link_is_set_in_the_library(tmp_path):
    """Kills a library that is declared before it is made, as `let md;`."""
    write(
        tmp_path,
        config="const it = require('markdown-it');\nlet md;\nmodule.exports = (c) => {\n"
        "  md = it({ linkify: true });\n  md.linkify.set({ fuzzyLink: false });\n  c.setLibrary('md', md);\n};",
    )
    html, _ = CommonMark(flavour(tmp_path, USUAL)).convert("a.org b@a.org https://a.org", "p")
    assert html.count("<a ") == 2
    assert "<p>a.org " in html
