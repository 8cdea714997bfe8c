"""What Pandoc and Quarto show of their own Markdown (Pandoc 3.1, `quarto render`'s defaults)."""

import json

import pytest
from engine_sites import EngineSite

HEAD = "---\ntitle: A\ndate: 2025-01-02\n---\n"


@pytest.fixture
def quarto(tmp_path):
    site = EngineSite(tmp_path)
    site.write("_quarto.yml", "website:\n  title: Q\n  site-url: https://q.example\n")
    site.write("posts/a/index.qmd", f"{HEAD}x\n")
    assert site.publish("init") == 0
    return site


def shown(site, body):
    site.write("posts/a/index.qmd", f"{HEAD}{body}\n")
    assert site.publish("build") == 0
    feed = json.loads((site.root / "out/feed.json").read_text("utf-8"))
    return feed["items"][0]["content_html"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("```{r}\n#| label: a\n#| fig-cap: b\nx <- 1\n#| y\n```", "x &lt;- 1\n#| y\n"),
        ("```{python}\n#| echo: true\nx = 1\n```", "x = 1\n"),
        ("```{ojs}\n//| echo: true\nx = 1\n```", "x = 1\n"),
        ("```{r}\n#| echo: false\nx <- 1\n```", None),
        ("```{r}\n#| label: a\n#| include: false\nx <- 1\n```", None),
        ("```{r setup, echo=FALSE}\nx <- 1\n```", None),
        ("```{r, include = FALSE}\nx <- 1\n```", None),
        ("```r\n#| echo: false\nx\n```", "#| echo: false\nx\n"),
        ('```{.r filename="a.R"}\n#| echo: false\nx\n```', "#| echo: false\nx\n"),
    ],
)
def test_cells_have_neither_options_nor_hidden_code(quarto, cell, expected):
    content = shown(quarto, f"Before.\n\n{cell}\n\nAfter.")
    code = content.partition("<code")[2].partition(">")[2].partition("</code>")[0]
    assert content.startswith("<p>Before.</p>")
    assert content.endswith("<p>After.</p>")
    assert (code or None) == expected


def test_what_is_below_a_cell_is_reported_on_its_own_line(quarto, capsys):
    body = "```{r}\n#| label: a\nx\n```\n\n```{r}\n#| echo: false\nx\n```\n\n{{< unknown >}}"
    shown(quarto, body)
    assert "posts/a/index.qmd:15: warning: shortcode unknown" in capsys.readouterr().err


def test_attributes_captions_and_notes(quarto):
    content = shown(
        quarto,
        'x\n\n![Cap](/x.png){#fig-a width=50% fig-alt="b c"}\n\n'
        "[span]{.smallcaps} `c`{.r} [not] {.a} b^[in *line*]\n\n$$\nx\n$$ {#eq-a}\n",
    )
    assert "{" not in content.replace("{.a}", "")
    assert "<figcaption>Cap</figcaption></figure>" in content
    assert "<p>span <code>c</code> [not] {.a} b<sup" in content
    assert "<p>in <em>line</em> <a" in content
