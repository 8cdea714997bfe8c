"""Shortcodes of an Eleventy site.

Expected HTML is what Eleventy 3 makes of the same site, without what says nothing to readers.
"""

from __future__ import annotations

import json

import pytest
from engine_sites import EngineSite

CONFIG = """
const markdownIt = require("markdown-it");
const { note } = require("./lib/notes.js");
const all = require("./lib/all");
const md = markdownIt({ html: true }).use(require("markdown-it-sub"), { a(x) { return x.y } });
module.exports = function (eleventyConfig) {
  eleventyConfig.addShortcode("greet", (name, mark = "!") => `<b>Hello ${name}${mark}</b>`);
  eleventyConfig.addPairedShortcode("aside", function (content, kind) {
    return `<aside class="${kind}">${md.render(content)}</aside>`;
  });
  eleventyConfig.addPairedShortcode("note", note);
  eleventyConfig.addAsyncShortcode("where", async function () { return this.page.url });
  eleventyConfig.addShortcode("year", () => `${new Date().getFullYear()}`);
  Object.keys(all).forEach((name) => {
    eleventyConfig.addShortcode(name, all[name]);
  });
  eleventyConfig.setLibrary("md", md);
  return { dir: { input: "content" } ENGINE };
};
"""
FILES = {
    "lib/notes.js": 'const note = (content) => `\n<div class="note">\n\n${content}\n\n</div>`;\nmodule.exports = { note };',
    "lib/all.js": 'module.exports = {\n  code: require(\'./code.js\'),\n  pic({ src, alt }) { return `<img src="${src}" alt="${alt}">` },\n};',
    "lib/code.js": "module.exports = (a, n) => '<kbd>' + a + n + '</kbd>'",
    "content/_data/site.json": '{ "name": "Here & there", "words": ["p"], "url": "https://e.org/", "author": "A" }',
    "content/_includes/card.html": "<i>{{ site.name }}</i>",
}


def bodies(tmp_path, posts, engine="", header=""):
    site = EngineSite(tmp_path)
    site.write(
        ".eleventy.js", CONFIG.replace("ENGINE", engine and f", markdownTemplateEngine: '{engine}'")
    )
    for name, text in FILES.items():
        site.write(name, text)
    for name, text in posts.items():
        site.write(
            f"content/{name}.md",
            f"---\ntitle: {name}\ndate: 2025-01-02\nkeys: [a, b]\n{header}---\n{text}\n",
        )
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    found = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    return {item["title"]: item.get("content_html", "").strip() for item in found}


@pytest.mark.parametrize(
    ("languages", "shown"),
    [
        ("'njk, md'", "<p>ab <b>Hello Ann!</b></p>"),
        ("liquid,md", "<p>a b <b>Hello Ann!</b></p>"),
        ("md", "<p>{{ keys | join }} {% greet 'Ann' %}</p>"),
        ("false", "<p>{{ keys | join }} {% greet 'Ann' %}</p>"),
    ],
)
def test_an_article_may_name_the_languages_of_its_templates(tmp_path, languages, shown):
    text = "{{ keys | join }} {% greet 'Ann' %}"
    found = bodies(tmp_path, {"page": text}, header=f"templateEngineOverride: {languages}\n")
    assert found["page"] == shown


CASES = {
    "plain": ('A {% greet "Ann" %} b.', "<p>A <b>Hello Ann!</b> b.</p>"),
    "two": ('{% greet "Ann", "?" %}', "<p><b>Hello Ann?</b></p>"),
    "paired": ('{% aside "x" %}\n*a*\n\n- b\n{% endaside %}', "<p><em>a</em></p>\n<ul>\n<li>b</li>\n</ul>"),
    "around": ("{% note %}*a*{% endnote %}", "<p><em>a</em></p>"),
    "listed": ('{% code "k", 2 %}', "<p><kbd>k2</kbd></p>"),
    "path": ('[p]({{ "page.md" | inputPathToUrl }})', '<p><a href="https://e.org/page/">p</a></p>'),
    "page": ("At {% where %}.", "<p>At /page/.</p>"),
    "data": ("{% include 'card.html' %}", None),
    "incode": ('```\n{% greet "Bo" %}\n```', "<pre><code>&lt;b&gt;Hello Bo!&lt;/b&gt;\n</code></pre>"),
    "raw": ('`{% raw %}{% greet "Bo" %}{% endraw %}`', '<p><code>{% greet "Bo" %}</code></p>'),
}  # fmt: skip


@pytest.mark.parametrize("engine", ["", "njk"])
def test_shortcodes_show_what_their_functions_return(tmp_path, engine):
    found = bodies(tmp_path, {name: text for name, (text, _) in CASES.items()}, engine)
    name = "Here &amp; there" if engine else "Here & there"
    shown = {name: html for name, (_, html) in CASES.items()}
    shown["data"] = f"<p><i>{name.replace(' & ', ' &amp; ')}</i></p>"
    assert found == shown


def test_filters_and_pictures_within_links(tmp_path):
    """Kills a figure in a link: its paragraphs would cut the link's marks apart."""
    filters = "[a]({{ '/x/' | url }}) {{ 'A b' | slugify }}"
    found = bodies(tmp_path, {"a": filters, "b": '[{% image "/a.png", "A" %}](/b/)'})
    assert found == {
        "a": '<p><a href="https://e.org/x/">a</a> a-b</p>',
        "b": '<p><a href="https://e.org/b/"><img src="https://e.org/a.png" alt="A"></a></p>',
    }


def test_arguments_and_loops_of_nunjucks(tmp_path):
    text = (
        '{% pic { src: "/a.png", alt: "A" } %}\n\n'
        "{% for key in keys %}{{ key }}{{ loop.index }} {% endfor %}{% if site.words %}yes{% endif %}"
    )
    found = bodies(tmp_path, {"a": text}, "njk")["a"]
    assert found == '<img src="https://e.org/a.png" alt="A">\n<p>a1 b2 yes</p>'


def test_what_is_not_known_is_left_out_and_named(tmp_path, capsys):
    assert (
        bodies(tmp_path, {"a": "In {% year %} and {{ collections.all }}."})["a"]
        == "<p>In  and .</p>"
    )
    named = capsys.readouterr().err
    assert "year is unknown" in named
    assert "{{ collections.all }}" in named


def test_a_changed_function_changes_the_feed(tmp_path):
    assert bodies(tmp_path, {"a": "{% note %}x{% endnote %}"})["a"] == "<p>x</p>"
    site = EngineSite(tmp_path)
    site.write("lib/notes.js", "module.exports = { note: (content) => `<i>${content}</i>` };")
    assert site.publish("build") == 0
    found = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    assert found[0]["content_html"].strip() == "<p><i>x</i></p>"


def test_what_a_function_changes_is_not_changed_for_other_articles(tmp_path):
    """Kills: the list of a data file itself is handed to functions, so the order of articles tells what they show."""
    site = EngineSite(tmp_path)
    site.write("lib/all.js", "module.exports = { turned: (list) => list.reverse().join('') }")
    with_data = FILES["content/_data/site.json"].replace('["p"]', '["p", "q"]')
    for name, text in {**FILES, "content/_data/site.json": with_data}.items():
        if name != "lib/all.js":
            site.write(name, text)
    site.write(".eleventy.js", CONFIG.replace("ENGINE", ", markdownTemplateEngine: 'njk'"))
    for name in "abc":
        site.write(
            f"content/{name}.md",
            f"---\ntitle: {name}\ndate: 2025-01-02\n---\n{{% turned site.words %}}\n",
        )
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    items = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    assert [item["content_html"].strip() for item in items] == ["<p>qp</p>"] * 3
