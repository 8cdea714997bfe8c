"""Configurations that cannot be read, or that nobody could be sure of: said so, and nothing written."""

import pytest

from broadsheet.cli import main


def init(tmp_path, capsys, files, *options):
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    code = main(["init", *options, str(tmp_path)])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"hugo.toml": "title = 1\n= x"}, "hugo.toml:2: is not TOML"),
        ({"hugo.yaml": "a: b\n c: d"}, "hugo.yaml:2: is not YAML"),
        ({"hugo.json": "{\n,}"}, "hugo.json:2: is not JSON"),
        ({"_config.yml": "- a\n- b"}, "_config.yml:1: is not a table of settings"),
        ({"pelicanconf.py": "A = 1\nB ="}, "pelicanconf.py:2: is not Python"),
        (
            {"hugo.toml": '[permalinks.page]\nposts = "/:yaer/:slug/"'},
            "hugo.toml:2: permalinks.posts: :yaer is not a token; write one of :month",
        ),
        (
            {"_config.yml": "a: b\npermalink: /:yaer/"},
            "_config.yml:2: permalink: :yaer is not a token",
        ),
        (
            {"pelicanconf.py": 'ARTICLE_URL = "{date:%Q}/{slug}"'},
            "pelicanconf.py:1: ARTICLE_URL: %Q has no token here",
        ),
        (
            {"hugo.toml": "", "pelicanconf.py": ""},
            "holds hugo.toml (Hugo) and pelicanconf.py (Pelican); say which: publish init --engine",
        ),
    ],
)
def test_faults_are_named_and_nothing_is_written(tmp_path, capsys, files, message):
    code, told = init(tmp_path, capsys, files)
    assert code == 1
    assert message in told
    assert not (tmp_path / "publish.toml").exists()


def test_posts_of_both_jekyll_and_hexo_are_no_guess(tmp_path, capsys):
    post = "---\ntitle: A\ndate: 2025-01-02\n---\n"
    files = {"_config.yml": "title: T", "_posts/2025-01-02-a.md": post, "source/_posts/a.md": post}
    code, told = init(tmp_path, capsys, files)
    assert code == 1
    assert "holds source/_posts (Hexo) and _posts (Jekyll); say which" in told
    code, told = init(tmp_path, capsys, {"_config.yml": "title: T\nsource: source"})
    assert (code, "a site of Jekyll" in told) == (0, True)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {
                "_config.yml": "permalink: :yaer/:title/",
                "source/_posts/a.md": "date: 2025-01-02\n---\n",
            },
            "source/_posts/a.md:1: permalink: :yaer of /:yaer/:title/ is no token, and no field here",
        ),
        (
            {
                "pelicanconf.py": 'ARTICLE_URL = "{yaer}/{slug}.html"',
                "content/a.md": "Title: A\nDate: 2025-01-02\n\n",
            },
            "content/a.md:1: permalink: :yaer of /:yaer/:slug.html is no token, and no field here",
        ),
        (
            {
                "_config.yml": "timezone: UTC",
                "source/_posts/2025-01-02-a.md": "title: A\n---\n",
            },
            "source/_posts/2025-01-02-a.md:1: date: is missing; write e.g. date: 2025-01-02",
        ),
    ],
)
def test_faults_of_articles_that_the_configuration_brings(tmp_path, capsys, files, message):
    code, told = init(tmp_path, capsys, files)
    assert (code, message in told) == (0, True)
    assert main(["-C", str(tmp_path), "build"]) == 1
    assert not (tmp_path / "out").exists()


def test_one_of_several_engines_may_be_chosen(tmp_path, capsys):
    files = {"hugo.toml": 'title = "H"', "pelicanconf.py": "SITENAME = 'P'"}
    code, _ = init(tmp_path, capsys, files, "--engine", "pelican")
    assert code == 0
    assert 'title = "P"' in (tmp_path / "publish.toml").read_text("utf-8")


def test_a_missing_theme_is_not_missed(tmp_path, capsys):
    code, told = init(
        tmp_path,
        capsys,
        {"hugo.toml": 'theme = "gone"', "content/a.md": "+++\ntitle='A'\ndate=2025-01-02\n+++"},
    )
    assert (code, "1 article in content" in told) == (0, True)


def test_articles_that_cannot_be_read_are_named(tmp_path, capsys):
    code, told = init(tmp_path, capsys, {"content/a.md": "---\ntitle: A\n---", "content/b.md": "x"})
    assert code == 0
    assert "2 files are left out:\ncontent/a.md:1: date: is missing" in told
    assert "publish build --keep-going" in told


def test_articles_are_counted_that_one_data_file_spoils(tmp_path, capsys):
    files = {
        ".eleventy.js": "",
        "blog/blog.json": '{"permalink": "/{{ title | unheard }}/"}',
        **{f"blog/{name}.md": f"---\ntitle: {name}\ndate: 2025-01-02\n---" for name in "abc"},
        "d.md": "---\ntitle: D\ndate: 2025-01-02\n---",
        "e.md": "---\ntitle: E\ndate: never\n---",
    }
    code, told = init(tmp_path, capsys, files)
    assert code == 0
    assert "found a site of Eleventy, 1 article in .\n" in told
    assert "\n4 files are left out:\nblog/blog.json:1: permalink: " in told
    (tmp_path / "publish.toml").unlink()
    _, told = init(tmp_path, capsys, {"blog/blog.json": "{}"})
    assert "4 articles in ." in told
    assert "\n1 file is left out:\ne.md:3: date: " in told


def test_settings_that_are_computed_are_named_and_never_run(tmp_path, capsys):
    text = "import os\nSITENAME = 'A' + ' b'\nAUTHOR = os.environ['X']\nopen('pwned', 'w')\nTAGS = f'{SITENAME}!'"
    code, told = init(
        tmp_path,
        capsys,
        {"pelicanconf.py": text, "content/a.md": "Title: A\nDate: 2025-01-02\n\nx"},
    )
    assert code == 0
    assert "note: pelicanconf.py computes AUTHOR, which only running it could tell" in told
    assert 'title = "A b"' in (tmp_path / "publish.toml").read_text("utf-8")
    assert not (tmp_path / "pwned").exists()


def test_what_an_engine_says_and_none_may_say_here_is_left_out(tmp_path, capsys):
    text = 'baseURL = "/"\nlanguageCode = "not a language"\ntimeZone = "Mars/Olympus"\ntitle = "q \\" \\\\ \\u007f"'
    code, _ = init(
        tmp_path,
        capsys,
        {"hugo.toml": text, "content/a.md": "+++\ntitle='A'\ndate=2025-01-02\n+++"},
    )
    assert code == 0
    assert main(["-C", str(tmp_path), "build"]) == 0
