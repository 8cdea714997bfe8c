"""Compressed copies: right, the same from run to run, and made only for what changed."""

from __future__ import annotations

import gzip
import subprocess
import sys

import brotli
import pytest
from conftest import CONFIG

from broadsheet.cli import main
from broadsheet.compression import precompressed
from broadsheet.model import LazyFile, OutputFile


@pytest.fixture
def build(site):
    def build(*options):
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01", *options]) == 0
        return site.tree()

    site.article("a.md", "tags: [微软]")
    return build


@pytest.mark.parametrize(
    ("names", "feed"), [("", "atom.xml"), ('atom = "n.atom", rss = "n.rss"', "n.atom")]
)
def test_every_text_has_copies_that_hold_it(build, site, names, feed):
    site.config(f"{CONFIG}[feeds]\nnames = {{ {names} }}\n")
    tree = build("--precompress")
    texts = [path for path in tree if not path.endswith((".br", ".gz"))]
    assert f"tags/微软/{feed}" in texts
    for path in texts:
        assert gzip.decompress(tree[path + ".gz"]) == tree[path]
        assert brotli.decompress(tree[path + ".br"]) == tree[path]


def test_copies_are_the_same_from_run_to_run(build):
    assert build("--precompress", "--no-cache") == build("--precompress", "--no-cache")


def test_copies_follow_their_files_and_go_with_the_option(build, site):
    first = build("--precompress")
    site.article("a.md", "title: Changed\ntags: [微软]")
    second = build("--precompress")
    assert second["atom.xml.gz"] != first["atom.xml.gz"]
    assert gzip.decompress(second["atom.xml.gz"]) == second["atom.xml"]
    assert not [path for path in build() if path.endswith((".br", ".gz"))]
    assert build("--precompress") == second


def test_no_copy_of_a_letter_outlives_what_it_is_a_copy_of(build, site):
    build()
    digest = ["-C", str(site.root), "digest", "--period", "2025-W25", "--now", "2026-01-01"]
    assert main(digest) == 0
    before = build("--precompress")
    page = "digests/weekly/2025-W25/index.html"
    assert gzip.decompress(before[page + ".gz"]) == before[page]
    site.article("a.md", "title: Changed\ntags: [微软]")
    assert main(digest) == 0
    after = site.tree()
    assert after[page] != before[page]
    assert page + ".gz" not in after
    assert after["atom.xml.gz"] == before["atom.xml.gz"]  # No digest touches that.


def test_a_file_that_is_not_made_is_not_compressed():
    def fail():
        raise AssertionError

    files = list(precompressed([LazyFile("a.xml", "1", fail), OutputFile("b.png", b"")]))
    assert [file.path for file in files] == ["a.xml", "a.xml.br", "a.xml.gz", "b.png"]
    assert len({file.signature for file in files[:3]}) == 3


def test_a_file_is_made_once_for_all_copies():
    made = []
    lazy = LazyFile("a.xml", "1", lambda: made.append(1) or b"x")
    assert [file.make() for file in precompressed([lazy])][0] == b"x"
    assert made == [1]


@pytest.mark.slow
def test_without_brotli_it_says_what_to_install(site):
    site.article("a.md")
    code = "import sys; sys.modules['brotli'] = None; from broadsheet.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "-C", str(site.root), "build", "--precompress"]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert run.returncode == 1
    assert "pip install '.[precompress]'" in run.stderr
    assert "Traceback" not in run.stderr
    assert not site.out.exists()
