"""What a package index shows of a release (hatch_build.py)."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REPOSITORY = "https://git.example/a/broadsheet"


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def metadata_of(hook, monkeypatch, repository):
    monkeypatch.setenv(hook.VARIABLE, repository)
    found = {}
    hook.RepositoryHook(str(ROOT), {}).update(found)
    return found


def test_links_and_pictures_lead_into_the_repository(hook, monkeypatch):
    found = metadata_of(hook, monkeypatch, f"{REPOSITORY}/")
    assert found["urls"]["Homepage"] == REPOSITORY
    targets = re.findall(r"(!?)\[[^\]]*\]\(([^)]*)\)", found["readme"]["text"])
    assert ("!", f"{REPOSITORY}/raw/HEAD/docs/images/index.png") in targets
    for _, url in targets:
        assert url.startswith("https://"), url
        path = url.removeprefix(f"{REPOSITORY}/").split("/HEAD/")[-1].partition("#")[0]
        assert not url.startswith(REPOSITORY) or (ROOT / path).exists(), url
    for url in found["urls"].values():
        path = url.removeprefix(REPOSITORY).partition("/HEAD/")[2]
        assert (ROOT / path).exists(), url


def test_without_an_address_nothing_is_made_up(hook, monkeypatch):
    found = metadata_of(hook, monkeypatch, "")
    text = found["readme"]["text"]
    assert not found["urls"]
    assert "![" not in text
    assert set(re.findall(r"\]\(([^)]*)\)", text)) <= {
        "https://pipx.pypa.io",
        "https://docs.astral.sh/uv/",
    }
    assert "The cookbook has systemd timers" in " ".join(text.split())
