"""Vaults as Obsidian shows them."""

import json
import re

import pytest

from broadsheet.cli import main
from broadsheet.engines.obsidian.dialect import ObsidianDialect


@pytest.fixture
def vault(tmp_path):
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "attachments").mkdir()
    for name in ("x.png", "paper.pdf", "film.mp4", "talk.MP3"):
        (tmp_path / "attachments" / name).write_bytes(b"x")

    def write(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")

    def build(**notes):
        for name, text in notes.items():
            write(f"Notes/{name}.md", text if text.startswith("---") else f"{DATED}{text}")
        if not (tmp_path / "publish.toml").exists():
            assert main(["init", str(tmp_path)]) == 0
        assert main(["-C", str(tmp_path), "build"]) == 0
        items = json.loads((tmp_path / "out/feed.json").read_text("utf-8"))["items"]
        return {item["title"]: item for item in items}

    build.write = write
    build.root = tmp_path
    return build


DATED = "---\ncreated: 2025-01-02\n---\n"
HERE = "https://example.org/attachments"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("![[x.png|300]]", f'<img src="{HERE}/x.png" alt="">'),
        ("![[x.png|A picture|200x100]]", f'<img src="{HERE}/x.png" alt="A picture">'),
        ("![[attachments/x.png]]", f'<img src="{HERE}/x.png" alt="">'),
        ("![[X.PNG]]", f'<img src="{HERE}/x.png" alt="">'),
        ("[[note#A part|it]]", '<a href="https://example.org/notes/note/">it</a>'),
        ("[[note#A part]]", '<a href="https://example.org/notes/note/">note &gt; A part</a>'),
        ("[[#A part]]", "<p>A part</p>"),
        ("[it](note#part)", '<a href="https://example.org/notes/note/#part">it</a>'),
        ("[[B/Same|it]]", '<a href="https://example.org/b/same/">it</a>'),
        ("[[Same|it]]", "<p>it</p>"),
        ("- a\n\n^b1", "<ul>\n<li>a</li>\n</ul>"),
        ("[[paper.pdf]]", f'<a href="{HERE}/paper.pdf">paper.pdf</a>'),
        ("[[Undated|that]]", "<p>that</p>"),
        ("[[Missing]]", "<p>Missing</p>"),
        ("|a|\n|---|\n|![[x.png\\|50]]|", f'<td><img src="{HERE}/x.png" alt=""></td>'),
        (" > [!tip]\n > Words", "<strong>Tip</strong>"),
        (
            "<div>a [[note]]</div>",
            '<div>a <a href="https://example.org/notes/note/">note</a></div>',
        ),
        ('<div>![[x.png|A "b"]]</div>', f'<img src="{HERE}/x.png" alt="A &quot;b&quot;">'),
        ("<b>[[note]]</b>", '<b><a href="https://example.org/notes/note/">note</a></b>'),
        ("\\[[note]] [[note]]", '<p>[[note]] <a href="https://example.org/notes/note/">'),
        ("![[paper.pdf#page=3]]", f'<a href="{HERE}/paper.pdf#page=3">paper.pdf</a>'),
        ("![A|300](x.png)", f'<img src="{HERE}/x.png" alt="A">'),
        ('![100x20](x.png "T")', f'<img src="{HERE}/x.png" alt="" title="T">'),
        ("![A 3](x.png)", f'<img src="{HERE}/x.png" alt="A 3">'),
        ("![](film.mp4)", f'<video controls="" src="{HERE}/film.mp4"></video>'),
        ("![](talk.MP3#t=3)", "<audio controls"),
    ],
)
def test_what_links_lead_to(vault, typed, shown):
    vault.write("Undated.md", "Words.")
    for path in ("A/Same.md", "B/Same.md"):
        vault.write(path, DATED)
    assert shown in vault(Note=f"{typed}\n")["Note"]["content_html"]


def test_a_comment_without_end_hides_the_rest_of_a_note(vault, capsys):
    """As Obsidian shows it; Quartz shows the two signs and what follows."""
    note = "%%\n# No title\n%%\n\na `%%` %%x%%b\n\n%% secret #not-a-tag\n\n```\nsecret\n```\n\n# Secret\n"
    found = vault(Note=note)["Note"]
    assert found["content_html"] == "<p>a <code>%%</code> b</p>"
    assert "tags" not in found
    assert "Note.md:10: warning: a comment begins here that has no end" in capsys.readouterr().err


def test_a_comment_without_end_is_text_where_quartz_publishes(vault):
    vault.write("quartz.config.ts", QUARTZ_TS)
    assert "<p>b %% c</p>" in vault(Note="a %%x%%\n\nb %% c")["Note"]["content_html"]


def test_a_file_that_moves_within_the_vault_is_found_again(vault):
    assert f"{HERE}/x.png" in vault(Note="![[x.png]]")["Note"]["content_html"]
    (vault.root / "attachments/x.png").rename(vault.root / "x.png")
    assert '"https://example.org/x.png"' in vault()["Note"]["content_html"]


def test_check_finds_files_by_name_too(vault, capsys):
    vault(Note="![a](x.png) ![b](gone.png)\n")
    capsys.readouterr()
    main(["-C", str(vault.root), "check", "--json"])
    told = [p["message"] for p in json.loads(capsys.readouterr().out)["problems"]]
    assert [name for name in ("x.png", "gone.png") if any(name in t for t in told)] == ["gone.png"]


def test_tags_in_the_text_count(vault):
    text = "---\ncreated: 2025-01-02\ntags: [a]\n---\n#b/c and #中文, `#no`, #12, C#x, [#no](#no), #b/c\n# d\n"
    assert vault(Note=text)["d"]["tags"] == ["a", "b/c", "中文"]


def test_properties_of_other_meaning(vault):
    yes = "---\ncreated: 2025-01-02\npublished: true\nlanguage: Klingon\n---\n"
    assert set(vault(Yes=yes, No=yes.replace("true", "false"))) == {"Yes"}


def test_properties_that_are_links(vault):
    links = 'author: ["[[People/Ada|Ada L.]]", "[[Grace]]"]\ncover: "[[attachments/x.png|300]]"'
    item = vault(Note=f"---\ncreated: 2025-01-02\n{links}\n---\n")["Note"]
    assert [author["name"] for author in item["authors"]] == ["Ada L.", "Grace"]


def test_templates_are_no_notes(vault):
    vault.write(".obsidian/templates.json", '{"folder": "Extras/Forms [1]"}')
    for folder in ("Extras/Forms [1]", "Extras/Templates"):
        vault.write(f"{folder}/T.md", "---\ncreated: {{date}}\n---\n")
    assert set(vault(Note="Words.")) == {"Note"}


@pytest.mark.parametrize(
    ("header", "advice"),
    [
        ("tags: [a]", "feeds hold pages that have a date"),
        ("createTime: 2025-01-02", 'write fields = { date = ["createtime"] } below [content]'),
        ("modified: 2025-01-02", "feeds hold pages that have a date"),
    ],
)
def test_undated_notes_are_counted_and_told_of(tmp_path, capsys, header, advice):
    (tmp_path / ".obsidian").mkdir()
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(f"---\n{header}\n---\nWords.\n")
    assert main(["init", str(tmp_path)]) == 0
    told = capsys.readouterr().err
    assert "2 pages without a date" in told
    assert advice in told


QUARTZ_TS = """\
const config: QuartzConfig = {
  configuration: {
    pageTitle: "A garden",
    locale: "de-DE",
    baseUrl: "garden.example/notes",
    ignorePatterns: ["private", "templates", ".obsidian", "**/*.draft.md"],
  },
  plugins: {
    transformers: [Plugin.ObsidianFlavoredMarkdown(), Plugin.Latex()],
    emitters: [Plugin.ContentIndex({ enableRSS: true })],
  },
"""
QUARTZ_YAML = """\
configuration:
  pageTitle: A garden
  locale: de-DE
  baseUrl: garden.example/notes
  ignorePatterns:
    - private
    - templates
    - .obsidian
    - "**/*.draft.md"
  theme:
    cdnCaching: true
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("quartz.config.ts", QUARTZ_TS),
        ("quartz.config.yaml", QUARTZ_YAML),
        ("quartz/quartz.config.ts", QUARTZ_TS),
    ],
)
def test_quartz(tmp_path, capsys, name, text):
    """The addresses are those of quartz/util/path.ts of Quartz 4."""
    (tmp_path / "content/.obsidian").mkdir(parents=True)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    for path in ("Folder & more/My note", "Folder & more/index", "private/No", "x.draft"):
        file = tmp_path / f"content/{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("---\ndate: 2025-01-02\ntags: [a b/c]\n---\nWords.\n")
    assert main(["init", str(tmp_path)]) == 0
    assert "found a site of Obsidian, 2 articles in content" in capsys.readouterr().err
    assert "# as Quartz calls them" in (tmp_path / "publish.toml").read_text("utf-8")
    assert main(["-C", str(tmp_path), "build"]) == 0
    feed = json.loads((tmp_path / "out/feed.json").read_text("utf-8"))
    assert (feed["title"], feed["language"]) == ("A garden", "de-DE")
    assert {item["url"] for item in feed["items"]} == {
        "https://garden.example/notes/Folder--and--more/My-note",
        "https://garden.example/notes/Folder--and--more/",
    }
    assert (tmp_path / "out/index.xml").is_file()
    term = next((tmp_path / "out/tags").glob("*/index.xml")).read_text("utf-8")
    assert "https://garden.example/notes/tags/a-b/c" in term


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "[[Notes/Other note]]",
            '<a href="https://garden.example/notes/Notes/Other-note">Other note</a>',
        ),
        (
            "[[Other note#A: long part]]",
            '<a href="https://garden.example/notes/Notes/Other-note#a-long-part">A: long part</a>',
        ),
        (
            "[[Other note#^b1|x]]",
            '<a href="https://garden.example/notes/Notes/Other-note#b1">x</a>',
        ),
        ("[[#A part]]", '<a href="https://garden.example/notes/Notes/Note#a-part">A part</a>'),
        ("![[my x.png]]", '<img src="https://garden.example/notes/my-x.png" alt="">'),
        ("![](../my%20x.png)", '<img src="https://garden.example/notes/my-x.png" alt="">'),
        (
            "[[Other note#^Block]]",
            '<a href="https://garden.example/notes/Notes/Other-note#block">^Block</a>',
        ),
        ("[[Gone & away]]", '<a href="https://garden.example/notes/Gone--and--away">'),
        ("[x](./a/Gone.md#part)", '<a href="https://garden.example/notes/a/Gone#part">x</a>'),
        ("[[Deeper/Undated]]", '<a href="https://garden.example/notes/Deeper/Undated">'),
        ("[[undated]]", '<a href="https://garden.example/notes/undated">undated</a>'),
        ("[[Twice|and/or]]", '<a href="https://garden.example/notes/Twice">or</a>'),
        ("[x](Gone.pdf#page=3)", '<a href="https://garden.example/notes/Gone.pdf#page=3">'),
        (
            "|a|\n|---|\n|[[Gone.pdf#page=3\\|x]]|",
            '<a href="https://garden.example/notes/Gone.pdf#page=3">x</a>',
        ),
        (
            "[[Other note#A#B|x]]",
            '<a href="https://garden.example/notes/Notes/Other-note#a">x</a>',
        ),
        (
            "[x](Notes/Other%20note.md#A%20long%20part)",
            '<a href="https://garden.example/notes/Notes/Other-note#a-long-part">x</a>',
        ),
        ("a[^X] b\n\n[^x]: c", '<sup id="fnref:note-'),
        ("[[a/deep/]]", '<a href="https://garden.example/notes/a/deep/">deep</a>'),
        ("[[#A/b]]", '<a href="https://garden.example/notes/Notes/Note#ab">A/b</a>'),
        ("a $[[x]]$ [[Undated]]", "<p>a $[[x]]$ <a"),
        ("$$\n[[x]]\n$$", "<div>$$\n[[x]]\n$$</div>"),
        ("> $$\n> [[x]]\n\n[[Undated]]", "[[x]]\n$$</div>\n</blockquote>\n<p><a"),
        ("- a\n\t```\n\t\tb\n\t```", "<pre><code>\tb\n</code></pre>"),
        (
            '> [!tip] [x](https://a.example "T") "q" b',
            '<p><a href="https://a.example" title="T">x</a> "q" b</p>',
        ),
        ("[[a/_index|x]]", '<a href="https://garden.example/notes/a/">x</a>'),
        ("[[a/Page.html|x]]", '<a href="https://garden.example/notes/a/Page">x</a>'),
        ("[[Gone.pdf#page=3|x]]", '<a href="https://garden.example/notes/Gone.pdf#page=3">'),
        ("```\na %%b%%\n```", "<pre><code>a \n</code></pre>"),
        ("[[Gone.pdf]]", '<a href="https://garden.example/notes/Gone.pdf">Gone.pdf</a>'),
        ("[[Undated]]", '<a href="https://garden.example/notes/Deep/Undated">Undated</a>'),
        ("a #b/c-d", 'a <a href="https://garden.example/notes/tags/b/c-d">c-d</a>'),
        ("> [!tip]\n> -> x", "<blockquote>\n<p>Tip</p>\n<p>→ x</p>\n</blockquote>"),
    ],
)
def test_what_links_lead_to_where_quartz_publishes(vault, typed, shown):
    """As Quartz 4.4 writes them."""
    vault.write("quartz.config.ts", QUARTZ_TS)
    vault.write("my x.png", "x")
    vault.write("Notes/Other note.md", DATED)
    vault.write("Deep/Undated.md", "Words.")
    for folder in "ab":
        vault.write(f"{folder}/Twice.md", "Words.")
    assert shown in vault(Note=typed)["Note"]["content_html"]


def quartz_with(root, config, *notes):
    """Write a site of Quartz whose notes are dated, and return the addresses of its feed."""
    (root / "quartz.config.ts").write_text(config)
    for path, header in notes:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"---\ndate: 2025-01-02\n{header}---\nWords.\n")
    assert main(["init", str(root)]) == 0
    assert main(["-C", str(root), "build"]) == 0
    items = json.loads((root / "out/feed.json").read_text("utf-8"))["items"]
    return {item["url"].removeprefix("https://garden.example/notes/") for item in items}


def test_quartz_reads_its_folder_content_though_the_vault_is_around_it(tmp_path):
    (tmp_path / ".obsidian").mkdir()
    assert quartz_with(tmp_path, QUARTZ_TS, ("content/A.md", "")) == {"A"}


def test_patterns_that_quartz_ignores(tmp_path):
    """Kills a split at spaces, patterns in comments, and a file that is taken for a folder."""
    patterns = '["private",\n  // "Kept",\n  "My notes", "Kept too/No.md", ".obsidian"]'
    old = re.search(r"\[\"private.*?\]", QUARTZ_TS)[0]
    paths = ("private/A", "Kept/B", "My notes/C", "My/D", "notes/E", "Kept too/No", "Kept too/F")
    notes = ((f"content/{path}.md", "") for path in paths)
    found = quartz_with(tmp_path, QUARTZ_TS.replace(old, patterns), *notes)
    assert found == {"Kept/B", "My/D", "notes/E", "Kept-too/F"}


def test_quartz_may_publish_only_notes_that_say_so(tmp_path):
    """`published` is a date there, and no consent (quartz/plugins/filters/explicit.ts)."""
    config = QUARTZ_TS.replace("emitters:", "filters: [Plugin.ExplicitPublish()], emitters:")
    notes = (
        ("content/A.md", "publish: true\n"),
        ("content/B.md", "publish: yes\n"),
        ("content/C.md", ""),
        ("content/D.md", "published: true\n"),
    )
    assert quartz_with(tmp_path, config, *notes) == {"A"}


def test_index_of_a_folder_may_have_a_low_line(tmp_path):
    notes = (("content/A/_index.md", "title: A\n"), ("content/A/b.md", ""))
    assert quartz_with(tmp_path, QUARTZ_TS, *notes) == {"A/", "A/b"}


def test_quartz_shows_the_names_of_files_as_titles(vault):
    """A heading of other words is no title, so it stays in the text."""
    vault.write("quartz.config.ts", QUARTZ_TS)
    item = vault(Note="# What it is\n\nWords.")["Note"]
    assert "<h1>What it is</h1>" in item["content_html"]


def test_marks_that_the_configuration_of_quartz_turns_off(vault):
    off = "ObsidianFlavoredMarkdown({ parseTags: false, parseArrows: false })"
    vault.write("quartz.config.ts", QUARTZ_TS.replace("ObsidianFlavoredMarkdown()", off))
    assert vault(Note="a #b -> c")["Note"]["content_html"] == "<p>a #b -&gt; c</p>"


@pytest.mark.parametrize(
    ("plugins", "shown"),
    [
        ("Latex({ renderEngine: 'katex' })", "<p>a</p>\n<div>$$\nx\n=\n_y_\n$$</div>"),
        ("GitHubFlavoredMarkdown()", "<h1>a\n$$\nx</h1>\n<p><em>y</em>\n$$</p>"),
    ],
)
def test_formulas_are_found_if_quartz_has_the_plugin_for_them(vault, plugins, shown):
    vault.write("quartz.config.ts", QUARTZ_TS.replace("Latex()", plugins))
    assert vault(Note="a\n$$\nx\n=\n_y_\n$$")["Note"]["content_html"] == shown


def test_quartz_before_4_2_has_no_arrows(vault):
    vault.write("quartz.config.ts", QUARTZ_TS)
    vault.write("quartz/plugins/transformers/ofm.ts", "parseTags: boolean")
    assert vault(Note="a -> b")["Note"]["content_html"] == "<p>a -&gt; b</p>"


@pytest.mark.parametrize(
    ("paths", "tag"), [("=> slug(tagSegment)", "java"), ("=> sluggify(tagSegment)", "Java")]
)
def test_quartz_before_4_3_shows_the_sign_of_tags(vault, paths, tag):
    vault.write("quartz.config.ts", QUARTZ_TS)
    vault.write("quartz/plugins/transformers/ofm.ts", "parseTags\nvalue: `#${tag}`,")
    vault.write("quartz/util/path.ts", f"map((tagSegment) {paths})")
    link = f'<a href="https://garden.example/notes/tags/{tag}">#{tag}</a>'
    assert vault(Note="see #Java")["Note"]["content_html"] == f"<p>see {link}</p>"


QUARTZ_5 = """\
configuration:
  baseUrl: garden.example/notes
plugins:
  - source: github:quartz-community/obsidian-flavored-markdown
    enabled: true
    options:
      parseTags: false
  - source: github:quartz-community/crawl-links
    enabled: true
    options:
      markdownLinkResolution: relative
  - source: github:quartz-community/github-flavored-markdown
    enabled: false
  # - source: github:quartz-community/hard-line-breaks
"""


def test_plugins_of_quartz_5(vault):
    """Kills a search for names: of plugins that are not enabled, or in comments."""
    vault.write("quartz.config.yaml", QUARTZ_5)
    item = vault(Note='> [!tip]\n> a -> #b\n> "c" [d](E.md)')["Note"]
    link = '<a href="https://garden.example/notes/Notes/E">d</a>'
    words = f'<blockquote>\n<p>Tip</p>\n<p>a → #b\n"c" {link}</p>\n</blockquote>'
    assert item["content_html"] == words


def test_plugins_in_comments(vault):
    vault.write("quartz.config.ts", f"{QUARTZ_TS}\n  // Plugin.HardLineBreaks(),\n")
    assert vault(Note="a\nb")["Note"]["content_html"] == "<p>a\nb</p>"


def test_quartz_may_look_for_files_from_the_note_on(vault):
    relative = (
        "CrawlLinks({ markdownLinkResolution: 'relative' }), Plugin.ObsidianFlavoredMarkdown()"
    )
    vault.write("quartz.config.ts", QUARTZ_TS.replace("ObsidianFlavoredMarkdown()", relative))
    vault.write("Notes/Other.md", "Words.")
    html = vault(Note="[x](Other.md) [y](../Up.md) [z](/Top.md)")["Note"]["content_html"]
    addresses = [
        part.partition('"')[0] for part in html.split('href="https://garden.example/notes/')[1:]
    ]
    assert addresses == ["Notes/Other", "Up", "Top"]


EMBEDDED = """\
First [[Note]] ![](pic.png)

# Part one

Words `![[Note]]`. ^b1

## Below

- item ^li
- other

> A quotation.

^quote

# Part two

End.
"""
LINK = '<a href="https://example.org/notes/other/{}">↗</a>\n</blockquote>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("![[Other#Part two]]", "<blockquote>\n<h1>Part two</h1>\n<p>End.</p>\n{#part-two}"),
        (
            "![[other#Part one#below|x]]",
            "<blockquote>\n<h2>Below</h2>\n<ul>\n<li>item</li>\n<li>other</li>",
        ),
        ("![[Other#^b1]]", "<blockquote>\n<p>Words <code>![[Note]]</code>.</p>\n{#b1}"),
        ("![[Other#^LI]]", "<blockquote>\n<ul>\n<li>item</li>\n</ul>\n{#LI}"),
        (
            "![[Other#^quote]]",
            "<blockquote>\n<blockquote>\n<p>A quotation.</p>\n</blockquote>\n{#quote}",
        ),
        ("- ![[Other#^b1]]", "<li><blockquote>\n<p>Words <code>![[Note]]</code>.</p>\n{#b1}</li>"),
        (
            "a ![[Other#^b1]] b",
            "<p>a </p><blockquote>\n<p>Words <code>![[Note]]</code>.</p>\n{#b1}<p> b</p>",
        ),
        ("![](Other.md#part-two)", "<blockquote>\n<h1>Part two</h1>"),
        ("`![[Other]]`", "<p><code>![[Other]]</code></p>"),
        (
            "**![[Other]]**",
            '<p><strong><a href="https://example.org/notes/other/">Other</a></strong></p>',
        ),
        (
            "![[Other#Nothing]]",
            '<p><a href="https://example.org/notes/other/#nothing">Other &gt; Nothing</a></p>',
        ),
        ("![[Gone]]", "<p>Gone</p>"),
        ("![[Note]]", '<p><a href="https://example.org/notes/note/">Note</a></p>'),
        ("A name ^here", "<p>A name</p>"),
        ("x ^2 y", "<p>x ^2 y</p>"),
        ("![[Other#^b1|^x]]", "<blockquote>\n<p>Words"),
        ("![[Gone#^b1|^b1]]", "<p>^b1</p>"),
        ("![[film.mp4]]", '<video controls="" src="https://example.org/film.mp4"></video>'),
        ("a ![[talk.MP3]]", '<audio controls="" src="https://example.org/talk.MP3"></audio>'),
        ("![](https://youtu.be/x1)", '<p><a href="https://youtu.be/x1">youtu.be/x1</a></p>'),
    ],
)
def test_notes_that_others_show(vault, typed, shown):
    """Kills a search of the source: code is no embed; a note does not show itself."""
    for name in ("Notes/pic.png", "film.mp4", "talk.MP3"):
        vault.write(name, "x")
    html = vault(Note=typed, Other=EMBEDDED)["Note"]["content_html"]
    before, _, fragment = shown.partition("{")
    fragment, brace, after = fragment.partition("}")
    assert before + (LINK.format(fragment) if brace else "") + after in html


def test_a_whole_note_is_shown_with_its_title_links_and_pictures(vault):
    vault.write("Deep/pic.png", "x")
    vault.write("Deep/Other.md", f"{DATED}[[Note]] ![](pic.png) [^1]\n\n[^1]: A note.")
    html = vault(Note="![[Other]]")["Note"]["content_html"]
    assert html.startswith("<blockquote>\n<h1>Other</h1>\n<p>")
    assert '<a href="https://example.org/notes/note/">' in html
    assert 'src="https://example.org/Deep/pic.png"' in html
    assert "A note." in html


def test_the_heading_that_is_the_title_can_be_embedded(vault):
    """Kills a search of the content alone, from which such a heading is left out."""
    vault.write("Other.md", f"{DATED}# A name\n\nWords.\n\n# Next\n\nMore.")
    html = vault(Note="![[Other#A name]]")["Note"]["content_html"]
    assert html.startswith("<blockquote>\n<h1>A name</h1>\n<p>Words.</p>\n<a href=")


@pytest.mark.parametrize(
    "header",
    ["draft: true", "publish: false", "date: 2999-01-01", "published: false", "published: no"],
)
def test_what_is_not_published_is_not_shown_within_others(vault, header):
    """Kills an embed that reads the file: a draft, a note of the future, and one without a date."""
    dated = header if header.startswith("date") else f"created: 2025-01-02\n{header}"
    vault.write("Secret.md", f"---\n{dated}\n---\nSecret words.")
    vault.write("Undated.md", "Secret words.")
    found = vault(Note="![[Secret]] ![[Undated]]", Other="Words.")["Note"]["content_html"]
    assert "Secret words" not in found
    assert re.sub(r"<[^<>]*>", "", found).strip() == "Secret Undated"


def test_circles_end_and_what_embeds_changes_with_what_is_embedded(vault):
    notes = {"A": "in a ![[B]]", "B": "in b ![[A]]"}
    html = vault(**notes)["A"]["content_html"]
    assert html.count("in b") == html.count("in a") == 1
    html = vault(B="changed ![[A]]")["A"]["content_html"]
    assert "changed" in html
    assert "in b" not in html


def test_one_note_shows_only_so_much_of_others(vault):
    """Each note shows the next one twice: without a bound, 2 ** 20 of them."""
    chain = {f"N{n}": f"words of {n} ![[N{n + 1}]] ![[N{n + 1}]]" for n in range(20)}
    html = vault(**chain)["N0"]["content_html"]
    assert "words of 5" in html
    assert "words of 6" not in html


def test_parts_that_are_not_there_count_too(vault):
    """Kills a count of characters alone: 300 renderings of one note would show nothing."""
    html = vault(Note="![[Other#Gone]] " * 300 + "![[Other]]", Other="Words.")["Note"][
        "content_html"
    ]
    assert "Words" not in html


def test_quartz_names_the_link_to_an_embedded_note(vault):
    vault.write("quartz.config.ts", QUARTZ_TS)
    html = vault(Note="![[Other]]", Other="Words.")["Note"]["content_html"]
    link = '<a href="https://garden.example/notes/Notes/Other">Link to original</a>'
    assert html == f"<blockquote>\n<h1>Other</h1>\n<p>Words.</p>\n{link}\n</blockquote>"


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://a.org/?q==a==b)",
        "https://a.org/?q==a==b",
        '<a href="/?a==b==c" title="[[x]]">x</a>',
        "[a](b%%c%%d)",
        r"\[[a]] and \==b==",
        '[x](/y "[[a]]")',
        "[x]: /a==b==c",
    ],
)
def test_marks_in_addresses_titles_and_tags_are_none(text):
    """Kills: marks that are looked for in all that is no code."""
    assert ObsidianDialect.body(text) == text
    assert ObsidianDialect.body(f"{text}\n\n==c==") == f"{text}\n\n<mark>c</mark>"


@pytest.mark.parametrize(
    "formula", ["$a == b$ and $c == d$", "$$\na == b == c\n$$", "$$a == b$$ $c==d==e$"]
)
def test_equals_signs_of_formulas_highlight_nothing(formula):
    assert ObsidianDialect.body(f"{formula} ==x==") == f"{formula} <mark>x</mark>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a == b == c", "a == b == c"),
        ("==a ==b==", "==a <mark>b</mark>"),
        ("===a=== ====", "===a=== ===="),
        ("是==“重点”==和==**粗**==。", "是<mark>“重点”</mark>和<mark>**粗**</mark>。"),
        ("==a==b==c==", "<mark>a</mark>b<mark>c</mark>"),
    ],
)
def test_highlights_have_no_white_space_at_their_edges(typed, shown):
    assert ObsidianDialect.body(typed) == shown


@pytest.mark.parametrize(
    ("package", "shown"),
    [
        ('{"dependencies": {"remark-smartypants": "^2.1.0"}}', "”b”"),
        ('{"dependencies": {"remark-smartypants": "^3.0.2"}}', "“b”"),
        ('{"dependencies": {"remark-smartypants": "12.1.0"}}', "“b”"),
        ('{"dependencies": []}', "“b”"),
        ("{", "“b”"),
    ],
)
def test_quotes_of_quartz_follow_the_version_of_its_library(vault, package, shown):
    vault.write("quartz.config.ts", f"{QUARTZ_TS}\nPlugin.GitHubFlavoredMarkdown()\n")
    vault.write("package.json", package)
    assert vault(Note='a\n\n"b"\n')["Note"]["content_html"] == f"<p>a</p>\n<p>{shown}</p>"
