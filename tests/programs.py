"""Programs of Debian that tests drive: skipped where one is missing, a failure with CI=true."""

from __future__ import annotations

import os
import shutil

import pytest

PATH = os.pathsep.join(
    (os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/dovecot", "/usr/lib/postfix/sbin")
)


def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name, path=PATH)
    if found:
        return found
    message = f"{name} is not installed; .ci/run installs it"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
