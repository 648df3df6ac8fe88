"""Routes for the saved views of the list: filters under a name of the officer's own."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid
from services_hall.applications.reads.saved_views import NAME
from services_hall.desks.blueprint import blueprint
from services_hall.desks.list_query import ListQuery
from services_hall.identity import Role
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.keep_saved_views import remove_view, save_view
from services_hall.web.access import access, signed_in_actor

LONGEST_TYPED = 200


@blueprint.post("/views")
@access(Role.AGENCY_OFFICER)
def save() -> ResponseReturnValue:
    """Saves the filters in the address, without the search term, which identifies somebody."""
    query = ListQuery.from_request()
    filters = query.filters
    try:
        save_view(signed_in_actor(), request.form.get(NAME, "")[:LONGEST_TYPED], filters)
    except ActionInvalid as error:
        flash("".join(messages_by_field(error.errors).values()))
        return redirect(url_for(".cases", **query.address), 303)  # type: ignore[arg-type]
    flash(_("已存成视图。"))
    return redirect(url_for(".cases", **filters), 303)  # type: ignore[arg-type]


@blueprint.post("/views/<int:view_id>/removal")
@access(Role.AGENCY_OFFICER)
def remove(view_id: int) -> ResponseReturnValue:
    """Removes a view of the officer."""
    if not remove_view(signed_in_actor(), view_id):
        abort(404)
    flash(_("视图已删除。"))
    return redirect(url_for(".cases"), 303)
