"""`python -m broadsheet` is `publish`."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command as a process of its own; returns its exit code, unless it was interrupted."""
    try:
        from broadsheet import cli  # noqa: PLC0415 - Ctrl-C may come while it is imported

        code = cli.main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        # Python would end itself by SIGINT instead, where Ctrl-C came amid an `exec`, as of dataclasses.
        os._exit(code)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Only the exit code matters now.
    return code


if __name__ == "__main__":
    sys.exit(main())
