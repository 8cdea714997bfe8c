"""No regular expression takes more than linear time, on any input.

Each is given its own worst repetitions, and an end that it does not match: pieces of itself, many times
over, and what leads to each of its repetitions (`repetitions.py`), with all that this one takes.
"""

import ast
import importlib
import itertools
import re
import signal
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from repetitions import repetitions

import broadsheet
from broadsheet.late import LatePattern

SOURCE = Path(broadsheet.__file__).parent
MODULES = sorted(f for f in SOURCE.rglob("*.py") if f.name not in {"__main__.py", "asgi.py"})
LIMIT = 0.5
"""Seconds of the processor for one input; a linear expression takes a few hundredths."""
SIZE = 500_000
"""Characters of the longest input."""

BOUNDS: dict[str, int] = {"_ONE_OF": 500, "_BACK": 2_000}
"""Characters of the longest text that an expression is given, if it is not linear."""

ONCE = {"match": "match", "fullmatch": "fullmatch"}
"""Calls that try one position only; all others go through the text."""

COMPUTED = {
    "checks/content/markdown.py": "a name between the marks of a shortcode",
    "checks/content/prose.py": "a name in one of `_ENDS`",
    "checks/feeds/values.py": "constants, which are also tried by the tests of feeds",
    "checks/fix.py": "a key of front matter, and a name of a month",
    "config/table_values.py": "what publish.toml gives",
    "engines/eleventy/config.py": "a key, and a text in quotes",
    "engines/eleventy/feed_plugin.py": "a key, and a text in quotes or up to a brace",
    "engines/eleventy/library.py": "a name",
    "engines/eleventy/layouts.py": "a key, and a text in quotes",
    "engines/eleventy/permalinks.py": "a name between braces",
    "engines/hexo/dialect.py": "a fence of so many dashes",
    "engines/hugo/cascade.py": "a glob",
    "engines/eleventy/programs.py": "a name",
    "engines/hugo/config.py": "what hugo.toml gives",
    "engines/hugo/mounted_files.py": "globs of hugo.toml",
    "engines/javascript.py": "a name, and what is assigned to it",
    "engines/jekyll/dialect.py": "names of categories",
    "engines/obsidian/config.py": "a key at the beginning of a line",
    "engines/settings.py": "a key at the beginning of a line",
    "late.py": "those of other modules, which are tried by their names",
    "markdown/abbreviations.py": "words, each escaped",
    "markdown/kramdown/tags.py": "the name of an element",
    "markdown/old_marked/grammar.py": "marks at a place, tried with each version by tests of old marked",
    "markdown/old_marked/html_blocks.py": "the name of an element, and what ends it",
    "markdown/old_marked/kramed.py": "marks at a place, tried by the tests of kramed; dollars",
    "markdown/old_marked/kramed_inline.py": "the name of an element",
    "markdown/old_marked/lists.py": "marks of items, and so many spaces",
    "markdown/old_marked/paragraphs.py": "marks that end code",
    "markdown/old_marked/taken_code.py": "marks that end code, and so many spaces",
    "markdown/formulas/remark_math.py": "a sign, many times",
    "markdown/python_markdown/converter.py": "Python-Markdown's own, each from a table",
    "scaffold/last_output/patterns.py": "what init has just composed",
    "scripts/patterns.py": "those of a site's functions, whose tries are counted before",
    "source/headers.py": "keys, each escaped",
    "source/loose_dates.py": "one of `_DATES`, which are tried below",
    "walk.py": "globs",
    "websub/pending.py": "patterns of paths",
}
"""Expressions that are made while the program runs, by module: what they are made of."""


TREES = {module: ast.parse(module.read_text("utf-8")) for module in MODULES}
NODES = {
    module: [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Attribute)]
    for module, tree in TREES.items()
}
"""The calls and attributes of each module."""


def called(node):
    """Return the function of `re` that a node of the syntax calls, "" if it calls none."""
    function = getattr(node, "func", None)
    is_re = getattr(getattr(function, "value", None), "id", "") == "re"
    return function.attr if is_re else ""


def name_of(node):
    """Return the name of a value, of an attribute, or of the table that an expression is taken from."""
    if isinstance(node, ast.Subscript):
        return name_of(node.value)
    return getattr(node, "id", "") or getattr(node, "attr", "")


def methods():
    """Return the calls that the modules make of the expressions that have a name."""
    found = {}
    for module, nodes in NODES.items():
        for node in nodes:
            if isinstance(node, ast.Attribute) and (name := name_of(node.value)):
                place = module if name.startswith("_") else None
                if hasattr(re.Pattern, node.attr) and node.attr not in {"pattern", "flags"}:
                    found.setdefault((place, name), set()).add(ONCE.get(node.attr, "finditer"))
    return found


USED = methods()
PATTERNS = (re.Pattern, LatePattern)
MATCHED = {
    *("FM_BOUNDARY", "_LOGSEQ", "_QUOTED", "_BREAK", "_PLAIN_BREAK", "_TASK", "_OLD_TASK"),
    *("_MAIL", "_SHORT_MAIL", "_NEW_OPEN", "_OLD_OPEN", "_NEW_CLOSED", "_OLD_CLOSED"),
}
"""Names of expressions that are matched by a library, or by another name."""


def patterns_in(value):
    """Yield the expressions in a value of a module or a class: itself, or those in a container."""
    inner = value.values() if isinstance(value, Mapping) else value
    for each in inner if isinstance(inner, tuple | list | Iterable) else (value,):
        for part in each if isinstance(each, tuple) else (each,):
            if isinstance(part, PATTERNS):
                yield part


def named(file):
    """Yield the names and values of a module, and of its classes."""
    name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)
    module = importlib.import_module(name.removesuffix(".__init__"))
    for variable, value in vars(module).items():
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from vars(value).items()
        elif isinstance(value, (*PATTERNS, tuple, list, dict, Mapping)):
            yield variable, value


def expressions(file):
    """Yield the expressions of a module and how they are called: those with a name, those typed in calls."""
    for variable, value in named(file):
        if isinstance(value, (*PATTERNS, tuple, list, Mapping)):
            for each in patterns_in(value):
                place = file if variable.startswith("_") else None
                used = {"match"} if variable in MATCHED else USED.get((place, variable))
                for method in used or {"finditer"}:
                    yield each.pattern, each.flags, method, BOUNDS.get(variable, SIZE)
    for node in NODES[file]:
        method = called(node)
        if method not in {"", "compile", "escape"} and isinstance(node.args[0], ast.Constant):
            flags = re.DOTALL if "DOTALL" in ast.unparse(node) else re.NOFLAG
            yield node.args[0].value, flags, ONCE.get(method, "finditer"), SIZE


def unseen(file):
    """Yield the lines of expressions that are neither constants nor values of the module or its classes."""
    outside = {id(each) for node in TREES[file].body for each in at_import(node)}
    for node in NODES[file]:
        if called(node) in {"", "escape"} or id(node) in outside:
            continue
        if called(node) == "compile" or not isinstance(node.args[0], ast.Constant):
            yield node.lineno


def at_import(node):
    """Yield the nodes that are evaluated when a module is imported: not what stands in functions."""
    if not isinstance(node, ast.FunctionDef | ast.Lambda):
        yield node
        for inner in ast.iter_child_nodes(node):
            yield from at_import(inner)


ALL = sorted({(p, int(f), *how) for m in MODULES for p, f, *how in expressions(m)}, key=repr)


def test_no_expression_is_left_out():
    """What is typed, and what has a name, is tried below; `COMPUTED` names all others."""
    found = {m.relative_to(SOURCE).as_posix() for m in MODULES if next(unseen(m), 0)}
    assert found == set(COMPUTED)


def pieces(pattern):
    """Return texts that a pattern may get lost in: what it names itself, and common characters."""
    if isinstance(pattern, bytes):
        pattern = pattern.decode("latin-1")
    literal = re.sub(r"\\[AZbBdDsSwW]|\(\?(?:P<\w+>|P=\w+\)|[:=!<a-zA-Z-]+)", " ", pattern)
    literal = re.sub(r"\\(.)", r"\1", literal)
    words = [word for word in re.findall(r"\w{2,}", literal) if not word.isdigit()]
    signs = sorted({c for c in literal if not c.isalnum() and c not in "^$?*+|()"})
    signs += [c for c in "(){}[]*+?|^" if "\\" + c in pattern or f"[{c}" in pattern]
    base = list(dict.fromkeys(["a", "1", " ", "\n", *signs, *words[:6]]))
    pairs = ["".join(pair) for pair in itertools.product(base[:11], repeat=2)]
    return dict.fromkeys([*base, *pairs, "a\n", "\n\n", "- ", "a: "])


class TooSlowError(Exception):
    """An expression that has not come to an end."""


def _ring(*_):
    raise TooSlowError


@pytest.fixture
def alarm():
    before = signal.signal(signal.SIGVTALRM, _ring)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def is_slow(compiled, method, piece, head, longest):
    """Return whether looking for an expression in more and more of a piece takes too long."""
    size = min(2000, longest)
    while size <= longest:
        text = head + piece * (size // len(piece)) + "\0"
        text = text.encode("latin-1") if isinstance(compiled.pattern, bytes) else text
        started = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
            found = getattr(compiled, method)(text)
            for _ in found if method == "finditer" else ():
                pass
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except TooSlowError:
            return True
        if time.process_time() - started < 0.002:
            return False
        size *= 2
    return False


@pytest.mark.parametrize(("pattern", "flags", "method", "longest"), ALL)
def test_every_expression_takes_linear_time(alarm, pattern, flags, method, longest):
    compiled = re.compile(pattern, flags)
    every = pieces(pattern)
    heads = ("", *itertools.islice((piece for piece in every if len(piece) > 1), 2))
    for piece, head in itertools.product(every, heads):
        assert not is_slow(compiled, method, piece, head, longest), (piece, head)
    for (before, piece), start in itertools.product(repetitions(pattern, flags), ("", "\n")):
        assert not is_slow(compiled, method, piece, start + before, longest), (piece, before)
