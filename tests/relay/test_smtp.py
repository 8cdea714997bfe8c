"""SMTP and LMTP against a relay that refuses, defers, drops and delays at each step."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
from certificates import Authority
from scripted import DROP, Script, ScriptedRelay

from broadsheet.relay import Envelope, RelayLostError, RelayRefusedError, Stage
from broadsheet.relay.auth import Login
from broadsheet.relay.smtp import SmtpRelay
from broadsheet.relay.wire import Timeouts

ENVELOPE = Envelope("bounce+t@example.org", "reader@example.net", "abc")
MESSAGE = b"Subject: Hi\r\n\r\nNews\r\n=2E\r\n"
FAST = Timeouts(connect=2, greeting=2, command=2, data=2, block=2, dot=2)


def relay(server, **given):
    fields = {"host": "127.0.0.1", "port": server.port, "tls": "", "timeouts": FAST}
    return SmtpRelay(**{**fields, **given})


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.mark.parametrize("lmtp", [False, True])
def test_messages_follow_each_other_on_one_connection(lmtp):
    script = Script()
    with ScriptedRelay(script, lmtp=lmtp) as server:
        connection = relay(server, lmtp=lmtp).connect()
        for _ in range(3):
            assert connection.offer(ENVELOPE, MESSAGE).code == 354
            assert str(connection.hand_over()) == "250 2.0.0 taken"
        connection.close()
    assert [each.content for each in script.taken] == [MESSAGE] * 3
    assert script.taken[0].sender == "bounce+t@example.org"
    assert script.connections == 1


def test_without_the_dot_nothing_is_taken():
    script = Script()
    with ScriptedRelay(script) as server:
        connection = relay(server).connect()
        assert connection.offer(ENVELOPE, MESSAGE).accepted
        connection.close()
        again = relay(server).connect()
        again.offer(ENVELOPE, MESSAGE)
        again.hand_over()
        again.close()
    assert len(script.taken) == 1


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize("reply", ["450 4.2.1 later", "550 5.1.1 no such user"])
def test_a_refusal_at_any_step_leaves_a_connection_that_works(step, reply):
    script = Script(**{step: reply})
    stages = {"mail": Stage.SENDER, "rcpt": Stage.RECIPIENT, "data": Stage.DATA, "dot": Stage.DOT}
    with ScriptedRelay(script) as server:
        connection = relay(server).connect()
        answer = connection.offer(ENVELOPE, MESSAGE)
        if step == "dot":
            answer = connection.hand_over()
        assert (answer.stage, str(answer)) == (stages[step], reply)
        setattr(script, step, "")
        assert connection.offer(ENVELOPE, MESSAGE).accepted
        assert connection.hand_over().accepted
        connection.close()
    assert len(script.taken) == 1


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "body"])
def test_a_connection_lost_before_the_dot_is_told_from_one_lost_after_it(step):
    with ScriptedRelay(Script(**{step: DROP})) as server:
        connection = relay(server).connect()
        with pytest.raises(RelayLostError) as lost:
            connection.offer(ENVELOPE, b"x" * 5_000_000)
        assert lost.value.stage is not Stage.DOT
        connection.close()


def test_a_connection_lost_after_the_dot():
    with ScriptedRelay(Script(dot=DROP)) as server:
        connection = relay(server).connect()
        connection.offer(ENVELOPE, MESSAGE)
        with pytest.raises(RelayLostError, match="final dot") as lost:
            connection.hand_over()
        assert lost.value.stage is Stage.DOT
        connection.close()


def test_an_answer_that_is_late_is_waited_for_and_one_that_is_later_is_not():
    with ScriptedRelay(Script(dot="seconds 0.5 250 OK", mail="seconds 1 250 OK")) as server:
        connection = relay(server).connect()
        assert connection.offer(ENVELOPE, MESSAGE).accepted
        assert connection.hand_over().accepted
        connection.close()
        hasty = relay(server, timeouts=Timeouts(command=0.2)).connect()
        with pytest.raises(RelayLostError, match="did not answer in time at MAIL FROM"):
            hasty.offer(ENVELOPE, MESSAGE)
        hasty.close()


def test_421_ends_a_transaction_without_more_commands():
    with ScriptedRelay(Script(rcpt="421 4.3.2 shutting down")) as server:
        connection = relay(server).connect()
        assert connection.offer(ENVELOPE, MESSAGE).code == 421
        connection.close()


def test_time_outs_are_those_of_rfc_5321():
    usual = Timeouts()
    assert (usual.greeting, usual.command, usual.data, usual.block, usual.dot) == (
        300,
        300,
        120,
        180,
        600,
    )


def test_starttls_is_verified(authority):
    script = Script()
    with ScriptedRelay(script, tls=authority.server("localhost")) as server:
        good = relay(server, host="localhost", tls="starttls", context=authority.client())
        connection = good.connect()
        connection.offer(ENVELOPE, MESSAGE)
        assert connection.hand_over().accepted
        connection.close()
        with pytest.raises(RelayLostError, match="certificate"):
            relay(server, host="127.0.0.1", tls="starttls", context=authority.client()).connect()
        with pytest.raises(RelayLostError, match="certificate"):
            relay(server, host="localhost", tls="starttls").connect()
    assert len(script.taken) == 1


def test_an_expired_certificate_is_refused(authority):
    with ScriptedRelay(Script(), implicit=authority.server("localhost", days=-1)) as server:
        expired = relay(server, host="localhost", tls="implicit", context=authority.client())
        with pytest.raises(RelayLostError, match="expired"):
            expired.connect()


def test_implicit_tls(authority):
    script = Script()
    with ScriptedRelay(script, implicit=authority.server("localhost")) as server:
        connection = relay(
            server, host="localhost", tls="implicit", context=authority.client()
        ).connect()
        connection.offer(ENVELOPE, MESSAGE)
        connection.hand_over()
        connection.close()
    assert len(script.taken) == 1


def test_nothing_falls_back_to_clear_text():
    script = Script()
    with ScriptedRelay(script, password="secret") as server:
        login = Login("ada", lambda: "secret")
        with pytest.raises(RelayRefusedError, match="offers no STARTTLS"):
            relay(server, tls="starttls", login=login).connect()
    assert not script.taken


@pytest.mark.filterwarnings("ignore:Session.login_data:DeprecationWarning")
@pytest.mark.parametrize("offered", ["PLAIN", "LOGIN"])
def test_auth(offered):
    others = [name for name in ("PLAIN", "LOGIN") if name != offered]
    with ScriptedRelay(Script(), password="geheim ü", auth_exclude_mechanism=others) as server:
        relay(server, login=Login("ada", lambda: "geheim ü")).connect().close()
        with pytest.raises(RelayRefusedError, match="BROADSHEET_RELAY_PASSWORD"):
            relay(server, login=Login("ada", lambda: "wrong")).connect()


def test_auth_that_is_not_offered_is_said():
    with ScriptedRelay(Script()) as server, pytest.raises(RelayRefusedError, match="XOAUTH2"):
        relay(server, login=Login("ada", token=lambda: "t")).connect()


class Lines:
    """A server of lines: what it is told, and what it answers to each line that begins so."""

    def __init__(self, answers, greeting=b"220 hi\r\n"):
        self.said = []
        self._answers, self._greeting = answers, greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        connection, _ = self._listener.accept()
        with suppress(ConnectionError), connection, connection.makefile("rb") as lines:
            connection.sendall(self._greeting)
            for line in lines:
                self.said.append(line.rstrip().decode())
                for start, answer in self._answers:
                    if line.upper().startswith(start):
                        connection.sendall(answer)
                        break

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
        self._thread.join(5)


def test_xoauth2():
    refusal = (b"AUTH", b"334 eyJzdGF0dXMiOiI0MDAifQ==\r\n")
    answers = [(b"EHLO", b"250-hi\r\n250 AUTH XOAUTH2 PLAIN\r\n")]
    with Lines([*answers, (b"AUTH", b"235 2.7.0 fine\r\n")]) as server:
        relay(server, login=Login("ada@example.org", token=lambda: "token")).connect().close()
        # user=ada@example.org^Aauth=Bearer token^A^A
        assert server.said[1] == (
            "AUTH XOAUTH2 dXNlcj1hZGFAZXhhbXBsZS5vcmcBYXV0aD1CZWFyZXIgdG9rZW4BAQ=="
        )
    with Lines([*answers, refusal, (b"\r\n", b"535 5.7.3 expired\r\n")]) as server:
        with pytest.raises(RelayRefusedError, match="BROADSHEET_RELAY_TOKEN"):
            relay(server, login=Login("ada", token=lambda: "old")).connect()
        assert server.said[2] == ""


PIPELINED = [
    (b"EHLO", b"250-hi\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-DSN\r\n250 SMTPUTF8\r\n"),
    (b"MAIL", b"250 ok\r\n"),
]


def test_pipelining_dsn_and_size():
    with Lines([*PIPELINED, (b"RCPT", b"250 ok\r\n"), (b"DATA", b"354 go\r\n")]) as server:
        connection = relay(server).connect()
        assert connection.offer(ENVELOPE, MESSAGE).accepted
        assert server.said[1:4] == [
            f"MAIL FROM:<bounce+t@example.org> SIZE={len(MESSAGE)} RET=HDRS ENVID=abc",
            "RCPT TO:<reader@example.net> NOTIFY=FAILURE ORCPT=rfc822;reader@example.net",
            "DATA",
        ]
        assert connection.offer(ENVELOPE, b"x" * 1001).enhanced == "5.3.4"
        connection.close()


def test_pipelining_after_a_refusal_finishes_an_empty_message():
    """A relay may say 354 though it refused the recipient; then it waits for a message."""
    answers = [
        *PIPELINED,
        (b"RCPT", b"550 5.1.1 no\r\n"),
        (b"DATA", b"354 go\r\n"),
        (b".", b"554 no recipients\r\n"),
        (b"RSET", b"250 ok\r\n"),
    ]
    with Lines(answers) as server:
        connection = relay(server).connect()
        assert str(connection.offer(ENVELOPE, MESSAGE)) == "550 5.1.1 no"
        assert server.said[-2:] == [".", "RSET"]
        connection.close()


def test_addresses_beyond_ascii_need_smtputf8():
    envelope = Envelope("b@example.org", "用户@例.example", "abc")
    with Lines([*PIPELINED, (b"RCPT", b"250 ok\r\n"), (b"DATA", b"354 go\r\n")]) as server:
        connection = relay(server).connect()
        assert connection.offer(envelope, MESSAGE).accepted
        assert " SMTPUTF8" in server.said[1]
        assert "ORCPT=utf-8;\\x{7528}\\x{6237}@" in server.said[2]
        connection.close()
    with Lines([(b"EHLO", b"250 hi\r\n")]) as server:
        connection = relay(server).connect()
        refusal = connection.offer(envelope, MESSAGE)
        assert (refusal.stage, refusal.enhanced) == (Stage.RECIPIENT, "5.6.7")
        connection.close()


@pytest.mark.parametrize(
    ("greeting", "error"),
    [
        (b"421 busy\r\n", RelayLostError),
        (b"554 go away\r\n", RelayRefusedError),
        (b"SSH-2.0-OpenSSH\r\n", RelayLostError),
        (b"x" * 10_000, RelayLostError),
        (b"220-" + b"x" * 70_000 + b"\r\n", RelayLostError),
    ],
)
def test_a_greeting_that_is_none(greeting, error):
    with Lines([], greeting) as server, pytest.raises(error):
        relay(server).connect()


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(RelayLostError, match="refused"):
        SmtpRelay(host="127.0.0.1", port=port, tls="").connect()


def test_lmtp_by_a_socket_of_this_machine(tmp_path):
    path = tmp_path / "lmtp"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    said = []

    def serve():
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 hi\r\n")
            for line in lines:
                said.append(line[:5])
                if line.startswith(b"LHLO"):
                    connection.sendall(b"250 hi\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    SmtpRelay(path=str(path), tls="", lmtp=True, timeouts=FAST).connect().close()
    listener.close()
    thread.join(60)
    assert said == [b"LHLO ", b"QUIT\r"]


@pytest.mark.parametrize(
    "hostile", ["a@b.c>\r\nRCPT TO:<d@e.f", "a@b.c\r\nDATA", "a b@c.d", "a\0@b.c", ""]
)
def test_an_address_cannot_smuggle_commands(hostile):
    with Lines([*PIPELINED, (b"RCPT", b"250 ok\r\n"), (b"DATA", b"354 go\r\n")]) as server:
        connection = relay(server).connect()
        refusal = connection.offer(Envelope("b@example.org", hostile, "abc"), MESSAGE)
        assert (refusal.code, refusal.enhanced) == (553, "5.1.3")
        connection.close()
        assert not any(line.startswith(("MAIL", "RCPT")) for line in server.said)
