import pytest

from broadsheet.serve.http import choose_encoding, is_unchanged

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
    assert choose_encoding(header, OFFERED) == coding


TAG = '"5-a"'
SUNDAY = "Sun, 06 Nov 1994 08:49:37 GMT"
SUNDAY_SECONDS = 784111777.0


@pytest.mark.parametrize(
    ("none_match", "since", "unchanged"),
    [
        ("", "", False),
        (TAG, "", True),
        (f"W/{TAG}", "", True),
        (f'"x", {TAG}', "", True),
        ("*", "", True),
        ('"5-b"', "", False),
        ("5-a", "", False),
        ("", SUNDAY, True),
        ("", "Sun, 06 Nov 1994 08:49:36 GMT", False),
        ("", "yesterday", False),
        ("", "Sun, 99 Nov 999999999 08:49:36 GMT", False),
        ('"5-b"', SUNDAY, False),
    ],
)
def test_what_a_client_has_already(none_match, since, unchanged):
    assert is_unchanged(none_match, since, TAG, SUNDAY_SECONDS + 0.9) is unchanged
