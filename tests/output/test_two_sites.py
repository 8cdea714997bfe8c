"""Two sites never share an out/: the second would remove the files of the first."""

from __future__ import annotations

import pytest
from conftest import CONFIG, SiteFolder

from broadsheet.cli import main
from broadsheet.output.manifest import MANIFEST

NOW = ("--now", "2026-01-01")


@pytest.fixture
def sites(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(SiteFolder(tmp_path / name))
        made[-1].article(f"{name}.md", f"title: {name}\ntags: [{name}]")
    return made


def build(site, out, *options, command="build"):
    return main(["-C", str(site.root), command, "--out", str(out), *NOW, *options])


@pytest.mark.parametrize(
    "other", [('"测试 & Test"', '"Another"'), ("https://example.org/", "https://b.example/")]
)
@pytest.mark.parametrize("command", ["build", "digest"])
def test_the_second_site_stops(sites, tmp_path, capsys, other, command):
    one, two = sites
    two.config(CONFIG.replace(*other, 1))
    shared = tmp_path / "shared"
    assert build(one, shared) == 0
    before = {path: path.read_bytes() for path in shared.rglob("*") if path.is_file()}
    period = ["--period", "2025-W25"] if command == "digest" else []
    assert build(two, shared, *period, command=command) == 1
    error = capsys.readouterr().err
    assert (
        f'{shared}: holds the files of another site, "测试 & Test <https://example.org/>";' in error
    )
    assert "choose another folder with --out" in error
    assert {path: path.read_bytes() for path in shared.rglob("*") if path.is_file()} == before


def test_a_site_may_change_its_title_and_address(sites, tmp_path):
    one, _ = sites
    out = tmp_path / "out"
    assert build(one, out) == 0
    one.config(CONFIG.replace("测试 & Test", "New").replace("example.org", "new.example"))
    assert build(one, out) == 0
    assert "New <https://new.example/>" in (out / MANIFEST).read_text()


def test_a_copy_of_a_site_elsewhere_may_go_on(sites, tmp_path):
    """A release folder, or the next machine of a CI service: out/ and configuration are the same."""
    one, two = sites
    out = tmp_path / "out"
    assert build(one, out) == 0
    assert build(two, out) == 0


def test_a_manifest_that_names_no_site_is_taken_over(sites, tmp_path):
    one, _ = sites
    out = tmp_path / "out"
    assert build(one, out) == 0
    manifest = out / MANIFEST
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if not line.startswith('"site"')))
    one.config(CONFIG.replace("测试 & Test", "New"))
    assert build(one, out, "--no-cache") == 0
    assert '"site": "New <https://example.org/>"' in manifest.read_text()
