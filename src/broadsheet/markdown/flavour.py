"""The flavour of a site engine: how the renderer has to read the text of its articles."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Flavour:
    r"""How an engine reads the text of an article.

    With `has_tags`, `{% x %}` is a tag of a template language, with `has_known_tags` only if x is known or
    has a template; with `has_templates`, `{{ x }}` is the
    output of a program, which is left out; with `has_comments`, `{# x #}` is a comment; with
    `has_calls`, `{{ x(…) }}` and `{% x(…) %}` are shortcodes; with
    `runs_in_code`, shortcodes that name a page, and outputs of programs, are run in code too.

    With `has_components`, `<Name …>` is a component of a program, which may close itself; with `is_mdx`,
    Markdown is MDX, as files named `.mdx` are in any engine. `directives` are the families of those that
    become quotations with a title: `containers` (`:::`; `boxes` if they have none, and are no quotations),
    `admonitions` (`!!!`, `???` and tabs, `===`), `alerts` (`> [!NOTE]`) or `github_alerts`, `snippets`
    (`--8<--`); `leaves` (`::x{…}`) and `mdc` (`::x … ::`) become links, texts and
    containers. `callouts` is how the titles of callouts are shown (`callouts.py`), "" if there are none;
    `embeds` are the words of the link below a note that another one shows, "" if there are no such embeds,
    and no names of blocks; with `links_tags`, `#x` is a link to the page of a tag; with `has_arrows`, `->`
    is an arrow, with `has_highlights`, `==x==` is marked.

    `options` are what the engine's Markdown has beyond CommonMark and tables, by comrak's names (smart
    quotes, line breaks at each line's end, emoji). `typography` is the converter whose rules quotes,
    dashes and dots follow, where comrak has others: `goldmark`, `kramdown`, `markdown-it`,
    `marked`, `pulldown` or `retext`;
    `symbols` are what it shows in the place of English ones. With `is_kramdown`, lists, references, raw
    HTML and tables are kramdown's, with `is_marked`, quotations and breaks are marked's. `lacks` are
    extensions of GitHub's that the engine does not have, by comrak's names. `math` are what begins TeX,
    which stays as typed: `$`, `$$`, `\(`, `\[`. With `only_double`, TeX is shown between the delimiters of
    kramdown's output; with `ends_at_math`, a formula between `$$` or `\[ \]` is in no paragraph. With
    `has_block_attributes`, a line of attributes may follow a block (`{.wide #x}`), with
    `has_span_attributes` they may follow a link, a picture, emphasis or code, or end a block, with
    `takes_any_attributes` whatever they hold; with
    `figures`, a picture alone in its paragraph has a caption: its words (`alt`) or its title (`title`).
    Headings of the levels `linked_headings` are links to themselves. `joins_lines` says
    which line ends are no spaces: behind `breaks`, between characters (`simple`, `css3draft`), or "".

    Without `has_definitions`, `: x` begins no definition; without `has_indented_code`, indented lines
    are paragraphs; with `has_abbreviations`, `*[x]: y` explains a word. With `drops_html`, raw HTML in
    Markdown is left out. With `takes_out_code`, fenced code is found before the rest
    (`taken_fences`), and loses the indentation that all its lines have, with `hides_lines` the lines that
    `hide_lines=2-3` names; with `has_captions`, what follows its language is its caption and a link,
    with `titles_code`, `title="x"` there is its caption; with
    `marks_languages`, the first line of other code may name the language (`:::python`).
    With `has_spaced_links`, addresses of links may have spaces; elsewhere only names of files may.
    Bare URLs end at full-width punctuation too, or with `urls_end_at` at `spaces` alone, at what is not
    `ascii`, or, behind the host, at `brackets` that they do not open. With `emoticons`, `:)` is an emoji.
    With `has_tight_marks`, sub- and superscript hold no white space.
    With `links_hosts`, bare URLs whose host has no dot (`http://localhost`) are links too,
    with `links_names` names of hosts without a scheme (`example.org/x`).
    With `is_python_markdown`, that is the engine's own converter, whose blocks and escapes are kept;
    `python_extensions` are what it has beyond `extra`. `smartypants` says which dashes the typography of
    the article's HTML shows (`smartypants.DASHES`), "" if it is shown as typed, as in
    elements `without_smartypants`. With
    `has_short_quotes`, a quotation of one paragraph in reStructuredText has no element for the paragraph.
    `www_scheme` is that of bare addresses that begin with `www.`. `marks` are those of PyMdown Extensions
    (`pymdown_marks`); `snippet_folders` hold the files that `--8<--` names. With `names_code`, fenced code
    may name its file, and have notes in comments (`fences`). Without `has_heading_ids`, `{#x}` at the end
    of a heading is text; with `widens_tables`, a table's head may have fewer cells than its rule.
    """

    has_tags: bool = False
    has_known_tags: bool = False
    has_templates: bool = False
    has_comments: bool = False
    has_calls: bool = False
    runs_in_code: bool = False
    has_components: bool = False
    is_mdx: bool = False
    directives: frozenset[str] = frozenset({"containers", "alerts"})
    options: frozenset[str] = frozenset()
    typography: str = ""
    symbols: frozenset[tuple[str, str]] = frozenset()
    lacks: frozenset[str] = frozenset()
    math: frozenset[str] = frozenset()
    only_double: bool = False
    ends_at_math: bool = False
    callouts: str = ""
    embeds: str = ""
    links_tags: bool = False
    has_arrows: bool = False
    has_highlights: bool = False
    has_block_attributes: bool = False
    has_span_attributes: bool = False
    takes_any_attributes: bool = False
    figures: str = ""
    linked_headings: frozenset[int] = frozenset()
    joins_lines: str = ""
    is_kramdown: bool = False
    is_marked: bool = False
    has_definitions: bool = True
    has_indented_code: bool = True
    has_abbreviations: bool = False
    drops_html: bool = False
    takes_out_code: bool = False
    has_captions: bool = False
    titles_code: bool = False
    hides_lines: bool = False
    marks_languages: bool = False
    has_spaced_links: bool = False
    urls_end_at: str = ""
    emoticons: bool = False
    has_tight_marks: bool = False
    links_hosts: bool = False
    links_names: bool = False
    www_scheme: str = "http"
    marks: frozenset[str] = frozenset()
    snippet_folders: tuple[str, ...] = ()
    names_code: bool = False
    has_heading_ids: bool = True
    widens_tables: bool = False
    is_python_markdown: bool = False
    python_extensions: frozenset[str] = frozenset()
    smartypants: str = ""
    without_smartypants: frozenset[str] = frozenset()
    has_short_quotes: bool = False

    @property
    def key(self) -> str:
        """Return a text that differs between flavours, and is the same in every process."""
        values = (getattr(self, field.name) for field in fields(self))
        return repr([sorted(value) if isinstance(value, frozenset) else value for value in values])
