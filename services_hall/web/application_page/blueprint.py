"""The blueprint of the application page, registered once for each channel."""

from typing import Final

from flask import Blueprint

from services_hall.web.application_page import (
    copies,
    objection,
    plea,
    routes,
    statement,
    supplement,
    tolerance,
    withdrawal,
)
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.channel_views import channel_view
from services_hall.web.saved_input import keeps_text

NAME: Final = "application_page"


def application_page_blueprint(channel: ApplicationPageChannel) -> Blueprint:
    """The blueprint of the page for one channel; actions on an application stand below `channel.rule`.

    A form that people write in has the page to which its texts return when the sign-in has ended.
    """
    blueprint = Blueprint(NAME, __name__, url_prefix=channel.url_prefix)
    for method, rule, view, *page in (
        ("GET", channel.rule, routes.application),
        ("GET", f"{channel.rule}/copy.zip", copies.copy),
        ("GET", f"{channel.rule}/objection", objection.write_objection),
        ("POST", f"{channel.rule}/objection", objection.object_to_record, ".write_objection"),
        ("GET", f"{channel.rule}/withdrawal", withdrawal.confirm_withdrawal),
        ("POST", f"{channel.rule}/withdrawal", withdrawal.withdraw, ".confirm_withdrawal"),
        ("GET", "/cases/<number>/supplement", supplement.supplement),
        ("POST", "/cases/<number>/supplement", supplement.save_supplement, ".supplement"),
        ("GET", "/cases/<number>/tolerance", tolerance.tolerance_form),
        ("POST", "/cases/<number>/tolerance", tolerance.choose_tolerance),
        ("GET", "/cases/<number>/plea", plea.write_plea),
        ("POST", "/cases/<number>/plea", plea.plead, ".write_plea"),
        ("GET", f"{channel.rule}/statement", statement.statement_form),
        ("POST", f"{channel.rule}/statement", statement.state, ".statement_form"),
        ("POST", f"{channel.rule}/hearing-withdrawal", statement.withdraw_hearing),
        ("GET", "/papers/<public_id>", routes.paper),
        ("GET", "/files/<public_id>", routes.file),
        ("GET", "/files/<public_id>/thumbnail", routes.thumbnail),
    ):
        bound_view = channel_view(view, channel, channel.roles)
        for name in page:
            bound_view = keeps_text(name)(bound_view)
        blueprint.add_url_rule(rule, view.__name__, bound_view, methods=[method])
    return blueprint
