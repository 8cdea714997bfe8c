"""Configurations that cannot be read as data are named, with the line and what to write."""

import pytest
from engine_sites import EngineSite

POST = "---\ntitle: T\ndate: 2025-01-02\n---\nText.\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mkdocs.yml", "site_name: A\nplugins: [a\n", "mkdocs.yml:2: is not YAML: nothing closes its ["),
        ("mkdocs.yml", "- a\n", "mkdocs.yml:1: is not a table of settings; correct it, or write publish.toml by hand"),
        ("zensical.toml", "[project]\nsite_name = A\n", "zensical.toml:2: is not TOML"),
        ("mkdocs.yml", "plugins:\n  - blog:\n      post_url_format: '{date}/x'\n      post_url_date_format: ':nothing'\n", "mkdocs.yml:3: post_url_format: :nothing is not a token"),
        ("_quarto.yml", "website:\n\ttitle: A\n", "_quarto.yml:2: is indented with a tab, which YAML forbids; use spaces"),
        ("bridgetown.config.yml", "permalink: /:nothing/\n", "bridgetown.config.yml:1: permalink: :nothing is not a token"),
        ("conf.py", "BLOG_TITLE = 'A'\nPOSTS = (\n", "conf.py:2: is not Python"),
    ],
)  # fmt: skip
def test_what_is_no_data_stops_init(tmp_path, capsys, name, text, message):
    site = EngineSite(tmp_path)
    site.write(name, text)
    assert site.publish("init") == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "publish.toml").exists()


@pytest.mark.parametrize(
    "name", ["astro.config.mjs", "docusaurus.config.js", "nuxt.config.ts", ".vitepress/config.ts"]
)
def test_a_program_is_named_and_the_rest_is_read(tmp_path, capsys, name):
    site = EngineSite(tmp_path)
    site.write(name, "import x from 'y';\n\nexport default await load();\n")
    for folder in ("src/content/blog", "blog", "content", "."):
        site.write(f"{folder}/2025-01-02-a.md", POST)
    assert site.publish("init") == 0
    assert (
        f"note: {name}:3: is a program whose settings cannot be read; write the address, the title and "
        "the folders into publish.toml yourself"
    ) in capsys.readouterr().err
    assert site.publish("build") == 0


def test_a_name_that_leads_to_itself_is_no_end(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "docusaurus.config.js",
        "const url = url;\nconst title = other;\nconst other = title;\nexport default { url, title, presets: [['classic', { blog: { path: 'blog' } }]] };\n",
    )
    site.write("blog/2025-01-02-a.md", POST)
    assert site.publish("init") == 0
    assert site.publish("build") == 0


def test_two_engines_in_one_folder_are_named(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write("astro.config.mjs", "export default {};\n")
    site.write("docusaurus.config.js", "export default {};\n")
    site.write("blog/2025-01-02-a.md", POST)
    assert site.publish("init") == 1
    said = "holds astro.config.mjs (Astro) and docusaurus.config.js (Docusaurus); say which: publish init --engine astro"
    assert said in capsys.readouterr().err
    assert site.publish("init", "--engine", "docusaurus") == 0


def test_an_import_that_leads_out_of_the_site_is_not_read(tmp_path):
    (tmp_path / "secret.js").write_text("export const title = 'Secret';\n")
    site = EngineSite(tmp_path / "site")
    site.write(
        "docusaurus.config.js",
        "import { title } from '../secret.js';\nexport default { title, url: 'https://a.example' };\n",
    )
    site.write("blog/2025-01-02-a.md", POST)
    assert site.publish("init") == 0
    assert "Secret" not in (site.root / "publish.toml").read_text("utf-8")
