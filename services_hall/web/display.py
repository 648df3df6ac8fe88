"""Display settings of a visitor: the 长者版 with large text, and the language, stored in two cookies."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Flask, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from services_hall.core import site_settings
from services_hall.presentation import languages
from services_hall.presentation.forms import NO_AUTOFILL
from services_hall.web.access import PUBLIC, access, current_actor, is_api, safe_next, way_back

ELDER_COOKIE: Final = "hall_elder"
YEAR_SECONDS: Final = 365 * 24 * 3600

blueprint = Blueprint("display", __name__)


@dataclass(frozen=True)
class LanguageLink:
    """A link to this page in another language."""

    href: str
    language: str
    name: str


def init_app(app: Flask) -> None:
    """Registers `is_elder`, `elder_switch`, `language_choices`, `autofill` and `may_apply`."""
    app.register_blueprint(blueprint)
    for function in (is_elder, elder_switch, language_choices, autofill, may_apply):
        app.add_template_global(function, function.__name__)


def is_elder() -> bool:
    """True when this visitor chose the 长者版."""
    return has_request_context() and request.cookies.get(ELDER_COOKIE) == "1"


def autofill(token: str | None) -> str:
    """The `autocomplete` of a field: the token, but off for those who work for others.

    The browser of a clerk or an officer would offer their own name and address for those of the applicant.
    """
    return (token or "") if may_apply() else NO_AUTOFILL


def may_apply() -> bool:
    """Whether this visitor, signed in or not yet, can apply and has pages of their own.

    A page of the API does not know who reads it in a browser.
    """
    actor = current_actor()
    return not is_api() if actor is None else not actor.is_staff


def elder_switch() -> str:
    """The address that switches the 长者版 on or off and returns to this page."""
    return url_for("display.choose", elder=0 if is_elder() else 1, next=way_back())


def language_choices() -> list[LanguageLink]:
    """Links to this page in the other available languages; a page shows them twice."""
    if "hall_language_links" not in g:
        g.hall_language_links = [
            LanguageLink(
                url_for("display.choose", language=other.locale, next=way_back()), other.language, other.name
            )
            for other in languages.other_languages()
        ]
    links: list[LanguageLink] = g.hall_language_links
    return links


def variant_of(cookie_header: str) -> tuple[bool, str]:
    """The settings on which a cached page depends: (elder, locale), read from the raw Cookie header."""
    if "hall_" not in cookie_header:
        return False, languages.SOURCE
    cookies = parse_cookie(cookie_header)
    language = cookies.get(languages.COOKIE, languages.SOURCE)
    return cookies.get(ELDER_COOKIE) == "1", language if language in languages.NAMES else languages.SOURCE


@blueprint.get("/display")
@access(PUBLIC)
def choose() -> ResponseReturnValue:
    """Stores the visitor's setting in a cookie and redirects to the previous page."""
    response = redirect(safe_next(request.args.get("next")), 303)
    elder = request.args.get("elder")
    language = request.args.get("language")
    if elder in {"0", "1"}:
        _keep(response, ELDER_COOKIE, elder)
    if language in languages.offered_locales():
        _keep(response, languages.COOKIE, language)
    return response


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, secure=site_settings().is_https, httponly=True, samesite="Lax"
    )
