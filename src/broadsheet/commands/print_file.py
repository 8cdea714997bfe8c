"""`publish --print NAME`: files for other programs, which `make docs` wrote from the code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FILES = {
    "schema": "publish.schema.json",
    "man": "publish.1",
    "bash": "completion.bash",
    "zsh": "completion.zsh",
}
FOLDER = "generated"
"""Where they are: in the installed package, or in docs/ of a checkout."""


class PrintFile(argparse.Action):
    """Prints a file and ends the program, as `--version` does."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Print the file that `values` names."""
        del namespace, option_string
        sys.stdout.write(file_for(str(values)).read_text(encoding="utf-8"))
        parser.exit()


def file_for(name: str) -> Path:
    """Return the file that a name of FILES stands for."""
    package = Path(__file__).parent.parent
    installed = package / FOLDER
    folder = installed if installed.is_dir() else package.parent.parent / "docs" / FOLDER
    return folder / FILES[name]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--print",
        action=PrintFile,
        choices=FILES,
        metavar="NAME",
        help="print the JSON `schema` of publish.toml, the `man` page, or the completion for `bash` or "
        "`zsh`, and exit",
    )
