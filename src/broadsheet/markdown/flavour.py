"""The flavour of a site engine: how the renderer has to read the text of its articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Protocol


class HeadingSlugs(Protocol):
    """Makes ids of headings; its representation is the same in every process, and differs from others'."""

    def maker(self) -> Callable[[str], str | None]:
        """Return a function that makes the ids of one article of words, None for one that it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Flavour:
    """How an engine reads the text of an article: each field's default is that of CommonMark and tables."""

    # Template languages and shortcodes.
    has_tags: bool = False
    """`{% x %}` is a tag of a template language."""
    has_known_tags: bool = False
    """`{% x %}` is a tag if x is known or has a template of the site's own."""
    has_templates: bool = False
    """`{{ x }}` is the output of a program, which is left out."""
    has_comments: bool = False
    """`{# x #}` is a comment."""
    has_calls: bool = False
    """`{{ x(…) }}` and `{% x(…) %}` are shortcodes."""
    sets_tags_apart: bool = False
    runs_in_code: bool = False
    """Shortcodes that name a page, and outputs of programs, are run in code too."""
    include_folders: tuple[str, ...] = ()
    """Liquid is run as far as the site's files tell (`liquid/`); these folders hold what it includes."""
    is_nunjucks: bool = False
    """The language of templates is Nunjucks, and not Liquid."""

    excerpt_mark: str = ""
    """What ends an excerpt, and is no part of the text (`bodies/excerpts.py`); "" if nothing does."""

    # Components, directives and files that are included.
    has_components: bool = False
    """`<Name …>` is a component of a program, which may close itself."""
    is_mdx: bool = False
    """Markdown is MDX, as files named `.mdx` are in any engine."""
    directives: frozenset[str] = frozenset({"containers", "alerts"})
    """The families of directives that become quotations with a title, links or texts.

    `containers` (`:::`), or `boxes` if they have no title and are no quotations; `admonitions`
    (`!!!`, `???` and tabs, `===`); `alerts` (`> [!NOTE]`) or `github_alerts`; `snippets` (`--8<--`);
    `leaves` (`::x{…}`); `mdc` (`::x … ::`).
    """
    snippet_folders: tuple[str, ...] = ()
    """Folders of the files that `--8<--` names."""
    has_critic_marks: bool = False
    """`{++x++}` marks an editor's change (`bodies/critic_marks.py`)."""

    # Vaults.
    callouts: str = ""
    """How titles of callouts are shown (`vaults/callouts.py`); "" if there are no callouts."""
    embeds: str = ""
    """The words of the link below a note that another one shows.

    "" if there are neither embeds nor names of blocks.
    """
    links_tags: str = ""
    """How `#x`, a link to the page of a tag, is shown (`vaults/tags_in_text.py`); "" if it is none."""
    has_percent_comments: bool = False
    """Fields may have comments between `%%`, of which the dialect leaves the text none.

    `%%` at the end of a text began one that has no end.
    """
    has_highlights: bool = False
    """`==x==` is marked."""

    # The converter and its extensions.
    is_kramdown: bool = False
    """Lists, references, raw HTML and tables are kramdown's."""
    parses_elements: bool = False
    """Raw HTML of kramdown holds Markdown without saying so (`parse_block_html`)."""
    is_redcarpet: bool = False
    """Raw HTML, tabs, headings and what begins below a paragraph are Redcarpet's."""
    is_marked: bool = False
    """Quotations and breaks are marked's."""
    marked_version: tuple[int, int] = (15, 0)
    is_kramed: bool = False
    """Marked is its fork kramed (`old_marked/kramed.py`)."""
    is_python_markdown: bool = False
    """Python-Markdown is the engine's own converter, so its blocks and escapes are kept."""
    python_extensions: frozenset[tuple[str, str]] = frozenset()
    """What Python-Markdown has beyond `extra`, with options (`python_markdown/extensions.py`)."""
    options: frozenset[str] = frozenset()
    """What the Markdown has beyond CommonMark and tables, by comrak's names (emoji, `hardbreaks` …)."""
    lacks: frozenset[str] = frozenset()
    """GitHub's extensions that it does not have, by comrak's names."""
    drops_html: bool = False
    """Raw HTML in Markdown is left out."""
    divides_at_more: bool = False
    """`<!--more-->` ends the block in which it stands."""
    notes_in_place: bool = False
    """Footnotes stand where the author put them, and not in a list."""
    has_definitions: bool = True
    """`: x` below a term begins its definition."""
    has_long_terms: bool = False
    """The lines above a definition are one term."""
    has_abbreviations: bool = False
    """`*[x]: y` explains a word."""
    folds_note_names: bool = False
    """Names of footnotes may differ from their marks in capital letters."""
    notes_before_links: bool = False
    """`[^1](x)` is a footnote and text, no link."""
    needs_blank_lines: bool = False
    """Headings, quotations, lists and tables begin only below an empty line."""
    widens_tables: bool = False
    """A table's head may have fewer cells than its rule."""
    has_tight_marks: bool = False
    """Sub- and superscript hold no white space."""
    is_docutils_html4: bool = False
    """reStructuredText is written as HTML 4 (`bodies/restructured.py`)."""
    docutils: frozenset[tuple[str, str]] = frozenset()
    """Settings of docutils that the site has."""

    # Attributes, headings and figures.
    has_block_attributes: bool = False
    """A line of attributes (`{.wide #x}`) may follow a block."""
    has_span_attributes: bool = False
    """Attributes may follow a link, a picture, emphasis or code, or end a block."""
    takes_any_attributes: bool = False
    """Whatever stands in the braces of `has_span_attributes` are attributes."""
    has_bracketed_spans: bool = True
    """Words in brackets may have such attributes, too."""
    has_heading_ids: bool = True
    """`{#x}` at the end of a heading is its id, and not text."""
    linked_headings: frozenset[int] = frozenset()
    """The levels of headings that are links to themselves."""
    heading_slugs: HeadingSlugs | None = None
    """What makes the ids of such headings, besides markdown-it-anchor's own function."""
    figures: str = ""
    """The caption of a picture that stands alone: its words (`alt`), its title (`title`), or none."""

    # Code.
    widens_tabs: bool = False
    """A tab before fenced code in an item is as wide as the spaces up to its column."""
    has_indented_code: bool = True
    """Indented lines are code, and no paragraphs."""
    takes_out_code: bool = False
    """Fenced code is found before the rest (`bodies/taken_fences.py`).

    It loses the indentation that all its lines have.
    """
    takes_code_of_items: bool = True
    """Such code may begin right behind the mark of an item, where the converter would look for it, too."""
    taken_code: str = "lines"
    """Where such code begins and ends before old versions of marked (`old_marked/taken_code.py`).

    `lines`, `loose`, or `anywhere`.
    """
    has_captions: bool = False
    """What follows the language of fenced code is its caption and a link."""
    titles_code: bool = False
    """`title="x"` behind the language of fenced code is its caption."""
    names_code: bool = False
    """Fenced code may name its file, and have notes in comments (`bodies/fences.py`)."""
    hides_lines: bool = False
    """`hide_lines=2-3` behind the language names lines that are hidden."""
    marks_languages: bool = False
    """The first line of other code may name its language (`:::python`)."""

    # Links.
    has_spaced_links: bool = False
    """Addresses of links may have spaces; elsewhere only names of files may."""
    urls_end_at: str = ""
    """Where bare URLs end besides their usual end.

    At full-width punctuation (""), at `spaces` alone, at what is not `ascii`, or "nowhere" else.
    """
    www_scheme: str = "http"
    """The scheme of bare addresses that begin with `www.`."""
    links_hosts: bool = False
    """Bare URLs are links as marked finds them: `http://localhost`, `从www.example.org`."""
    decodes_urls: bool = False
    """Links that were made of URLs show their letters (`é` for `%C3%A9`)."""
    linkifies: frozenset[str] = frozenset()
    """What is a link by linkify-it (`linkify.py`): `urls`, besides `names` of hosts, and `mails`."""

    # Formulas.
    math: frozenset[str] = frozenset()
    r"""What begins TeX, which stays as typed: `$`, `$$`, `\(`, `\[`."""
    is_remark_math: bool = False
    """TeX between dollars is found as `formulas/remark_math.py` says, with "commonmark"."""
    finds_math_in_text: bool = False
    """TeX is found among Python-Markdown's inline marks (`python_markdown/formulas.py`)."""
    only_double: bool = False
    """TeX is shown between the delimiters of kramdown's output."""
    ends_at_math: bool = False
    r"""A formula between `$$` or `\[ \]` is in no paragraph."""
    has_math_blocks: bool = False
    """A formula between `$$` that has its lines for itself is a block (`formulas/math_blocks.py`)."""

    # Typography.
    typography: str = ""
    """The converter whose rules quotes, dashes and dots follow, where comrak has others.

    `goldmark`, `kramdown`, `markdown-it`, `marked`, `pulldown`, `retext` or `retext-2`.
    """
    symbols: frozenset[tuple[str, str]] = frozenset()
    """What `typography` shows in the place of English signs."""
    smartypants: str = ""
    """The dashes that the article's HTML shows (`smartypants.DASHES`); "" if it is shown as typed."""
    without_smartypants: frozenset[str] = frozenset()
    """Elements whose text `smartypants` leaves as typed."""
    joins_lines: str = ""
    """Line ends that are no spaces: behind `breaks`, between letters (`simple`, `css3draft`), or none."""
    has_arrows: bool = False
    """`->` is an arrow."""
    emoticons: bool = False
    """`:)` is an emoji."""

    @property
    def is_old_marked(self) -> bool:
        """Return whether the Markdown is that of marked below 1.0 (`old_marked/`), without footnotes."""
        return self.is_marked and self.marked_version < (1, 0) and "footnotes" in self.lacks

    @property
    def key(self) -> str:
        """Return a text that differs between flavours, and is the same in every process."""
        values = (getattr(self, field.name) for field in fields(self))
        return repr([sorted(value) if isinstance(value, frozenset) else value for value in values])
