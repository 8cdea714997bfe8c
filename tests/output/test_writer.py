import errno
import os
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from broadsheet.config import parse_config
from broadsheet.engines import resolve
from broadsheet.errors import OutputError
from broadsheet.model import LazyFile, OutputFile
from broadsheet.output.manifest import (
    MANIFEST,
    TEMPORARY,
    issue_records,
    read_manifest,
    written_files,
)
from broadsheet.output.writer import WriteOptions, write_tree

LONGEST = 0.1
"""Seconds that a run writes, about, before it is killed."""


def files(**contents):
    return [OutputFile(path.replace("__", "/") + ".xml", data) for path, data in contents.items()]


def tree(out):
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in out.rglob("*")
        if p.is_file() and p.name != MANIFEST
    }


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def test_only_what_differs_is_written(out):
    assert write_tree(out, files(a=b"1", t__b=b"2")).written == ("a.xml", "t/b.xml")
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in out.rglob("*")}
    report = write_tree(out, files(a=b"1", t__b=b"2"))
    assert (report.written, report.unchanged, report.removed) == ((), 2, ())
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in out.rglob("*")} == before
    report = write_tree(out, files(a=b"1", t__b=b"3"))
    assert (report.written, report.unchanged) == (("t/b.xml",), 1)


def test_only_its_own_files_are_pruned(out):
    write_tree(out, files(a=b"1", t__b=b"2", t__c=b"3", k=b"4"))
    (out / "t/mine.txt").write_text("mine")
    (out / "t/c.xml").write_text("changed by hand")
    report = write_tree(out, files(a=b"1"), WriteOptions(keep=lambda path: path == "k.xml"))
    assert report.removed == ("t/b.xml",)
    assert set(tree(out)) == {"a.xml", "k.xml", "t/mine.txt", "t/c.xml"}
    assert write_tree(out, files(a=b"1")).removed == ("k.xml",)


@pytest.mark.parametrize("ending", [".gz", ".br"])
def test_a_compressed_copy_of_an_older_file_is_pruned_though_others_are_kept(out, ending):
    """A server would go on sending it in place of the new file."""
    copies = [OutputFile(f"{name}.xml{ending}", b"old") for name in "ab"]
    write_tree(out, [*files(a=b"1"), *copies])
    assert write_tree(out, files(a=b"2"), WriteOptions(keep=lambda _: True)).removed == (
        f"a.xml{ending}",
    )
    assert set(tree(out)) == {"a.xml", f"b.xml{ending}"}


def test_folders_left_empty_go(out):
    write_tree(out, files(a=b"1", t__u__b=b"2"))
    write_tree(out, files(a=b"1"))
    assert not (out / "t").exists()


def test_a_file_of_somebody_else_is_never_overwritten(out):
    out.mkdir()
    (out / "a.xml").write_text("theirs")
    (out / "b.xml").mkdir()
    (out / "t").write_text("a file")
    with pytest.raises(OutputError) as caught:
        write_tree(out, files(a=b"1", b=b"2", t__c=b"3", ok=b"4"))
    assert [p.path for p in caught.value.problems] == ["out/a.xml", "out/b.xml", "out/t/c.xml"]
    assert tree(out) == {"a.xml": b"theirs", "t": b"a file"}


def test_without_its_manifest_only_equal_files_are_taken_over(out):
    write_tree(out, files(a=b"1"))
    (out / MANIFEST).write_text("{damaged")
    assert write_tree(out, files(a=b"1")).unchanged == 1


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a//b", "", "a\\b", "a\0b", "x" * 300])
def test_no_path_leaves_the_folder(out, path):
    with pytest.raises(OutputError):
        write_tree(out, [OutputFile(path, b"x")])
    assert not list(out.parent.glob("x*"))


def test_a_link_in_the_way_is_not_followed(out, tmp_path):
    out.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (out / "t").symlink_to(tmp_path / "elsewhere")
    (out / "a.xml").symlink_to(tmp_path / "target")
    with pytest.raises(OutputError):
        write_tree(out, files(t__b=b"1", a=b"2"))
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not (tmp_path / "target").exists()


def test_what_fails_half_way_leaves_everything_as_it_was(out):
    write_tree(out, files(a=b"1"))
    before = {p: p.stat().st_ino for p in out.rglob("*")}

    def failing():
        yield from files(a=b"2", t__new=b"3")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tree(out, failing())
    assert {p: p.stat().st_ino for p in out.rglob("*")} == before
    assert tree(out) == {"a.xml": b"1"}


def lazy(make, count=200):
    return [LazyFile(f"t/{n}/a.xml", "", partial(make, n)) for n in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 3])
def test_lazy_files_are_made_by_any_process(out, jobs):
    report = write_tree(out, lazy(lambda n: b"%d" % n), WriteOptions(jobs=jobs))
    assert report.written == tuple(f"t/{n}/a.xml" for n in range(200))
    assert tree(out) == {f"t/{n}/a.xml": b"%d" % n for n in range(200)}
    assert write_tree(out, lazy(lambda n: b"%d" % n), WriteOptions(jobs=jobs)).unchanged == 200


def test_a_lazy_file_is_made_again_only_if_it_is_not_as_it_was_left(out):
    made = []

    def run(signature, left):
        def make():
            made.append(signature)
            return signature.encode()

        return write_tree(out, [LazyFile("t/a.xml", signature, make)], WriteOptions(left=left))

    first = run("s", {})
    second = run("s", first.left)
    assert (made, second.written, second.unchanged) == (["s"], (), 1)
    third = run("other", second.left)
    assert (made, third.written) == (["s", "other"], ("t/a.xml",))
    (out / "t/a.xml").write_text("changed by hand")
    assert run("other", third.left).written == ("t/a.xml",)
    assert made == ["s", "other", "other"]


def test_a_lazy_file_that_was_not_made_again_is_still_known_for_ours(out):
    lazy = [LazyFile("t/a.xml", "s", lambda: b"1")]
    left = write_tree(out, lazy).left
    left = write_tree(out, lazy, WriteOptions(left=left)).left
    assert write_tree(out, [], WriteOptions(left=left)).removed == ("t/a.xml",)


def test_without_a_manifest_a_lazy_file_is_made_again(out):
    """Nobody knows whose file lies there, whatever the last run left."""
    left = write_tree(out, [LazyFile("a.xml", "s", lambda: b"1")]).left
    (out / MANIFEST).unlink()
    again = write_tree(out, [LazyFile("a.xml", "s", lambda: b"1")], WriteOptions(left=left))
    assert (again.written, again.unchanged, written_files(out).keys()) == ((), 1, {"a.xml"})


def test_files_are_announced_before_they_take_their_places(out):
    told = []

    def announce(paths):
        told.append((tuple(paths), (out / "a.xml").exists()))

    write_tree(out, files(a=b"1", t__b=b"2"), WriteOptions(announce=announce))
    assert told == [(("a.xml", "t/b.xml"), False)]


def test_a_run_that_names_no_site_takes_the_folder_from_none(out):
    head = '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = "A"\n'
    site = parse_config(head, Path(), resolve).site
    write_tree(out, files(a=b"1"), WriteOptions(site=site))
    write_tree(out, files(a=b"2"))
    assert read_manifest(out).site == "T <https://e.org/>"


def test_a_file_without_a_signature_is_left_with_none(out):
    left = write_tree(out, files(a=b"1")).left
    assert {path: signature for path, (signature, _) in left.items()} == {"a.xml": "", MANIFEST: ""}


def test_records_of_an_issue_are_kept_as_long_as_a_file_of_it(out):
    issue = "digests/weekly/2025-W25"
    records = {issue: ("a1", "b2")}
    write_tree(out, [OutputFile(f"{issue}/email.html", b"1")], WriteOptions(records=records))
    assert issue_records(out) == records
    write_tree(out, files(a=b"1"), WriteOptions(keep=lambda path: path.startswith("digests/")))
    assert issue_records(out) == records
    write_tree(out, files(a=b"1"))
    assert issue_records(out) == {}


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_lazy_file_that_fails_leaves_everything_as_it_was(out, jobs):
    write_tree(out, files(a=b"1"))
    with pytest.raises(OutputError, match="No space left on device; free some space"):
        write_tree(out, [*files(a=b"2"), *lazy(fail_at_150)], WriteOptions(jobs=jobs))
    assert tree(out) == {"a.xml": b"1"}
    assert [path.name for path in out.iterdir() if path.is_dir()] == []


def fail_at_150(n):
    if n == 150:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "t/150/a.xml")
    return b"new"


def test_out_is_a_file(out):
    out.write_text("x")
    with pytest.raises(OutputError, match="move that file away"):
        write_tree(out, files(a=b"1"))
    assert out.read_text() == "x"


def run(code, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


WRITE = """
import sys
from pathlib import Path
from broadsheet.config import parse_config
from broadsheet.engines import resolve
from broadsheet.errors import OutputError
from broadsheet.model import OutputFile
from broadsheet.output.writer import write_tree

def files():
    print("begun", flush=True)
    for n in range(30):
        yield OutputFile(f"t/{n}.xml", sys.argv[2].encode() * 100_000)

try:
    write_tree(Path(sys.argv[1]), files())
except OutputError as error:
    sys.exit(str(error))
"""


def test_a_full_disk(out):
    write_tree(out, files(a=b"1"))

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # Python 3.11 would leave half a .pyc file.
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = run(WRITE, str(out), "x", preexec_fn=limit)
    assert done.returncode == 1
    assert "out/ is as it was" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(out) == {"a.xml": b"1"}


def test_a_folder_that_cannot_be_written():
    done = run(WRITE, "/proc/broadsheet", "x")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_kill_9_leaves_whole_files_and_the_next_run_completes(out):
    old, new = ({f"t/{n}.xml": word * 100_000 for n in range(30)} for word in (b"o", b"n"))
    kills = int(os.environ.get("KILLS", "12"))
    amid = 0
    for kill in range(kills):
        write_tree(out, [OutputFile(path, content) for path, content in old.items()])
        with subprocess.Popen(
            [sys.executable, "-c", WRITE, str(out), "n"], stdout=subprocess.PIPE
        ) as process:
            process.stdout.readline()
            time.sleep(LONGEST * kill / kills)
            process.kill()
        found = tree(out)
        amid += (out / TEMPORARY).exists()
        for name, content in found.items():
            assert name.endswith(TEMPORARY) or content in {old[name], new[name]}
        write_tree(out, [OutputFile(path, content) for path, content in new.items()])
        assert tree(out) == new
    assert amid, "no run was killed while it wrote"


def test_files_can_be_read_by_a_web_server(out):
    write_tree(out, files(a=b"1"))
    assert (out / "a.xml").stat().st_mode & 0o444 == 0o444
