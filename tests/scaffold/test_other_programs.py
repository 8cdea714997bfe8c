"""Sites of programs that have no room: headers in other forms, dates in folders, folders of drafts."""

import pytest
from first_try import first_try

from broadsheet.cli import main


def built(root, files):
    """Build a site at the first try; return the titles and dates of its entries by their paths."""
    items = first_try(root, files)
    return {
        item["url"].removeprefix("https://example.org"): (
            item.get("title"),
            item["date_published"][:10],
            item["content_html"].strip(),
            item.get("tags", []),
        )
        for item in items
    }


A = ("A: one", "2025-01-02", "<p>Text.</p>", ["x", "y z"])


@pytest.mark.parametrize(
    "header",
    [
        "Title: A: one\nDate: 2025-01-02\nTags: x, y z\n\n",  # Quickblog
        "    Title: A: one\n    Date: 2025-01-02T00:00:00\n    Tags: x, y z\n\n",  # Frog
        "Title: \"A: one\"\nPublished: 2025-01-02\nTags:\n  - x\n  - 'y z'\n---\n",  # Wyam
        "<!-- title: A: one -->\n<!-- date: 2025-01-02 -->\n<!-- tags: x, y z -->\n\n",  # makesite.py
        '~~~~toml\ntitle = "A: one"\npublished = 2025-01-02\ntags = ["x", "y z"]\n~~~~\n',  # Pallets
        '+++\nusing Dates\ntitle = "A: one"\nrss_pubdate = Date(2025, 1, 2)\ntags = ["x", "y z"]\n+++\n',
        '@def title = "A: one"\n@def rss = """ Long\ntext """\n@def published = "2 January 2025"\n'
        '@def tags = ["x", "y z"]\n\n',  # Franklin
    ],
)
def test_headers_of_other_programs(tmp_path, header):
    """Kills: `Title:` lines shown as the text; a fence of Julia read as plain TOML."""
    assert built(tmp_path, {"posts/a.md": f"{header}Text.\n"}) == {"/a/": A}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Title: A\nDate: soon\n\nText.\n", 2),
        ('@def title = "A"\n@def date = "soon"\n\nText.\n', 2),
        ('+++\nusing Dates\ntitle = "A"\ndate = "soon"\nrss_pubdate = Date(2025, 1, 2)\n+++\n', 4),
    ],
)
def test_a_wrong_date_is_named_with_its_line(tmp_path, capsys, text, line):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.md").write_text(text)
    assert main(["init", str(tmp_path)]) == 0
    assert f'posts/a.md:{line}: date: "soon" is not a date' in capsys.readouterr().err


def test_words_and_a_colon_are_a_header_only_with_a_title_or_a_date(tmp_path):
    """Kills: every first line with a colon taken for a header."""
    text = "Note: this is text.\nAnd: this too.\n\nMore.\n"
    found = built(tmp_path, {"posts/2025-01-02-a.md": text})
    assert "Note: this is text." in found["/2025-01-02-a/"][2]


def test_dates_in_folders(tmp_path):
    """Kills: a date read of a year and a month alone, or of folders that are no dates."""
    found = built(
        tmp_path,
        {
            "posts/2025/01/02/a.md": "# A\n\nText.\n",
            "posts/2025/01/03-b.md": "# B\n\nText.\n",
            "posts/2025/01/04/c/index.md": "# C\n\nText.\n",
            "posts/2025/01/d.md": "# D\n\nText.\n",
            "posts/2025/13/02/e.md": "# E\n\nText.\n",
        },
    )
    assert {path: dated for path, (_, dated, _, _) in found.items()} == {
        "/2025/01/02/a/": "2025-01-02",
        "/2025/01/03-b/": "2025-01-03",
        "/2025/01/04/c/": "2025-01-04",
    }


def test_a_field_that_dates_one_folder_only(tmp_path):
    """Kills: the field of the dates looked for among all files, most of which are no posts."""
    files = {f"content/docs/{n}.md": "---\ntitle: T\n---\nText.\n" for n in range(9)}
    for n in (1, 2):
        files[f"content/blog/{n}.md"] = f"---\ntitle: T\npub_time: 2025-01-0{n}\n---\nText.\n"
        files[f"content/events/{n}.md"] = f"---\ntitle: T\nstarts_on: 2031-01-0{n}\n---\nText.\n"
    assert [*built(tmp_path, files)] == ["/blog/2/", "/blog/1/"]


def test_folders_of_drafts_are_left_out(tmp_path, capsys):
    header = "---\ntitle: T\ndate: 2025-01-02\n---\nText.\n"
    found = built(tmp_path, {"site/drafts/a/b.md": header, "site/posts/b.md": header})
    assert [*found] == ["/posts/b/"]
    assert "note: folders of drafts are left out: drafts/" in capsys.readouterr().err


def test_a_lead_in_words_is_no_flag(tmp_path):
    """Another program's `lead` is a paragraph; `lead: maybe` still is an error."""
    header = "---\ntitle: T\ndate: 2025-01-02\nlead: A few words.\n---\nText.\n"
    assert [*built(tmp_path, {"posts/a.md": header})] == ["/a/"]


def test_files_without_any_date_are_one_error(tmp_path, capsys):
    """Kills: one error for each of hundreds of files."""
    for n in range(9):
        (tmp_path / f"{n}").mkdir()
        (tmp_path / f"{n}/a.md").write_text("# A\n" if n else "---\ntitle: A\n---\n")
    assert main(["init", str(tmp_path)]) == 0
    assert "none of 9 files has a date, e.g. 0/a.md; begin each that is" in capsys.readouterr().err
    assert main(["-C", str(tmp_path), "build"]) == 1
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert shown.startswith(".: date: none of 9 files has a date, e.g. 0/a.md; begin each")


@pytest.mark.parametrize(
    ("path", "text", "program"),
    [
        ("_cobalt.yml", "site:\n", "Cobalt"),
        ("x.cabal", "build-depends: base, hakyll", "Hakyll"),
        ("config.rb", "activate :blog do |blog|", "Middleman"),
        ("apps/web/package.json", '{"dependencies": {"next": "16"}}', "Next.js"),
    ],
)
def test_programs_without_a_room_are_named(tmp_path, capsys, path, text, program):
    """Kills: a program looked for in the site's own folder only, or by a name that many files have."""
    header = "---\ntitle: T\ndate: 2025-01-02\n---\nText.\n"
    found = built(tmp_path, {path: text, "apps/web/content/a.md": header, "y.cabal": ""})
    assert [*found] == ["/a/"]
    assert f"found a site of {program}, whose configuration is not read" in capsys.readouterr().err
    assert 'engine = "commonmark"' in (tmp_path / "publish.toml").read_text()


def test_a_site_in_docs_teaches_its_addresses(tmp_path, capsys):
    """GitHub shows a site from docs/. Templates of feeds beside the articles are no output."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Mine</title><entry><title>T</title>'
        "<id>u</id><link href='https://me.example/p/a.html'/>"
        "<updated>2025-01-02T00:00:00Z</updated></entry></feed>"
    )
    template = feed.replace("https://me.example/p/a.html", "{{url}}").replace("Mine", "{{title}}")
    header = "---\ntitle: T\ndate: 2025-01-02\n---\nText.\n"
    files = {"site/posts/a.md": header, "site/templates/atom.xml": template, "docs/atom.xml": feed}
    built(tmp_path, files)
    assert 'url = "https://me.example/"' in (tmp_path / "publish.toml").read_text()
    shown = capsys.readouterr().err
    assert "learnt from docs/atom.xml" in shown
    assert "site/templates" not in shown


@pytest.mark.parametrize("title", ["Ports: a guide", "What next:", "-"])
def test_a_title_with_a_colon_is_read_as_meant(tmp_path, capsys, title):
    """Kills: an error that stops the whole site; other broken headers stay errors."""
    header = f"---\ntitle: {title}\ndate: 2025-01-02\n---\nText: **here**.\n"
    found = built(tmp_path, {"posts/a.md": header})
    assert found["/a/"][0] == title
    assert found["/a/"][2] == "<p>Text: <strong>here</strong>.</p>"
    shown = capsys.readouterr().err
    assert "posts/a.md:2: warning: front matter is not YAML" in shown
    assert f'write title: "{title}"' in shown
    (tmp_path / "posts/b.md").write_text('---\ntitle: "Ports: a\ndate: 2025-01-02\n---\n')
    assert main(["-C", str(tmp_path), "build"]) == 1
    assert "posts/b.md:2: front matter is not YAML" in capsys.readouterr().err


def test_addresses_that_are_patterns_of_another_program_are_not_taken(tmp_path):
    """Kills: /%7B%7Bparent%7D%7D/ as the address of each talk."""
    header = (
        "---\ntitle: T\npublished_date: 2025-01-02\npermalink: /{{parent}}/{{slug}}/\n---\nText.\n"
    )
    assert [*built(tmp_path, {"_cobalt.yml": "", "posts/a.md": header})] == ["/a/"]


def test_names_of_middleman(tmp_path):
    """Kills: the slug `a.html`."""
    header = "---\ntitle: T\ndate: 2025-01-02\n---\nText.\n"
    assert [*built(tmp_path, {"source/blog/a.html.markdown": header})] == ["/a/"]


def test_folders_of_posts_are_not_jekylls(tmp_path, capsys):
    """Kills: Jekyll recognised by a folder that is named as its posts, with a point in its name."""
    found = built(tmp_path, {"_posts/2025-01-02-node.js/index.md": "# A\n\nText.\n"})
    assert [dated for _, dated, _, _ in found.values()] == ["2025-01-02"]
    assert "found no site engine" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "note"),
    [
        (
            ("a/x.adoc", "b/y.adoc"),
            "note: articles in other formats can be read from the site's feed: write feed = \"https:",
        ),
        (
            ("public/rss.xml",),
            'note: articles can be read from the feed here: write feed = "public/rss.xml" below [content]',
        ),
        (("c.txt",), ""),
    ],
)
def test_the_feed_is_offered_where_no_article_can_be_read(tmp_path, capsys, files, note):
    """Kills: only `write the first into content/` for a site of hundreds of articles."""
    for path in files:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("<rss/>")
    assert main(["init", str(tmp_path)]) == 0
    shown = capsys.readouterr().err
    assert note in shown
    assert ("feed =" in shown) == bool(note)


def test_a_gallery_of_headers_does_not_hide_the_articles(tmp_path):
    """Kills: the folder with the most dated files, whatever they say."""
    photo = "---\nimage: 'https://example.org/a.jpg'\n---\n"
    files = {f"photos/2025-01-0{n}-a.md": photo for n in range(1, 9)}
    assert [*built(tmp_path, {**files, "essays/2025-01-02-b.md": "# B\n\nText.\n"})] == [
        "/2025-01-02-b/"
    ]


def test_films_and_sizes_of_logseq(tmp_path):
    """Kills: `{{video …}}` and `{:height 5}` shown to readers; within code they stay."""
    text = (
        "- ![a](a.png){:height 5, :width 6}\n- {{video https://example.org/v}}\n"
        "- {{tweet \nhttps://example.org/t}}\n- `{{video https://example.org/v}}`\n"
    )
    found = built(tmp_path, {"logseq/config.edn": "{}", "journals/2025_01_02.md": text})
    ((_, _, html, _),) = found.values()
    assert "{:height" not in html
    assert html.count('<a href="https://example.org/v">https://example.org/v</a>') == 1
    assert '<a href="https://example.org/t">' in html
    assert "<code>{{video https://example.org/v}}</code>" in html


@pytest.mark.parametrize(
    ("plugins", "shown"), [("[blog, macros]", "<p>A  b.</p>"), ("[blog]", "<p>A {{ x.y }} b.</p>")]
)
def test_pages_of_mkdocs_are_templates_with_its_plugin_macros(tmp_path, plugins, shown):
    """Kills: `{{ … }}` and `{% … %}` shown to readers; without the plugin they are text."""
    config = f"site_name: S\nsite_url: https://example.org\nplugins: {plugins}\n"
    text = "---\ndate: 2025-01-02\n---\n# T\n\nA {{ x.y }} b.\n"
    found = built(tmp_path, {"mkdocs.yml": config, "docs/blog/posts/a.md": text})
    ((_, _, html, _),) = found.values()
    assert html == shown
