"""Files of six programs, of people, and of enemies."""

from __future__ import annotations

import csv
import io

import pytest
from database_kinds import open_readers
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.errors import SubscribersError
from broadsheet.subscribers import Act, Evidence, Subscribers, read_address, transfer
from broadsheet.subscribers.transfer.exporting import csv_lines
from broadsheet.subscribers.transfer.importing import import_file
from broadsheet.subscribers.transfer.json_file import import_json, is_own_json, json_lines

SOURCE = Evidence("command", "asked")


@pytest.fixture
def readers(database):
    from database_kinds import SECRET

    return Subscribers(database, SECRET)


def load(readers, content, *, edition="weekly", now=1000, **options):
    if isinstance(content, str):
        content = content.encode()
    settings = transfer.ImportOptions(
        name="a.csv", edition=edition, basis="moved here", by="ada", **options
    )
    return import_file(readers, io.BytesIO(content), settings, now)


def states(readers):
    return {address: (state, reason) for address, _, state, reason in readers.listed()}


PROGRAMS = {
    "listmonk": """uuid,email,name,attributes,status,created_at,updated_at
5a1e,in@example.org,In Side,"{""city"": ""X""}",enabled,2021-03-01 10:00:00+00,2021-03-01 10:00:00+00
5a1f,left@example.org,,{},disabled,2021-03-01 10:00:00+00,2021-03-01 10:00:00+00
5a1g,spam@example.org,,{},blocklisted,2021-03-01 10:00:00+00,2021-03-01 10:00:00+00
""",
    "mailchimp": """"Email Address","First Name","Last Name",Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LAST_CHANGED,LEID,EUID,UNSUB_TIME,CLEAN_TIME,TAGS
in@example.org,In,Side,,2,"2021-03-01 10:00:00","2021-03-01 10:01:00","2021-03-01 10:01:00",1,a,,,"""
    """
left@example.org,,,,2,,,,2,b,"2022-01-01 00:00:00",,
spam@example.org,,,,2,,,,3,c,,"2022-01-01 00:00:00",
""",
    "buttondown": """id,email,notes,metadata,tags,subscriber_type,source,creation_date
1,in@example.org,,{},,regular,import,2021-03-01T10:01:00Z
2,left@example.org,,{},,unsubscribed,import,2021-03-01T10:01:00Z
3,spam@example.org,,{},,undeliverable,import,2021-03-01T10:01:00Z
4,not-yet@example.org,,{},,unactivated,organic,2021-03-01T10:01:00Z
""",
    "substack": """email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
in@example.org,false,,other,false,2021-03-01T10:01:00.000Z,
left@example.org,true,2027-01-01T00:00:00.000Z,yearly,true,2021-03-01T10:01:00.000Z,
""",
    "ghost": """id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers
1,in@example.org,In Side,,true,,,2021-03-01T10:01:00.000Z,,,
2,left@example.org,,,false,,,2021-03-01T10:01:00.000Z,,,
""",
    "keila": """Email,First name,Last name,Data,Status
in@example.org,In,Side,"{""a"": 1}",active
left@example.org,,,,unsubscribed
spam@example.org,,,,unreachable
""",
    "any": "E-Mail;Name\nIn@Example.org;In Side\n",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_exports_of_other_programs(readers, program):
    report, problems = load(readers, PROGRAMS[program])

    assert not problems
    assert report.new == 1
    kept = states(readers)
    assert kept.pop(next(a for a in kept if a.lower() == "in@example.org")) == ("confirmed", "")
    assert kept in ({}, {"left@example.org": ("left", "left")})
    assert bool(kept) == ("left@" in PROGRAMS[program])
    spam = readers.suppression_reason(read_address("spam@example.org"))
    assert bool(spam) == ("spam@" in PROGRAMS[program])
    found = readers.find(read_address("in@example.org"))
    assert found.name == ("" if program in {"buttondown", "substack"} else "In Side")
    assert [(e.kind, e.edition, e.source.basis, e.source.origin) for e in found.events] == [
        ("imported", "weekly", "moved here", "a.csv, by ada")
    ]
    assert ("2021-03-01" in found.events[0].detail) == (program not in {"keila", "any"})


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_same_file_again_changes_nothing(readers, program):
    load(readers, PROGRAMS[program])
    before = list(json_lines(readers))
    report, _ = load(readers, PROGRAMS[program], now=2000)

    assert list(json_lines(readers)) == before
    assert (report.new, report.known) == (0, 1)


def test_who_left_here_stays_out(readers):
    load(readers, "email\nada@example.org\nbob@example.org\ncy@example.org\n")
    readers.leave(read_address("ada@example.org"), Act("left", SOURCE, 1100))
    readers.suppress(read_address("BOB@example.org"), Act("complained", SOURCE, 1100))
    readers.erase(read_address("cy@example.org"), 1100)
    readers.suppress(read_address("dan@example.org"), Act("manual", SOURCE, 1100))

    lines = "email\nAda@example.org\nbob@example.org\ncy@example.org\ndan@example.org\n"
    report, _ = load(readers, lines, now=1200)

    assert states(readers) == {
        "ada@example.org": ("left", "left"),
        "bob@example.org": ("left", "complained"),
    }
    assert report.new == 0
    assert report.kept_out == {"left": 1, "complained": 1, "erased": 1, "manual": 1}


def test_a_later_list_of_those_who_left_there_ends_what_was_imported(readers):
    load(readers, "email\nada@example.org\nbob@example.org\n")
    with readers.database.write() as session:  # Bob confirmed by himself since.
        session.execute("""INSERT INTO events (subscriber, edition, kind, at, source, detail)
            SELECT id, 'weekly', 'confirmed', 1100, 1, '' FROM subscribers
            WHERE canonical = 'bob@example.org'""")

    load(
        readers,
        "email,status\nada@example.org,unsubscribed\nbob@example.org,unsubscribed\n",
        now=1200,
    )

    assert states(readers) == {
        "ada@example.org": ("left", "left"),
        "bob@example.org": ("confirmed", ""),
    }


@pytest.mark.parametrize("order", ["subscribed unsubscribed", "unsubscribed subscribed"])
def test_of_two_lines_for_one_reader_the_stricter_counts(readers, order):
    lines = [f"{'Ada' if n else 'ada'}@example.org,{word}" for n, word in enumerate(order.split())]
    load(readers, "\n".join(["email,status", *lines]))
    ((_, state),) = [(a, s[0]) for a, s in states(readers).items()]
    assert state == "left"


def test_a_bounce_counts_for_every_edition_and_a_leave_for_one(readers):
    lines = "email\nada@example.org\nbob@example.org\n"
    load(readers, lines)
    load(readers, lines, edition="daily")
    load(readers, "email,status\nada@example.org,unsubscribed\nbob@example.org,cleaned\n", now=1200)
    found = {(a, e): s for a, e, s, _ in readers.listed()}
    assert found == {
        ("ada@example.org", "weekly"): "left",
        ("ada@example.org", "daily"): "confirmed",
        ("bob@example.org", "weekly"): "left",
        ("bob@example.org", "daily"): "left",
    }


def test_all_wrong_lines_are_named_and_nothing_is_imported(readers):
    content = 'email,name,status\nok@example.org,"two\nlines",\nwrong,,\n,,\nx@example.org,,odd\na@b@c,,\n'
    with pytest.raises(SubscribersError) as caught:
        load(readers, content)
    assert [(p.path, p.line) for p in caught.value.problems] == [
        ("a.csv", 4),
        ("a.csv", 6),
        ("a.csv", 7),
        ("a.csv", 0),
    ]
    assert "nothing was imported; correct these lines, or add --keep-going" in str(caught.value)
    assert '"odd" is not a status; write subscribed' in str(caught.value)
    assert states(readers) == {}

    report, problems = load(readers, content, keep_going=True)
    assert states(readers) == {"ok@example.org": ("confirmed", "")}
    assert len(problems) == 3
    assert report.kept_out == {"wrong": 3}
    assert readers.find(read_address("ok@example.org")).name == "two lines"


def test_very_many_wrong_lines_are_counted(readers):
    with pytest.raises(SubscribersError) as caught:
        load(readers, "email\n" + "x\n" * 5000)
    assert len(caught.value.problems) == 1002
    assert "and 4000 more lines are wrong" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04zip", "ZIP archive or a workbook"),
        (b"name,city\nAda,X\n", "has no column email"),
        (b"ada@example.org\nbob@example.org\n", "has no column email"),
        (b"email,name\nada@example.org,\xe4\xf6\n", "a.csv:2: is not UTF-8"),
        (b"email\n" + b"a" * 10_000_000 + b"\n", "a.csv:2: is longer than"),
        (b"email\nok@example.org\n" + b"a" * 10_000_000, "a.csv:3: is longer than"),
        (b'email,name\nok@example.org,"' + b"open\n" * 60_000, "a.csv:2: has a quote"),
        (b"email\nada@exam\0ple.org\n", "is not an address"),
        (b"email\nada@example.org\x00\n", "is not an address"),
        (b'email\n"ada@example.org\r\nBcc: x@example.org"\n', "is not an address"),
        ("email\na\u202eda@example.org\n".encode(), "is not an address"),
    ],
    ids=range(13),
)
def test_hostile_files_are_refused_with_a_place(readers, content, message):
    with pytest.raises(SubscribersError) as caught:
        load(readers, content)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 2000
    assert states(readers) == {}


def test_a_long_line_keeps_the_good_ones_readable(readers):
    content = b"email\nok@example.org\n" + b"a" * 10_000_000 + b"\nfine@example.org\n"
    _, problems = load(readers, content, keep_going=True)
    assert states(readers).keys() == {"ok@example.org", "fine@example.org"}
    assert [p.line for p in problems] == [3]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_what_excel_writes(readers, encoding):
    text = "Email\tName\r\nada@example.org\tÄda 中\r\n"
    content = text.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    load(readers, content)
    assert readers.find(read_address("ada@example.org")).name == "Äda 中"


def test_names_keep_no_tricks(readers):
    rows = [["email", "name"], ["ada@example.org", "A\u202ed\x07a\r\nBcc: x\u2066"]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    load(readers, out.getvalue())
    assert readers.find(read_address("ada@example.org")).name == "Ada Bcc: x"


def test_cells_are_no_formulas_and_are_read_back(readers, tmp_path):
    for address in ("=cmd@example.org", "+1@example.org", "-x@example.org", "'q@example.org"):
        readers.add(read_address(address), "weekly", Evidence("command", "=HYPERLINK(1)"), 1000)
    rows = list(csv.reader("".join(csv_lines(readers)).splitlines()))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]

    again = copied(readers, tmp_path, "csv")
    assert states(again) == states(readers)
    again.database.close()


def copied(readers, folder, form):
    """Export readers, and import them into a new database."""
    folder = folder / "copy"
    folder.mkdir()
    again = open_readers("sqlite", folder)
    if form == "csv":
        content = "".join(csv_lines(readers)).encode()
        load(again, content, edition="", now=5000)
    else:
        stream = io.BytesIO("".join(json_lines(readers)).encode())
        assert is_own_json(stream)
        import_json(again, stream, "a.json", 5000)
    return again


TEXT = st.text(min_size=1, max_size=20)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "leave", "suppress", "erase", "import"]),
        st.sampled_from(["ada@example.org", "Bob@example.org", "=c@example.org"]),
        st.sampled_from(["daily", "weekly"]),
        TEXT,
    ),
    max_size=8,
)


@given(acts=ACTS)
@settings(max_examples=30)
def test_an_export_is_read_back_equal(tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("x")
    readers = open_readers("sqlite", folder)
    for now, (what, text, edition, basis) in enumerate(acts, 1000):
        do(readers, what, read_address(text), edition, basis, now)
    try:
        for form, lines in (("csv", csv_lines), ("json", json_lines)):
            part = folder / form
            part.mkdir()
            again = copied(readers, part, form)
            assert list(lines(again)) == list(lines(readers))
            again.database.close()
    finally:
        readers.database.close()


def do(readers, what, address, edition, basis, now):
    source = Evidence("command", basis)
    if what == "add":
        try:
            readers.add(address, edition, source, now)
        except ValueError:
            assert readers.suppression_reason(address) == "complained"
    elif what == "leave":
        readers.leave(address, Act("left", source, now), edition=edition)
    elif what == "suppress":
        readers.suppress(address, Act("complained", source, now))
    elif what == "erase":
        readers.erase(address, now)
    else:
        load(readers, f"email\n{address.address}\n", edition=edition, now=now)
    confirmed = [a for a, _, state, _ in readers.listed() if state == "confirmed"]
    assert not [a for a in confirmed if readers.suppression_reason(read_address(a))]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"state"', '"stat"'),
        lambda text: text.replace('"created": 1000', '"created": "x"'),
        lambda text: text.replace("{", "[", 3),
    ],
    ids=range(4),
)
def test_a_broken_json_file_changes_nothing(readers, tmp_path, change):
    readers.add(read_address("ada@example.org"), "weekly", SOURCE, 1000)
    text = change("".join(json_lines(readers)))
    other = (
        open_readers("sqlite", tmp_path / "other") if (tmp_path / "other").mkdir() is None else 0
    )
    with pytest.raises(SubscribersError):
        import_json(other, io.BytesIO(text.encode()), "a.json", 5000)
    assert states(other) == {}
    other.database.close()
