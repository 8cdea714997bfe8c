"""Webhooks of mail providers, below /hooks/: each only if its secret is in the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from broadsheet.bounces import Intake, webhooks
from broadsheet.subscribe.page import in_thread

VARIABLE = "BROADSHEET_WEBHOOK_"
"""Begins the names of variables with secrets: BROADSHEET_WEBHOOK_MAILGUN and so on."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """Takes the events of providers; `secrets` are theirs by name, `clock` gives Unix time."""

    providers: Mapping[str, webhooks.Webhook]
    secrets: Mapping[str, str]
    intake: Intake
    clock: Callable[[], float]
    log: Callable[[str], None]

    async def take(self, request: Request) -> Response:
        """Apply the events of a request. A provider repeats what is not answered with 2xx."""
        name = request.path_params["provider"]
        if name not in self.providers or not self.secrets.get(name):
            return PlainTextResponse("unknown", 404)
        headers = {key.lower(): value for key, value in request.headers.items()}
        taken = webhooks.WebhookRequest(headers, await request.body())
        try:
            await in_thread(lambda: self._apply(name, taken))
        except webhooks.WebhookError as error:
            self.log(f"/hooks/{name}: a request {error}")
            return PlainTextResponse("refused", 403)
        return PlainTextResponse("ok")

    def _apply(self, name: str, request: webhooks.WebhookRequest) -> None:
        now = self.clock()
        secret = self.intake.secret
        for event in webhooks.events(
            self.providers[name], request, self.secrets[name], secret, now
        ):
            self.intake.apply(event, now)


def secrets_in(
    environment: Mapping[str, str], names: Mapping[str, webhooks.Webhook]
) -> dict[str, str]:
    """Return the providers' secrets that the environment holds, by name."""
    found = {name: environment.get(f"{VARIABLE}{name.upper()}", "") for name in names}
    return {name: secret for name, secret in found.items() if secret}
