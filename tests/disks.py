"""File systems that are soon full, and system calls that fail."""

from __future__ import annotations

import contextlib
import os
import subprocess

import pytest


@contextlib.contextmanager
def small_disk(folder, megabytes):
    """Mount a file system of some megabytes at `folder`."""
    folder.mkdir(parents=True)
    options = ("-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder)
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextlib.contextmanager
def full(file):
    """Fill the file system of a file that is not there yet, for a while."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as junk:
        while junk.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        file.unlink()


def fail(number, real, *, when=lambda *_: True):
    """Return a system call that fails with an errno `when` its arguments say so."""

    def call(*arguments, **options):
        if when(*arguments):
            raise OSError(number, os.strerror(number), *map(str, arguments[:1]))
        return real(*arguments, **options)

    return call
