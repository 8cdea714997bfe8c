"""Which files of out/ are Broadsheet's own, after a run was killed and where links lead."""

from __future__ import annotations

import subprocess
import sys

import pytest

from broadsheet.model import OutputFile
from broadsheet.output.writer import write_tree

KILLED_AT_THE_SECOND_RENAME = """
import os
import sys
from pathlib import Path
from broadsheet.model import OutputFile
from broadsheet.output.writer import write_tree

replace = os.replace

def replace_or_die(source, place):
    if str(place).endswith("b.xml"):
        os._exit(9)
    replace(source, place)

os.replace = replace_or_die
write_tree(Path(sys.argv[1]), [OutputFile(f"{name}.xml", b"new") for name in "abc"])
"""


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def killed(out):
    """A folder in which a run was killed after its first file had taken its place."""
    write_tree(out, [OutputFile("c.xml", b"old")])
    command = [sys.executable, "-c", KILLED_AT_THE_SECOND_RENAME, str(out)]
    assert subprocess.run(command, check=False).returncode == 9
    assert (out / "a.xml").read_bytes() == b"new"
    assert (out / "c.xml").read_bytes() == b"old"
    return out


def test_what_a_killed_run_put_in_place_is_written_anew(killed):
    report = write_tree(killed, [OutputFile("a.xml", b"newer"), OutputFile("c.xml", b"newer")])
    assert report.written == ("a.xml", "c.xml")
    assert (killed / "a.xml").read_bytes() == b"newer"


def test_what_a_killed_run_put_in_place_is_removed_when_it_is_not_wanted(killed):
    assert write_tree(killed, [OutputFile("c.xml", b"old")]).removed == ("a.xml",)
    assert sorted(path.name for path in killed.iterdir()) == [".broadsheet.json", "c.xml"]


def test_nothing_is_removed_through_a_link_that_took_the_place_of_a_folder(out, tmp_path):
    write_tree(out, [OutputFile("t/a.xml", b"1"), OutputFile("b.xml", b"2")])
    (out / "t").rename(tmp_path / "elsewhere")
    (out / "t").symlink_to(tmp_path / "elsewhere")
    assert write_tree(out, [OutputFile("b.xml", b"2")]).removed == ()
    assert (tmp_path / "elsewhere/a.xml").read_bytes() == b"1"


def test_a_link_that_took_the_place_of_a_file_stays(out, tmp_path):
    write_tree(out, [OutputFile("a.xml", b"1"), OutputFile("b.xml", b"2")])
    (out / "a.xml").rename(tmp_path / "a.xml")
    (out / "a.xml").symlink_to(tmp_path / "a.xml")
    assert write_tree(out, [OutputFile("b.xml", b"2")]).removed == ()
    assert (out / "a.xml").is_symlink()
