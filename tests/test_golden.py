"""The whole output of a small site, byte for byte; `make golden` writes it anew: read the diff."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from broadsheet.cli import main

HERE = Path(__file__).parent / "golden"


def tree(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != ".broadsheet.json"
    }


def test_the_golden_site(tmp_path):
    shutil.copytree(HERE / "site", tmp_path / "site")
    for command in (["digest", "--period", "2025-W25"], ["build"]):
        assert main(["-C", str(tmp_path / "site"), *command, "--now", "2026-01-01"]) == 0
    made = tree(tmp_path / "site/out")
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(HERE / "out", ignore_errors=True)
        for path, content in made.items():
            (HERE / "out" / path).parent.mkdir(parents=True, exist_ok=True)
            (HERE / "out" / path).write_bytes(content)
    expected = tree(HERE / "out")
    assert made.keys() == expected.keys()
    for path, content in expected.items():
        assert made[path] == content, path
