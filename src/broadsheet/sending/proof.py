"""`--test`: a marked proof to an address of one's own. Nothing is written into the ledger."""

from __future__ import annotations

from broadsheet.errors import Problem, UnavailableError
from broadsheet.messages import CompiledIssue, Composer, Seal
from broadsheet.relay import Envelope, RelayLostError, RelayRefusedError
from broadsheet.sending.route import Route
from broadsheet.sending.verdicts import advice
from broadsheet.sending.worker import StoppedError
from broadsheet.subscribers import Secret


def send_proof(compiled: CompiledIssue, address: str, secret: Secret, route: Route) -> str:
    """Send a proof; returns the relay's reply.

    Its links to leave do nothing. Raises StoppedError if the relay refuses it, UnavailableError if
    the relay does not answer.
    """
    composer = Composer(
        compiled.marked_as_test(),
        Seal(secret),
        route.keys,
        ses=route.ses,
        token_header=route.token_header,
    )
    envelope = Envelope(composer.return_path(0, route.bounce), address, composer.message_id(0))
    try:
        connection = route.relay.connect()
        try:
            reply = connection.offer(envelope, composer.message(0, address))
            if reply.accepted:
                reply = connection.hand_over()
        finally:
            connection.close()
    except RelayLostError as error:
        problem = Problem(route.name, 0, "", f"does not answer: {error}; try again later")
        raise UnavailableError(problem) from error
    except RelayRefusedError as error:
        raise StoppedError(Problem(route.name, 0, "", str(error))) from error
    if not reply.accepted:
        text = f"refuses the proof at {reply.stage} ({reply}); {advice(reply)}"
        raise StoppedError(Problem(route.name, 0, "", text))
    return str(reply)
