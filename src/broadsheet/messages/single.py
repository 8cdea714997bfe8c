"""A mail for one reader: text and HTML, signed if there are keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadsheet.messages.dkim import BodyHasher, DkimKey, Field, Signer
from broadsheet.messages.holes import Template, compile_base64, compile_text

CRLF = "\r\n"


def whole_mail(
    fields: Sequence[Field],
    *,
    texts: Mapping[str, str],
    identity: str,
    time: int,
    keys: Sequence[DkimKey],
) -> bytes:
    """Return a whole mail, lines ended by CRLF; the same input gives the same bytes.

    `fields` are its header except those of MIME; `texts` has its parts by kind, the plainest first;
    `identity` makes the boundary between them; `time` is that of the signatures (Unix time).
    """
    boundary = f"=_{identity}"
    kind = f'multipart/alternative;{CRLF} boundary="{boundary}"'
    fields = (*fields, ("MIME-Version", "1.0"), ("Content-Type", kind))
    body = _body(texts, boundary).pieces({})
    digest = BodyHasher(Template(())).digest(body)
    signed = [Signer(key, fields, time).sign({}, digest) for key in keys]
    head = "".join(f"{name}: {value}{CRLF}" for name, value in fields) + CRLF
    return b"".join((*signed, head.encode(), *body))


def _body(texts: Mapping[str, str], boundary: str) -> Template:
    body = Template(())
    for kind, text in texts.items():
        head = f'Content-Type: text/{kind}; charset="utf-8"{CRLF}Content-Transfer-Encoding: base64'
        content = CRLF.join(text.splitlines()).encode() + b"\r\n"
        body += compile_text(f"--{boundary}{CRLF}{head}{CRLF}{CRLF}")
        body += compile_base64(content, {}) + compile_text(CRLF)
    return body + compile_text(f"--{boundary}--{CRLF}")
