"""A relay on loopback that does at each step what a test tells it to."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

DROP = "drop"
"""Instead of a reply: the connection is closed."""

SECONDS = "seconds "
"""Instead of a reply: `seconds 0.3 250 OK` answers late."""


@dataclass
class Taken:
    sender: str
    recipient: str
    content: bytes
    mail_options: tuple[str, ...]
    rcpt_options: tuple[str, ...]


@dataclass
class Script:
    """What to answer: for a step, a reply, or a function of the recipient that gives one or ""."""

    ehlo: str | Callable[[str], str] = ""
    mail: str | Callable[[str], str] = ""
    rcpt: str | Callable[[str], str] = ""
    data: str | Callable[[str], str] = ""
    dot: str | Callable[[str], str] = ""
    body: str = ""
    """DROP closes the connection while the body comes."""

    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    resets: int = 0
    transports: list = field(default_factory=list)

    def reply(self, step: str, recipient: str) -> str:
        wanted = getattr(self, step)
        return wanted(recipient) if callable(wanted) else wanted


class _Server(SMTP):
    script: Script

    def connection_made(self, transport):
        self.script.connections += 1
        self.script.transports.append(transport)
        super().connection_made(transport)

    async def _scripted(self, step: str) -> str | None:
        recipient = (self.envelope.rcpt_tos or [""])[0] if self.envelope else ""
        reply = self.script.reply(step, recipient)
        if reply.startswith(SECONDS):
            _, wait, reply = reply.split(" ", 2)
            await asyncio.sleep(float(wait))
        if reply == DROP:
            self.transport.abort()
            raise ConnectionResetError
        return reply or None

    async def smtp_DATA(self, arg):  # noqa: N802 - aiosmtpd's name
        if reply := await self._scripted("data"):
            await self.push(reply)
            return
        if self.script.body == DROP:
            await self.push("354 go on")
            await self._reader.read(10)
            self.transport.abort()
            raise ConnectionResetError
        await super().smtp_DATA(arg)

    async def smtp_RSET(self, arg):  # noqa: N802
        self.script.resets += 1
        await super().smtp_RSET(arg)

    async def _handle_client(self):
        try:
            await super()._handle_client()
        except ConnectionResetError:
            self.transport.abort()


class _Lmtp(_Server, LMTP):
    pass


class _Handler:
    def __init__(self, script: Script) -> None:
        self.script = script

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        reply = await server._scripted("mail") or "250 2.1.0 OK"
        if reply.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        if reply := await server._scripted("rcpt"):
            envelope.rcpt_tos.pop()
            return reply
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if reply := await server._scripted("dot"):
            if reply.startswith("2"):
                self._take(envelope)
            return reply
        self._take(envelope)
        return "250 2.0.0 taken"

    def _take(self, envelope):
        self.script.taken.append(
            Taken(
                envelope.mail_from,
                envelope.rcpt_tos[0],
                envelope.original_content,
                tuple(envelope.mail_options),
                tuple(envelope.rcpt_options),
            )
        )


class ScriptedRelay:
    """`with ScriptedRelay(script) as relay: relay.port`."""

    def __init__(
        self,
        script: Script,
        *,
        lmtp: bool = False,
        tls: ssl.SSLContext | None = None,
        implicit: ssl.SSLContext | None = None,
        password: str = "",
        **options: object,
    ) -> None:
        self.script = script
        self.port = 0
        self._implicit = implicit
        self._server_class = type("Server", (_Lmtp if lmtp else _Server,), {"script": script})
        self._options = {"enable_SMTPUTF8": True, "hostname": "relay.example", **options}
        if tls:
            self._options |= {"tls_context": tls, "require_starttls": True}
        if password:
            self._options |= {
                "authenticator": _authenticator(password),
                "auth_required": True,
                "auth_require_tls": False,
            }
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)  # Connections are dropped on purpose.
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    async def _serve(self, port: int):
        handler = _Handler(self.script)

        def factory():
            with warnings.catch_warnings(action="ignore"):  # AUTH without TLS is meant.
                return self._server_class(handler, loop=self._loop, **self._options)

        return await self._loop.create_server(
            factory,
            "127.0.0.1",
            port,
            ssl=self._implicit,
        )

    async def _close(self):
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for transport in self.script.transports:
            transport.abort()
        await asyncio.sleep(0.01)

    def __enter__(self):
        self._thread.start()
        serve = asyncio.run_coroutine_threadsafe(self._serve(self.port), self._loop)
        self._server = serve.result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def _authenticator(password: str):
    def authenticate(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=good, handled=False)

    return authenticate
