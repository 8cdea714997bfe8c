"""The form to subscribe by e-mail, on pages of out/. It posts to the subscription pages, without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.i18n import Language, edition_title
from broadsheet.pages.view import JoinChoice, JoinForm


class Joining(NamedTuple):
    """How visitors subscribe to the editions: our form, None if there is none, and links to others' forms.

    A link is the title of an edition, and where one subscribes to it.
    """

    form: JoinForm | None
    links: tuple[tuple[str, str], ...]


def ways_to_join(config: Config) -> Joining:
    """Return how visitors of the site subscribe to its editions."""
    links = tuple(
        (_choice(config, name).title, urls.absolute(edition.subscribe, config.site.url))
        for name, edition in config.digest.items()
        if edition.subscribe and not _is_ours(config, name)
    )
    return Joining(join_form(config), links)


def join_form(config: Config, editions: Sequence[str] = ()) -> JoinForm | None:
    """Return the form for some editions, or for all; None if it is switched off or they have none.

    An edition with a `subscribe` of its own is subscribed to there, so that it is in no form.
    """
    choices = [
        _choice(config, name) for name in editions or config.digest if _is_ours(config, name)
    ]
    return JoinForm(f"{config.send.url}subscribe", tuple(choices)) if choices else None


def _is_ours(config: Config, name: str) -> bool:
    """Return whether a form of ours is for an edition."""
    send = config.send
    has_forms = bool(send.url) and config.subscribe.forms
    return has_forms and config.digest[name].subscribe == send.subscribe_url(name)


def _choice(config: Config, name: str) -> JoinChoice:
    digest = config.digest[name]
    language = Language.of_site(config, digest.language)
    title = edition_title(name, digest, config.site, language)
    return JoinChoice(name, title, digest.description)
