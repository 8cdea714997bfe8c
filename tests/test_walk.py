"""Which files of a folder are looked at."""

from pathlib import Path

import pytest

from broadsheet.walk import files_below, read_file

GROWN = Path("/proc/self/status")
"""A file of which the system says that it has no bytes."""


@pytest.mark.parametrize(
    ("path", "is_seen"),
    [
        ("vendor/a.md", True),
        ("posts/vendor/a.md", True),
        ("vendor/bundle/ruby/3.3.0/gems/jekyll/_posts/a.md", False),
        ("vendor/modules.txt", False),
        ("node_modules/x/a.md", False),
        (".git/a.md", False),
    ],
)
def test_folders_of_packages_are_left_out_and_no_others(tmp_path, path, is_seen):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).touch()
    assert list(files_below(tmp_path)) == [path] * is_seen


@pytest.mark.skipif(not GROWN.exists(), reason="not on this system")
def test_a_file_that_has_more_bytes_than_its_size_is_read_to_its_end_or_the_limit():
    assert read_file(GROWN, 1_000_000).count(b"\n") > 10
    assert len(read_file(GROWN, 10)) == 10
    assert read_file(GROWN, 0) == b""
