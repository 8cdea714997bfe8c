"""Debian's Postfix and Dovecot on loopback, started and ended by the tests that need them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from debian_programs import program
from ports import free_port
from waiting import until


def need_root() -> None:
    """Postfix and Dovecot change users, which only root can."""
    if os.getuid():
        message = "needs root, as Postfix and Dovecot do"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder that other users can reach; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_heard(port: int) -> bool:
    """Return whether somebody listens on a port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


class MailServer:
    """Where it listens, and the mail that it delivered."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.config = folder / "etc"

    def delivered(self, count: int) -> list[bytes]:
        """Wait until so many mails are delivered, and return them."""
        until(lambda: len(self._files()) >= count, self.log)
        return [file.read_bytes() for file in self._files()]

    def _files(self) -> list[Path]:
        return sorted((self.folder / "mail").rglob("new/*"))

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text()[-3000:] if log.exists() else ""


POSTFIX = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.net
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = regexp:{folder}/etc/readers
virtual_uid_maps = static:{nobody.pw_uid}
virtual_gid_maps = static:{nobody.pw_gid}
virtual_minimum_uid = 1
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
{more}"""

REFUSING = """\
myhostname = mx.example.net
mydestination =
alias_maps =
smtpd_recipient_restrictions = permit_mynetworks, reject
"""


@contextmanager
def postfix(
    more: str = REFUSING, prepare: Callable[[MailServer], None] = lambda _: None
) -> Iterator[MailServer]:
    """A Postfix that takes mail from loopback for example.net, but not for nobody@example.net.

    `more` are other lines of its main.cf, in which {folder} is the server's; `prepare` makes what they name.
    """
    command = program("postfix")
    need_root()
    with shared_folder() as folder:
        server = MailServer(folder, free_port())
        for name in ("etc", "data", "spool", "mail"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix", "postfix")
        nobody = pwd.getpwnam("nobody")
        shutil.chown(folder / "mail", "nobody", nobody.pw_gid)
        settings = POSTFIX.format(folder=folder, nobody=nobody, more=more.format(folder=folder))
        (server.config / "main.cf").write_text(settings)
        (server.config / "readers").write_text("/^reader/ inbox/\n")
        services = [
            line
            for line in Path("/usr/share/postfix/master.cf.dist").read_text().splitlines()
            if line and not line.startswith(("#", " ", "smtp      inet"))
        ]
        services = [" ".join([*line.split()[:4], "n", *line.split()[5:]]) for line in services]
        smtpd = f"127.0.0.1:{server.port} inet n - n - - smtpd"
        (server.config / "master.cf").write_text("\n".join([smtpd, *services]) + "\n")
        prepare(server)
        started = subprocess.run(
            [command, "-c", server.config, "start"], capture_output=True, text=True, check=False
        )
        try:
            assert started.returncode == 0, started.stderr + server.log()
            until(lambda: is_heard(server.port), server.log)
            yield server
        finally:
            subprocess.run([command, "-c", server.config, "stop"], capture_output=True, check=False)


@contextmanager
def dovecot() -> Iterator[MailServer]:
    """A Dovecot that takes mail by LMTP."""
    command = program("dovecot")
    need_root()
    with shared_folder() as folder:
        server = MailServer(folder, free_port())
        for name in ("etc", "mail", "run", "state"):
            (folder / name).mkdir()
        nobody = pwd.getpwnam("nobody")
        shutil.chown(folder / "mail", "nobody", nobody.pw_gid)
        config = server.config / "dovecot.conf"
        config.write_text(f"""\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = lmtp
ssl = no
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
userdb {{
  driver = static
  args = uid={nobody.pw_uid} gid={nobody.pw_gid} home={folder}/mail/%u allow_all_users=yes
}}
passdb {{
  driver = static
  args = nopassword=y
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {server.port}
  }}
}}
""")
        process = subprocess.Popen([command, "-F", "-c", config], stderr=subprocess.PIPE)
        try:
            until(lambda: is_heard(server.port), server.log)
            yield server
        finally:
            process.terminate()
            process.communicate(timeout=20)
