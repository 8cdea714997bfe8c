"""Filters of dates that an Eleventy site's own configuration defines."""

import pytest
from conftest import CONFIG

from broadsheet.cli import main


@pytest.mark.parametrize(
    ("form", "address"),
    [("yyyy/LL", "/2025/06/a/"), ("yyyy-MM", "/2025-06/a/"), ("y/M", "/2025/6/a/")],
)
def test_a_permalink_by_a_filter_of_the_sites_own(site, form, address):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("a.md", 'permalink: "/{{ page.date | on }}/{{ page.fileSlug }}/"')
    config = site.root / ".eleventy.js"
    config.write_text('config.addFilter("on", (date) => date.toISOString().slice(0, 4));')
    assert main(["-C", str(site.root), "build"]) == 0
    assert b'href="https://example.org/2025/a/"' in site.tree()["atom.xml"]
    config.write_text(
        "const { DateTime } = require('luxon');\n"
        f'config.addFilter("on", (date) => DateTime.fromJSDate(date).toFormat("{form}"));'
    )
    assert main(["-C", str(site.root), "build"]) == 0
    assert f'href="https://example.org{address}"'.encode() in site.tree()["atom.xml"]


def test_filters_of_files_that_the_configuration_imports(site):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("a.md", 'permalink: "/{{ page.date | on }}/{{ page.fileSlug }}/"')
    (site.root / "eleventy.config.js").write_text(
        'import filters from "./_config/filters.js";\nexport default (c) => c.addPlugin(filters);'
    )
    (site.root / "_config").mkdir()
    (site.root / "_config/filters.js").write_text(
        'import config from "../eleventy.config.js";\nexport { x } from "./nowhere.js";\n'
        'import { DateTime } from "luxon";\n'
        "export default (c) => { c.addFilter('on', (d) => DateTime.fromJSDate(d).toFormat('yyyy/LL')); };"
    )
    assert main(["-C", str(site.root), "build"]) == 0
    assert b'href="https://example.org/2025/06/a/"' in site.tree()["atom.xml"]


def test_a_change_in_a_file_that_another_one_hands_on_is_seen(site):
    """Kills: modules that are found by their imports alone, and addresses that stay as they were."""
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("a.md", 'permalink: "/{{ page.date | on }}/{{ page.fileSlug }}/"')
    (site.root / ".eleventy.js").write_text(
        "import { on } from './f.js';\nexport default (c) => { c.addFilter('on', on); };"
    )
    (site.root / "f.js").write_text("export { on } from './on.js';\n")
    for written, year in (("String(d.getFullYear())", "2025"), ("'y' + d.getFullYear()", "y2025")):
        (site.root / "on.js").write_text(f"export const on = (d) => {written};\n")
        assert main(["-C", str(site.root), "build"]) == 0
        assert f'href="https://example.org/{year}/a/"'.encode() in site.tree()["atom.xml"]


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("async (d) => (await asDate(d)).toISOString().split('T')[0].split('-').join('/')", "/2025/06/17/a/"),
        ("(d) => d ? `${d.getFullYear()}/${d.getMonth() + 1}` : ''", "/2025/6/a/"),
        ("(d) => DateTime.fromJSDate(d, { zone: 'utc' }).setLocale('de').toFormat(FORM)", "/2025-06/a/"),
        ("(d) => DateTime.fromJSDate(d, { zone: 'Asia/Tokyo' }).toFormat('yyyy/LL/dd')", "/2025/06/18/a/"),
        ("(d, form = 'YYYY/MM') => moment.utc(d).format(form)", "/2025/06/a/"),
        ("(d) => d instanceof Date ? DateTime.fromJSDate(d).toFormat('yyyy/LLL') : 'none'", "/2025/Jun/a/"),
        ("(d) => DateTime.fromJSDate(d).setLocale('fr').toFormat('yyyy/LLLL')", None),
        ("(d) => DateTime.fromJSDate(d).setZone('Asia/Tokyo').monthShort", "/Jun/a/"),
        ("(d) => DateTime.fromJSDate(d).toLocaleString(DateTime.DATE_MED).replaceAll(' ', '-')", "/Jun-17,-2025/a/"),
        ("(d) => `${format(d, 'MMMM-do')}-${formatInTimeZone(d, 'Asia/Tokyo', 'dd')}`", "/June-17th-18/a/"),
        ("(d) => d.toLocaleDateString('en-US', { year: 'numeric', month: 'short' }).replace(' ', '/')", "/Jun/2025/a/"),
        ("(d) => new Date(d.getFullYear(), d.getMonth(), 1).toISOString().slice(0, 10)", "/2025-06-01/a/"),
        ("(d) => `${new Date(Date.UTC(2025, 12)) > d}-${new Date(0).getUTCFullYear()}`", "/true-1970/a/"),
        ("(d) => d.toDateString().split(' ')[1]", "/Jun/a/"),
        ("(d) => { /* a, b */ return DateTime.fromJSDate(new Date(d)).\n toFormat(\n'yyyy/MM',\n); }", "/2025/06/a/"),
        ("function (d) { return d.toISOString().slice(0, 7) }", "/2025-06/a/"),
        ("(d) => { const m = String(d.getMonth() + 1).padStart(2, '0');\nreturn `${d.getUTCDate()}/${m}`; }", "/17/06/a/"),
        ("(d) => d ? DateTime.fromJSDate(d).toFormat('yyyy') + d.getMonth() : ''", "/20255/a/"),
        ("() => new Date().toISOString().slice(0, 4)", None),
    ],
)  # fmt: skip
def test_a_filter_of_another_file_is_known_by_what_it_makes_of_dates(site, code, address):
    """Kills asking for one date only: the months of the probes have one digit and two."""
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("a.md", 'permalink: "/{{ page.date | on }}/{{ page.fileSlug }}/"')
    (site.root / ".eleventy.js").write_text(
        "const on = require('./on');\nmodule.exports = (c) => { c.addFilter('on', on); };"
    )
    (site.root / "on.js").write_text(
        "const { format } = require('date-fns'), { formatInTimeZone } = require('date-fns-tz');\n"
        "const { DateTime } = require('luxon'), moment = require('moment');\nconst FORM = 'yyyy-LL';\n"
        "const asDate = async (d) => { switch (typeof d) { case 'object': return d; default: throw 1 } };\n"
        f"module.exports = {code};"
    )
    assert main(["-C", str(site.root), "build"]) == (0 if address else 1)
    if address:
        assert f'href="https://example.org{address}"'.encode() in site.tree()["atom.xml"]


def test_a_permalink_by_a_function_of_a_data_file(site):
    """Kills asking the text of the function only: it has branches, and another function."""
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("posts/2025-03-04-a.md", "Category: News")
    site.article("posts/2025-03-05-b.md", "hidden: true")
    site.article("posts/2025-03-06-c.md", "permalink: /own/")
    (site.root / "content/posts/posts.11tydata.ts").write_text(
        "const config: Data = { layout: 'x', permalink(data: Data) {\n"
        "  if (data.hidden) return false;\n  const found = data.page.inputPath.match(/\\/(\\d{4})-(\\d{2})-\\d{2}-[^/]+\\.md$/);\n"
        "  return `/${low(data.category ?? 'none')}/${found[1]}/${found[2]}/${data.page.fileSlug}/`;\n} };\n"
        "const low = (text?: string): string => text.toLowerCase();\nexport default config;\n"
    )
    assert main(["-C", str(site.root), "build"]) == 0
    feed = site.tree()["atom.xml"]
    assert b'href="https://example.org/news/2025/03/a/"' in feed
    assert b'href="https://example.org/own/"' in feed
    assert b"/b/" not in feed


def test_a_permalink_by_a_function_with_the_filters_of_the_site(site, capsys):
    """Kills a sample without a date, and a function without `this`."""
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("posts/a.md", "title: A Word\ndate: 2025-03-04")
    (site.root / ".eleventy.js").write_text(
        "module.exports = (c) => { c.addFilter('low', (text) => text.toLowerCase()); };"
    )
    (site.root / "content/posts/posts.11tydata.js").write_text(
        "const { DateTime } = require('luxon');\nmodule.exports = () => ({ eleventyComputed: { permalink(data) {\n"
        "  const year = DateTime.fromJSDate(data.date, { zone: 'utc' }).year;\n"
        "  return `/${year}/${this.slugify(data.title)}/${this.low(data.title)}/`;\n} } });\n"
    )
    assert main(["-C", str(site.root), "build"]) == 0
    assert b'href="https://example.org/2025/a-word/a%20word/"' in site.tree()["atom.xml"]
    assert "warning" not in capsys.readouterr().err


def test_permalinks_that_global_data_computes(site):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.article("a.md", "title: A")
    site.article("b.md", "title: B\npermalink: /own/")
    (site.root / "content/_data").mkdir()
    (site.root / "content/_data/eleventyComputed.js").write_text(
        "module.exports = { permalink: (data) => data.permalink || `/all/${data.page.fileSlug}/` };"
    )
    assert main(["-C", str(site.root), "build"]) == 0
    feed = site.tree()["atom.xml"]
    assert b'href="https://example.org/all/a/"' in feed
    assert b'href="https://example.org/own/"' in feed
