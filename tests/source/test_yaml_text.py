"""YAML of configurations: how much of it is read."""

from __future__ import annotations

import pytest

from broadsheet.errors import UnreadableError
from broadsheet.source import yaml_text


@pytest.fixture(autouse=True)
def lower_bound(monkeypatch):
    monkeypatch.setattr(yaml_text, "MAX_NODES", 20)


def test_a_configuration_without_aliases_may_have_any_number_of_values():
    assert len(yaml_text.load_values("a:\n" + "- b\n" * 30)["a"]) == 30


def test_aliases_that_stand_for_too_many_values_are_refused():
    assert yaml_text.load_values("a: &a [x]\nb: [*a, *a, *a]")["b"] == [["x"]] * 3
    with pytest.raises(UnreadableError, match="more than 20 values through aliases"):
        yaml_text.load_values("a: &a [x]\nb: [" + "*a," * 30 + "]")
