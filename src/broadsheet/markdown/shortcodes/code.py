"""Shortcodes that hold code (`{% highlight js %}`) → code in Markdown or HTML."""

from __future__ import annotations

import re
from html import escape

from broadsheet.markdown.shortcodes.arguments import Arguments

CODE_SHORTCODES = frozenset({"code", "codeblock", "highlight", "mermaid"})
"""Shortcodes whose content is code."""


def code_block(
    name: str, given: Arguments, code: str, indent: str = "", *, has_captions: bool = False
) -> str:
    """Write a block of code as Markdown; the fence is longer than any in the code.

    The first argument of `highlight` is its language, those of `codeblock` are a caption, which follows
    the language where fences may have one.
    """
    first = "" if name in {"code", "codeblock"} else given.get("0", "")
    language = re.sub(r"[^\w+#-]", "", given.get("lang") or first)
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`{3,}", code))])
    words = " ".join(value for key, value in given.items() if key.isdigit()) if not first else ""
    caption = f"{language or 'plaintext'} {words}" if words and has_captions else language
    lines = [f"{fence}{caption}", *code.strip("\n").split("\n"), fence]
    return "\n\n" + "\n".join(indent + line for line in lines) + "\n\n"


def code_span(given: Arguments, code: str) -> str:
    """Write code within a sentence (`hl_inline=true`) as HTML; "" for a block."""
    options = " ".join(given.values()).replace(" ", "") + (
        "hl_inline=true" * ("hl_inline" in given)
    )
    return f"<code>{escape(code, quote=False)}</code>" if "hl_inline=true" in options else ""


def code_block_html(name: str, given: Arguments, code: str) -> str:
    """Write a block of code as HTML."""
    first = "" if name in {"code", "codeblock"} else given.get("0", "")
    language = re.sub(r"[^\w+#-]", "", given.get("lang") or first)
    kind = f' class="language-{language}"' if language else ""
    shown = escape(code.strip("\n"), quote=False)
    return f"\n<pre><code{kind}>{shown}\n</code></pre>\n"
