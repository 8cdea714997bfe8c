"""Issues judged by rspamd, which takes too long to start for each run of CI: `apt-get install rspamd`.

It runs on loopback with the rules that Debian delivers; what asks DNS about the sender finds nothing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime

import pytest
from ports import free_port
from test_mail_tools import LETTERS, sample

CONFIG = """\
.include "/etc/rspamd/common.conf"
options {{
  pidfile = "{folder}/rspamd.pid";
  dns {{ timeout = 0.1s; retransmits = 1; nameserver = ["127.0.0.1:{dns}"]; }}
  history_file = "{folder}/history";
  hs_cache_dir = "{folder}/";
  cache_file = "{folder}/cache";
  control_socket = "{folder}/control.sock";
  disable_hyperscan = true;
}}
logging {{ type = "file"; filename = "{folder}/log"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
"""
PATIENCE = 240
MOST = 1.0
# rspamd looks at letters that have capitals only: "07-11日报|AI狂飙" is a subject in capitals to it, and
# so is each Chinese headline that names one company. No subject that an editor wants would change that.
CAPITALS = "SUBJ_ALL_CAPS"


@pytest.fixture(scope="module")
def rspamd(tmp_path_factory):
    """Start rspamd; returns a function that gives the points of each symbol of a message."""
    if not (shutil.which("rspamd") and shutil.which("rspamc")):
        pytest.skip("rspamd is not installed")
    folder = tmp_path_factory.mktemp("rspamd")
    port, dns = free_port(), free_port()
    file = folder / "rspamd.conf"
    file.write_text(CONFIG.format(folder=folder, port=port, dns=dns))
    names = [f"--var={name}={folder}" for name in ("DBDIR", "RUNDIR", "LOGDIR")]
    command = ["rspamd", "--insecure", "--no-fork", "-c", file, *names]
    log = folder / "stderr"

    def judge(message: bytes) -> dict[str, float]:
        about = [
            "--ip",
            "127.0.0.1",
            "--hostname",
            "mail.example.org",
            "--helo",
            "mail.example.org",
        ]
        asked = ["rspamc", "-h", f"127.0.0.1:{port}", *about, "symbols"]
        done = subprocess.run(asked, input=message, capture_output=True, check=False)
        found = re.findall(r"Symbol: (\w+) \((-?[\d.]+)\)", done.stdout.decode())
        return {name: float(points) for name, points in found}

    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        end = time.monotonic() + PATIENCE
        while not judge(b"Subject: x\r\n\r\nx\r\n"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.5)
        yield judge
        process.terminate()
        process.wait(PATIENCE)


def as_sent_at_its_date(message: bytes) -> bytes:
    """Return a message as a server that got it at its date would show it: with a header that says so."""
    date = re.search(rb"(?m)^Date: (.*)\r$", message)[1].decode()
    assert parsedate_to_datetime(date)
    received = f"Received: from mail.example.org by mx.example.net; {date}\r\n".encode()
    return received + message


def mostly_without_capitals(message: bytes) -> bool:
    subject = message_from_bytes(message, policy=default)["Subject"]
    letters = [letter for letter in subject if letter.isalpha()]
    return sum(letter.lower() == letter.upper() for letter in letters) > len(letters) / 2


@pytest.mark.parametrize("name", LETTERS)
def test_no_symbol_is_above_one_point(rspamd, name):
    message = LETTERS[name]()["email.eml"]
    found = rspamd(as_sent_at_its_date(message))
    assert found
    above = {symbol for symbol, points in found.items() if points > MOST}
    assert above <= ({CAPITALS} if mostly_without_capitals(message) else set())


def test_rspamd_finds_what_is_wrong(rspamd):
    body = sample()["email.eml"].partition(b"\r\n\r\n")[2]
    headers = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n"
    assert rspamd(headers + b"\r\n" + body)["MISSING_DATE"] >= MOST
