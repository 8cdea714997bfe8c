"""docs/api.md, run as it stands; and that the API keeps its promises."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import broadsheet
from broadsheet.errors import ConfigError, ContentError, LockedError
from broadsheet.output.lock import site_lock

PAGE = Path(__file__).parent.parent / "docs/api.md"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.slow
def test_the_example_of_the_docs_runs(tmp_path):
    program = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    assert re.fullmatch(r"1 article, \d+ files", printed[0])
    assert printed[1] == "issue 2025-W25 of ['What feeds are for']"
    assert printed[2].startswith("[")
    assert "/dev/null/out" in printed[3]
    assert done.stderr == ""


def test_the_page_names_every_function_option_and_field():
    text = PAGE.read_text("utf-8")
    for name in broadsheet.__all__:
        offered = getattr(broadsheet, name)
        assert f"`{name}" in text, name
        for field in getattr(offered, "__dataclass_fields__", {}):
            assert f"`{field}`" in text, (name, field)


def test_importing_the_package_imports_next_to_nothing():
    program = (
        "import sys, broadsheet; print(*(m for m in sys.modules if m.startswith('broadsheet')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["broadsheet.lazy", "broadsheet"]


def test_a_name_that_is_not_offered_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = broadsheet.nothing


def test_nothing_is_printed_and_the_second_build_writes_nothing(site, capfd):
    site.article("a.md")
    first = broadsheet.build(site.root, now=NOW)
    second = broadsheet.build(site.root / "content", now=NOW)  # A folder below the site's.
    assert "atom.xml" in first.written
    assert second.written == ()
    assert second.articles == first.articles == 1
    assert capfd.readouterr() == ("", "")


def test_progress_counts_articles(site):
    site.article("a.md")
    told = []
    broadsheet.build(site.root, now=NOW, progress=lambda *step: told.append(step))
    assert ("articles", 1, 1) in told


def test_an_article_with_errors_is_an_exception_and_with_keep_going_a_problem(site):
    site.article("good.md")
    site.article("bad.md", "date: never")
    with pytest.raises(ContentError) as error:
        broadsheet.build(site.root, now=NOW)
    assert [problem.path for problem in error.value.problems] == ["content/bad.md"]
    assert not (site.root / "out").exists()
    report = broadsheet.build(site.root, broadsheet.BuildOptions(keep_going=True), now=NOW)
    assert report.articles == 1
    assert [problem.path for problem in report.problems] == ["content/bad.md"]


def test_an_issue_can_be_made_without_writing_it(site):
    site.article("a.md")
    options = broadsheet.DigestOptions(edition="weekly", period="2025-W25", write=False)
    report = broadsheet.digest(site.root, options, now=NOW)
    assert [file.path for file in report.issues[0].files][0] == "digests/weekly/2025-W25/index.html"
    assert not (site.root / "out").exists()


def test_a_check_finds_the_feeds_of_another_output_folder(site):
    site.article("a.md")
    out = site.root / "elsewhere"
    broadsheet.build(site.root, broadsheet.BuildOptions(out=out), now=NOW)
    assert broadsheet.check(site.root, now=NOW).feeds == 0
    assert broadsheet.check(site.root, broadsheet.CheckOptions(out=out), now=NOW).feeds > 0


def test_a_second_run_at_the_same_time_is_refused(site):
    site.article("a.md")
    with site_lock(site.root), pytest.raises(LockedError):
        broadsheet.build(site.root, now=NOW)


def test_a_hub_must_be_configured_for_pings(site):
    with pytest.raises(ConfigError, match="hub"):
        broadsheet.ping(site.root)


def test_init_reports_what_it_wrote(tmp_path):
    (tmp_path / "content").mkdir()
    report = broadsheet.init(tmp_path)
    assert report.path == tmp_path / "publish.toml"
    assert report.summary
