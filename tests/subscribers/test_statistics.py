"""How the list grows: what is counted, and from what."""

from __future__ import annotations

import pytest
from database_kinds import on_each_database, open_here

from broadsheet.bounces import Intake
from broadsheet.bounces.events import BounceClass, EventKind, MailEvent
from broadsheet.ledger import Ledger
from broadsheet.subscribe.plots import plot_issues, plot_reasons, plot_sizes
from broadsheet.subscribe.signup import Signup, SignupRequest
from broadsheet.subscribers import Act, Evidence, Secret, Subscribers, read_address, statistics

pytestmark = on_each_database

DAY = 86400
START = 20_000
SECRET = Secret("k" * 32)
LIST = Evidence("import", "members", "members.csv")


def moment(day):
    return (START + day) * DAY + 3600


@pytest.fixture
def readers(tmp_path):
    return Subscribers(open_here(tmp_path), SECRET)


def add(readers, names, day, edition="weekly", source=LIST):
    for name in names:
        readers.add(read_address(f"{name}@example.org"), edition, source, moment(day))


def leave(readers, name, day, reason="left", edition="weekly"):
    act = Act(reason, Evidence("form", "left"), moment(day))
    readers.leave(read_address(f"{name}@example.org"), act, edition=edition)


def read(readers, **options):
    return statistics.read(readers.database, **options)


def test_growth_is_counted_by_day_and_the_size_follows_from_it(readers):
    add(readers, "abcde", 0)
    leave(readers, "a", 1)
    leave(readers, "b", 3, "bounced")
    add(readers, "fg", 3)
    add(readers, "x", 2, "daily")
    found = read(readers)
    assert found.totals == {"weekly": {"confirmed": 5, "left": 2}, "daily": {"confirmed": 1}}
    assert found.sizes("weekly") == [(START, 5), (START + 1, 4), (START + 3, 5)]
    assert found.sizes("daily") == [(START + 2, 1)]
    assert found.change("weekly", START + 1) == (2, 2)
    assert found.change("weekly", START + 3) == (2, 1)
    assert [each.left for each in found.days if each.left] == [{"left": 1}, {"bounced": 1}]


def test_who_asked_and_never_confirmed_neither_joined_nor_left(readers):
    signup = Signup(readers)
    address = read_address("p@example.org")
    signup.request(SignupRequest(address, ["weekly"], "en", Evidence("form", "asked")), moment(0))
    leave(readers, "p", 1)
    found = read(readers)
    assert found.days == ()
    assert found.departures == ()
    assert found.waiting == 1


def test_coming_back_counts_again_and_pressing_twice_does_not(readers):
    add(readers, "a", 0)
    leave(readers, "a", 1)
    leave(readers, "a", 2)
    add(readers, "a", 4)
    add(readers, "a", 5)
    found = read(readers)
    assert [(c.day - START, c.joined, sum(c.left.values())) for c in found.days] == [
        (0, 1, 0),
        (1, 0, 1),
        (4, 1, 0),
    ]
    assert [(s.joined, s.stayed) for s in found.sources] == [(2, 1)]


def test_an_erased_reader_is_in_no_number_and_no_size_goes_below_zero(readers):
    add(readers, "abc", 0)
    leave(readers, "a", 1)
    for name in "ab":
        readers.erase(read_address(f"{name}@example.org"), moment(2))
    assert read(readers).sizes("weekly") == [(START, 1)]


def test_sources_say_how_many_stayed(readers):
    add(readers, "abc", 0)
    add(readers, "de", 0, source=Evidence("form", "asked for it", "https://letters.example/"))
    leave(readers, "a", 1)
    assert [(s.kind, s.origin, s.joined, s.stayed) for s in read(readers).sources] == [
        ("import", "members.csv", 3, 2),
        ("form", "https://letters.example/", 2, 2),
    ]


def test_departures_are_the_newest_ones(readers):
    add(readers, "abc", 0)
    for day, name in enumerate("abc", 1):
        leave(readers, name, day, "complained" if name == "b" else "left")
    found = read(readers, departures=2).departures
    assert [(d.address, d.edition, d.reason) for d in found] == [
        ("c@example.org", "weekly", "left"),
        ("b@example.org", "weekly", "complained"),
    ]
    assert found[0].at == moment(3)


@pytest.fixture
def returned(readers):
    """An issue to four readers, of whom three at two domains sent something back."""
    addresses = ["a@example.org", "b@example.org", "c@EXAMPLE.net", "d@example.com"]
    for address in addresses:
        readers.add(read_address(address), "weekly", LIST, moment(0))
    ledger = Ledger(readers.database, SECRET)
    issue = ledger.open_issue("weekly", "2025-W25", b"", cutoff=moment(1), now=moment(1)).id
    with readers.database.write() as session:
        session.execute("UPDATE deliveries SET state = 'sent'")
    intake = Intake(readers.database, SECRET)
    for address, kind, found in (
        (addresses[0], EventKind.BOUNCE, BounceClass.GONE),
        (addresses[1], EventKind.BOUNCE, BounceClass.FULL),
        (addresses[2], EventKind.COMPLAINT, None),
    ):
        reader = readers.find(read_address(address)).id
        intake.apply(MailEvent(kind, issue, reader, address, found), moment(2))
    return readers


def test_what_came_back_is_counted_by_domain_and_by_issue(returned):
    found = read(returned)
    assert [(d.domain, d.kinds) for d in found.domains] == [
        ("example.org", {"gone": 1, "full": 1}),
        ("example.net", {"complaint": 1}),
    ]
    (issue,) = found.issues
    assert (issue.edition, issue.name, issue.audience) == ("weekly", "2025-W25", 4)
    assert issue.states == {"sent": 4}
    assert issue.returned == {"gone": 1, "full": 1, "complaint": 1}
    assert {d.reason for d in found.departures} == {"bounced", "complained"}


def test_plots_draw_these_numbers(returned):
    found = read(returned)
    sizes = plot_sizes(found, START + 10)
    (line,) = sizes.lines
    assert line.last == 2
    heights = [float(point.split(",")[1]) for point in line.points.split()]
    assert heights[0] == max(heights)  # Nobody before the first day.
    assert heights[-1] == (min(heights) + max(heights)) / 2  # Two of four stay.
    assert [tick.text for tick in sizes.ticks] == ["0", "1", "2", "3", "4"]
    assert sizes.marks[0].text == "2024-10-03"
    assert [(bar.name, bar.value) for bar in plot_issues(found.issues).bars] == [("sent", 4)]
    reasons = plot_reasons(found.issues)
    assert [(bar.name, bar.value) for bar in reasons.bars] == [
        ("complaint", 1),
        ("full", 1),
        ("gone", 1),
    ]


def test_nothing_to_plot():
    nothing = statistics.Statistics({}, (), (), (), (), (), 0)
    assert plot_sizes(nothing, START) is None
    assert plot_issues(()) is None
    assert plot_reasons(()) is None


@pytest.mark.parametrize("largest", [1, 3, 4, 5, 9, 10, 41, 99, 1_000, 43_210, 1_000_000])
def test_axes_have_few_round_marks_that_reach_the_largest_number(readers, largest):
    from broadsheet.subscribe.plots import _scale  # noqa: PLC0415 - what axes are made with

    top, ticks = _scale(largest)
    assert largest <= top <= 2 * max(largest, 4)
    assert 2 <= len(ticks) <= 5
    assert all(len(tick.text.replace(",", "").rstrip("0")) <= 2 for tick in ticks)
