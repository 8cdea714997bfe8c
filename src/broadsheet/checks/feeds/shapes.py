"""The records with which `vocabulary` describes what elements may contain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Child:
    """A child element: its shape, and whether it may occur more than once."""

    shape: Shape
    many: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What an element may contain.

    `value` lists the kinds of its text, separated by spaces: those of `values.CHECKERS`, and `text`,
    `plain` (no markup), `html`, `tight` (no white space around it), `filled` (not empty),
    `construct` (an Atom text construct), `link`, `guid`, `identity` (an Atom id). Without a kind, no
    text is allowed. `attributes` maps names to kinds. `required` lists the children, and the
    attributes with an `@`, that are required. An `open` element may contain anything.
    """

    children: Mapping[str, Child] = field(default_factory=dict)
    value: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    open: bool = False


def shape(
    children: Mapping[str, Child] | None = None,
    value: str = "",
    required: str = "",
    **attributes: str,
) -> Shape:
    """Return a shape; attributes of other namespaces are written `rdf__about`."""
    named = {name.replace("__", ":"): kind for name, kind in attributes.items()}
    return Shape(children or {}, value, named, tuple(required.split()))


ANYTHING = Shape(open=True)


def once(kind: str | Shape, **attributes: str) -> Child:
    """Return a child that may occur once, from a shape or the kinds of its text."""
    return Child(_shape(kind, attributes))


def many(kind: str | Shape, **attributes: str) -> Child:
    """Return a child that may occur any number of times."""
    return Child(_shape(kind, attributes), many=True)


def _shape(kind: str | Shape, attributes: dict[str, Any]) -> Shape:
    return kind if isinstance(kind, Shape) else shape(value=kind, **attributes)


def each(child: Child, names: str) -> dict[str, Child]:
    """Return several elements with one shape."""
    return dict.fromkeys(names.split(), child)
