"""YAML of configurations: how much of it is read."""

from __future__ import annotations

import pytest

from broadsheet.errors import UnreadableError
from broadsheet.source import yaml_text


def test_a_configuration_without_aliases_may_have_any_number_of_values():
    assert len(yaml_text.load_values("a:\n" + "- b\n" * 30_000)["a"]) == 30_000


def test_aliases_that_stand_for_too_many_values_are_refused():
    with pytest.raises(UnreadableError, match="more than 20000 values through aliases"):
        yaml_text.load_values("a: &a [x]\nb: [" + "*a," * 30_000 + "]")
