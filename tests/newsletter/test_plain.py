"""Plain text: safe for headers, wrapped by columns."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.columns import columns
from broadsheet.newsletter.plain import wrap
from broadsheet.text import one_line

URL = "https://example.org/a/very/long/address/that/is/longer/than/a/line/of/the/letter/would/be"


def test_one_line_drops_line_ends_controls_and_overrides() -> None:
    assert one_line("a\r\nBcc: x\u2028y\x00z\x85") == "a Bcc: x y z"
    assert one_line("safe\u202egnp.exe \u2066x") == "safegnp.exe x"
    assert one_line("👩\u200d💻 שלום\u200f!") == "👩\u200d💻 שלום\u200f!"


def test_chinese_breaks_anywhere_but_at_punctuation() -> None:
    text = "一二三四五，六七（八九）十"
    assert wrap(text, width=10).split("\n") == ["一二三四", "五，六七", "（八九）十"]


def test_words_and_urls_stay_whole() -> None:
    assert wrap(f"see {URL}。next", width=20).split("\n") == ["see", f"{URL}。", "next"]
    assert wrap(f"中文{URL}中文", width=20).split("\n") == ["中文", URL, "中文"]


def test_a_word_wider_than_a_line_is_broken_but_no_letter_loses_its_accent_or_emoji_a_part() -> (
    None
):
    assert wrap("a" * 25, width=10).split("\n") == ["a" * 10, "a" * 10, "a" * 5]
    thai = "ภาษาไทยไม่มีช่องว่างระหว่างคำเลยสักนิดเดียว" * 4
    pieces = wrap(thai).split("\n")
    assert max(map(columns, pieces)) <= 72
    assert not any(piece[0] in "ิ่้็ี" for piece in pieces)
    accented = "e\u0301" * 30
    assert wrap(accented, width=10).split("\n") == ["e\u0301" * 10] * 3
    family = "👩\u200d👩\u200d👧" * 9
    assert all(piece[0] == "👩" for piece in wrap(family, width=10).split("\n"))


@given(st.text(st.sampled_from("ab 微软，。（）（“”.-"), max_size=80))
def test_wrapping_loses_nothing(text: str) -> None:
    line = one_line(text)
    wrapped = wrap(line, width=12)
    assert wrapped.replace("\n", "").replace(" ", "") == line.replace(" ", "")
    unbroken = any(len(word) > 5 for word in line.split())
    assert unbroken or all(columns(piece) <= 12 for piece in wrapped.split("\n"))


@given(st.text(max_size=60))
@example("http://")
@example("see https://。")
def test_any_text_wraps(text: str) -> None:
    assert "".join(wrap(text).split()) == "".join(text.split())
