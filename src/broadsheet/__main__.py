"""`python -m broadsheet` is `publish`."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run the command as a process of its own; returns its exit code."""
    try:
        from broadsheet import cli  # noqa: PLC0415 - Ctrl-C may come while it is imported

        code = cli.main()
    except KeyboardInterrupt:
        return 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The work is done: the code says how it went.
    return code


if __name__ == "__main__":
    sys.exit(main())
