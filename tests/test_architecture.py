"""The structure that docs/architecture.md promises, held."""

from __future__ import annotations

import ast
import graphlib
import importlib
import inspect
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from broadsheet import templating
from broadsheet.config.records import SiteConfig
from broadsheet.engines import ENGINES

SOURCE = Path(__file__).parent.parent / "src/broadsheet"
MODULES = sorted(SOURCE.rglob("*.py"))

# Each room may import from those above it, never from those below.
LAYERS = [
    [
        "lazy",
        "late",
        "errors",
        "columns",
        "text",
        "toml_lines",
        "language_tags",
        "parsing",
        "patterns",
        "colours",
        "urls",
        "dates",
        "model",
        "stamps",
        "syncing",
        "outgoing",
        "interrupts",
        "images",
        "dns_queries",
        "mail_headers",
        "pairing",
        "placeholders",
    ],
    ["attempt", "compression", "listening", "parallel", "process", "walk"],
    ["versions"],
    ["rendered", "store"],
    ["databases"],
    ["rates"],
    ["subscribers"],
    ["ledger"],
    ["config"],
    ["scripts"],
    ["markdown"],
    ["source"],
    ["engines"],
    ["site", "read"],
    ["feeds", "templating"],
    ["i18n"],
    ["mail_pictures", "pages"],
    ["newsletter"],
    ["output", "pipeline", "up_to_date"],
    ["site_store"],
    ["checks", "comparison"],
    ["scaffold"],
    ["messages", "relay", "bounces"],
    ["sending"],
    ["preflight"],
    ["workers"],
    ["console", "fetching", "serve", "websub"],
    ["api"],
    ["subscribe"],
    ["commands"],
    ["cli"],
    ["__main__"],
]
NAMES = {
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in MODULES
}
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


@cache
def parsed(path):
    """Return the imports of a module, wherever it has them, and the names of its classes.

    The whole tree is not kept: the garbage collector would look through all of them again and again.
    """
    body = ast.parse(path.read_text("utf-8")).body
    classes = tuple(node.name for node in body if isinstance(node, ast.ClassDef))
    return tuple(_import_statements(body)), classes


def _import_statements(body):
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, field, ())
            yield from _import_statements(inner if isinstance(inner, list) else ())


@cache
def imports(path):
    return tuple(_imports(path))


def _imports(path):
    for node in parsed(path)[0]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in NAMES else node.module for name in names)


def room(path):
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def test_imports_run_one_way():
    upward = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in MODULES
        if path != SOURCE / "__init__.py"
        for name in imports(path)
        if name.startswith("broadsheet.") and name != "broadsheet.__version__"
        if room(path) != (imported := name.split(".")[1])
        if LEVEL[imported] > LEVEL[room(path)]
    ]
    assert upward == []


MOST_NAMES = 6
OPEN = {"api", "commands"}
"""The public API, and modules that `cli` imports by name."""
PACKAGES = {
    path.parent.name: f"broadsheet.{path.parent.name}" for path in SOURCE.glob("*/__init__.py")
}


def test_other_packages_are_used_by_their_interface_only():
    """What a package's `__init__` lists in `__all__`. Commands are modules that only `cli` imports."""
    beside = []
    for path in MODULES:
        others = {*PACKAGES} - {room(path), "commands"} if path != SOURCE / "__init__.py" else set()
        for module, name in imported_names(path):
            if (package := room(NAMES[module])) in others:
                face = PACKAGES[package]
                if module != face or (name and name not in exported(face)):
                    beside.append(f"{path.relative_to(SOURCE)}: {module}.{name}")
    assert beside == []


def test_packages_with_many_names_say_why():
    """docs/architecture.md has a line for each package that exports more than six names, and for no other."""
    text = (SOURCE.parents[1] / "docs/architecture.md").read_text("utf-8")
    table = text.partition("for these reasons:")[2].partition("## ")[0]
    explained: set[str] = set()
    for line in table.splitlines():
        if line.startswith("| `"):
            explained |= set(re.findall(r"`(\w+)/`", line.split("|")[1]))
    many = {
        name
        for name, face in PACKAGES.items()
        if name not in OPEN - {"api"} and len(exported(face)) > MOST_NAMES
    }
    assert explained == many


def test_no_two_public_classes_share_a_name():
    """What `Link` is follows from its name alone, in a message, a traceback or a search."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for name in parsed(path)[1]:
            if not name.startswith("_"):
                places.setdefault(name, []).append(str(path.relative_to(SOURCE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def imported_names(path):
    """Yield (module of ours, name) for each name that a module imports."""
    for node in parsed(path)[0]:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name in NAMES)
        elif isinstance(node, ast.ImportFrom) and node.module in NAMES:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (
                    (inner, "")
                    if node.module == "broadsheet" and inner in NAMES
                    else (
                        node.module,
                        alias.name,
                    )
                )


@cache
def exported(package):
    return frozenset(importlib.import_module(package).__all__)


@pytest.mark.parametrize("face", [*PACKAGES.values(), "broadsheet"])
def test_interfaces_hold_what_they_list(face):
    """Also if it is imported lazily. A name that a module has too would be that module at times."""
    package = importlib.import_module(face)
    for name in {*getattr(package, "__all__", ())} - {"app"}:  # It opens a database.
        found = getattr(package, name)
        assert (f"{face}.{name}" in NAMES) == inspect.ismodule(found), name


def test_no_circles():
    """Neither of modules, those that are imported within functions included, nor of rooms."""
    # The package's face imports the API when it is asked for; others take only the version from it.
    inner = {name: path for name, path in NAMES.items() if name != "broadsheet"}
    modules = {name: inner.keys() & set(imports(path)) for name, path in inner.items()}
    rooms = {room(path): set() for path in MODULES}
    for name, imported in modules.items():
        rooms[room(NAMES[name])] |= {room(NAMES[each]) for each in imported} - {room(NAMES[name])}
    graphlib.TopologicalSorter(modules).prepare()
    graphlib.TopologicalSorter(rooms).prepare()


@pytest.mark.parametrize(
    "package",
    [
        "babel",
        "comrak",
        "docutils",
        "feedgen",
        "feedparser",
        "frontmatter",
        "jinja2",
        "markdown",
        "premailer",
    ],
)
def test_each_chosen_package_is_imported_by_one_module(package):
    users = [p for p in MODULES if any(n.split(".")[0] == package for n in imports(p))]
    assert len(users) == 1


def test_the_clock_is_read_in_the_command_line_only():
    for path in MODULES:
        if path.name not in {"cli.py", "asgi.py"}:  # Both start the program.
            text = path.read_text("utf-8")
            assert "datetime.now" not in text, path
            assert "time.time(" not in text, path


def test_both_names_of_the_templates_folder_are_one():
    site = SiteConfig(title="A", url="https://a.example/")
    assert site.templates == templating.FOLDER


@pytest.mark.slow
def test_a_run_with_nothing_to_do_imports_no_library():
    """Most runs of cron are such; what they import is most of what they cost."""
    program = "import sys; from broadsheet.cli import make_parser; make_parser('build'); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    unneeded = {"babel", "dateutil", "feedgen", "jinja2", "lxml", "markdown", "nh3", "PIL", "yaml"}
    unneeded |= {
        "random",
        "socket",
        "tempfile",
        "broadsheet.commands.send",
        "broadsheet.model.articles",
    }
    assert not unneeded & set(done.stdout.split())


@pytest.mark.slow
def test_the_garbage_collector_runs_neither_while_modules_load_nor_at_the_end(tmp_path):
    program = (
        "import gc, sys; from broadsheet.__main__ import main; sys.argv = ['publish', 'build']; runs = [];"
        "gc.collect(); gc.callbacks.append(lambda *run: runs.append(run)); main(); import broadsheet.pipeline;"
        "print(len(runs), gc.get_freeze_count() > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == ["0", "True"]


def test_marks_in_texts_belong_to_one_module():
    """A private character stands for something until the module that wrote it takes it away."""
    users: dict[str, set[str]] = {}
    for path in MODULES:
        for mark in re.findall(r"\\ue0[0-9a-f]{2}", path.read_text("utf-8")):
            users.setdefault(mark, set()).add(path.relative_to(SOURCE).as_posix())
    assert [(mark, paths) for mark, paths in users.items() if len(paths) > 1] == []


def test_no_pattern_repeats_a_group_possessively():
    """The Python of Debian 12 (3.11.2) does not match what such a pattern should."""
    for path in MODULES:
        assert not re.search(r"\)[*+?]\+(?!,)", path.read_text("utf-8")), path


def test_no_function_is_excused_from_the_limit_of_parameters():
    """ruff allows five (PLR0913); a function that needs more lacks a record."""
    excused = [path for path in MODULES if "PLR0913" in path.read_text("utf-8")]
    assert excused == []


def test_engines_are_named_in_their_rooms_only():
    """Other code asks the engine for a trait, so that another engine needs no change there."""
    names = "|".join({*ENGINES, "quartz"} - {"plain"})
    name = re.compile(rf"(?i)(?<![a-z])(?:{names})|(?:dialect|engine)(?:\.name)? [!=]= ")
    named = [
        f"{path.relative_to(SOURCE)}: {found[0]}"
        for path in MODULES
        if room(path)
        not in {"engines", "rendered"}  # rendered/ names folders that programs write into.
        for found in name.finditer(path.read_text("utf-8"))
    ]
    assert named == []
