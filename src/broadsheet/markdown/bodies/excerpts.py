"""The mark behind an excerpt, which is taken out of the text wherever it comes first, also in code.

https://www.11ty.dev/docs/data-frontmatter-customize/#example-parse-excerpts-from-content ; lib/excerpt.js
of gray-matter 4.0.3; `#getFrontMatter` in src/TemplateContent.js of 11ty 3.1.
"""

from __future__ import annotations


def without_mark(body: str, mark: str) -> str:
    """Return a text without the mark behind its excerpt; a text with nothing before it stays as it is."""
    excerpt, found, rest = body.partition(mark)
    if not excerpt or not found:
        return body
    return f"{excerpt.strip()}\n{rest[1:]}" if rest.startswith("\n") else excerpt + rest
