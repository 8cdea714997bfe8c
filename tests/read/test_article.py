import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from conftest import CONFIG, SiteFolder

from broadsheet.config.load import load_config
from broadsheet.engines import resolve
from broadsheet.errors import ContentError, Problems
from broadsheet.model import Person
from broadsheet.read.articles import read_articles
from broadsheet.read.assets import Assets
from broadsheet.stamps import Stamps
from broadsheet.store import with_store


def read(site):
    config = load_config(site.root, resolve)
    problems = Problems()
    articles = with_store(
        None,
        Stamps(site.root, 0),
        lambda store: read_articles(config, Assets(config, store.stamps), store, problems),
    )
    return articles, list(problems)


def read_one(site, front_matter="", path="essays/a.md", body="x"):
    site.article(path, front_matter, body)
    articles, problems = read(site)
    assert not problems, problems
    return articles[0]


def test_an_article_as_its_file_says(site):
    article = read_one(
        site,
        """\
        title: "巨头之弈：<b> &copy;"
        date: 2025-06-17T23:20:05+08:00
        updated: 2025-06-18
        featured_image: images/default (13).png
        summary: 摘要
        tags: [OpenAI, 2024, no, ~, 微软, OpenAI]
        main_topics: AI, 监管；伦理
        authors: [Ada, {name: Lin, url: https://lin.example/}]
        """,
    )
    assert article.title == "巨头之弈：<b> &copy;"
    assert article.permalink == article.id == "https://example.org/essays/a/"
    assert article.updated.isoformat() == "2025-06-18T00:00:00+08:00"
    assert article.image.url == "https://example.org/images/default%20%2813%29.png"
    assert dict(article.terms) == {
        "tags": ("OpenAI", "2024", "no", "微软"),
        "topics": ("AI", "监管", "伦理"),
    }
    assert [person.name for person in article.authors] == ["Ada", "Lin"]
    assert article.sections == ("essays",)


@pytest.mark.parametrize(
    ("path", "body", "is_ended"),
    [
        ("a.md", "b\n\n<!-- More -->\n\nc", True),
        ("a.md", "Write `<!--more-->`:\n\n```\n<!--more-->\n```", False),
        ("a.html", "<p>b</p>\n\n    <!--more-->\n", True),
        ("a.html", "<pre><!--more--></pre>", False),
    ],
)
def test_a_mark_outside_of_code_outranks_the_description(site, path, body, is_ended):
    site.config(CONFIG + '[content]\ndialect = "hugo"\ninclude = ["**/*.*"]\n')
    article = read_one(site, "date: 2025-01-02\ntitle: A\ndescription: D\n", path, body)
    assert article.summary == ("" if is_ended else "D")


def test_bom_and_crlf(site):
    site.raw("a.md", b"\xef\xbb\xbf---\r\ntitle: A\r\ndate: 2025-01-02\r\n---\r\none\r\ntwo\r\n")
    articles, problems = read(site)
    assert (articles[0].title, articles[0].body, problems) == ("A", "one\ntwo\n", [])


def test_an_image_is_measured(site):
    from PIL import Image

    folder = site.root / "static/images"
    folder.mkdir(parents=True)
    Image.new("RGB", (30, 20)).save(folder / "a (1).png")
    image = read_one(site, "featured_image: images/a%20(1).png").image
    assert (image.width, image.height, image.media_type) == (30, 20, "image/png")
    assert image.length == (folder / "a (1).png").stat().st_size
    assert image.url == "https://example.org/images/a%20%281%29.png"


@pytest.mark.parametrize("field", ["image_alt", "imageAlt", "featured_image_alt"])
def test_an_image_has_its_words_in_a_field_beside_it(site, field):
    image = read_one(site, f"image: https://example.org/q.png\n{field}: The quay at dusk").image
    assert image.alt == "The quay at dusk"


def test_an_image_beside_a_bundle_is_published_beside_its_page(site):
    from PIL import Image

    site.article("essays/b/index.md", "featured_image: pic.png")
    Image.new("RGB", (3, 2)).save(site.root / "content/essays/b/pic.png")
    articles, _ = read(site)
    assert articles[0].permalink == "https://example.org/essays/b/"
    assert articles[0].image.url == "https://example.org/essays/b/pic.png"


@pytest.mark.parametrize(
    ("orientation", "size", "turned"),
    [
        (None, (3, 2), False),
        (1, (3, 2), False),
        (3, (3, 2), True),
        (6, (2, 3), True),
        (9, (3, 2), False),
    ],
)
@pytest.mark.parametrize("name", ["pic.jpg", "pic.png", "pic.webp"])
def test_an_image_that_exif_turns_has_the_size_in_which_browsers_show_it(
    site, name, orientation, size, turned
):
    from PIL import Image

    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    (site.root / "static").mkdir()
    Image.new("RGB", (3, 2)).save(site.root / "static" / name, exif=exif)
    site.article("a.md", f"featured_image: {name}")
    articles, problems = read(site)
    image = articles[0].image
    assert ((image.width, image.height), image.turned) == (size, turned)
    assert problems == []


def test_damaged_exif_says_nothing(site):
    from PIL import Image

    (site.root / "static").mkdir()
    exif = b"Exif\0\0II*\0\xff\xff\xff\x0f"
    Image.new("RGB", (3, 2)).save(site.root / "static/pic.jpg", exif=exif)
    site.article("a.md", "featured_image: pic.jpg")
    articles, _ = read(site)
    assert (articles[0].image.width, articles[0].image.height) == (3, 2)


@pytest.mark.parametrize(
    ("field", "leads"),
    [
        ("lead: true", True),
        ("lead: 'yes'", True),
        ("featured: yes", True),
        ("featured: True", True),
        ("featured: no", False),
        ("featured: cover.png", False),
        ("featured: [yes]", False),
        ("featured:", False),
    ],
)
def test_what_leads_a_letter_says_so(site, field, leads):
    assert read_one(site, field).lead is leads


@pytest.mark.parametrize("content", [b"not an image", b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_file_that_is_no_image_is_reported(site, content):
    (site.root / "static").mkdir()
    (site.root / "static/x.png").write_bytes(content)
    site.article("a.md", "featured_image: x.png")
    articles, problems = read(site)
    assert articles[0].image is None
    assert str(problems[0]).startswith(
        'content/a.md:2: warning: featured_image: "x.png" is not an image'
    )


@pytest.mark.parametrize(
    ("front_matter", "message"),
    [
        ("title:", "content/a.md:2: title: is missing; write"),
        ("title: '  '", "content/a.md:2: title: is missing; write"),
        ('title: "\\0"', "content/a.md:2: title: is missing; write"),
        (
            'date: "2025-13-01"',
            'content/a.md:2: date: "2025-13-01" is not a date; write e.g. 2025-06-17T23:20:05+08:00',
        ),
        ("title: [a, b]", "content/a.md:2: title: a list is not text"),
        ("draft: maybe", 'content/a.md:2: draft: "maybe" is neither true nor false'),
        ("tags: [{a: b}]", "content/a.md:2: tags: a table is not text"),
        ("permalink: javascript:x", 'content/a.md:2: permalink: "javascript:x" is not an address'),
    ],
)
def test_faults_name_path_line_field_and_remedy(site, front_matter, message):
    site.article("a.md", front_matter)
    articles, problems = read(site)
    assert not articles
    assert any(str(problem).startswith(message) for problem in problems), problems


@pytest.mark.parametrize(
    ("front_matter", "message"),
    [
        ("id: 42", 'content/a.md:2: warning: id: "42" is not a URI'),
        ("lang: 中文", 'content/a.md:2: warning: lang: "中文" is not a language tag'),
        (
            "lang: cn",
            'content/a.md:2: warning: lang: "cn" is not a language tag; write e.g. "zh-CN"',
        ),
        ("language: CSS", 'content/a.md:2: warning: language: "CSS" is not a language tag'),
    ],
)
def test_what_another_program_may_mean_otherwise_is_a_warning(site, front_matter, message):
    site.article("a.md", front_matter)
    (article,), problems = read(site)
    assert (article.id, article.language) == ("https://example.org/a/", "zh-CN")
    assert str(problems[0]).startswith(message)


@pytest.mark.parametrize("typed", ["JSON", "Node.js", "Git", "JS", "cn"])
def test_the_language_of_an_engines_page_may_be_one_of_programs(site, typed):
    site.config(f'{CONFIG}[content]\ndialect = "eleventy"\n')
    site.article("a.md", f"language: {typed}")
    articles, problems = read(site)
    assert [
        (article.language, problem.severity.name) for article in articles for problem in problems
    ] == [("zh-CN", "WARNING")]


def test_all_faults_of_a_run_at_once(site):
    site.article("a.md", "title:\ndate: x")
    site.article("b.md", "draft: maybe")
    site.raw("c.md", b"\xff\xfe---")
    site.raw("d.md", b"---\ntitle: \x80\n---")
    _, problems = read(site)
    assert [(p.path, p.line, p.field) for p in problems] == [
        ("content/a.md", 2, "title"),
        ("content/a.md", 3, "date"),
        ("content/b.md", 2, "draft"),
        ("content/c.md", 1, ""),
        ("content/d.md", 2, ""),
    ]


def test_a_language_may_be_the_only_one_of_a_list(site):
    site.article("a.md", "lang: [de]")
    assert [article.language for article in read(site)[0]] == ["de"]


def test_a_fault_is_named_once(site):
    site.article("a.md", "lang: 中文\nauthor: [{email: a@b.c}]")
    _, problems = read(site)
    assert sorted(problem.field for problem in problems) == ["author", "lang"]


def test_an_authors_page_is_an_address_or_left_out(site):
    author = 'author: [{name: A, url: /a b/}, {name: B, url: "javascript:x", email: none}]'
    site.article("a.md", author)
    (article,), (problem,) = read(site)
    assert article.authors == (Person("A", "", "https://example.org/a%20b/"), Person("B"))
    assert str(problem).startswith('content/a.md:2: warning: author: "javascript:x" is not an add')


def test_two_articles_with_one_permalink_are_both_named(site):
    site.article("a.md", "slug: same")
    site.article("b.md", "slug: same")
    articles, problems = read(site)
    assert len(articles) == 1
    assert "https://example.org/same/ is also that of content/a.md" in problems[0].message


def test_ids(site):
    assert read_one(site, "guid: http://Old.example/?p=1").id == "http://Old.example/?p=1"
    site.config((site.root / "publish.toml").read_text("utf-8") + '[feeds]\nid = "tag"\n')
    assert read_one(site).id == "tag:example.org,2025-06-17:a"


def test_no_author_anywhere_is_said_once(site):
    site.config('[site]\ntitle = "T"\nurl = "https://e.org"\n')
    site.article("a.md")
    site.article("b.md")
    site.article("c.md", "author: Ada")
    articles, problems = read(site)
    assert [a.source for a in articles] == ["content/c.md"]
    assert [str(p)[:42] for p in problems] == ["publish.toml: site.author: is missing, and"]


@pytest.mark.parametrize("make", [lambda folder: folder.rmdir(), lambda folder: None])
def test_a_content_folder_that_is_missing_or_empty(site, make):
    make(site.root / "content")
    with pytest.raises(ContentError, match="content: "):
        read(site)


def test_odd_files(site):
    site.article("good.md")
    (site.root / "content/folder.md").mkdir()
    (site.root / "content/dangling.md").symlink_to("nowhere")
    (site.root / "content/loop.md").symlink_to("loop.md")
    (site.root / "content/circle").symlink_to(site.root / "content")
    os.mkfifo(site.root / "content/pipe.md")
    site.raw("huge.md", b"---\ntitle: x\ndate: 2025-01-01\n---\n" + b"x" * 20_000_000)
    articles, problems = read(site)
    assert [a.source for a in articles] == ["content/good.md"]
    assert sorted(p.path for p in problems) == [
        "content/dangling.md",
        "content/huge.md",
        "content/loop.md",
        "content/pipe.md",
    ]


@contextlib.contextmanager
def without_roots_privileges():
    """Be nobody for a while, where the tests are run by root, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_not_be_read():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        site = SiteFolder(Path(folder))
        site.article("good.md")
        secret = site.article("secret.md")
        read(site)  # Imports and looks at what, where a folder above is root's own, nobody may not.
        secret.chmod(0)
        with without_roots_privileges():
            articles, problems = read(site)
    assert [a.source for a in articles] == ["content/good.md"]
    assert [str(p) for p in problems] == [
        "content/secret.md: cannot be read: permission denied; fix or exclude it"
    ]


@pytest.mark.parametrize("locked", ["content", "content/secret"])
def test_a_folder_that_may_not_be_listed(locked):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        site = SiteFolder(Path(folder))
        site.article("secret/a.md")
        read(site)  # As above.
        (site.root / locked).chmod(0)
        with (
            without_roots_privileges(),
            pytest.raises(ContentError, match=f"^{locked}: cannot be listed"),
        ):
            read(site)


def test_files_in_a_stable_order_and_globs(site):
    for path in ["b.md", "a.md", "s/_index.md", "x.txt", ".hidden/a.md", "s/no.md"]:
        site.article(path)
    site.config((site.root / "publish.toml").read_text("utf-8") + '[content]\nexclude = ["s/*"]\n')
    assert [Path(a.source).name for a in read(site)[0]] == ["a.md", "b.md"]


@pytest.mark.parametrize("draft", ["draft: true", "published: false", "status: draft"])
def test_drafts_need_no_date(site, draft):
    """Kills the error that stopped all feeds until somebody dated what is not done."""
    site.article("good.md")
    (site.root / "content/idea.md").write_text(f"---\ntitle: Idea\n{draft}\n---\nx\n", "utf-8")
    articles, problems = read(site)
    assert ([a.source for a in articles], problems) == (["content/good.md"], [])
