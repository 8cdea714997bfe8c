"""What functions of sites return. Expected texts are what Node 20 returns."""

from __future__ import annotations

import pytest

from broadsheet.scripts import (
    BUILTINS,
    UNKNOWN,
    Bounds,
    ScriptScope,
    UnknownResultError,
    as_shown,
    called,
    value_of,
)


def result(code, *given, names=None):
    known = {**BUILTINS, **(names or {})}
    scope = ScriptScope(Bounds(), lookup=lambda name: known.get(name, UNKNOWN))
    return as_shown(called(value_of(code, scope), list(given), {"page": {"url": "/a/"}}))


@pytest.mark.parametrize(
    ("code", "given", "shown"),
    [
        ("(a, b = 'x') => `<p class=\"${b}\">${a}</p>`", ["hi"], '<p class="x">hi</p>'),
        ("(a) => { return `${a ? `[${a}]` : ''}.` }", ["}"], "[}]."),
        ("function (a) { if (!a) { return '' } else return a.trim() + '!' }", [" y "], "y!"),
        ("function named(a) { let s = 'a'; if (a) s += a; s += 1; return s }", ["b"], "ab1"),
        ("async ({ src, alt = '-', ...more }) => `${src}|${alt}|${Object.keys(more)}`",
         [{"src": "s", "x": 1.0, "y": 2.0}], "s|-|x,y"),
        ("([a, , b], ...rest) => a + b + rest.length", [["1", "2", "3"], "x", "y"], "132"),
        ("a => { switch (a) { case 'x': a = 'X'; case 'y': a += 'Y'; break; default: a = 'D' } return a }",
         ["x"], "XY"),
        ("a => { switch (a) { case 'x': return 1; default: return 'D' } }", ["q"], "D"),
        ("a => { for (const w of a.split(' ')) { if (w === 'b') continue; if (w === 'c') return w } }",
         ["a b c"], "c"),
        ("(n) => { let s = ''; for (let i = 1; i <= n; i++) { if (i == 2) continue; s += i } return s }", [4.0], "134"),
        ("(a: string, b?: number): string => { const c: string[] = [a]; return c.join() + b }", ["x", 2.0],
         "x2"),
        ("(a) => a.replace(/<(p)>/g, '[$1]').replace('x', '$&$&')", ["<p>x<p>x"], "[p]xx[p]x"),
        ("(a) => a.split(/\\s+/).map((w, n) => `${n}${w}`).filter(Boolean).join('-')", ["a  b"], "0a-1b"),
        ("(a) => a.split(':').reduce((x, y) => (y / x) * 100)", ["16:9"], "56.25"),
        ("(a) => typeof a === 'undefined' ? 'none' : a ?? 'nil'", [], "none"),
        ("(a) => a?.b?.c ?? 'nil'", [{"b": None}], "nil"),
        ("(a) => 7 % 4 + 1 / 2 + ' ' + (1 + 1) + '1' + 0x1f", ["a"], "3.5 2131"),
        ("(a) => encodeURIComponent(a) + String(1.0) + [1, [2]].flat()", ["é/"], "%C3%A9%2F11,2"),
        ("(a) => new URL(a).pathname.split('/').at(-1)", ["https://e.org/x/y?z"], "y"),
        ("function (a) { // a comment with } and '\n /* ` */ return this.page.url + a }", ["b"], "/a/b"),
        ("(a) => { const t = { 'k-1': 'v', [a]: 2, f(x) { return x + '!' }, a }; return t['k-1'] + t.z + t.f(t.a) }",
         ["z"], "v2z!"),
        ("(a) => null", ["a"], ""),
        ("(a) => { const t = { x: 1 }; try { if (a in t) return 'in' } catch (e) { return e } return 'out' }", ["x"],
         "in"),
        ("(a) => { const t = { x: 1 }; try { if (a in t) { return 'in' } } catch { return 1 } return 'out' }",
         ["y"], "out"),
        ("(a) => a.normalize('NFKD').replace(/[\\u0300-\\u036f]/g, '').toLocaleLowerCase()", ["É\ufb01"], "efi"),
        ("(a) => a.normalize() + a.replace(/\\x41/, '-')", ["e\u0301A"], "\u00e9Ae\u0301-"),
    ],
)  # fmt: skip
def test_functions_return_what_they_do_in_node(code, given, shown):
    assert result(code, *given) == shown


@pytest.mark.parametrize(
    "code",
    [
        "(a) => { while (true) {} }",
        "(a) => { let s = ''; for (let i = 0; i < 1e6; i++) s += i; return s }",
        "(a) => { throw new Error('x') }",
        "(a) => fs.readFileSync(a)",
        "(a) => new Date().getFullYear()",
        "(a) => { if (process.env.X) return 'a'; return 'b' }",
        "(a) => a.repeat(10000000)",
        "(a) => { const f = (x) => f(x) + 'a'; return f(a) }",
        "(a) => a.replace(/(a+)+$/, '')",
        "(a) => a.nothing.more",
        "(a) => unknown(a) + '!'",
        "(a) => ({}).constructor.constructor('return process')()",
        "(a) => { const s = []; for (const x of [1, 2]) { s.push(s) } return s.map(x => y).join('') }",
    ],
)
def test_what_only_running_a_program_could_tell_is_unknown(code):
    with pytest.raises(UnknownResultError):
        result(code, "a")


def test_an_unknown_value_may_name_an_element_but_not_be_shown():
    code = '(a) => `<b id="n-${count(a)}" data-n="${count(a)}" lang="en">${a}</b>`'
    assert result(code, "x") == '<b lang="en">x</b>'
    with pytest.raises(UnknownResultError):
        result('(a) => `<a href="${count(a)}">x</a>`', "x")


def test_a_member_that_is_not_understood_leaves_the_others():
    scope = ScriptScope(Bounds())
    found = value_of(
        "{ bad(a) { while (a) { a.replace(/[}'\\/]/, x) } }, worse: class { }, good: (a) => a + '`}' }",
        scope,
    )
    assert found["good"](["x"], None) == "x`}"
    with pytest.raises(UnknownResultError):
        found["bad"](["x"], None)


@pytest.mark.parametrize(
    "text", ["(" * 20_000, "`${" * 7_000, "{a:" * 7_000, "x=>{" * 5_000, "[" * 20_000]
)
def test_deep_code_is_given_up_soon(text):
    with pytest.raises(UnknownResultError):
        value_of(text, ScriptScope(Bounds()))
