"""An article of 200 KB takes at most five seconds and 500 MB in any dialect, or is a named problem."""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from pathlib import Path

import pytest
from conftest import CONFIG

from broadsheet.cli import main
from broadsheet.engines import ENGINES

sys.path.append(str(Path(__file__).parent.parent / "markdown"))
from hostile_pieces import hostile  # noqa: E402 - it lies beside the tests of Markdown

SECONDS = 5
MEGABYTES = 500
IS_THOROUGH = bool(os.environ.get("THOROUGH"))
SIZE = 200_000 if IS_THOROUGH else 20_000
SAMPLE = 2
"""Texts of a form in `make test`, others for each; `THOROUGH=1` takes all, which takes hours."""

HEAD = "---\ntitle: Bad\ndate: 2025-06-17\n---\n\n"
FIELDS = "Title: Bad\nDate: 2025-06-17\n\n"
REST = "Bad\n###\n\n:date: 2025-06-17\n\n"
NIKOLA = ".. title: Bad\n.. slug: bad\n.. date: 2025-06-17\n\n"
LEKTOR = "title: Bad\n---\npub_date: 2025-06-17\n---\nbody:\n\n"

FORMS = {
    **{name: (name, "2025-06-17-bad.md", HEAD) for name in ENGINES},
    "astro, MDX": ("astro", "bad.mdx", HEAD),
    "bridgetown": ("bridgetown", "_posts/2025-06-17-bad.md", HEAD),
    "docusaurus, MDX": ("docusaurus", "2025-06-17-bad.mdx", HEAD),
    "jekyll": ("jekyll", "_posts/2025-06-17-bad.md", HEAD),
    "lektor": ("lektor", "bad/contents.lr", LEKTOR),
    "nikola, reST": ("nikola", "bad.rst", NIKOLA),
    "pelican": ("pelican", "bad.md", FIELDS),
    "pelican, reST": ("pelican", "bad.rst", REST),
    "quarto": ("quarto", "bad.qmd", HEAD),
}
"""Dialect, path and head of each kind of article."""

COMMANDS = (
    ("build", "--keep-going", "--no-cache", "--jobs", "1"),
    ("digest", "weekly", "--period", "2025-W25", "--keep-going", "--stdout", "eml"),
    ("check",),
)
NOW = ("--now", "2025-07-01")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory in kilobytes")
@pytest.mark.parametrize("form", FORMS)
def test_an_article_takes_neither_long_nor_much_memory(site, form):
    """From the file to the feed, the issue and the report of `check`; the good one is published."""
    dialect, path, head = FORMS[form]
    suffix = path.rpartition(".")[2]
    site.config(
        f'{CONFIG}[content]\ndialect = "{dialect}"\npath = "content"\ninclude = ["**/*.{suffix}"]\n'
    )
    good = head.replace("Bad\n###", "Good\n####").replace("Bad", "Good").replace("bad", "good")
    site.raw(path.replace("bad", "good"), f"{good}Text.\n".encode())
    texts = hostile(SIZE)
    names = sorted(texts) if IS_THOROUGH else random.Random(form).sample(sorted(texts), SAMPLE)
    for name in names:
        site.raw(path, f"{head}{texts[name]}\n".encode(errors="surrogatepass"))
        for command in COMMANDS:
            code, seconds, megabytes, said = measured(site.root, command)
            place = (name, command[0], seconds, megabytes, said[-1000:])
            assert code in {0, 1}, place
            assert "Traceback" not in said, place
            assert "a bug" not in said, place
            assert megabytes < MEGABYTES, place
            is_named = code == 1 and f"content/{path}" in said
            assert is_named or seconds < SECONDS * SIZE / 200_000 + 1, place
        assert "Good" in site.tree()["atom.xml"].decode(), name


def measured(root, command):
    """Run a command in a fork; returns its exit code, seconds, megabytes, and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, json.dumps(run(root, command)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        result = stream.read()
    os.waitpid(child, 0)
    said = (root / "said.txt").read_text("utf-8", "replace")
    assert result, said
    return *json.loads(result), said


def run(root, command):
    output = os.open(root / "said.txt", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    started = time.process_time()
    code = main(["-C", str(root), *command, *NOW])
    seconds = time.process_time() - started
    sys.stdout.flush()
    sys.stderr.flush()
    status = Path("/proc/self/status").read_text()  # ru_maxrss counts what the parent had, too.
    return code, seconds, int(re.search(r"VmHWM:\s*(\d+)", status)[1]) // 1000
