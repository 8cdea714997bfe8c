"""Sites of engines, the engines themselves where they are installed, and what both say of them.

`.ci/run` installs Hugo and Pelican (requirements-engines.txt) and Hexo and Eleventy (package.json);
without them the comparisons are skipped and the expectations written here remain.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tools import missing

from broadsheet.cli import main
from broadsheet.config.load import load_config
from broadsheet.engines import resolve
from broadsheet.errors import Problems
from broadsheet.read.articles import read_articles
from broadsheet.read.assets import Assets
from broadsheet.site.site import make_site
from broadsheet.stamps import Stamps
from broadsheet.store import with_store

SITES = Path(__file__).parent / "sites"
VARIANTS = Path(__file__).parent / "variants"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class EngineSite:
    """A copy of a fixture site."""

    def __init__(self, root):
        self.root = root
        self.out = root / "out"

    def publish(self, *arguments):
        return main(["-C", str(self.root), *arguments])

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def use_engine_ids(self):
        """Uncomment the line that `init` writes for those who want the ids that readers know."""
        file = self.root / "publish.toml"
        text = file.read_text("utf-8")
        assert '\n# id = "engine"' in text
        file.write_text(text.replace('# id = "engine"', 'id = "engine"'), encoding="utf-8")

    def read(self, now=NOW):
        """Return what a build would work with: the site at a time, and the problems."""
        config = load_config(self.root, resolve)
        problems = Problems()
        articles = with_store(
            None,
            Stamps(self.root, 0),
            lambda store: read_articles(config, Assets(config, store.stamps), store, problems),
        )
        return make_site(articles, config, now), list(problems)

    def run(self, name, *arguments, modules=False, zone="UTC"):
        """Run an engine; where it is not installed the test is skipped, or fails under CI.

        `modules` lends it the node_modules folder that its program lies in; `zone` is the machine's.
        """
        program = find_program(name)
        if program is None:
            missing(f"{name} is not installed")
        if modules:
            (self.root / "node_modules").symlink_to(Path(program).parent.parent)
        done = subprocess.run(
            [program, *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def find_program(name):
    """Find an engine's program in BROADSHEET_ENGINES (folders, as in PATH) or in PATH."""
    path = os.environ.get("BROADSHEET_ENGINES", "") + os.pathsep + os.environ.get("PATH", "")
    return shutil.which(name, path=path)


def copy_site(name, folder):
    """Copy a fixture site into a folder, to run it there."""
    top = SITES if (SITES / name).is_dir() else VARIANTS
    shutil.copytree(top / name, folder / "site")
    return EngineSite(folder / "site")
