"""Small functions in JavaScript → what they return: a shortcode of a site makes HTML of a few words.

The site's program is never run. What is read here has no files, no network and no clock; it is a part of
the language that can only put texts together, and it is bounded in steps and in size. Whatever else a
function does makes its result unknown.

values.py      what JavaScript's values are here, and the unknown one
lexer.py       a text → tokens
scope.py       names → values, and the bounds
parser.py      expressions
typescript.py  types, which are skipped
bindings.py    parameters, and names that take values
statements.py  functions and statements
flow.py        in which order statements run
calls.py       calls, and the arguments of methods
patterns.py    regular expressions
methods.py     members and methods; text_methods.py, list_methods.py
builtins.py    what every program knows: Math, String …
moments.py     dates; calendar_words.py, as English shows them
nunjucks.py    expressions of the template language Nunjucks
tera.py        expressions of the template language Tera

Source: ECMA-262, https://tc39.es/ecma262/ (chapters 13 to 15 and 22).
"""

from __future__ import annotations

from broadsheet.scripts.builtins import BUILTINS, fixed
from broadsheet.scripts.calendar_words import MONTHS, WEEKDAYS, local_date, zone_named
from broadsheet.scripts.moments import as_date
from broadsheet.scripts.nunjucks import nunjucks_arguments, nunjucks_value
from broadsheet.scripts.patterns import Pattern
from broadsheet.scripts.scope import Bounds, ScriptScope, called
from broadsheet.scripts.statements import value_of
from broadsheet.scripts.tera import is_true_in_tera, tera_parameters, tera_value
from broadsheet.scripts.values import (
    MARK,
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    as_shown,
    is_true,
    measured,
    text_of,
)

__all__ = [
    "BUILTINS",
    "MARK",
    "MONTHS",
    "UNDEFINED",
    "UNKNOWN",
    "WEEKDAYS",
    "Bounds",
    "Pattern",
    "ScriptScope",
    "UnknownResultError",
    "as_date",
    "as_shown",
    "called",
    "fixed",
    "is_true",
    "is_true_in_tera",
    "local_date",
    "measured",
    "nunjucks_arguments",
    "nunjucks_value",
    "tera_parameters",
    "tera_value",
    "text_of",
    "value_of",
    "zone_named",
]
