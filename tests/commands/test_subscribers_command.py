"""`publish subscribers` as people call it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from broadsheet import cli


@pytest.fixture
def publish(site, capsys):
    def run(*arguments):
        code = cli.main(["-C", str(site.root), "subscribers", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


ADD = ("--edition", "weekly", "--basis", "asked")


def test_from_nothing_to_readers(publish, site):
    code, _, said = publish("add", "Ada@example.org", "bob@example.org", *ADD)
    assert code == 0
    assert "subscribers.key: made" in said
    shown = publish()[1]
    assert shown.startswith("weekly: 2 confirmed\n  last 7 days: +2 -0\n")
    assert re.search(r"(?m)^  command \S+: 2 joined, 2 stayed$", shown)
    assert (
        publish("list")[1]
        == "Ada@example.org\tweekly\tconfirmed\nbob@example.org\tweekly\tconfirmed\n"
    )
    assert "asked" in publish("show", "ada@example.org")[1]
    assert "left weekly" in publish("leave", "bob@example.org")[2]
    assert "erased" in publish("erase", "ada@example.org")[2]
    assert publish("show", "ada@example.org")[:2] == (
        0,
        "ada@example.org: no reader; on the suppression list: erased\n",
    )
    assert publish("show", "nobody@example.org")[0] == 1
    assert "suppression list (manual)" in publish("suppress", "eve@example.org")[2]
    assert publish("backup", str(site.root / "b.sqlite"))[0] == 0
    assert json.loads(publish("--json")[1])["editions"] == {"weekly": {"left": 1}}


def test_moving_to_another_file(publish, site):
    publish("add", "ada@example.org", *ADD)
    for wrong in ("subscribers.sqlite", "mysql://x/y", ".publish/x", "postgresql://a:secret@b/c"):
        code, _, said = publish("copy", wrong)
        assert code == 1
        assert said.startswith(("DATABASE: ", "subscribers.sqlite: is the database in use"))
    code, _, said = publish("copy", "other.sqlite")
    assert code == 0
    assert 'all equal; now write database = "other.sqlite" in publish.toml' in said
    code, _, said = publish("list")
    assert code == 1
    assert "was moved to other.sqlite" in said
    config = (site.root / "publish.toml").read_text()
    site.config(config + '[send]\ndatabase = "other.sqlite"\n')
    assert publish("list")[1] == "ada@example.org\tweekly\tconfirmed\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list",), "subscribers.sqlite: does not exist"),
        (("add", "x", *ADD), '"x" is not an address'),
        (("add", "ada@example.org", "--edition", "none", "--basis", "b"), 'has no edition "none"'),
        (("import", "missing.csv", *ADD), "missing.csv: cannot be read"),
    ],
)
def test_what_is_wrong_makes_no_file(publish, site, arguments, message):
    before = sorted(site.root.iterdir())
    code, out, said = publish(*arguments)
    assert (code, out) == (1, "")
    assert message in said
    assert sorted(site.root.iterdir()) == before


def test_a_file_needs_a_basis_unless_it_is_an_export(publish, site):
    file = site.root / "a.csv"
    file.write_text("email\nada@example.org\n")
    code, _, said = publish("import", str(file), "--edition", "weekly")
    assert code == 1
    assert "needs --basis TEXT" in said
    assert publish("import", str(file), *ADD)[0] == 0
    for form in ("csv", "json"):
        export = site.root / f"export.{form}"
        export.write_text(publish("export", "--format", form)[1])
        code, _, said = publish("import", str(export))
        assert (code, said) == (0, f"{export}: 0 new, 1 known\n")


@pytest.mark.slow
def test_who_only_builds_imports_nothing_of_this(site):
    site.article("a.md")
    program = """if True:
        import sys
        from broadsheet import cli
        code = cli.main(sys.argv[1:])
        print(*sys.modules)
        sys.exit(code)
    """
    ours = [
        "broadsheet.ledger",
        "broadsheet.databases",
        "broadsheet.subscribers",
        "broadsheet.sending",
    ]
    for command in ("build", "digest"):
        done = subprocess.run(
            [sys.executable, "-c", program, "-C", str(site.root), command],
            capture_output=True,
            text=True,
            check=True,
        )
        loaded = set(done.stdout.split())
        for name in ["email_validator", "cryptography", "dns", "idna", "psycopg", *ours]:
            assert name not in loaded
