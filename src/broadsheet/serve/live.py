"""Pages of the preview that reload after each build, and show the errors of the last one."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Sequence

import anyio
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from broadsheet.errors import Problem, Severity

PREFIX = "/.broadsheet"
"""Where the script and the events are. Hidden files are not served, so no file of out/ is there."""

SCRIPT = f"""\
const seen = document.currentScript.dataset.build;
new EventSource("{PREFIX}/builds").onmessage = (event) => {{
  if (event.data !== seen) location.reload();
}};
"""

_PANEL = """
<section role="alert" style="position:fixed;inset:auto 0 0;max-height:50vh;overflow:auto;z-index:9999;
padding:1rem 1.25rem;background:#7d1111;color:#fff;font:14px/1.6 ui-monospace,monospace">
<h2 style="margin:0 0 .5rem;font:inherit;font-weight:bold">The last build failed; this page is older
</h2>
<ul style="margin:0;padding-inline-start:1.25rem">{items}</ul>
</section>
"""


class Live:
    """The state of the last build. Pages wait here for the next one."""

    def __init__(self) -> None:
        self._build = 0
        self._open = True
        self._next = anyio.Event()
        self._errors: tuple[Problem, ...] = ()

    @property
    def build(self) -> int:
        """Return how many builds have ended."""
        return self._build

    def finished(self, problems: Sequence[Problem]) -> None:
        """Record the end of a build: every open page reloads."""
        self._build += 1
        self._errors = tuple(p for p in problems if p.severity is Severity.ERROR)
        self._wake()

    def close(self) -> None:
        """End the responses to the pages that wait: there will be no other build."""
        self._open = False
        self._wake()

    def _wake(self) -> None:
        self._next.set()
        self._next = anyio.Event()

    def decorate(self, page: bytes) -> bytes:
        """Add to a page the script that reloads it and, after a failed build, what went wrong.

        They are appended to the end: HTML parsers move what follows the body into it.
        """
        script = f'\n<script src="{PREFIX}/live.js" data-build="{self._build}"></script>\n'
        items = "".join(f"<li>{html.escape(str(problem))}</li>" for problem in self._errors)
        return page + (_PANEL.format(items=items) if items else "").encode() + script.encode()

    async def script(self, _: Request) -> Response:
        """Send the script."""
        return Response(SCRIPT, media_type="text/javascript")

    async def builds(self, _: Request) -> Response:
        """Send the number of the last build, and then each next one (server-sent events)."""
        return StreamingResponse(
            self._numbers(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def _numbers(self) -> AsyncIterator[str]:
        while self._open:
            coming = self._next
            yield f"data: {self._build}\n\n"
            await coming.wait()
