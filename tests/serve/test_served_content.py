import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.serve.content import asks_for_ranges, choose_coding

OFFERED = ("br", "zstd", "gzip")


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("*;q=0.5, br;q=0", "zstd"),
        ("identity", ""),
        ("GZIP ; q=0.8", "gzip"),
        ("gzip;q=x", ""),
        (",,;;=", ""),
    ],
)
def test_the_coding_a_client_likes_most(header, coding):
    assert choose_coding(header, OFFERED) == coding


@pytest.mark.parametrize(
    ("header", "understood"),
    [
        ("bytes=0-4", True),
        ("bytes=-4", True),
        ("bytes=4-", True),
        ("bytes=0-0, 2-3,-1", True),
        ("bytes=5-1", False),
        ("bytes=abc", False),
        ("bytes=-", False),
        ("bytes=", False),
        ("bytes=--1", False),
        ("bytes=٣-٤", False),
        ("items=0-1", False),
        ("", False),
    ],
)
def test_ranges_that_can_be_understood(header, understood):
    assert asks_for_ranges(header) is understood


PIECES = [
    "Sun,", "06", "Nov", "1994", "9999", "0", "08:49:37", "24:60:61", "12.34.56", "GMT", "+9999", "-",
    "q=", "q=nan", "q=inf", ";", ",", "W/", '"', "*", "gzip", "bytes=", " ", ".",
]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_header_does_harm(header):
    assert choose_coding(header, OFFERED) in {*OFFERED, ""}
    assert asks_for_ranges(header) in {True, False}
