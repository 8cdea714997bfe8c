"""What `--fix` changes, and above all what it leaves alone."""

from __future__ import annotations

import codecs
import subprocess
import sys
from collections import Counter

import pytest
from checking import check_all
from conftest import CONFIG
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from broadsheet.cli import main
from broadsheet.source.fields import texts
from broadsheet.source.front_matter import split

ALIASES = CONFIG.replace(
    "[taxonomies.topics]",
    'aliases = { "Minimax" = "MiniMax", "Open AI" = "OpenAI", "x" = "y: z" }\n[taxonomies.topics]',
)


@pytest.fixture
def aliased(site):
    site.config(ALIASES)
    return site


def fix(site, *options):
    assert main(["-C", str(site.root), "check", "--now", "2026-01-01", "--fix", *options]) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025-6-7", "2025-06-07"),
        ("2025/06/17", "2025-06-17"),
        ('"2025/06/17"', '"2025-06-17"'),
        ("2025-6-7 8:05 # morning", "2025-06-07T08:05:00+08:00 # morning"),
        ("Tue, 17 Jun 2025 08:00:00 +0000", "2025-06-17T08:00:00Z"),
        ("2025-06-17 23:20:05 +0800 CST", "2025-06-17T23:20:05+08:00"),
        *((usual, usual) for usual in ("2025-06-17", "2025-06-17T23:20:05+08:00", "2025-06-17 23:20:05 +0800", "2025-06-17T23:20:05.630+08:00", "2025-06-17 08:00:00", "nonsense")),
    ],
)  # fmt: skip
def test_dates(site, before, after):
    text = "---\r\n# A comment\r\ntitle:  'x'   # kept\r\ndate: {}\r\n---\r\n\r\nText.  \r\n"
    file = site.raw("a.md", text.format(before).encode())
    site.article("b.md")
    fix(site)
    assert file.read_bytes().decode() == text.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tags: [Minimax, 'Open AI', \"Minimax M1\"]", "tags: [MiniMax, 'OpenAI', \"Minimax M1\"]"),
        ('tags:\n  - Minimax  # a\n  - "Open AI"', 'tags:\n  - MiniMax  # a\n  - "OpenAI"'),
        ("tags: Minimax, Open AI", "tags: MiniMax, OpenAI"),
        ("tags: Minimax", "tags: MiniMax"),
        ("tags: [x]", "tags: [x]"),
        ("tags: ['x']", "tags: ['y: z']"),
        ("tags: [a]\ndescription: Minimax", "tags: [a]\ndescription: Minimax"),
        ("tags: [Minimax, MiniMax]", "tags: [MiniMax, MiniMax]"),
    ],
)  # fmt: skip
def test_terms(aliased, before, after):
    text = "---\ntitle: Minimax\ndate: 2025-06-17\n{}\n---\nMinimax\n"
    file = aliased.raw("a.md", text.format(before).encode())
    fix(aliased)
    assert file.read_bytes().decode() == text.format(after)


def test_a_table_of_toml_is_no_part_of_the_field_above_it(aliased):
    text = '+++\ntitle = "a"\ndate = "{}"\ntags = [\n  "{}",\n]\n\n[extra] # own\ntags = ["Minimax"]\n+++\nText.\n'
    file = aliased.raw("a.md", text.format("2025-6-17", "Minimax").encode())
    fix(aliased)
    assert file.read_text() == text.format("2025-06-17", "MiniMax")


def test_a_field_that_cannot_be_mended_keeps_no_other_from_it(aliased):
    text = '{{\n"title": "a",\n"date": "{}",\n"tags": ["Minimax", "Open\\u0020AI"]\n}}\n\nText.\n'
    file = aliased.raw("a.md", text.format("2025/6/17").encode())
    fix(aliased)
    assert file.read_text() == text.format("2025-06-17")


def test_toml_and_json(aliased):
    toml = aliased.raw(
        "a.md", b'+++\ntitle = "a"\ndate = 2025-06-17\ntags = ["Minimax"]\n+++\nText.\n'
    )
    json = aliased.raw(
        "b.md", b'{\n"title": "b", "date": "2025-6-7",\n"tags": ["Minimax"]\n}\nText.\n'
    )
    fix(aliased)
    assert b'tags = ["MiniMax"]' in toml.read_bytes()
    assert json.read_bytes().startswith(
        b'{\n"title": "b", "date": "2025-6-7",\n"tags": ["MiniMax"]'
    )


def test_a_date_of_json(site):
    file = site.raw("b.md", b'{\n  "title": "b",\n  "date": "2025-6-7",\n  "tags": []\n}\nText.\n')
    fix(site)
    assert b'  "date": "2025-06-07",\n  "tags"' in file.read_bytes()


def test_pelicans_own_dates_stay(site):
    site.config(CONFIG.replace("[content]", '[content]\ndialect = "pelican"'))
    text = b"Title: b\nDate: 2025-06-17 08:05\nModified: 2025/06/18\n\nText.\n"
    file = site.raw("b.md", text)
    fix(site)
    assert file.read_bytes() == text.replace(b"/", b"-")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("![a](images/a b (1).png)", "![a](images/a%20b%20%281%29.png)"),
        ('![a](/images/a b (1).png "Title")', '![a](/images/a%20b%20%281%29.png "Title")'),
        *((same, same) for same in ("![a](<images/a b (1).png>)", "![a](images/lost (1).png)", "![a](images/a%20b%20%281%29.png)", "`![a](images/a b (1).png)`", "[a](images/a b (1).png)", "![a](https://example.org/a (1).png)")),
    ],
)  # fmt: skip
def test_image_paths(site, before, after):
    folder = site.root / "static/images"
    folder.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(folder / "a b (1).png")
    file = site.article("a.md", body=f"Text {before} and {before}.\n")
    fix(site)
    assert file.read_text("utf-8").endswith(f"Text {after} and {after}.\n")


def test_the_diff_alone_changes_nothing(site, capsys):
    file = site.article("a.md", "date: 2025/06/17")
    before = file.read_bytes()
    assert main(["-C", str(site.root), "check", "--diff"]) == 0
    assert file.read_bytes() == before
    out, err = capsys.readouterr()
    assert "-date: 2025/06/17\n+date: 2025-06-17\n" in out
    assert out.startswith("--- a/content/a.md\n+++ b/content/a.md\n@@ ")
    assert err == "could fix 1 article\n"


def test_a_byte_order_mark_and_no_final_line_end_stay(site):
    file = site.raw("a.md", codecs.BOM_UTF8 + b"---\ntitle: a\ndate: 2025/06/17\n---\nText")
    fix(site)
    assert file.read_bytes() == codecs.BOM_UTF8 + b"---\ntitle: a\ndate: 2025-06-17\n---\nText"


def test_a_link_stays_a_link_and_a_mode_a_mode(site):
    place = site.root / "elsewhere.md"
    place.write_text("---\ntitle: a\ndate: 2025/06/17\n---\nText")
    place.chmod(0o640)
    (site.root / "content/a.md").symlink_to(place)
    fix(site)
    assert (site.root / "content/a.md").is_symlink()
    assert "date: 2025-06-17\n" in place.read_text()
    assert place.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_written_is_said(site, capsys, monkeypatch):
    site.article("a.md", "date: 2025/06/17")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    assert main(["-C", str(site.root), "check", "--fix"]) == 1
    assert "content/a.md: cannot be written: permission denied" in capsys.readouterr().err
    assert [file.name for file in (site.root / "content").iterdir()] == ["a.md"]


def test_only_the_files_that_are_named(site, monkeypatch):
    first = site.article("a/a.md", "date: 2025/06/17")
    second = site.article("b/b.md", "date: 2025/06/18")
    monkeypatch.chdir(site.root)
    fix(site, "content/a")
    assert (b"2025-06-17" in first.read_bytes(), b"2025/06/18" in second.read_bytes()) == (
        True,
        True,
    )


@given(st.lists(st.sampled_from(["Minimax", "MiniMax", "Open AI", "x", "a, b", "Minimax: y", "- z", "#", "'", '"', "\\", "[", "é"]), max_size=4), st.sampled_from(["flow", "block"]))  # fmt: skip
def test_the_fields_say_the_same_afterwards(aliased, tags, style):
    def quoted(tag):
        return '"' + tag.replace("\\", "\\\\").replace('"', '\\"') + '"'

    listed = (
        "[" + ", ".join(map(quoted, tags)) + "]"
        if style == "flow"
        else "".join(f"\n- {quoted(t)}" for t in tags)
    )
    text = f"---\ntitle: t\ndate: 2025/6/7\ntags: {listed}\nother: Minimax\n---\nText.\n"
    file = aliased.raw("a.md", text.encode())
    fix(aliased)
    old, new = split(text).fields, split(file.read_text("utf-8")).fields
    names = {"Minimax": "MiniMax", "Open AI": "OpenAI", "x": "y: z"}
    assert new["other"] == "Minimax"
    assert {names.get(name, name) for name in texts(new["tags"])} == {
        names.get(n, n) for n in texts(old["tags"])
    }


FRONT = {
    "yaml": "---\ntitle: t  # a comment\ndate: '{date}'\ntags: [{tags}]\n---\n",
    "toml": '+++\n# a comment\ntitle = "t"\ndate = "{date}"\ntags = [{tags}]\n+++\n',
    "json": '{{\n"title": "t",\n"date": "{date}",\n"tags": [{tags}]\n}}\n',
}
BODIES = (
    "![a](images/a b (1).png)",
    "`![a](images/a b (1).png)`",
    "Minimax",
    "é 中文",
    "",
    "```",
    "<p>",
    "\t- x",
)


@given(
    front=st.sampled_from(sorted(FRONT)),
    date=st.sampled_from(["2025/06/17", "2025-6-7 8:05", "17 Jun 2025", "2025-06-17", "June"]),
    tags=st.lists(st.sampled_from(["Minimax", "Open AI", "x", "é"]), unique=True, max_size=3),
    body=st.lists(st.sampled_from(BODIES), max_size=5),
    mark=st.sampled_from([b"", codecs.BOM_UTF8]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_mending_once_is_enough_and_breaks_nothing(aliased, front, date, tags, body, mark, end):
    images = aliased.root / "static/images"
    images.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8)).save(images / "a b (1).png")
    header = FRONT[front].format(date=date, tags=", ".join(f'"{tag}"' for tag in tags))
    text = (header + "\n".join(body)).replace("\n", end)
    file = aliased.raw("a.md", mark + text.encode())
    before = Counter(problem.rule for problem in check_all(aliased))
    fix(aliased)
    once = file.read_bytes()
    assert once.startswith(mark)
    assert once.count(end.encode()) == text.count(end)
    assert Counter(problem.rule for problem in check_all(aliased)) <= before
    fix(aliased)
    assert file.read_bytes() == once


@pytest.mark.parametrize("body", ["Text.\n", "No line end", "A\u2028B\x0cC\x85\r\nD\r\n\x0b"])
def test_the_diff_is_one_that_git_applies(site, body):
    header = "title: x\r\ndate: 2025/06/17\r\n" if "\r" in body else "title: x\ndate: 2025/06/17\n"
    file = site.raw("a.md", f"---\n{header}---\n{body}".encode())
    program = [sys.executable, "-m", "broadsheet", "-C", site.root, "check"]
    diff = subprocess.run([*program, "--diff"], capture_output=True, check=True).stdout
    subprocess.run(["git", "apply", "-"], input=diff, cwd=site.root, check=True)
    applied = file.read_bytes()
    assert b"date: 2025-06-17" in applied
    file.write_bytes(applied.replace(b"2025-06-17", b"2025/06/17"))
    fix(site)
    assert file.read_bytes() == applied
