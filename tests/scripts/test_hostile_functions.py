"""Functions that take long, grow, fail or change what they are given: each ends soon, with a result or without."""

from __future__ import annotations

import time
import tracemalloc
from contextlib import suppress

import pytest
from test_functions import result

from broadsheet.scripts import BUILTINS, Bounds, ScriptScope, UnknownResultError, nunjucks_value

LOOP = "for (let i = 0; i < 1999; i++)"
DOUBLED = "let s = ['x']; for (let i = 0; i < 60; i++)"
HOSTILE = (
    # Loops without a statement that counts.
    f"(a) => {{ {LOOP} {LOOP} {LOOP} {{}} return a }}",
    "(a) => { const l = [...'x'.repeat(1900).split('')]; for (const x of l) for (const y of l) for (const z of l) {} }",
    "(a) => { for (let i = 0; true; i++) for (let j = 0; true; j++) for (let k = 0; true; k++) {} }",
    # Lists that grow by each other, or hold each other.
    f"(a) => {{ {DOUBLED} s = [...s, ...s]; return s.length }}",
    f"(a) => {{ {DOUBLED} s = s.concat(s); return s.length }}",
    f"(a) => {{ {DOUBLED} s = [s, s]; return `${{s}}` }}",
    f"(a) => {{ {DOUBLED} s = [s, s]; return s.join('') }}",
    f"(a) => {{ {DOUBLED} s = [s, s]; return JSON.stringify(s) }}",
    f"(a) => {{ {DOUBLED} s = [s, s]; return [s].indexOf([s]) }}",
    f"(a) => {{ {DOUBLED} s = [s, s]; return s.sort().length }}",
    "(a) => { const s = []; s.push(s); return `${s}` }",
    "(a) => { const s = []; s.push(s); return JSON.stringify(s) }",
    "(a) => { const t = {}; t.t = t; return JSON.stringify(t) }",
    f"(a) => {{ const t = {{}}; {LOOP} t['k' + i] = i; const s = []; {LOOP} s.push(Object.entries(t)); return s.length }}",
    # Texts that grow within one step.
    "(a) => 'x'.padEnd(1000, 'y'.repeat(900000)).length",
    "(a) => { const s = 'x'.repeat(90000); return s.replace(s, '$&'.repeat(90000)).length }",
    "(a) => 'x'.repeat(90000).replaceAll('x', '$1'.repeat(90000)).length",
    f"(a) => {{ const s = 'x'.repeat(300000); return `{'${s}' * 5000}`.length }}",
    f"(a) => {{ const s = 'é'.repeat(400000); let n = 0; {LOOP} {LOOP} {{ if (s.includes('z')) n += 1 }} return n }}",
    # Expressions that are read or run by recursion.
    "(a) => " + "a + " * 9000 + "a",
    "(a) => a" + ".b" * 9000,
    "(a) => a" + "()" * 9000,
    "(a) => " + "a || " * 9000 + "a",
    "(a) => " + "!" * 9000 + "a",
    "(a) => { const f = (n) => " + "(" * 50 + "f(n)" + ")" * 50 + "; return f(1) }",
    "(a) => new RegExp(a)",
    "(a) => /" + "[x]" * 9000 + "y/.test('x'.repeat(90000))",
    "(a) => /" + "(" * 9000 + ")" * 9000 + "/.test(a)",
    "(a) => { " + "/* " * 15000,
    "(a) => { " + "`" * 15001,
    "(a) => { x = " + "/[" * 15000,
    # What JavaScript has a value for, and Python an exception.
    "(a) => Math.floor(1 / 0)",
    "(a) => Math.round(-1 / 0) + Math.max() + Math.min() + parseInt('²') + parseInt('１')",
    "(a) => /x/.test()",
    "(a) => 1 / 0 % 2",
    "(a) => /x{99999999999}/.test(a)",
    "(a) => { let n = 0x7fffffffffff; for (let i = 0; i < 1900; i++) n = n + n; return n * 1 }",
    "(a) => encodeURIComponent('\\ud800')",
    "(a) => [1, 2].reduce() + [].reduce((x) => x) + [3].at(9) + 'x'.at(9)",
    "(a) => new URL('http://[').host",
    "(a) => new Date('0001-01-01T00:00:00+14:00').getTime()",
    "(a) => [1, 'a', null].sort((x, y) => x - y).map().filter(1)",
    # Attributes with many unknown values.
    '(a) => { let s = unknown(); for (let i = 0; i < 18; i++) s = s + s; return `<b id="${s}` }',
)  # fmt: skip
PATTERNS = (
    "x?" * 30 + "x" * 30, "(x|x)" * 30 + "y", "(?:x|x|x)" * 20 + "y", "x*x*y", "x+x+y", "x*?x*?x*?y", "(x+)+y",
    "(x*)*y", "(x|xx)+y", "(?=x*x*x*y)x", "(x)\\1+y", "(?<=x+x+)y", "x{1,30}x{1,30}x{1,30}y", ".*.*.*y", "x*y",
    "^(x?){30}y", "(?:x?x?){20}y", "x{99}x{99}x{99}y", "[x]+[x]+y", "\\w+\\s?\\w+\\s?y", "(|x)(|x)" * 15 + "y",
    "(x?x?)" * 15 + "y", "x??" * 30 + "y",
)  # fmt: skip


def seconds(code, given="a"):
    started = time.process_time()
    with suppress(UnknownResultError):
        result(code, given)
    return time.process_time() - started


@pytest.mark.parametrize("code", HOSTILE)
def test_no_function_takes_long_or_fails_or_grows(code):
    assert seconds(code) < 1
    tracemalloc.start()
    with suppress(UnknownResultError):
        result(code, "a")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("size", [30, 3000, 90_000])
def test_no_pattern_takes_long(pattern, size):
    use = f"/{pattern}/.test(a); a.replace(/{pattern}/g, 'z'); a.split(/{pattern}/)"
    code = f"(a) => {{ let n = 0; {LOOP} {{ n += 1; {use} }} return n }}"
    assert seconds(code, "x" * size) < 1.5


@pytest.mark.parametrize(
    "code", ["x" + ".b" * 900, "!" * 1990 + "x", "not " * 490 + "x", "1 if x else " * 160 + "1"]
)
def test_long_expressions_of_nunjucks_are_unknown_or_known(code):
    scope = ScriptScope(Bounds(), {"x": {}})
    with suppress(UnknownResultError):
        nunjucks_value(code, scope, {})


@pytest.mark.parametrize(
    "code", ["(a) => { Math.x = 1 }", "(a) => { console.log = a }", "(a) => { Math['floor'] = a }"]
)
def test_no_function_changes_what_all_programs_know(code):
    before = repr(BUILTINS)
    with pytest.raises(UnknownResultError):
        result(code, "a")
    assert repr(BUILTINS) == before


def test_pairs_of_surrogates_are_characters_and_halves_are_not():
    assert result("(a) => '\\ud83d\\ude00' + '\\ud83d' + a", "x") == "😀\ufffdx"


def test_numbers_have_no_bound_in_python_but_in_javascript():
    assert result("(a) => a + 1", 10**400) == "Infinity"
    assert result("(a) => `${-1 / 0}`", "") == "-Infinity"
