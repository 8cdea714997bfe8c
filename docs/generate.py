"""Writes what follows from the code: configuration.md, rules.md and generated/. Run `make docs`."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

import shtab
from build_manpages.manpage import Manpage

from broadsheet import cli
from broadsheet.checks.catalogue import REGISTRIES
from broadsheet.checks.registry import CheckRule, Registry
from broadsheet.config import records, schema
from broadsheet.config.digest import Colours, DigestConfig
from broadsheet.config.send import DkimConfig, SecondDkimConfig, SendConfig
from broadsheet.config.subscribe import SubscribeConfig
from broadsheet.engines import ENGINES
from broadsheet.model import Person

HERE = Path(__file__).parent
LONGEST = 100
"""Characters of a line of an example that are shown."""
TABLES = (
    ("site", records.SiteConfig),
    ("content", records.ContentConfig),
    ("markdown", records.MarkdownConfig),
    ("taxonomies.NAME", records.TaxonomyConfig),
    ("feeds", records.FeedsConfig),
    ("feeds.custom.NAME", records.CustomFeed),
    ("pages", records.PagesConfig),
    ("check", records.CheckConfig),
    ("websub", records.WebSubConfig),
    ("fetch", records.FetchConfig),
    ("send", SendConfig),
    ("send.dkim", DkimConfig),
    ("send.dkim.second", SecondDkimConfig),
    ("subscribe", SubscribeConfig),
    ("digest.NAME", DigestConfig),
    ("digest.NAME.colours", Colours),
)
CONFIGURATION = """\
# Configuration

`publish.toml` lies in the site's folder; `publish init` writes one that fits. An unknown key is an
error that names the known ones. With no `[taxonomies]` table there is one, `tags`; with no `[digest]`
table there is one edition, `weekly`.

Editors complete the keys and show what they mean with the first line

```toml
#:schema publish.schema.json
```

and the file that `publish --print schema > publish.schema.json` writes beside it. The TOML extensions of
VS Code (Even Better TOML), Helix, Zed and others (Taplo, Tombi) know such a line.

This file is written from the code by `make docs`.
"""


RULES = """\
# Rules

This is what `publish check` looks for. You can switch a rule off by its id: for all files with
`[check] off`, by path with `[check.paths]`, and for one article with the field `check_off` in its front
matter ([configuration](configuration.md)). If there is an error, the command exits with 1; warnings
count only with `--strict`.

`make docs` generates this file from the code.
"""

AGREEMENT = """
## Agreement with the W3C feed validator

The first table compares the two on the validator's own test cases for Atom and RSS. They agree on a
file if both find an error or neither does. The second table takes the files in which the validator
finds one error only, and lists the rules of ours that find it. `benchmarks/w3c_agreement.py` measures
this; `benchmarks/w3c_mutations.py` does the same with feeds that are broken at random.
"""

OTHERS = """
In {alarms} of the validator's {files} other test cases we find an error that the validator does not,
except `feed-unknown`: `publish check` does not support RSS 1.1, KML, OpenSearch, XRD and the service
documents of app. It does not check extensions that Broadsheet does not write (itunes, gbase, feedsync,
feedburner and others), nor much of Media RSS.
"""

WARNINGS = """
The third table compares warnings one by one: the number of files in which each is found. There are no
rules for the validator's warnings about host names, podcasts and other formats that are not feeds of
articles.
"""


def configuration() -> str:
    """Return the text of docs/configuration.md."""
    return CONFIGURATION + "".join(_table(name, kind) for name, kind in TABLES)


def _table(name: str, kind: type[Any]) -> str:
    about = " ".join((kind.__doc__ or "").split()).partition(": ")[2]
    lines = [f"\n## `[{name}]`\n", about[:1].upper() + about[1:], ""]
    lines += ["| key | default | meaning |", "|---|---|---|"]
    for field in dataclasses.fields(kind):
        if "doc" not in field.metadata or field.metadata.get("single"):
            continue  # No key, or a table of its own.
        doc = _doc(name, field).replace("|", "\\|")
        lines.append(f"| `{field.name}` | {_default(field)} | {doc} |")
    return "\n".join(lines) + "\n"


def _doc(table: str, field: dataclasses.Field[Any]) -> str:
    """Return what a key means, also for each engine that gives it a meaning of its own."""
    doc = str(field.metadata["doc"])
    if (table, field.name) == ("content", "dialect"):
        names = (f'`"{engine.name}"` ({engine.label})' for engine in ENGINES.values())
        return f"{doc} The others are {', '.join(names)}."
    notes = (
        f"{engine.label}: {engine.key_notes[field.name]}"
        for engine in ENGINES.values()
        if table == "content" and field.name in engine.key_notes
    )
    return " ".join((doc, *notes))


def _default(field: dataclasses.Field[Any]) -> str:
    if field.metadata.get("required"):
        return "must be set"
    value = field.default_factory() if callable(field.default_factory) else None
    if value is None or value == "" or isinstance(value, Person):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        items = ", ".join(f'"{item}"' for item in value)
        return f"`[{items}]`"
    if isinstance(value, int):
        return f"`{value}`"
    return "`{}`" if isinstance(value, dict) else f'`"{value}"`'


def rules() -> str:
    """Return the text of docs/rules.md."""
    return RULES + _agreement() + "".join(_book(book) for book in REGISTRIES)


def _agreement() -> str:
    """Return the figures that benchmarks/w3c_agreement.py has measured."""
    data = tomllib.loads((HERE / "agreement.toml").read_text(encoding="utf-8"))
    lines = [AGREEMENT, "| testcases | files | agreed |", "|---|---|---|"]
    for folder, (agreed, total) in data["folders"].items():
        lines.append(f"| {folder} | {total} | {agreed} ({100 * agreed / total:.1f} %) |")
    lines += [OTHERS.format(**data["others"]), "| error of the validator | rules |", "|---|---|"]
    for name, found in data["classes"].items():
        lines.append(f"| {name} | {', '.join(f'`{rule}`' for rule in found)} |")
    lines += [
        WARNINGS,
        "| warning of the validator | rules | by both | by it alone | by us alone |",
    ]
    lines.append("|---|---|---|---|---|")
    for row in data["warnings"]:
        rules = ", ".join(f"`{rule}`" for rule in row["rules"])
        counts = " | ".join(str(row[name]) for name in ("both", "theirs", "ours"))
        lines.append(f"| {', '.join(row['classes'])} | {rules} | {counts} |")
    return "\n".join(lines) + "\n"


def _book(book: Registry[Any]) -> str:
    """Return the section of a registry.

    Its rules stand by module: the order in which they are registered is that of the imports, which
    differs with what the process has imported before.
    """
    ordered = sorted(book.rules, key=attrgetter("find.__module__"))
    lines = [f"\n## {book.title}\n", book.about, "", "| rule | severity | why |", "|---|---|---|"]
    lines += [f"| [`{r.id}`](#{r.id}) | {r.severity} | {_cell(r.why)} |" for r in ordered]
    return "\n".join(lines) + "\n" + "".join(_rule(rule) for rule in ordered)


def _rule(rule: CheckRule[Any]) -> str:
    about = " ".join((rule.find.__doc__ or "").split())
    bad, good = _example(rule.bad), _example(rule.good)
    return f"\n### `{rule.id}`\n\n{about}\n\nBad:\n\n{bad}\nGood:\n\n{good}"


def _example(text: str) -> str:
    """Return an example as code; invisible characters are written as escapes."""
    shown = "".join(c if c == "\n" or c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    cut = [line if len(line) <= LONGEST else line[:LONGEST] + "…" for line in shown.split("\n")]
    return "````\n" + "\n".join(cut) + "\n````\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def man_page() -> str:
    """Return the man page; its date is left out, since nothing else of a build depends on the clock."""
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    os.environ["COLUMNS"] = "100"  # argparse asks the terminal how wide it is.
    page = str(Manpage(cli.make_parser()))
    return page.replace('"1970\\-01\\-01"', '""', 1)


def completion(shell: str) -> str:
    """Return the completion of the command line for a shell."""
    return str(shtab.complete(cli.make_parser(), shell))


PAGES: Mapping[str, Callable[[], str]] = {
    "configuration.md": configuration,
    "rules.md": rules,
    "generated/publish.schema.json": lambda: schema.written(ENGINES),
    "generated/publish.1": man_page,
    "generated/completion.bash": lambda: completion("bash"),
    "generated/completion.zsh": lambda: completion("zsh"),
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
