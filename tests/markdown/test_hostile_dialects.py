"""No script reaches a reader in any engine's dialect: the ways to write links, pictures and HTML that each one adds.

The judge, and how places and everyday runs work, are those of `test_hostile_html`.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from test_hostile_html import EVERY, Judge, absolute

from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#9;script:alert(1)",
    "&#x6a;avascript&colon;alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
)
WITH_ADDRESS = (
    "[x](<{}>)",
    "[x]({} 'a')",
    "[x]\n\n[x]: <{}>",
    "![x]({})",
    "<{}>",
    "[[{}]]",
    "[[{}|x]]",
    "![[{}]]",
    '[x](/y){{: href="{}" onclick=alert(1)}}',
    '[x](/y){{.z href="{}" onclick="alert(1)"}}',
    '{{{{< figure src="{0}" link="{0}" attrlink="{0}" caption="[x]({0})" >}}}}',
    '{{{{< youtube id="{}" >}}}}',
    "{{% link x {} %}}",
    '{{% img /a.png "{}" %}}',
    '{{% include figure.html image_path="{0}" url="{0}" %}}',
    '{{{{ youtube(id="{}") }}}}',
    '::x[y]{{href="{}" onclick=alert(1)}}',
    ":::tip{{onclick=alert(1)}} [x]({})\nz\n:::",
    '<Card href="{0}" src="{0}" onClick={{alert(1)}} />',
    '<a href="{}">x</a>',
    '<img src="/a" srcset="{0} 1x, {0} 2x" data-src="{0}">',
    '<iframe data-src="{}"></iframe><lite-youtube videoid="{}"></lite-youtube>'.replace(
        "{}", "{0}"
    ),
    '<svg><a xlink:href="{0}"><image href="{0}"/></a></svg>',
    '<p style="background:url({0})" cite="{0}">x</p>',
    "x[^1]\n\n[^1]: [x]({})",
    "*[x]: {}\n\nx",
    "```js [x]({0}) {0}\nx\n```",
)
HTML = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
    "<math><mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<noscript><style></noscript><img src=x onerror=alert(1)></style>",
    "<template><style></template><img src=x onerror=alert(1)></style>",
    "<style><!--</style><img src=x onerror=alert(1)>--></style>",
    "<xmp><svg><![CDATA[</xmp><img src=x onerror=alert(1)>]]></svg>",
    "<a href=x\u2028onclick=alert(1)>y</a>",
    'x" onerror="alert(1)',
    "&quot;&gt;<svg><desc><template><img src=x onerror=alert(1)></template></desc></svg>",
    "\ue07a0\ue07a\U00100024\U00100022 onerror=\U00100022alert(1)\ue0f00\ue0f1\ue0f20\ue0f3",
)
WITH_HTML = (
    "{}",
    "![{}](/a.png)",
    '![a](/a.png "{}")',
    "[[x|{}]]",
    '{{{{< figure src="/a.png" caption="{0}" title="{0}" alt="{0}" attr="{0}" >}}}}',
    '{{{{< details "{0}" >}}}}{0}{{{{< /details >}}}}',
    "{{% raw %}}{}{{% endraw %}}",
    "{{% blockquote {0} %}}{0}{{% endblockquote %}}",
    "> [!note] {}\n> x",
    "::: tip {}\nx\n:::",
    '!!! note "{0}"\n    {0}',
    "{{::nomarkdown}}{}{{:/}}",
    "$$ {} $$ $ {} $".replace("{}", "{0}"),
    "\\( {} \\)",
    "==a {} b== ^{}^".replace("{}", "{0}"),
    '<Tabs title="{0}">\n\n{0}\n\n</Tabs>',
    '<div markdown="1">\n{}\n</div>',
    "## {} {{#x onclick=alert(1)}}",
    '```html title="{0}"\n{0}\n```',
    "T\n: {}",
)
TEXTS = tuple(
    place.format(vector)
    for places, vectors in ((WITH_ADDRESS, ADDRESSES), (WITH_HTML, HTML))
    for place, vector in itertools.product(places, vectors)
)
PLACES = ("{}", "> - {}", "|a|\n|-|\n|{}|")
CASES = tuple(itertools.product(PLACES, TEXTS, ("content/a.md", "content/a.mdx", "content/a.html")))


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.slow
def test_no_script_reaches_a_reader_in_any_dialect(make_article, name, engine):
    """`THOROUGH=1` tries all 145,476; an everyday run each thirteenth."""
    text = f'[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[markdown]\nengine="{engine}"\n'
    config = parse_config(f'{text}[content]\ndialect="{name}"\n', Path(), resolve)
    room = ENGINES[name]
    renderer = Renderer(config, lambda url, _: absolute(url), room.flavour_of(config))
    body_of = room.dialect(config).body
    found = {}
    for place, text, source in itertools.islice(CASES, 0, None, EVERY):
        article = make_article(body=body_of(place.format(text)), source=source)
        html = renderer.render(article).html
        judge = Judge()
        judge.feed(html)
        judge.close()
        if judge.wrong or "\n" in renderer.summary(article):
            found[source, text] = (judge.wrong, html)
    assert found == {}


def test_the_number_of_renderings_is_the_one_that_is_named():
    assert 2 * len(ENGINES) * len(CASES) == 145_476
