"""The permalinks that functions of a JavaScript file make, as templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from broadsheet.engines.javascript import first

_OPERAND = (
    r"(?:`(?:\\.|[^`\\])*`|'[^'\n]*'|\"[^\"\n]*\"|[\w.$]+(?:\([^()]*\))?(?:\.\w+\([^()]*\))*)"
)
_SUM = re.compile(rf"{_OPERAND}(?:\s*\+\s*{_OPERAND})*")
_RETURN = re.compile(r"(?:\breturn\b|=>(?!\s*\{))\s*")
_CHOICE = re.compile(rf"[^?]+\?\s*({_OPERAND})\s*:\s*({_OPERAND})", re.DOTALL)
_CONSTANT = re.compile(
    rf"\b(?:const|let|var)\s+(\w+)\s*=\s*({_OPERAND})[ \t]*(?:;|\n(?!\s*[.?+*&|]))"
)
_DECLARED = re.compile(r"\b(?:const|let|var)\s+(\w+)")
_CALL = re.compile(r"(?:this\.)?(?:slugify|slug)\((.*)\)")
_REPLACED = re.compile(r"(.*)\.replace\(\s*('[^']*'|\"[^\"]*\")\s*,\s*('[^']*'|\"[^\"]*\")\s*\)")
_KEPT_OUT = re.compile(r"draft|date|env\b", re.IGNORECASE)


def returned_template(code: str) -> str:
    """Return the text that a function makes of values, with `{{ … }}` around these; "" if unsure.

    Branches that write no page, as for a draft or a future article, do not count.
    """
    code = code.replace("?.", ".")
    made = {value for match in _RETURN.finditer(code) for value in _chosen(code[match.end() :])}
    if "false" in made and _KEPT_OUT.search(code):
        made.remove("false")
    returned = made.pop() if len(made) == 1 else ""
    if not _SUM.fullmatch(returned):
        return ""
    constants = dict(_CONSTANT.findall(code))
    template = "".join(_written(part, constants) for part in re.findall(_OPERAND, returned))
    named = re.fullmatch(r"(?:[^{}]|\{\{ [\w.$]+(?: \| [^{}]*)? \}\})*", template)
    unknown = set(_DECLARED.findall(code)).intersection(re.findall(r"\{\{ (\w+)", template))
    return template if named and not unknown else ""


def _chosen(code: str) -> tuple[str, ...]:
    """Return the value at the beginning of some code, or both values of a conditional."""
    value = first(code).strip()
    value = value[1:-1].strip() if value.startswith("(") and value.endswith(")") else value
    choice = _CHOICE.fullmatch(value)
    return (choice[1], choice[2]) if choice else (value,)


def _written(operand: str, constants: Mapping[str, str]) -> str:
    """Return one of the concatenated texts or values as a template."""
    if operand[0] == "`":
        outputs = partial(_output, constants=constants)
        return re.sub(r"\$\{([^{}]*)\}", lambda match: outputs(match[1].strip()), operand[1:-1])
    return operand[1:-1] if operand[0] in "'\"" else _output(operand, constants)


def _output(expression: str, constants: Mapping[str, str]) -> str:
    """Return a JavaScript expression, such as this.slugify(data.title), as a template's expression."""
    filters = ""
    expression = constants.get(expression, expression)
    while match := _REPLACED.fullmatch(expression) or _CALL.fullmatch(expression):
        is_call = match.re is _CALL
        filters = (" | slugify" if is_call else f" | replace: {match[2]}, {match[3]}") + filters
        expression = constants.get(match[1].strip(), match[1].strip())
    return f"{{{{ {expression.removeprefix('data.')}{filters} }}}}"
