"""What can be wrong with what somebody asks of a letter."""

from __future__ import annotations

from broadsheet.errors import Problem, PublishError


class UsageError(PublishError):
    """The command asks for what cannot be: exit code 2, as the contract says of wrong usage."""

    exit_code = 2

    def __init__(self, option: str, message: str) -> None:
        """`option` is the command's, e.g. `--period`; `message` what is wrong and what to write."""
        super().__init__(Problem("publish digest", 0, option, message))
