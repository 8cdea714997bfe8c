"""An article's Markdown or HTML → a sanitised HTML fragment with absolute URLs, and its summary.

renderer.py       the way from an article to its fragment; start here
flavour.py        how a site engine has its articles read; engines say it, the rooms below follow it
scanning/         what stands where in a source text: code, headings, footnotes, raw HTML
bodies/           what only an engine understands → Markdown; with mdx/, shortcodes/ and vaults/
commonmark/       Markdown → HTML by comrak, with kramdown/ before and typography/ behind it
python_markdown/  Markdown → HTML by Python-Markdown
formulas/         TeX in Markdown, and MathML
html/             HTML → what readers can show, sanitised
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.markdown.author_notes import without_author_notes, without_kramdown_comments
    from broadsheet.markdown.bodies.parts import BodyParts
    from broadsheet.markdown.commonmark.comrak_adapter import emoji_named
    from broadsheet.markdown.fit import read_otherwise
    from broadsheet.markdown.flavour import Flavour, HeadingSlugs
    from broadsheet.markdown.formulas.remark_math import remark_formulas
    from broadsheet.markdown.go_templates import (
        GO_FUNCTIONS,
        GoFrame,
        GoReturnError,
        GoTable,
        LooseTable,
        SafeHtml,
        go_scratch,
        go_text,
        guarded_function,
        parsed_template,
        shown_template,
    )
    from broadsheet.markdown.html.fragments import for_readers
    from broadsheet.markdown.html.in_text import words_of
    from broadsheet.markdown.liquid import Liquid, Nunjucks
    from broadsheet.markdown.liquid.expressions import UnknownValueError
    from broadsheet.markdown.liquid.language import (
        ArticleTemplates,
        OwnAdditions,
        OwnShortcodes,
        TemplateTag,
    )
    from broadsheet.markdown.liquid.tera import Tera
    from broadsheet.markdown.python_markdown.extensions import extensions_of, with_extensions
    from broadsheet.markdown.render_hooks import (
        HeadingCall,
        PictureCall,
        QuoteCall,
        RenderHooks,
        UnknownHookError,
        no_hooks,
    )
    from broadsheet.markdown.renderer import Renderer
    from broadsheet.markdown.scanning.html_tags import tags
    from broadsheet.markdown.scanning.links import Link, links
    from broadsheet.markdown.scanning.scanner import scan, scan_html
    from broadsheet.markdown.scanning.spans import Kind
    from broadsheet.markdown.shortcodes.code import CODE_SHORTCODES
    from broadsheet.markdown.shortcodes.expansion import expand
    from broadsheet.markdown.shortcodes.kept_html import hide, hide_block
    from broadsheet.markdown.shortcodes.literals import without_notes
    from broadsheet.markdown.shortcodes.site import ShortcodeCall
    from broadsheet.markdown.summaries import cut, inline_text
else:
    __getattr__ = lazy(
        __name__,
        {
            "author_notes": "without_author_notes without_kramdown_comments",
            "bodies.parts": "BodyParts",
            "fit": "read_otherwise",
            "flavour": "Flavour HeadingSlugs",
            "scanning.html_tags": "tags",
            "go_templates": "GO_FUNCTIONS GoFrame GoReturnError GoTable LooseTable SafeHtml "
            "go_scratch go_text guarded_function parsed_template shown_template",
            "html.fragments": "for_readers",
            "html.in_text": "words_of",
            "commonmark.comrak_adapter": "emoji_named",
            "liquid": "Liquid Nunjucks",
            "liquid.expressions": "UnknownValueError",
            "liquid.language": "ArticleTemplates OwnAdditions OwnShortcodes TemplateTag",
            "liquid.tera": "Tera",
            "python_markdown.extensions": "extensions_of with_extensions",
            "formulas.remark_math": "remark_formulas",
            "render_hooks": "HeadingCall PictureCall QuoteCall RenderHooks UnknownHookError no_hooks",
            "renderer": "Renderer",
            "scanning.links": "Link links",
            "scanning.scanner": "scan scan_html",
            "shortcodes.expansion": "expand",
            "shortcodes.kept_html": "hide hide_block",
            "shortcodes.code": "CODE_SHORTCODES",
            "shortcodes.literals": "without_notes",
            "shortcodes.site": "ShortcodeCall",
            "scanning.spans": "Kind",
            "summaries": "cut inline_text",
        },
    )

__all__ = [
    "CODE_SHORTCODES",
    "GO_FUNCTIONS",
    "ArticleTemplates",
    "BodyParts",
    "Flavour",
    "GoFrame",
    "GoReturnError",
    "GoTable",
    "HeadingCall",
    "HeadingSlugs",
    "Kind",
    "Link",
    "Liquid",
    "LooseTable",
    "Nunjucks",
    "OwnAdditions",
    "OwnShortcodes",
    "PictureCall",
    "QuoteCall",
    "RenderHooks",
    "Renderer",
    "SafeHtml",
    "ShortcodeCall",
    "TemplateTag",
    "Tera",
    "UnknownHookError",
    "UnknownValueError",
    "cut",
    "emoji_named",
    "expand",
    "extensions_of",
    "for_readers",
    "go_scratch",
    "go_text",
    "guarded_function",
    "hide",
    "hide_block",
    "inline_text",
    "links",
    "no_hooks",
    "parsed_template",
    "read_otherwise",
    "remark_formulas",
    "scan",
    "scan_html",
    "shown_template",
    "tags",
    "with_extensions",
    "without_author_notes",
    "without_kramdown_comments",
    "without_notes",
    "words_of",
]
