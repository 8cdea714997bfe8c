"""Run the engines that are too heavy for every run in the fixture sites, and write down what they publish.

    python tests/engines/run_engines.py FOLDER [NAME…]

FOLDER has the programs, as docs/comparison.md installs them: `npm-ENGINE` with packages, `py-ENGINE` a virtual
environment. NAME is a site in sites/ or variants/; its engine is the part before the first `-`. The results go to
oracles/NAME.json, which test_oracles.py compares.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from engine_output import BODIES, READERS, Page

HERE = Path(__file__).parent
COMMANDS = {
    "astro": ("npm-astro/node_modules/.bin/astro", "build"),
    "docusaurus": ("npm-docusaurus/node_modules/.bin/docusaurus", "build"),
    "lektor": ("py-lektor/bin/lektor", "build", "--output-path", "built"),
    "mkdocs": ("py-mkdocs/bin/mkdocs", "build", "-q"),
    "nikola": ("py-nikola/bin/nikola", "build", "-q"),
    "nuxt": ("npm-nuxt/node_modules/.bin/nuxi", "generate"),
    "pelican": ("py-pelican/bin/pelican", "content", "-s", "pelicanconf.py", "-q"),
    "vitepress": ("npm-vitepress/node_modules/.bin/vitepress", "build"),
    "vuepress": ("npm-vuepress/node_modules/.bin/vuepress", "build", "docs"),
    "zensical": ("py-zensical/bin/zensical", "build"),
    "zola": ("npm-zola/node_modules/.bin/zola", "build"),
}
LEFT_OUT = {"nuxt", "pelican", "zola"}
"""Pelican's site is compared in every run of the tests; those of Nuxt and Zola have no templates."""


def main(programs: Path, names: list[str]) -> None:
    """Run the engines of some sites, else of all that they can be run in."""
    for site in [*sorted((HERE / "sites").iterdir()), *sorted((HERE / "variants").iterdir())]:
        engine = site.name.partition("-")[0]
        is_ours = engine in COMMANDS and site.name not in LEFT_OUT
        if is_ours and (not names or site.name in names):
            # Node finds packages in the folders above a site's; not all programs follow a link to them.
            above = programs / COMMANDS[engine][0].partition("/")[0]
            with tempfile.TemporaryDirectory(dir=above) as folder:
                copy = Path(folder, "site")
                pages = run(engine, site, copy, programs)
                bodies = BODIES[engine](copy) if engine in BODIES else None
            told = [page._asdict() for page in sorted(set(pages))]
            write(HERE / "oracles" / f"{site.name}.json", told)
            if bodies:
                write(HERE / "oracles" / "bodies" / f"{site.name}.json", bodies)
            sys.stdout.write(f"{site.name}: {len(told)} articles\n")


def write(file: Path, told: object) -> None:
    """Write what an engine made."""
    text = json.dumps(told, indent=1, ensure_ascii=False)
    file.write_text(f"{text}\n", "utf-8")


def run(engine: str, site: Path, copy: Path, programs: Path) -> list[Page]:
    """Build a copy of a site; return its articles, those with a date."""
    shutil.copytree(site, copy)
    program, *arguments = COMMANDS[engine]
    if program.startswith("npm-"):
        # Docusaurus cannot load its configuration where a type is given.
        kind = {} if engine == "docusaurus" else {"type": "module"}
        (copy / "package.json").write_text(json.dumps({"private": True, **kind}))
    if engine == "vitepress" and not (copy / ".vitepress").is_dir():
        arguments.append("docs")
    done = subprocess.run(
        [programs / program, *arguments],
        cwd=copy,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": "UTC"},
    )
    if done.returncode:
        sys.exit(f"{site.name}: {done.stdout}{done.stderr}")
    return list(READERS[engine](copy))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
