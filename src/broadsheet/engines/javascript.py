"""Reads what a JavaScript file exports, as far as it is data; the file is never run."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that only running the program could compute; `code` is its expression."""

    code: str


_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`|\\."
    r"|(?P<open>[\[({])|(?P<close>[\])}])|(?P<end>[,;])|[^'\"`\\\[\](){},;/]+|.",
    re.DOTALL,
)
_DEFAULT = re.compile(r"export\s+default\s+|module\.exports\s*=\s*")
_RETURNED = re.compile(r"\breturn\b\s*")
_ARROW = re.compile(r"(?:async\b\s*)?(?:\([^()]*\)|[\w$]+)\s*=>\s*(?!\{)(?:\(\s*)?")
_FUNCTION = re.compile(r"(?:async\b\s*)?(?:function\b|(?:\([^()]*\)|[\w$]+)\s*=>)")
_CALLED = re.compile(r"(?:await\s+)?([\w$]+)\(\s*\)")
_NAMED = re.compile(
    r"export\s+(?:const|let|var)\s+([\w$]+)\s*=\s*|(?:module\.)?exports\.(\w+)\s*=\s*"
)
_WRAPPER = re.compile(
    r"(?:await\s+)?(?!async\b|function\b)[\w$.]+(?:<[^<>()\n]*>)?\(\s*(?=[{\w$(])"
)
_NAME = re.compile(r"([\w$]+)\s*(?=[;)\n]|as\b|satisfies\b|\Z)")
_TAKEN = re.compile(
    r"\b(?:const|let|var)\s{1,9}\{([\w$\s,:]{1,500})\}\s{0,9}=\s{0,9}([\w$.]{1,100})(?![\w$.(])"
)
_PAIR = re.compile(r"\s*(?:([\w$]+)|\"([^\"]+)\"|'([^']+)')\s*:\s*(.*)", re.DOTALL)
_SHORT = re.compile(r"\s*([A-Za-z_$][\w$]*)\s*")
_METHOD = re.compile(r"\s*(?:async\s+)?([\w$]+)\s*\(.*", re.DOTALL)
_STRING = re.compile(
    r"'((?:\\.|[^'\\\n])*)'|\"((?:\\.|[^\"\\\n])*)\"|`((?:\\.|[^`\\])*)`", re.DOTALL
)
_TYPE = re.compile(r"(?<=[}\]'\"`])\s{1,9}(?:satisfies|as)\s{1,9}[\w.$]{1,100}\Z")
_DEEPEST = 8
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}


def exports(text: str) -> dict[str, Any] | None:
    """Return what a module exports, by name; None if it exports no object at all."""
    named = {
        a or b: value(first(text[m.end() :]))
        for m in _NAMED.finditer(text)
        for a, b in [m.groups()]
    }
    whole = _object(text, default_code(text))
    return None if whole is None and not named else {**named, **(whole or {})}


def _object(text: str, exported: str) -> dict[str, Any] | None:
    """Read the default export: an object, a name of one, or a function that returns one.

    A function around it, such as `defineConfig`, is assumed to return its argument.
    """
    for _ in range(_DEEPEST):
        if exported.startswith("{"):
            return table(exported)
        exported = _within(text, exported)
    return None


def _within(text: str, code: str) -> str:
    """Return the code that a wrapper is given, a name stands for or a function returns; "" if none."""
    if match := _ARROW.match(code) or _WRAPPER.match(code):
        return code[match.end() :]
    if match := _NAME.match(code) or _CALLED.match(code):
        return function(text, match[1])
    return _returned(code)


def function(text: str, name: str) -> str:
    """Return the code from the value or the declaration of a function on, "" if it is not declared."""
    if code := declared(text, name):
        return code
    found = re.search(rf"\bfunction\s+{re.escape(name)}\s*\(", text)
    return text[found.start() :] if found else ""


def returned(code: str) -> str:
    """Return the code of what a function returns, "" if the code begins with none."""
    if arrow := _ARROW.match(code):
        return code[arrow.end() :]
    return _returned(code) if _FUNCTION.match(code) else ""


def _returned(code: str) -> str:
    """Return the code behind the first `return` of a function itself; functions in it have others."""
    depth = 0
    for token in _TOKEN.finditer(code):
        depth += bool(token["open"]) - bool(token["close"])
        if depth == 0 and token[0] == "}":
            break
        is_code = depth == 1 and not token["comment"] and token[0][0] not in "'\"`"
        if is_code and (found := _RETURNED.search(token[0])):
            return re.sub(r"\A\(\s*", "", code[token.start() + found.end() :])
    return ""


def declared(text: str, name: str) -> str:
    """Return the code from the value of a constant on, "" if it is not declared."""
    found = re.search(rf"(?:const|let|var)\s+{re.escape(name)}\b[^=\n]{{0,200}}=\s*", text)
    return text[found.end() :] if found else ""


def assigned(text: str, name: str) -> str:
    """Return the code from the value on that a name is given where it is declared without one."""
    found = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,9}}=(?![=>])\s*", text)
    return text[found.end() :] if found else ""


def default_code(text: str) -> str:
    """Return the code from a module's default export on, "" if it has none."""
    start = _DEFAULT.search(text)
    return text[start.end() :].lstrip() if start else ""


def called(code: str) -> tuple[tuple[str, ...], str]:
    """Return the arguments of a call, from whose `(` some code begins, and the code behind it.

    Comments right behind the call are left out.
    """
    depth = 0
    tokens = _TOKEN.finditer(code)
    for token in tokens:
        depth += bool(token["open"]) - bool(token["close"])
        if depth == 0 and token["close"]:
            pieces = (piece.strip() for piece in _pieces(code[1 : token.start()]))
            behind = (each.start() for each in tokens if each[0].strip() and not each["comment"])
            return tuple(filter(None, pieces)), code[next(behind, len(code)) :]
    return (), ""


def constant(text: str, name: str) -> Any:
    """Return the value of a constant of a module; Computed if it is not declared or no data."""
    code = declared(text, name)
    if not code:
        return Computed(_taken_from(text, name) or name)
    if call := _WRAPPER.match(code):
        code = code[call.end() :]
    if code.startswith("{"):
        return table(code)
    if code.startswith("["):
        return [value(piece) for piece in _pieces(code[1:]) if piece.strip()]
    quoted = _STRING.match(code)  # A line need not end in a semicolon.
    if quoted and not code[quoted.end() :].lstrip().startswith(("+", ".")):
        return _text(quoted[0])
    return value(first(code).partition("\n")[0])


def _taken_from(text: str, name: str) -> str:
    """Return `a.b` for the name `c` of `const { b: c } = a`, "" if there is no such constant."""
    for listed, source in _TAKEN.findall(text):
        for part in listed.split(","):
            key, _, own = part.strip().partition(":")
            if (own or key).strip() == name:
                return f"{source}.{key.strip()}"
    return ""


def argument(text: str, function: str) -> dict[str, Any]:
    """Return the object that a function is called with; empty if there is none."""
    found = re.search(rf"\b{re.escape(function)}\(\s*(?=\{{)", text)
    return table(text[found.end() :]) if found else {}


def table(text: str) -> dict[str, Any]:
    """Return the object that some code begins with, by the names of its fields."""
    found: dict[str, Any] = {}
    for piece in _pieces(text[1:]):
        if match := _PAIR.fullmatch(piece):
            found[match[1] or match[2] or match[3]] = value(match[4])
        elif match := _METHOD.fullmatch(piece):
            found[match[1]] = Computed(piece)
        elif match := _SHORT.fullmatch(piece):
            found[match[1]] = Computed(match[1])
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts between commas, without comments, up to the closing bracket or semicolon."""
    depth, piece = 0, ""
    for token in _TOKEN.finditer(text):
        if token["comment"]:
            continue
        if depth == 0 and (token["close"] or token["end"]):
            yield piece
            piece = ""
            if token[0] != ",":
                return
            continue
        depth += bool(token["open"]) - bool(token["close"])
        piece += token[0]
    yield piece


def first(text: str) -> str:
    """Return the code of a value, without comments, up to its end."""
    return next(_pieces(text))


def value(code: str) -> Any:
    """Return the value of an expression; Computed if it is no data."""
    code = _TYPE.sub("", code.strip())
    if _STRING.fullmatch(code):
        return _text(code)
    if code.startswith("{") and code.endswith("}"):
        return table(code)
    if code.startswith("[") and code.endswith("]"):
        values = [value(piece) for piece in _pieces(code[1:]) if piece.strip()]
        return [value for value in values if not isinstance(value, Computed)]
    if code in _WORDS:
        return _WORDS[code]
    if re.fullmatch(r"-?\d+(?:\.\d+)?", code):
        return json.loads(code)
    return _with_default(code)


def _with_default(code: str) -> Any:
    """Read the default of an environment variable: process.env.URL || "https://…"."""
    name, otherwise, fallback = code.rpartition("||")
    if not otherwise or "=>" in code:
        return Computed(code)
    found = value(fallback)
    if isinstance(found, Computed):
        return Computed(code)
    return found or Computed(name.strip())


def _text(code: str) -> Any:
    """Read a text; a template that names values is computed."""
    inner = code[1:-1]
    if code[0] == "`" and "${" in inner:
        return Computed(code)
    return _ESCAPE.sub(_unescaped, inner)


_ESCAPE = re.compile(
    r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "t": "\t", "\n": ""}


def _unescaped(escape: re.Match[str]) -> str:
    """Return the character that an escape of ECMAScript stands for (12.9.4)."""
    code = int(escape[1] or escape[2] or escape[3] or "0", 16)
    if escape[4]:
        return _CONTROLS.get(escape[4], escape[4])
    return chr(code) if code <= sys.maxunicode else escape[0]
