"""No regular expression takes more than linear time, on any input.

Each is given its own worst repetitions: pieces of itself, many times over, and an end that it does not
match.
"""

import ast
import importlib
import itertools
import re
import signal
import time
from pathlib import Path

import pytest

import broadsheet

SOURCE = Path(broadsheet.__file__).parent
ROOMS = ("engines", "markdown", "read", "scaffold", "source")
MODULES = sorted(file for room in ROOMS for file in (SOURCE / room).rglob("*.py"))
LIMIT = 0.5
"""Seconds of the processor for one input; a linear expression takes a few hundredths."""
SIZE = 500_000
"""Characters of the longest input."""

BOUNDS: dict[str, int] = {}
"""Characters of the longest text that an expression is given, if it is not linear."""

ONCE = {"match": "match", "fullmatch": "fullmatch"}
"""Calls that try one position only; all others go through the text."""


TREES = {
    module: [
        node
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
        or (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    ]
    for module in MODULES
}
"""The calls of each module, and the attributes of names."""


def methods():
    """Return the calls that the rooms make of the expressions that have a name."""
    found = {}
    for module, nodes in TREES.items():
        for node in nodes:
            if isinstance(node, ast.Attribute):
                name = node.value.id
                place = module if name.startswith("_") else None
                found.setdefault((place, name), set()).add(ONCE.get(node.attr, "finditer"))
    return found


USED = methods()


def expressions(file):
    """Yield the expressions of a module and how they are called: those with a name, those typed in calls."""
    name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)
    module = importlib.import_module(name.removesuffix(".__init__"))
    for variable, value in vars(module).items():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                place = file if variable.startswith("_") else None
                for method in USED.get((place, variable), {"finditer"}):
                    yield each.pattern, each.flags, method, BOUNDS.get(variable, SIZE)
    for node in TREES[file]:
        function = node.func if isinstance(node, ast.Call) else None
        if isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "re":
            first = node.args[0] if node.args else None
            method = function.attr
            if isinstance(first, ast.Constant) and method not in {"compile", "escape"}:
                flags = re.DOTALL if "DOTALL" in ast.unparse(node) else re.NOFLAG
                yield first.value, flags, ONCE.get(method, "finditer"), SIZE


ALL = sorted({(p, int(f), *how) for m in MODULES for p, f, *how in expressions(m)})


def pieces(pattern):
    """Return texts that a pattern may get lost in: what it names itself, and common characters."""
    literal = re.sub(r"\\[AZbBdDsSwW]|\(\?(?:P<\w+>|P=\w+\)|[:=!<a-zA-Z-]+)", " ", pattern)
    literal = re.sub(r"\\(.)", r"\1", literal)
    words = [word for word in re.findall(r"\w{2,}", literal) if not word.isdigit()]
    signs = sorted({c for c in literal if not c.isalnum() and c not in "^$?*+|()"})
    signs += [c for c in "(){}[]*+?|" if "\\" + c in pattern or f"[{c}" in pattern]
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
