"""reStructuredText → HTML by docutils, an extra (`broadsheet[rst]`): the only module that imports it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from broadsheet.errors import needs
from broadsheet.process import collected

MISSING = needs("docutils", "rst")

_SETTINGS = {
    "_disable_config": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "file_insertion_enabled": False,  # Whoever writes a post may not read other files of the machine.
    "halt_level": 5,
    "initial_header_level": 2,
    "input_encoding": "unicode",
    "math_output": "LaTeX",
    "output_encoding": "unicode",
    "report_level": 3,
    "syntax_highlight": "none",
    "warning_stream": "",
}
_DOCUMENT = '<div class="document">'
"""What HTML 4 has around a document."""
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
_MOST_SUBSTITUTED = 10_000
"""Substitutions that a document stands for, those within others included."""

_MOST_SEARCHED = 100_000_000
"""Characters that are searched for the ends of marks: all of a paragraph after each mark."""

_MARK = re.compile(r"[*`|_]")
_MOST_NESTED = 100
_UNKNOWN = 'Unknown directive type "'


def to_html(
    text: str, *, is_html4: bool = False, settings: Mapping[str, str] = _NO_SETTINGS
) -> tuple[str, Mapping[str, int]]:
    """Return a document's HTML, not yet safe, and how often each unknown directive stood in it.

    With `is_html4` it is that of docutils' HTML 4 (writers/html4css1), which has admonitions, tables of
    notes, and items without paragraphs. `settings` are docutils' own of the site.
    Raises ValueError without docutils, and for a document that would take it too long.
    """
    core, nodes = _docutils()
    overrides = {**_SETTINGS, **settings}
    with collected():  # docutils keeps a megabyte in cycles for an article.
        tree = core.publish_doctree(
            text, reader=_reader(nodes), parser=_parser(), settings_overrides=overrides
        )
        unknown = _without_messages(tree, nodes)
        for number in [node for node in tree.findall(nodes.inline) if "ln" in node["classes"]]:
            number.parent.remove(number)  # Of the lines of code, `:number-lines:`.
        for picture in tree.findall(nodes.image):
            # Without words docutils shows the address; an empty text is right for what is no word.
            picture.setdefault("alt", "")
        for admonition in [] if is_html4 else list(tree.findall(nodes.Admonition)):
            admonition.parent.replace(admonition, _quoted(admonition, nodes))
        html = core.publish_from_doctree(
            tree, writer=_writer(is_html4=is_html4), settings_overrides=overrides
        )
    return _body(html), unknown


def _without_messages(tree: Any, nodes: Any) -> Mapping[str, int]:
    """Take out what docutils says of a document, and return the names of unknown directives, counted."""
    unknown: Counter[str] = Counter()
    tree.parse_messages, tree.transform_messages = [], []
    for parent in list(tree.findall(nodes.Element)):
        kept = []
        for child in parent.children:
            if isinstance(child, nodes.problematic):
                kept.append(nodes.Text(child.astext()))
            elif not isinstance(child, nodes.system_message):
                kept.append(child)
            elif _UNKNOWN in (said := child.astext()):
                unknown[said.partition(_UNKNOWN)[2].partition('"')[0]] += 1
        if kept != parent.children:
            parent[:] = kept
    return unknown


def _quoted(admonition: Any, nodes: Any) -> Any:
    """Write an admonition as a quotation with a title, as feed readers show it."""
    children = list(admonition.children)
    title = type(admonition).__name__.capitalize()
    if children and isinstance(children[0], nodes.title):
        title = children.pop(0).astext()
    return nodes.block_quote("", nodes.paragraph("", "", nodes.strong("", title)), *children)


def _body(html: Any) -> str:
    inner = str(html).partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    inner = inner.replace("<main>", "").replace("</main>", "").strip()
    if inner.startswith(_DOCUMENT):
        inner = inner.removeprefix(_DOCUMENT).removesuffix("</div>")
    return inner.strip()


@cache
def _docutils() -> tuple[Any, Any]:
    """Import docutils, and teach it what posts of site engines have besides."""
    try:
        from docutils import core, nodes  # noqa: PLC0415 - an extra
        from docutils.parsers.rst import directives  # noqa: PLC0415
        from docutils.parsers.rst.directives import body  # noqa: PLC0415
    except ImportError as error:
        raise ValueError(MISSING) from error
    for name in ("code", "code-block", "sourcecode"):
        directives.register_directive(name, _code(body))
    directives.register_directive("youtube", _video(nodes, "https://www.youtube.com/watch?v="))
    directives.register_directive("vimeo", _video(nodes, "https://vimeo.com/"))
    return core, nodes


def _reader(nodes: Any) -> Any:
    """Return what reads a document: without the roles of others, and within bounds."""
    from docutils.parsers.rst import roles  # noqa: PLC0415 - an extra
    from docutils.readers.standalone import Reader  # noqa: PLC0415
    from docutils.transforms import Transform  # noqa: PLC0415

    roles._roles.clear()  # noqa: SLF001 - docutils keeps those that an earlier document defined

    class Bound(Transform):  # type: ignore[misc]
        """Refuses substitutions that double one another, before they are put in place."""

        default_priority = 219  # That of Substitutions is 220.

        def apply(self) -> None:
            """Count them."""
            inner = {
                name: _named(definition, nodes, self.document)
                for name, definition in self.document.substitution_defs.items()
            }
            if _expanded(_named(self.document, nodes, self.document), inner) > _MOST_SUBSTITUTED:
                message = f"substitutions stand for more than {_MOST_SUBSTITUTED} others"
                raise ValueError(message)

    class Bounded(Reader):  # type: ignore[misc]
        """The usual reader, which counts substitutions first."""

        def get_transforms(self) -> list[Any]:
            """Return its transforms."""
            return [*super().get_transforms(), Bound]

    return Bounded()


def _parser() -> Any:
    """Return the usual parser, within bounds: it searches all of a paragraph for the end of each mark."""
    from docutils.parsers.rst import Parser, states  # noqa: PLC0415 - an extra

    inliner = (
        states.Inliner()
    )  # It formats its patterns with its class's variables: no class below it.
    parse, searched = inliner.parse, 0

    def bounded(text: str, *others: Any) -> Any:
        nonlocal searched
        searched += len(text) * len(_MARK.findall(text))
        if searched > _MOST_SEARCHED:
            message = "its paragraphs have more marks (*, `, |, _) than can be read in time"
            raise ValueError(message)
        return parse(text, *others)

    inliner.parse = bounded
    return Parser(inliner=inliner)


def _named(within: Any, nodes: Any, document: Any) -> list[str]:
    """Return the names of the substitutions that are asked for within a node."""
    found = (node["refname"] for node in within.findall(nodes.substitution_reference))
    return [document.substitution_names.get(name.lower(), name) for name in found]


def _expanded(names: list[str], inner: Mapping[str, list[str]]) -> int:
    """Return for how many substitutions some stand; of those that hold themselves docutils takes care."""
    sizes: dict[str, int] = {}

    def size(name: str, depth: int) -> int:
        if depth > _MOST_NESTED:
            return _MOST_SUBSTITUTED
        if name not in sizes:
            sizes[name] = 1
            sizes[name] += sum(size(each, depth + 1) for each in inner.get(name, ()))
        return sizes[name]

    return sum(size(name, 0) for name in names)


def _writer(*, is_html4: bool) -> Any:
    from docutils import nodes  # noqa: PLC0415 - an extra
    from docutils.writers import html4css1, html5_polyglot  # noqa: PLC0415

    written = html4css1 if is_html4 else html5_polyglot

    class Translator(written.HTMLTranslator):  # type: ignore[misc, name-defined]
        """Writes literals as code: docutils has spans for them, whose look is in its own style sheet."""

        def visit_literal(self, node: Any) -> None:
            """Write a literal whole."""
            self.body.append(f"<code>{self.encode(node.astext())}</code>")
            raise nodes.SkipNode

        def visit_literal_block(self, node: Any) -> None:
            """Begin a block of code, which HTML 4 has without an element for code."""
            if not is_html4:
                super().visit_literal_block(node)
                return
            self.body.append(f"{self.starttag(node, 'pre', '', CLASS='literal-block')}<code>")

        def depart_literal_block(self, node: Any) -> None:
            """End a block of code."""
            if not is_html4:
                super().depart_literal_block(node)
                return
            self.body.append("</code></pre>\n")

    writer = written.Writer()
    writer.translator_class = Translator
    return writer


def _code(body: Any) -> type:
    class Code(body.CodeBlock):  # type: ignore[misc]
        """A block of code, which docutils leaves out if more than a word says its language.

        Site engines take any number of them (`Pygments` in their rstdirectives.py).
        """

        final_argument_whitespace = True

    return Code


def _video(nodes: Any, start: str) -> type:
    from docutils.parsers.rst import Directive  # noqa: PLC0415

    class Video(Directive):  # type: ignore[misc]
        """A link to a film, which is shown nowhere but on the page."""

        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True

        def run(self) -> list[Any]:
            """Return a paragraph with the link."""
            name = (self.arguments or list(self.content) or [""])[0].split()[0]
            link = nodes.reference("", start + name, refuri=start + name)
            return [nodes.paragraph("", "", link)]

    return Video
