"""The recipes of docs/cookbook.md, as far as they run on this machine."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from tools import need

DOCS = (Path(__file__).parent.parent.parent / "docs/cookbook.md").read_text("utf-8")


def examples(language):
    return re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)


CRON = [
    line
    for block in examples("cron")
    for line in block.splitlines()
    if not re.match(r"[A-Z]+=", line)
]


(CRON_PATH,) = re.findall(r"(?m)^PATH=(.*)$", "".join(examples("cron")))


@pytest.fixture
def shell(site, tmp_path):
    """Run a command as cron would: `publish` is in the path, and /srv/site is the test's site."""
    site.article("a.md", "date: 2025-06-17T08:00:00+08:00\ntags: [x]")
    programs = tmp_path / "bin"
    programs.mkdir()
    publish = programs / "publish"
    publish.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m broadsheet "$@"\n')
    publish.chmod(0o755)
    places = {
        "/srv/site": site.root,
        "/usr/local/bin/publish": publish,
        "web:/srv/www": tmp_path / "www",
        "https://health.example.org/ping/YOUR-ID": publish.as_uri(),
        "/var/log": tmp_path,
    }

    def run(command, **given):
        environment = {  # All that cron gives; the rest of it is in the crontab.
            "HOME": str(tmp_path),
            "LOGNAME": "site",
            "SHELL": "/bin/sh",
            "PATH": CRON_PATH.replace("/usr/local/bin", str(programs)),
        }
        return subprocess.run(
            ["/bin/sh", "-c", localised(command)],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            **given,
        )

    def localised(text):
        for old, new in places.items():
            text = text.replace(old, str(new))
        return text

    run.localised = localised
    return run


def git(*arguments, cwd):
    named = [
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.org",
        "-c",
        "init.defaultBranch=main",
    ]
    subprocess.run([need("git"), *named, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def repository(site, tmp_path, shell):
    """Keep the site's sources in git, as a clone of a bare repository."""
    bare = tmp_path / "site.git"
    git("init", "--bare", str(bare), cwd=tmp_path)
    git("init", ".", cwd=site.root)
    git("add", "publish.toml", "content", cwd=site.root)
    git("commit", "-m", "First", cwd=site.root)
    git("remote", "add", "origin", str(bare), cwd=site.root)
    git("push", "-u", "origin", "main", cwd=site.root)
    return bare


@pytest.mark.parametrize("line", CRON)
def test_a_line_of_cron(line, site, shell, repository, tmp_path):
    minute, hour, day, month, weekday, command = line.split(None, 5)
    assert all(re.fullmatch(r"[\d*/,-]+", field) for field in (minute, hour, day, month, weekday))
    assert "%" not in command  # cron would take it for the end of the line.
    for program in ("git", "rsync", "curl"):
        if f"{program} " in command:
            need(program)
    site.article("last-week.md", f"date: {_last_week()}")  # The issue of cron is the last week's.
    first, second = shell(command), shell(command)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert list(site.out.rglob("atom.xml" if " build" in command else "email.eml"))
    assert (second.stdout, second.stderr) == ("", "")
    if "--quiet" in command:
        assert (first.stdout, first.stderr) == ("", "")
    if "rsync" in command:
        assert (tmp_path / "www/atom.xml").is_file()
        assert not list((tmp_path / "www").glob(".*"))


def test_the_units_of_systemd(shell, tmp_path, site):
    names = re.findall(r"`/etc/systemd/system/([\w.-]+)`", DOCS)
    units = dict(zip(names, examples("ini"), strict=True))
    assert set(units) == {
        "publish.service",
        "publish.timer",
        "publish-failed.service",
        "publish-newsletter.service",
        "publish-newsletter.timer",
    }
    folder = tmp_path / "units"
    folder.mkdir()
    for name, unit in units.items():
        (folder / name).write_text(shell.localised(unit).replace("User=site", "User=root"))
    verify = [need("systemd-analyze"), "verify", "--man=no", *map(str, sorted(folder.iterdir()))]
    done = subprocess.run(
        verify, capture_output=True, text=True, check=False, env={"SYSTEMD_UNIT_PATH": f"{folder}:"}
    )
    ours = [line for line in done.stderr.splitlines() if "publish" in line]
    assert (done.returncode, ours) == (0, []), done.stderr
    for when in re.findall(r"OnCalendar=([^`\n]+)", DOCS):
        subprocess.run([need("systemd-analyze"), "calendar", when], check=True, capture_output=True)
    (command,) = re.findall(r"ExecStart=(.*)", units["publish.service"])
    assert shell(command).returncode == 0
    assert (site.out / "atom.xml").is_file()
    (command,) = re.findall(r"ExecStart=(.*)", units["publish-newsletter.service"])
    site.article("last-week.md", f"date: {_last_week()}")
    words = shlex.split(shell.localised(command))  # As systemd does it, without a shell.
    for status in (0, 0):
        assert subprocess.run(words, check=False, env={}, capture_output=True).returncode == status
    assert len(list(site.out.glob("digests/weekly/*/email.eml"))) == 1


def _last_week():
    return (datetime.now(UTC) - timedelta(days=7)).isoformat()


def test_a_workflow_keeps_the_store(site, shell, tmp_path):
    text, _ = examples("yaml")
    workflow = yaml.safe_load(text)
    assert set(workflow[True]) == {"push", "schedule"}  # YAML 1.1 takes `on` for true.
    (job,) = workflow["jobs"].values()
    (cache,) = (step["with"] for step in job["steps"] if "cache@" in step.get("uses", ""))
    assert cache["path"].split() == ["out", ".publish"]
    assert cache["key"].startswith(cache["restore-keys"])
    command, digest = (
        step["run"] for step in job["steps"] if step.get("run", "").startswith("publish")
    )
    site.article("last-week.md", f"date: {_last_week()}")
    for each in (command, digest):
        assert shell(each, cwd=site.root).returncode == 0
    (message,) = site.out.glob("digests/weekly/*/email.eml")
    shell(command, cwd=site.root)  # It has pages of the issue to make.
    before = {file: file.stat().st_mtime_ns for file in site.out.rglob("*") if file.is_file()}
    article = site.root / "content/a.md"
    shutil.copy(article, tmp_path / "copy")  # A checkout has new files, with new times.
    (tmp_path / "copy").replace(article)
    again = shell(command, cwd=site.root)
    assert "0 files written" in again.stderr
    shutil.rmtree(site.root / ".publish")  # As if the cache had been dropped; issues are as sent.
    assert shell(digest, cwd=site.root).returncode == 0
    assert message.is_file()
    after = {file: file.stat().st_mtime_ns for file in site.out.rglob("*") if file.is_file()}
    assert after == before


def test_a_workflow_may_commit_issues(site, shell, repository):
    _, text = examples("yaml")
    (step,) = yaml.safe_load(text)
    site.article("last-week.md", f"date: {_last_week()}")
    (site.root / ".gitignore").write_text("out/\n.publish/\n")
    assert shell("publish digest --if-new", cwd=site.root).returncode == 0
    for _ in range(2):  # The second run finds nothing to commit.
        done = shell(step["run"], cwd=site.root)
        assert done.returncode == 0, done.stderr
    listed = shell(f"git --git-dir={repository} ls-tree -r --name-only main").stdout
    assert "/email.eml" in listed
    assert "out/.broadsheet.json" in listed


def test_a_push_is_published(site, shell, repository, tmp_path):
    (hook,) = (block for block in examples("sh") if "GIT_DIR" in block)
    file = repository / "hooks/post-receive"
    file.write_text(shell.localised(hook.replace("/srv/site.git", str(repository))))
    file.chmod(0o755)
    clone = tmp_path / "clone"
    git("clone", str(repository), str(clone), cwd=tmp_path)
    (clone / "content/b.md").write_text("---\ntitle: Pushed\ndate: 2025-06-18\n---\nText\n")
    git("add", ".", cwd=clone)
    git("commit", "-m", "Second", cwd=clone)
    done = shell(f"cd {clone} && git push")
    assert "2 articles" in done.stderr
    assert "Pushed" in site.tree()["atom.xml"].decode()


def test_the_exit_codes_are_those_of_the_contract():
    table = DOCS.partition("## What a run prints")[2].partition("##")[0]
    assert re.findall(r"\| (\d+) \|$", table, re.MULTILINE) == "0 0 1 1 1 2 75 130".split()
