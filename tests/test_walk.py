"""Which files of a folder are looked at."""

import pytest

from broadsheet.walk import files_below


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
