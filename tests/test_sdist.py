"""The source archive holds what its tests need, and what a package index shows is sound."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOME_TESTS = ("test_architecture.py", "test_content.py", "test_docs.py", "test_golden.py", "config")
"""Those that need most beside the package: templates, content, docs and goldens."""


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


def run(*arguments, **options):
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an unpacked archive knows no other files")
def test_every_file_of_the_repository_is_in_the_archive(dist):
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        found = {name.partition("/")[2] for name in opened.getnames()}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    wanted = {name.decode() for name in listed.stdout.split(b"\0") if name}
    assert {name for name in wanted - found if (ROOT / name).exists()} <= {"out/.gitkeep"}


def test_tests_pass_from_the_unpacked_archive(dist, tmp_path):
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    program = "import broadsheet; print(broadsheet.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(unpacked / "src")}
    assert run("-c", program, env=environment).startswith(str(unpacked))
    tests = [unpacked / "tests" / name for name in SOME_TESTS]
    run("-m", "pytest", "-p", "no:cacheprovider", "-n0", *tests, env=environment, cwd=unpacked)


def test_a_package_index_can_show_both(dist):
    run("-m", "twine", "check", "--strict", *dist.iterdir())
