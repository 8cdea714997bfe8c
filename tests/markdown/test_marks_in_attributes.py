"""Marks that are put back behind the sanitiser end no attribute, where an author types them into one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from test_hostile_html import Judge

from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer
from broadsheet.markdown.vaults.embeds import Embeds

ATTACK = 'x" onerror="alert(1)'
MATH = f"<math><mi>{ATTACK}</mi></math>"


def shifted(tex):
    """Return TeX as `shift_math` has it, except for spaces, which it leaves."""
    return "".join(
        character if character == " " else chr(0x100000 + ord(character)) for character in tex
    )


def as_entities(text):
    return "".join(f"&#{ord(character)};" for character in text)


TYPED = [
    f'<img src="a.png" alt="{shifted("$" + ATTACK + "$")}">',
    f'<img src="a.png" title="{as_entities(shifted("$" + ATTACK + "$"))}">',
    f"![{shifted('$$' + ATTACK + '$$')}](a.png)",
    f'<p title="{shifted("$$" + ATTACK + "$$")}">x</p>',
    f"[x](https://x.example/{shifted('$' + ATTACK)})",
    f"$a$ ![{shifted(ATTACK)}](a.png)",
    f"{MATH} ![\ue07a0\ue07a](a.png)",
    f'<img src="a.png" title="\ue07a0\ue07a"> {MATH}',
    f'<img src="a.png" title="&#xe07a;0&#xe07a;"> {MATH}',
    f'<img src="a.png" title="a > b \ue07a0\ue07a < c"> {MATH}',
    f'<img src="a.png" alt="\ue07a0\ue07a"> <math mathcolor=\'{ATTACK} z="\'><mi>x</mi></math>',
    f"*[HTML]: $${ATTACK}$$\n\nHTML",
]


@pytest.mark.parametrize("math", ["tex", "mathml"])
@pytest.mark.parametrize("engine", ["commonmark", "markdown"])
@pytest.mark.parametrize("dialect", ["plain", "hugo", "jekyll", "obsidian", "zola"])
@pytest.mark.parametrize("body", TYPED, ids=range(len(TYPED)))
def test_no_attribute_ends_at_a_quote_of_tex_or_mathml(make_article, body, dialect, engine, math):
    pytest.importorskip("latex2mathml")
    text = (
        f'[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[content]\ndialect="{dialect}"\n'
        f'[markdown]\nengine="{engine}"\nmath="{math}"\n'
    )
    config = parse_config(text, Path(), resolve)
    flavour = ENGINES[dialect].flavour_of(config)
    renderer = Renderer(config, lambda url, _: urljoin("https://e.org/", url), flavour)
    html = renderer.render(make_article(body=body)).html
    assert broken(html) == []


def broken(html):
    """Return what the judge of hostile HTML finds, without MathML, which it does not know."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    return [wrong for wrong in judge.wrong if not wrong.startswith(("<m", "<semantics"))]


def test_an_embedded_note_ends_no_attribute_and_stands_once(make_article):
    """Kills a mark that is a note wherever an author types it: in each note that shows it, 100 times."""
    note = make_article(source="content/b.md", body=ATTACK)
    embeds = Embeds(lambda address, _: note if address == "b.md" else None, lambda *_: ATTACK, "↗")
    marked = embeds.taken('<p><img src="b.md"></p>', make_article())
    mark = marked.removeprefix("<p>").removesuffix("</p>")
    typed = f'<p><img alt="{mark}"></p>'
    html = embeds.put_back(f"{typed}\n{marked}\n{marked * 5}")
    assert html.startswith('<p><img alt=""></p>\n<blockquote>')
    assert html.count(ATTACK) == 1
