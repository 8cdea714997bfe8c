"""Symbolic links that lead out of a site are not followed, unless the site says so."""

from __future__ import annotations

import io

import pytest
from conftest import CONFIG, SiteFolder
from PIL import Image

from broadsheet.cli import main

NOW = ("--now", "2026-01-01")
ALLOW = CONFIG + "[content]\nfollow_links = true\n"
SECRET = "---\ntitle: Secret\ndate: 2025-06-17\n---\n\nsekret-body\n"


@pytest.fixture
def site(tmp_path):
    """A site, and beside it an article and a picture of the machine."""
    root = tmp_path / "site"
    root.mkdir()
    made = SiteFolder(root)
    made.article("a.md")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "secret.md").write_text(SECRET)
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(picture, "webp")
    (notes / "red.webp").write_bytes(picture.getvalue())
    made.notes = notes
    return made


def build(site, *options, command="build"):
    return main(["-C", str(site.root), command, *NOW, *options])


def published(site):
    return b"".join(site.tree().values())


def link_file(site):
    (site.root / "content/l.md").symlink_to(site.notes / "secret.md")
    return "content/l.md"


def link_folder(site):
    (site.root / "content/notes").symlink_to("../../notes")
    return "content/notes"


def link_through_a_link(site):
    (site.root / "inside").mkdir()
    (site.root / "inside/l.md").symlink_to(site.notes / "secret.md")
    (site.root / "content/l.md").symlink_to("../inside/l.md")
    return "content/l.md"


def link_to_everything(site):
    (site.root / "content/all").symlink_to("/")
    return "content/all"


LINKS = [link_file, link_folder, link_through_a_link, link_to_everything]


@pytest.mark.parametrize("link", LINKS)
def test_an_article_outside_is_an_error_by_name(site, capsys, link):
    path = link(site)
    assert build(site) == 1
    assert f"{path}: is a link that leads out of the site; " in capsys.readouterr().err
    assert not site.out.exists()
    assert build(site, "--keep-going") == 1
    assert "正文" in published(site).decode()
    assert b"sekret-body" not in published(site)
    assert main(["-C", str(site.root), "check", *NOW]) == 1
    assert f"{path}" in capsys.readouterr().out


@pytest.mark.parametrize("link", LINKS[:3])
def test_a_site_may_follow_them(site, link):
    link(site)
    site.config(ALLOW)
    assert build(site) == 0
    assert b"sekret-body" in published(site)


def test_what_is_excluded_is_no_error(site):
    link_folder(site)
    link_file(site)
    site.config(CONFIG + '[content]\nexclude = ["notes/**", "l.md"]\n')
    assert build(site) == 0


def test_links_within_the_site_are_followed(site):
    (site.root / "inside").mkdir()
    (site.root / "inside/l.md").write_text(SECRET)
    (site.root / "content/l.md").symlink_to(site.root / "inside/l.md")
    (site.root / "content/more").symlink_to("../inside")
    site.config(CONFIG + '[content]\nexclude = ["more/**"]\n')
    assert build(site) == 0
    assert b"sekret-body" in published(site)


def test_the_site_itself_may_be_a_link(site, tmp_path):
    (tmp_path / "current").symlink_to(site.root)
    assert main(["-C", str(tmp_path / "current"), "build", *NOW]) == 0


def test_a_content_folder_outside(site, capsys):
    (site.root / "content").rename(site.notes / "content")
    (site.root / "content").symlink_to(site.notes / "content")
    assert build(site) == 1
    assert "content: content.path: is a link that leads out of the site" in capsys.readouterr().err
    site.config(ALLOW)
    assert build(site) == 0


@pytest.mark.parametrize("place", ["content/p.webp", "static/p.webp"])
def test_a_picture_outside(site, place):
    picture = site.root / place
    picture.parent.mkdir(exist_ok=True)
    picture.symlink_to(site.notes / "red.webp")
    site.article("a.md", "image: /p.webp", "![A picture](p.webp)\n")

    def pictures(config):
        site.config(config)
        assert build(site, "--period", "2025-W25", command="digest") == 0
        return [path for path in site.tree() if path.endswith((".png", ".jpg"))]

    assert pictures(CONFIG) == []
    assert len(pictures(ALLOW)) == 1


def test_a_template_outside(site, capsys):
    (site.root / "templates").mkdir()
    (site.root / "templates/index.html").symlink_to(site.notes / "secret.md")
    assert build(site) == 1
    assert "templates/index.html: is a link that leads out of the site" in capsys.readouterr().err
    assert not site.out.exists()
    site.config(ALLOW)
    assert build(site) == 0
    assert b"sekret-body" in published(site)


@pytest.mark.parametrize(
    ("dialect", "path", "text"),
    [
        ("docusaurus", "content/authors.yml", "ada: {name: sekret}\n"),
        ("eleventy", "content/2025-06-17-b.json", '{"title": "sekret"}'),
        ("eleventy", "content/content.json", '{"title": "sekret"}'),
        ("jekyll", "_data/authors.yml", "ada: {name: sekret}\n"),
        ("mkdocs", "content/.authors.yml", "authors: {ada: {name: sekret}}\n"),
        ("nikola", "content/2025-06-17-b.meta", ".. title: sekret\n"),
        ("quarto", "content/_metadata.yml", "title: sekret\n"),
    ],
)
def test_data_of_articles_outside(site, capsys, dialect, path, text):
    """It is not left out in silence: it may say that an article is a draft."""
    (site.notes / "data").write_text(text)
    place = site.root / path
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(site.notes / "data")
    folder = "_posts/" if dialect == "jekyll" else ""
    head = b"---\ndate: 2025-06-17\nauthor: ada\nauthors: [ada]\n---\nx\n"
    site.raw(f"{folder}2025-06-17-b.md", head)
    (site.root / "content/a.md").unlink()
    config = f'{ALLOW}dialect = "{dialect}"\n'
    site.config(config.replace("= true", "= false"))
    assert build(site, "--keep-going") == 1
    assert f"{path}: is a link that leads out of the site; " in capsys.readouterr().err
    assert site.tree()
    assert b"sekret" not in published(site)
    site.config(config)
    assert build(site) == 0
    assert b"sekret" in published(site)
