"""Shortcodes and template tags of site engines → HTML, Markdown, or nothing but their content.

expansion.py    a text → the same one without them; start here
syntax.py       how they are typed; tags.py where they stand, arguments.py what they are given
known.py        what each common one becomes; code.py those that hold code, theme_tags.py those of themes
site.py         the site's own ones, and its pages
literals.py     what is no tag: raw text, comments
placing.py      how HTML stands in the Markdown around it; kept_html.py, inner.py
"""
