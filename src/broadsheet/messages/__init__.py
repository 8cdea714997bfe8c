"""An issue as messages: compiled once into bytes and holes, then filled and signed for each reader.

    FinishedIssue ─compile_issue─▶ CompiledIssue (kept with the ledger) ─Composer─▶ bytes for one reader

`whole_mail` writes a mail for one reader alone. Only this room knows transfer encodings and DKIM.
"""

from __future__ import annotations

from broadsheet.messages import dkim
from broadsheet.messages.composer import Composer, Seal
from broadsheet.messages.issues import (
    CompiledIssue,
    FinishedIssue,
    MessageError,
    compile_issue,
)
from broadsheet.messages.single import whole_mail

__all__ = [
    "CompiledIssue",
    "Composer",
    "FinishedIssue",
    "MessageError",
    "Seal",
    "compile_issue",
    "dkim",
    "whole_mail",
]
