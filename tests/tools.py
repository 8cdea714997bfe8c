"""Programs that tests drive: absent on a developer's machine they skip a test, under CI they fail it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE = Path(__file__).parent / "readers/node"
MAIL_TOOLS = Path(__file__).parent / "mail_tools"


def need(program):
    """Return the path of a program."""
    found = shutil.which(program)
    if found is None:
        missing(f"{program} is not installed; on Debian: apt-get install {program}")
    return found


def need_node_packages(folder=NODE):
    """Return the path of node, once the packages that a folder asks for are there."""
    node = need("node")
    if not (folder / "node_modules").is_dir():
        missing(f"run: npm ci --prefix {folder}")
    return node


def missing(message):
    """Skip a test for want of a tool; under CI, where all are installed, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
