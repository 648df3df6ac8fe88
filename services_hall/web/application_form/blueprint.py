"""The blueprint of the application form, registered once for each channel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from services_hall.applications.errors import DraftFiled, DraftSubmitted
from services_hall.web.access import keeps_input
from services_hall.web.application_form import routes
from services_hall.web.application_form.channel import ApplicationChannel
from services_hall.web.channel_views import channel_view

NAME: Final = "application_form"
OFFER: Final = "/apply/<code>"
DRAFT: Final = "/apply/<code>/<draft>"


@dataclass(frozen=True)
class Route:
    """A route of the form; `save_input` saves input that arrives after the session has expired."""

    method: str
    rule: str
    view: Callable[..., ResponseReturnValue]
    save_input: routes.SaveInput | None = None


ROUTES: Final = (
    Route("GET", OFFER, routes.start),
    Route("POST", OFFER, routes.begin),
    Route("GET", f"{DRAFT}/form", routes.form),
    Route("POST", f"{DRAFT}/form", routes.save_form, routes.save_form_input),
    Route("GET", f"{DRAFT}/materials", routes.materials),
    Route("POST", f"{DRAFT}/materials", routes.save_materials, routes.save_materials_input),
    Route("GET", f"{DRAFT}/review", routes.review),
    Route("POST", f"{DRAFT}/settle", routes.adopt),
    Route("POST", f"{DRAFT}/submit", routes.submit),
    Route("POST", f"{DRAFT}/delete", routes.discard),
)


def application_form_blueprint(channel: ApplicationChannel) -> Blueprint:
    """The blueprint of the form for one channel, accessible to its roles."""
    blueprint = Blueprint(NAME, __name__)
    for route in ROUTES:
        blueprint.add_url_rule(route.rule, route.view.__name__, _view(channel, route), methods=[route.method])

    @blueprint.errorhandler(DraftFiled)
    def to_application(filed: DraftFiled) -> ResponseReturnValue:
        """Redirects from every step of a filed draft to its application."""
        return routes.to_application(channel, filed.application_id)

    @blueprint.errorhandler(DraftSubmitted)
    def to_waiting(submitted: DraftSubmitted) -> ResponseReturnValue:
        """Redirects from every step of a draft that waits for joint applicants to its page."""
        return routes.to_waiting(channel, submitted.public_id)

    return blueprint


def _view(channel: ApplicationChannel, route: Route) -> Callable[..., ResponseReturnValue]:
    view = channel_view(route.view, channel, channel.roles)
    if route.save_input is not None:
        return keeps_input(partial(route.save_input, channel))(view)
    return view
