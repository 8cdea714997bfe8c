import re

import pytest

from broadsheet.late import late_pattern


def test_an_expression_is_compiled_at_its_first_use():
    wrong = late_pattern("(")
    with pytest.raises(re.error):
        wrong.search("a")


def test_it_serves_as_a_compiled_one():
    word = late_pattern("[A-Z]+", re.IGNORECASE)
    assert word.sub("x", "ab 1") == "x 1"
    assert [m[0] for m in word.finditer("ab c")] == ["ab", "c"]
    assert word.pattern == "[A-Z]+"
