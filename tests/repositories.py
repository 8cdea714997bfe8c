"""Repositories of git, whose commits are of days in March 2025."""

import os
import subprocess

_NAMES = {
    f"GIT_{who}_{what}": "a@a.example"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
_LATER = "2031-01-01T00:00:00+00:00"


def day(number):
    """Return the moment at which the author makes a commit on a day."""
    return f"2025-03-{number:02}T10:00:00+02:00"


def made_repository(root):
    """Make a repository. Return a function that runs git there, which has `root` and `commit`."""
    root.mkdir(exist_ok=True)

    def git(*arguments, on=1):
        dates = {"GIT_AUTHOR_DATE": day(on), "GIT_COMMITTER_DATE": _LATER}
        kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-c", "commit.gpgsign=false", *arguments]
        subprocess.run(
            command, cwd=root, env=kept | _NAMES | dates, check=True, capture_output=True
        )

    def commit(on, **files):
        """Write notes, and commit everything."""
        for name, text in files.items():
            (root / f"{name}.md").parent.mkdir(parents=True, exist_ok=True)
            (root / f"{name}.md").write_text(text, "utf-8")
        git("add", "-A")
        git("commit", "-qm", "x", on=on)

    git("init", "-q")
    git.root, git.commit = root, commit
    return git
