"""No file of a site is read whole because it happens to be huge, and none that never ends is waited for."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from pathlib import Path

import pytest
from conftest import CONFIG

from broadsheet.cli import main
from broadsheet.errors import UnreadableError
from broadsheet.output.manifest import MANIFEST
from broadsheet.walk import files_below, read_file, read_text

NOW = ("--now", "2026-01-01")
MEMORY = 500_000_000
SECONDS = 30
HUGE = 20_000_000_000

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")


def huge(file):
    """Make a file of 20 GB that takes no room."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as stream:
        stream.truncate(HUGE)


def pipe(file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    os.mkfifo(file)


def device(file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to("/dev/zero")


def no_text(file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\n\xff")


def loop(file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to(file.name)


KINDS = [huge, pipe, device, no_text, loop]


@pytest.fixture
def publish(site, capsys):
    """Return a function that runs a command, and returns its code and what it said.

    This process gets no more than MEMORY meanwhile, and SECONDS.
    """
    limits = resource.getrlimit(resource.RLIMIT_AS)
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()

    def run(*arguments):
        code = main(["-C", str(site.root), *arguments])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        assert "a bug" not in shown.err
        return code, shown.out + shown.err

    def stop(number, frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, limits[1]))
    yield run
    resource.setrlimit(resource.RLIMIT_AS, limits)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", KINDS)
def test_publish_toml(site, publish, kind):
    site.article("a.md")
    kind(site.root / "publish.toml")
    code, said = publish("build", *NOW)
    assert code == 1
    assert "publish.toml" in said


@pytest.mark.parametrize("kind", KINDS[:3])
@pytest.mark.parametrize(
    ("dialect", "path"),
    [
        ("hugo", "content/_index.md"),
        ("hugo", "layouts/shortcodes/x.html"),
        ("hugo", "i18n/en.yaml"),
        ("zola", "content/_index.md"),
        ("zola", "templates/shortcodes/x.md"),
        ("eleventy", "content/content.json"),
        ("eleventy", "content/content.11tydata.js"),
        ("eleventy", "content/_includes/l.njk"),
        ("eleventy", "eleventy.config.js"),
        ("plain", "content/b.md"),
        ("plain", "templates/index.html"),
        ("plain", "templates/words/en.toml"),
        ("plain", "out/.broadsheet.json"),
        ("plain", "out/atom.xml"),
        ("plain", ".publish/store.db"),
        ("plain", ".publish/lock"),
    ],
)
def test_a_file_of_a_site(site, publish, dialect, path, kind):
    """It is named where it counts, and nothing waits, grows or shows a traceback."""
    site.config(CONFIG.replace("zh-CN", "en") + f'[content]\ndialect = "{dialect}"\n')
    site.article("a.md", "layout: l.njk")
    kind(site.root / path)
    code, said = publish("build", "--keep-going", *NOW)
    assert code in {0, 1}
    if path.endswith((".md", ".html", ".toml")) and "shortcodes" not in path:
        assert f"{path}:" in said
        assert code == 1
    if path.startswith("content/"):  # The good article is published all the same.
        assert "<title>a</title>" in (site.out / "atom.xml").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS[:2])
@pytest.mark.parametrize(
    "path",
    [
        "hugo.toml",
        "config/_default/hugo.yaml",
        "_config.yml",
        "config.toml",
        "zola.toml",
        "pelicanconf.py",
        "eleventy.config.js",
        ".obsidian/app.json",
        "package.json",
        "content/_posts/2025-01-01-a.md",
        "static/CNAME",
    ],
)
def test_what_init_looks_at(site, publish, path, kind):
    site.article("b.md")
    (site.root / "publish.toml").unlink()
    kind(site.root / path)
    code, said = publish("init")
    assert code in {0, 1}
    assert said


@pytest.mark.parametrize("kind", KINDS)
def test_a_note(site, publish, kind):
    site.article("a.md")
    kind(site.root / "issues/weekly/2025-W25.md")
    code, said = publish("digest", "weekly", "--period", "2025-W25", *NOW)
    assert code == 1
    assert "issues/weekly/2025-W25.md" in said


@pytest.mark.parametrize("kind", [huge, pipe, device])
def test_what_check_is_given(site, publish, kind):
    site.article("a.md")
    for name in ("content/b.md", "f.xml", "issue/email.html", "issue/email.eml"):
        kind(site.root / name)
    code, said = publish("check", *NOW)
    assert code == 1
    assert "content/b.md" in said
    code, _ = publish("check", "f.xml", "issue", *NOW)
    assert code in {1, 2}


def test_links_that_lead_out_give_nothing_to_notes_words_and_templates(site, tmp_path, capsys):
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "note.md").write_text("sekret\n")
    (outside / "en.toml").write_text('newest = "sekret"\n')
    (outside / "l.njk").write_text("---\ntags: sekret\n---\n")
    site.article("a.md", "layout: l.njk")
    plain = CONFIG.replace("zh-CN", "en")
    site.config(plain)

    def refused(path, target, *command):
        place = site.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target, target_is_directory=target.is_dir())
        code = main(["-C", str(site.root), *command, *NOW])
        said = capsys.readouterr().err
        assert b"sekret" not in b"".join(site.tree().values() if site.out.exists() else ())
        place.unlink()
        return code, said

    digest = ("digest", "weekly", "--period", "2025-W25")
    for command, path, target in (
        (digest, "issues/weekly/2025-W25.md", outside / "note.md"),
        (("build",), "templates/words/en.toml", outside / "en.toml"),
        (("build",), "templates/words", outside),
    ):
        shutil.rmtree(site.root / "templates/words", ignore_errors=True)
        code, said = refused(path, target, *command)
        assert code == 1
        assert "is a link that leads out of the site" in said
    shutil.rmtree(site.root / "templates")
    site.config(f'{plain}[content]\ndialect = "eleventy"\n')
    for path, target in (
        ("content/_includes", outside),
        ("content/_includes/l.njk", outside / "l.njk"),
    ):
        refused(path, target, "build", "--keep-going")
        assert site.out.exists()
    site.config(f"{plain}[content]\nfollow_links = true\n")
    (site.root / "issues/weekly").mkdir(parents=True, exist_ok=True)
    (site.root / "issues/weekly/2025-W25.md").symlink_to(outside / "note.md")
    assert main(["-C", str(site.root), *digest, *NOW]) == 0
    assert b"sekret" in b"".join(site.tree().values())


@pytest.mark.parametrize("folder", ["templates/all", "content/all", "static/all", "all"])
def test_a_link_to_everything_is_not_walked(site, publish, folder):
    site.article("a.md")
    (site.root / folder).parent.mkdir(exist_ok=True)
    (site.root / folder).symlink_to("/")
    assert publish("build", "--keep-going", *NOW)[0] in {0, 1}
    (site.root / "publish.toml").unlink()
    assert publish("init")[0] in {0, 1}


def test_a_folder_that_is_a_link_out_has_no_files(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").touch()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/top").symlink_to("../out")
    assert list(files_below(tmp_path / "site/top", site=tmp_path / "site")) == []
    assert list(files_below(tmp_path / "site/top")) == ["a"]


def test_texts_are_read_as_everybody_writes_them(tmp_path):
    file = tmp_path / "a"
    file.write_bytes("\ufeffä\r\nb\rc".encode())
    assert read_text(file) == "ä\nb\nc"
    assert read_file(file, 3) == "\ufeff".encode()
    file.write_bytes(b"x" * 11)
    assert read_text(file, 11) == "x" * 11
    for most, line, wrong in ((10, 0, "larger"), (11, 2, "UTF-8")):
        file.write_bytes(b"x" * 11 if most == 10 else b"a\n\xff")
        with pytest.raises(UnreadableError, match=wrong) as found:
            read_text(file, most)
        assert found.value.line == line
    with pytest.raises(UnreadableError, match="cannot be read: is a directory"):
        read_text(tmp_path)


def test_reading_leaves_no_file_open(tmp_path):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(OSError):
            read_file(tmp_path, 1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_manifest_that_is_no_manifest(site):
    site.article("a.md")
    for damage in (
        b'{"version": 1, "files": ' + b"[" * 10_000,
        b"\xff",
        b'{"version":1,"files":[]}',
    ):
        site.out.mkdir(exist_ok=True)
        (site.out / MANIFEST).write_bytes(damage)
        assert main(["-C", str(site.root), "build", *NOW]) in {0, 1}
