"""The wheel that users install holds all it needs, wherever it is run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARTICLE = "---\ntitle: One\ndate: 2025-06-17\ntags: [a]\n---\n\nText.\n"


def python(*arguments: object, **options: object) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        **options,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def installed(tmp_path):
    """Return a folder into which the built wheel was installed, and nothing else."""
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    python(
        "-m", "pip", "install", "--no-deps", "--no-index", "--target", tmp_path / "installed", wheel
    )
    return tmp_path / "installed"


def test_the_wheel_builds_a_site_from_another_folder(installed, tmp_path):
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "content/one.md").write_text(ARTICLE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    program = "import broadsheet; print(broadsheet.__file__)"
    where = python("-c", program, env=environment, cwd=tmp_path)
    assert str(installed) in where
    python("-m", "broadsheet", "init", site, env=environment, cwd=tmp_path)
    python("-m", "broadsheet", "-C", site, "build", env=environment, cwd=tmp_path)
    assert {"index.html", "feeds.opml", "atom.xml", "tags"} <= {
        path.name for path in (site / "out").iterdir()
    }


def test_versions_are_what_was_installed_and_not_when(installed, tmp_path):
    """A store may come from a machine where the same was installed at another time."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    program = "from broadsheet.versions import versions; print(versions())"

    def versions():
        return python("-c", program, env=environment, cwd=tmp_path)

    first = versions()
    for file in installed.rglob("*.py"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    assert versions() == first
    (record,) = installed.glob("broadsheet-*.dist-info/RECORD")
    record.write_text(
        record.read_text().replace("broadsheet/build.py,sha256=", "broadsheet/build.py,sha256=x")
    )
    changed = versions()
    assert changed != first
    (installed / "pytest-99.dist-info").mkdir()
    (installed / "markdown_it_py-99.dist-info").mkdir()
    assert versions() == changed
    (installed / "markdown-99.dist-info").mkdir()
    assert versions() != changed
