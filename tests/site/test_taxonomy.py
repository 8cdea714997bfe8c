"""Which spellings are one term, what it is called, and where its page is."""

from __future__ import annotations

import pytest

from broadsheet.config.records import TaxonomyConfig
from broadsheet.model import Term
from broadsheet.site.taxonomy import Taxonomy, canonical


@pytest.fixture
def taxonomy(make_article):
    """Make the taxonomy `tags` of articles that have some lists of terms."""

    def make(*typed, **config):
        articles = [make_article(terms=(("x", ("other",)), ("tags", names))) for names in typed]
        made = Taxonomy("tags", TaxonomyConfig(field="tags", **config), articles)
        return made, [made.terms_of(article) for article in articles]

    return make


def test_terms_keep_the_authors_order_and_come_once(taxonomy):
    _, (terms, none) = taxonomy(("b", "A", "a", "B", "c"), ())
    assert terms == (Term("tags", "b", "B"), Term("tags", "a", "A"), Term("tags", "c", "c"))
    assert none == ()


def test_an_article_without_the_taxonomy_has_no_terms(taxonomy, make_article):
    made, _ = taxonomy(("a",))
    assert made.terms_of(make_article(terms=(("x", ("a",)),))) == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ([("ai",), ("AI",), ("AI",)], "AI"),
        ([("ai",), ("ai",), ("AI",)], "ai"),
        ([("ai",), ("AI",)], "AI"),
        ([("ai", "Ai", "AI")], "AI"),
    ],
)
def test_the_most_frequent_spelling_names_a_term_then_the_first_in_order(taxonomy, typed, name):
    _, found = taxonomy(*typed)
    assert set(found) == {(Term("tags", "ai", name),)}


def test_an_alias_counts_for_the_spelling_that_it_stands_for(taxonomy):
    made, found = taxonomy(("K8s",), ("k8s",), ("Kubernetes",), aliases={"K8s": "Kubernetes"})
    assert set(found) == {(Term("tags", "kubernetes", "Kubernetes"),)}
    assert made.slug("K8S") == made.slug("kubernetes") == "kubernetes"
    assert made.slug("k8s 2") == "k8s-2"


def test_spellings_that_aliases_make_one_are_counted_together(taxonomy):
    aliases = {"K8s": "Kubernetes", "Kube": "Kubernetes"}
    typed = [("K8s",), ("K8s",), ("KUBERNETES",), ("KUBERNETES",), ("Kube",)]
    _, found = taxonomy(*typed, aliases=aliases)
    assert set(found) == {(Term("tags", "kubernetes", "Kubernetes"),)}


def test_an_alias_that_only_respells_leaves_other_spellings_alone(taxonomy):
    spell = canonical(TaxonomyConfig(field="tags", aliases={"Minimax": "MiniMax"}))
    assert (spell("Minimax"), spell("minimax"), spell("MINIMAX")) == (
        "MiniMax",
        "minimax",
        "MINIMAX",
    )


def test_the_first_of_two_aliases_with_one_slug_moves_all_spellings():
    spell = canonical(TaxonomyConfig(field="tags", aliases={"Old": "new", "OLD": "newer"}))
    assert (spell("Old"), spell("old"), spell("OLD")) == ("new", "new", "newer")
    spell = canonical(TaxonomyConfig(field="tags", aliases={"a b": "c", "C": "D"}))
    assert (spell("A-b"), spell("C"), spell("x")) == ("c", "D", "x")


def test_names_are_configured_by_any_spelling(taxonomy):
    made, (terms,) = taxonomy(("ios",), names={"IOS": "iOS", "unused": "x"})
    assert terms == (Term("tags", "ios", "iOS"),)
    assert made.name_of("ios") == "iOS"
    assert made.name_of("unknown") == "unknown"


def test_an_engines_slugs_are_used_where_they_are_fit_for_it(taxonomy):
    made, (terms,) = taxonomy(("A b", "c", "C!", "dot", "deep", "empty", "up", "long", "longer"))
    engine = {
        "A b": "A_b",
        "c": "same",
        "C!": "same",
        "dot": ".",
        "deep": "x/y",
        "empty": "",
        "up": "a/..",
        "long": 115 * "é",
        "longer": "a/" + 116 * "é",
    }
    found = made.engine_slugs(terms, engine.__getitem__)
    assert {term.name: slug for term, slug in found.items()} == {
        "A b": "A_b",
        "c": "c",
        "C!": "c!",
        "dot": "dot",
        "deep": "x/y",
        "empty": "empty",
        "up": "up",
        "long": 115 * "é",
        "longer": "longer",
    }


def test_an_engine_is_given_the_spelling_that_articles_have(taxonomy):
    made, (terms,) = taxonomy(("ios", "b"), names={"ios": "iOS"}, aliases={"b": "Bee"})
    found = made.engine_slugs(terms, lambda typed: f"<{typed}>")
    assert list(found.values()) == ["<ios>", "<Bee>"]


def test_configured_slugs_outrank_an_engines_but_not_in_another_language(taxonomy):
    made, (terms,) = taxonomy(("总结", "b"), slugs={"总结": "summary"})
    assert list(made.engine_slugs(terms, str.upper).values()) == ["summary", "B"]
    assert list(made.engine_slugs(terms, str.upper, foreign=True).values()) == ["总结", "B"]
