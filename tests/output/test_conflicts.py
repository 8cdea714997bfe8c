"""Names that Windows keeps for itself, and disks on which two paths are one file."""

from __future__ import annotations

import stat

import pytest

from broadsheet.errors import OutputError
from broadsheet.model import OutputFile
from broadsheet.output import write_tree
from broadsheet.output.conflicts import file_conflict, path_conflict
from broadsheet.output.manifest import TEMPORARY
from broadsheet.urls import term_slug


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        *(
            (name, False)
            for name in ("con", "Aux.txt", "nul.tar.gz", "com1", "lpt¹.xml", "conout$")
        ),
        *(
            (name, False)
            for name in ("etc.", "etc ", "a:b", "a?b", 'a"b', "a|b", "a<b", "a*b", "a\tb")
        ),
        *(
            (name, True)
            for name in ("console", "auxin", "com10", "com", "a.con", "nul-1", ".net", "微软")
        ),
    ],
)
def test_names_on_windows(name, allowed):
    path = f"tags/{name}/atom.xml"
    assert (path_conflict(path, windows=True) == "") is allowed
    assert path_conflict(path, windows=False) == ""


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("a/./b", "is not a path inside the folder; this is an error of Broadsheet, please report"),
        ("a/../b", "is not a path inside the folder"),
        ("a/", "is not a path inside the folder"),
        ("a\\b", "is not a path inside the folder"),
        ("a\0", "is not a path inside the folder"),
        ("微" * 100, "is too long a name for a file; shorten it"),
        ("con/a", "is a name that Windows does not allow; choose another, or build on another"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(path, says):
    assert path_conflict(path, windows=True).startswith(says)


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("a/index.html", "set enabled = false in [pages]"),
        ("atom.xml", "rename the feed in [feeds]"),
    ],
)
def test_a_file_of_somebody_else_is_named_with_a_way_out(path, advice):
    assert advice in file_conflict(path, stat.S_IFREG, may_replace=False)
    assert file_conflict(path, stat.S_IFREG, may_replace=True) == ""
    assert file_conflict(path, 0, may_replace=False) == ""
    assert "not a file" in file_conflict(path, stat.S_IFLNK, may_replace=True)


@pytest.mark.parametrize(
    "term",
    ["con", "AUX.txt", "nul.", "com¹", "etc.", "etc. ", "a:b", "CONIN$", "index.html", "aux.a.b"],
)
def test_every_term_has_a_folder_on_windows(term):
    slug = term_slug(term)
    assert path_conflict(f"tags/{slug}/atom.xml", windows=True) == ""
    assert term_slug(slug) == slug


def pair(one, other):
    return [OutputFile(f"tags/{name}/atom.xml", name.encode()) for name in (one, other)]


@pytest.mark.parametrize(
    ("probe", "one", "other"),
    [
        (TEMPORARY.upper(), "Go", "go"),
        (TEMPORARY.upper(), "straße", "STRASSE"),
        (TEMPORARY.upper(), "caf\u00e9", "cafe\u0301"),
        (f"{TEMPORARY}.", "etc.", "etc"),
        (f"{TEMPORARY}.", "etc", "etc "),
    ],
)
def test_two_paths_that_are_one_file(tmp_path, probe, one, other):
    """A link shows the run's mark under another name, as a disk does that ignores the difference."""
    out = tmp_path / "out"
    assert len(write_tree(out, pair(one, other)).written) == 2
    (out / probe).symlink_to(TEMPORARY)
    with pytest.raises(OutputError) as caught:
        write_tree(out, pair(one, other))
    (problem,) = caught.value.problems
    assert problem.path == f"out/tags/{other}/atom.xml"
    assert f"is the same file as tags/{one}/atom.xml on this disk" in problem.message


def test_a_path_that_is_written_twice(tmp_path):
    with pytest.raises(OutputError, match="out/tags/a/atom.xml: is written twice"):
        write_tree(tmp_path / "out", pair("a", "a"))
