"""Go's templates, in which themes and sites write shortcodes: run as far as a site's files tell.

pieces.py      a template → text and actions
parser.py      actions → nodes and expressions
nodes.py       what nodes show
values.py      truth, equality and texts of Go's values
functions.py   functions that need nothing but what they are given
texts.py       functions of texts
escaping.py    what html/template does to a value where it stands

Nothing here reads files, asks the clock or the network; bounds are counted, as for the other languages.
https://pkg.go.dev/text/template ; src/text/template/parse/ and exec.go of Go 1.24.
"""

from __future__ import annotations

from broadsheet.markdown.go_templates.functions import GO_FUNCTIONS, go_scratch, guarded_function
from broadsheet.markdown.go_templates.nodes import GoFrame, GoReturnError, shown_template
from broadsheet.markdown.go_templates.parser import parsed_template
from broadsheet.markdown.go_templates.values import GoTable, LooseTable, SafeHtml
from broadsheet.markdown.go_templates.values import text_of as go_text

__all__ = [
    "GO_FUNCTIONS",
    "GoFrame",
    "GoReturnError",
    "GoTable",
    "LooseTable",
    "SafeHtml",
    "go_scratch",
    "go_text",
    "guarded_function",
    "parsed_template",
    "shown_template",
]
