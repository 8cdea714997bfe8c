"""Debian's Dovecot on loopback: IMAP and POP over TLS, one user, a Maildir."""

from __future__ import annotations

import imaplib
import os
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from debian_programs import program
from ports import free_port

USER, PASSWORD = "bounce", "secret"


class Dovecot:
    """A server that is started for one test."""

    def __init__(self, folder: Path, certificate: Path, key: Path) -> None:
        self.imap, self.pop = free_port(), free_port()
        self.mails = folder / "mails"
        # pytest's folders are too long for the sockets below it: a path of one has 108 bytes at most.
        self._sockets = tempfile.TemporaryDirectory(prefix="dovecot-")
        config = folder / "dovecot.conf"
        users = folder / "users"
        users.write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        config.write_text(
            f"""base_dir = {self._sockets.name}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_dh =
mail_location = maildir:{self.mails}
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {users}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {self.imap}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = 0
  }}
  inet_listener pop3s {{
    port = {self.pop}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""
        )
        for part in (folder, *folder.parents):  # The user `mail` has to reach its mails.
            if part != Path("/") and part.stat().st_uid == os.getuid():
                part.chmod(part.stat().st_mode | 0o011)
        self.mails.mkdir()
        subprocess.run(["chown", "mail:mail", str(self.mails)], check=True)
        users.chmod(0o644)
        self.log = folder / "log"
        self._process = subprocess.Popen(
            [program("dovecot"), "-F", "-c", str(config)], stderr=subprocess.PIPE
        )
        self._wait()

    def _wait(self):
        for _ in range(200):
            try:
                self.client().logout()
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise AssertionError(self.log.read_text() if self.log.exists() else "Dovecot says nothing")

    def client(self):
        """Return an IMAP client of Python's own, logged in."""
        context = ssl._create_unverified_context()
        client = imaplib.IMAP4_SSL("127.0.0.1", self.imap, ssl_context=context, timeout=10)
        client.login(USER, PASSWORD)
        client.select("INBOX")
        return client

    def deliver(self, *mails):
        client = self.client()
        for mail in mails:
            client.append("INBOX", None, None, mail.replace(b"\n", b"\r\n"))
        client.logout()

    def count(self, criterion="ALL"):
        client = self.client()
        _, found = client.search(None, criterion)
        client.logout()
        return len(found[0].split())

    def stop(self):
        self._process.terminate()
        self._process.wait(20)
        self._process.stderr.close()
        self._sockets.cleanup()
