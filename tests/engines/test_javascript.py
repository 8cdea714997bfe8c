"""What is read of a data file in JavaScript, which is never run."""

import pytest
from conftest import CONFIG

from broadsheet.cli import main
from broadsheet.engines.javascript import Computed, exports
from broadsheet.engines.javascript_files import read_config

OBJECT = """{
  // a comment with "quotes" and an { open bracket
  layout: "post.njk", /* another */
  'tags': ["posts", `notes`,],
  "url": "https://example.org/", // the colon of an address begins no comment
  draft: false, weight: 12, nothing: null,
  author: { name: 'It\\'s me', },
}"""
VALUES = {
    "layout": "post.njk",
    "tags": ["posts", "notes"],
    "url": "https://example.org/",
    "draft": False,
    "weight": 12,
    "nothing": None,
    "author": {"name": "It's me"},
}


@pytest.mark.parametrize(
    "module",
    [
        f"export default {OBJECT};",
        f"module.exports = {OBJECT}\n",
        f"const data = {OBJECT};\nexport default data;\n",
        f"export default function () {{\n  return {OBJECT};\n}}",
        f"module.exports = () => ({OBJECT});",
        f"export default async (config) => {{ const a = 1; return {OBJECT} }}",
        f"async function config() {{\n  const n = list.map((x) => {{ return {{ x }} }})\n  return {OBJECT}\n}}\n"
        "export default config()",
        f"const data: Config = {OBJECT};\nexport default async function make() {{ return data; }}",
        f"export default async () => defineConfig({OBJECT})",
        f"export default defineConfig(({{ mode }}) => {{\n  return ({OBJECT});\n}})",
        f"const make = async () => {{ return {OBJECT} }};\nexport default await make();",
    ],
    ids=[
        "default",
        "commonjs",
        "name",
        "function",
        "arrow",
        "async",
        "called",
        "returned name",
        "wrapped",
        "wrapped function",
        "constant function",
    ],
)
def test_an_object_is_read_however_it_is_exported(module):
    assert exports(module) == VALUES


def test_named_exports_are_fields():
    assert exports("export const title = 'One';\nexports.tags = ['a'];") == {
        "title": "One",
        "tags": ["a"],
    }


def test_escapes_in_texts_are_the_characters_that_they_stand_for():
    found = exports(r"""export default { q: ['«\u202F', '\xA0»'], w: "\u{1F600} it\'s\n" };""")
    assert found == {"q": ["«\u202f", "\xa0»"], "w": "\U0001f600 it's\n"}


def test_a_program_is_no_data():
    assert exports("export default await fetch('https://example.org/');") is None


def test_what_only_a_program_tells_is_left_out():
    found = exports(
        "export default { year: new Date().getFullYear(), tags: [now(), 'a'], f() { } }"
    )
    assert found == {
        "year": Computed("new Date().getFullYear()"),
        "tags": ["a"],
        "f": Computed(" f() { } "),
    }


def test_the_value_for_want_of_an_environment_stands():
    text = 'export default { url: process.env.URL || "https://example.org/" };'
    assert exports(text) == {"url": "https://example.org/"}


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("(data) => `/p/${data.page.fileSlug}:x/`", "https://example.org/p/a:x/"),
        ("(data) => make(data)", "https://example.org/posts/a/"),
        ("(data) => data.draft ? false : data.permalink", "https://example.org/own/"),
        ("(data) => isDraft(data) ? false : data.permalink", "https://example.org/own/"),
        (
            "function ({ title }) { return `/${this.slugify(title)}/`; }",
            "https://example.org/a-word/",
        ),
        (
            "d => { if (process.env.X && d?.draft) { return false; } return `/${d?.page?.fileSlug}/`; }",
            "https://example.org/a/",
        ),
        ("(data) => { if (unknown) return `/x/`; return '/y/'; }", "https://example.org/posts/a/"),
        ("(data) => { const s = find(data); return `/${s}/`; }", "https://example.org/posts/a/"),
    ],
)
def test_a_folders_computed_data(site, capsys, permalink, address):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.raw(
        "posts/posts.11tydata.js",
        f"const isDraft = (data) => process.env.DRAFTS && data.draft;\n"
        f"module.exports = {{ tags: ['notes'], permalink: '/own/', words: count(), eleventyComputed: {{"
        f" permalink: {permalink}, key: '{{{{ page.fileSlug }}}}' }} }};".encode(),
    )
    site.article("posts/a.md", "title: A word")
    assert main(["-C", str(site.root), "build"]) == 0
    assert f'href="{address}"' in (site.out / "tags/notes/atom.xml").read_text("utf-8")
    warned = "posts/posts.11tydata.js:1: warning: permalink: is computed" in capsys.readouterr().err
    assert warned is (address.endswith("/posts/a/"))


def test_a_folders_data_that_another_file_exports(site):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.raw(
        "posts/posts.11tydata.js",
        b"import shared from '../_data/shared.js';\nexport default shared;\n",
    )
    year = "const { date } = data.page; const year = date.toISOString().slice(0, 4);"
    made = f"(data) => {{ {year} return `/${{year}}/${{data.title.trim()}}/` }}"
    site.raw(
        "_data/shared.js",
        f"export default {{ tags: ['notes'], eleventyComputed: {{ permalink: {made} }} }};".encode(),
    )
    site.article("posts/a.md", "title: Word")
    assert main(["-C", str(site.root), "build"]) == 0
    notes = (site.out / "tags/notes/atom.xml").read_text("utf-8")
    assert 'href="https://example.org/2025/Word/"' in notes


def test_names_that_are_taken_from_an_object_or_from_json(tmp_path):
    (tmp_path / "about.json").write_text('{"title": "Name", "site": {"url": "https://a.example"}}')
    file = tmp_path / "a.config.js"
    file.write_text(
        "import { title, site } from './about.json';\nconst { url: address } = site;\n"
        "export default { title: title || '', url: address, other: process.env.O || 'default' };"
    )
    settings, notes = read_config(file, tmp_path)
    assert notes == ()
    assert dict(settings.data) == {
        "title": "Name",
        "url": "https://a.example",
        "other": "default",
    }
