"""Token buckets: never more than a limit in any time as long as its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.rates import Limit, Pace, Rates


class Memory:
    """Buckets in a dictionary, as SQL sees them: properties need thousands of calls."""

    def __init__(self):
        self.held = {}

    def write(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def rows(self, _, values):
        name, seconds, tokens, at = values
        return [self.held.setdefault((name, seconds), (tokens, at))]

    def execute(self, _, values):
        tokens, at, name, seconds = values
        self.held[name, seconds] = (tokens, at)


@given(
    count=st.integers(1, 200),
    seconds=st.sampled_from([1, 60, 3600]),
    calls=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 50)), max_size=60),
)
def test_no_window_has_more_than_the_limit(count, seconds, calls):
    rates = Rates(Memory())
    now = 0.0
    taken = []
    for wait, wanted in calls:
        now += wait * seconds / 4
        grant = rates.take("relay", [Limit(count, seconds)], wanted, now)
        assert 0 <= grant.tokens <= wanted
        taken += [now] * grant.tokens
    for number, start in enumerate(taken):
        inside = [at for at in taken[number:] if at < start + seconds - 1e-6]
        assert len(inside) <= count


@pytest.mark.parametrize("limit", [Limit(1, 1), Limit(20, 1), Limit(5000, 3600), Limit(0.5, 1)])
def test_whoever_waits_gets_more_and_nearly_all(limit):
    rates = Rates(Memory())
    now, taken = 0.0, 0
    while now < 3 * limit.seconds:
        grant = rates.take("relay", [limit], 1, now)
        taken += grant.tokens
        assert grant.tokens or grant.wait > 0
        now += grant.wait + 1e-9
    assert taken >= 0.9 * 3 * limit.count


def test_the_slowest_of_several_limits_counts(database):
    rates = Rates(database)
    limits = [Limit(100, 1), Limit(20, 3600)]
    assert rates.take("relay", limits, 5, 0).tokens == 1
    grant = rates.take("relay", limits, 5, 0.5)
    assert grant.tokens == 0
    assert 100 < grant.wait <= 180
    assert rates.take("relay", [], 5, 0.5).tokens == 5


def test_buckets_are_kept(database, tmp_path):
    limit = Limit(40, 3600)
    assert Rates(database).take("relay", [limit], 9, 1000).tokens == 2
    again = Rates(database)
    assert again.take("relay", [limit], 9, 1001).tokens == 0
    assert again.take("another", [limit], 9, 1001).tokens == 2
    again.give_back("relay", 1)
    assert again.take("relay", [limit], 9, 1001).tokens == 1


def test_a_clock_set_back_neither_gives_nor_costs(database):
    rates = Rates(database)
    limit = Limit(60, 60)
    rates.take("relay", [limit], 9, 1_000_000)
    assert rates.take("relay", [limit], 9, 1000).tokens == 0
    assert rates.take("relay", [limit], 9, 1001).tokens == 0
    assert rates.take("relay", [limit], 9, 1010).tokens == 3


def test_a_domain_that_asks_for_less_gets_less_and_recovers(database):
    rates = Rates(database)
    assert rates.slow_down("gmail.com", 8, 100, wait=60) == Pace("gmail.com", 4, 160)
    assert rates.slow_down("gmail.com", 99, 200, wait=60).rate == 2
    rates.went_well("gmail.com", 99)
    assert rates.paces()["gmail.com"].rate == 2
    rates.went_well("gmail.com", 101)
    assert rates.paces()["gmail.com"].rate == pytest.approx(2 * 1.1**2)
    rates.went_well("gmail.com", 100 * 40)
    assert rates.paces() == {}
    rates.went_well("example.org", 5)
    assert rates.paces() == {}
    for _ in range(20):
        slowest = rates.slow_down("yahoo.com", 1, 0, wait=1)
    assert slowest.rate == pytest.approx(1 / 60)
