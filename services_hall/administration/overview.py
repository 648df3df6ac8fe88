"""The first page of an administrator: what needs attention."""

from collections.abc import Sequence
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from guides.unhandled_items import UnhandledItem, items_of_bodies_without, items_without_body
from services_hall.administration.blueprint import blueprint
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.identity.staffed_bodies import staffed_bodies
from services_hall.jobs import administration
from services_hall.web.access import access


@blueprint.get("/")
@access(Role.ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    """Parked jobs, and items that nobody can handle."""
    session = reading()
    return render_template(
        "administration/overview.html",
        jobs=administration.job_counts(session),
        without_body=items_without_body(session),
        without_staff=_by_body(items_of_bodies_without(session, staffed_bodies(session))),
    )


def _by_body(items: Sequence[UnhandledItem]) -> list[tuple[str, list[UnhandledItem]]]:
    """The items of each body, by its name."""
    return [(name, list(group)) for name, group in groupby(items, key=lambda item: item.agency_name)]
