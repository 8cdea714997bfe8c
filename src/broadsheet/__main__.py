"""`python -m broadsheet` is `publish`."""

from __future__ import annotations

import gc
import os
import signal
import sys

INTERRUPTED = 130

COLLECTED_AFTER = 100_000
"""So many new objects make the garbage collector run. Python's 700 make it run 60 times while modules load,
which took 45 of the 420 ms that a build of two articles takes."""


def main() -> int:
    """Run the command as a process of its own; returns its exit code, unless it was interrupted."""
    gc.set_threshold(COLLECTED_AFTER)
    try:
        from broadsheet import cli  # noqa: PLC0415 - Ctrl-C may come while it is imported

        code = cli.main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        # Python would end itself by SIGINT instead, where Ctrl-C came amid an `exec`, as of dataclasses.
        os._exit(code)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Only the exit code matters now.
    gc.freeze()  # Python looks through all objects as it ends, for 40 ms; all files are closed by now.
    return code


if __name__ == "__main__":
    sys.exit(main())
