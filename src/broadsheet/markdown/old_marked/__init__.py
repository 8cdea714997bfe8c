"""Markdown as marked below 1.0 reads it (https://github.com/markedjs/marked, lib/marked.js).

grammar.py     the rules of each version, as expressions
html_blocks.py where raw HTML ends
lists.py       where lists and their items end
tables.py      the cells of tables
paragraphs.py  where paragraphs and quotations end
blocks.py      a text → its blocks
closers.py     the next place at which an expression matches
emphasis.py    the ends of emphasis and of code
links.py       the parts of links
inline.py      a block's text → HTML
kramed.py      the rules of the fork kramed, and its formulas and footnotes
kramed_inline.py  its text of a block → HTML
convert.py     the engine
"""
