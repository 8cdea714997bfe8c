"""The files by which others run the check: pre-commit's hook and GitHub's action."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from broadsheet.cli import make_parser

ROOT = Path(__file__).parent.parent.parent


def test_the_hook_runs_a_command_that_exists():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, *arguments = shlex.split(hook["entry"])
    assert program == "publish"
    options = make_parser().parse_args([*arguments, "content/a.md"])
    assert options.command == "check"
    assert f"id: {hook['id']}" in (ROOT / "docs/checking.md").read_text("utf-8")


def step():
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    (check,) = (step for step in action["runs"]["steps"] if step.get("name") == "Check")
    inputs = {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    assert set(check["env"].values()) <= inputs
    return check


def test_the_action_installs_packages_by_their_hashes_only():
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    (install,) = (step for step in action["runs"]["steps"] if "Install" in step.get("name", ""))
    locked, own = map(shlex.split, install["run"].splitlines())
    assert "--require-hashes" in locked
    assert (ROOT / locked[-1].removeprefix("$GITHUB_ACTION_PATH/")).is_file()
    assert "--no-deps" in own  # Else pip would fetch whatever is newest.


@pytest.mark.skipif(sys.platform == "win32", reason="the step is of bash")
@pytest.mark.parametrize(
    ("paths", "strict", "code"),
    [("", "false", 0), ("", "true", 1), ("content/a.md\n\ncontent/b.md\n", "true", 1)],
)
@pytest.mark.slow
def test_the_step_of_the_action_runs(site, paths, strict, code):
    site.article("a.md")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SITE": str(site.root),
        "PATHS": paths,
        "STRICT": strict,
    }
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step()["run"]],
        env=environment,
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("::warning file=content/a.md,line=2,")
