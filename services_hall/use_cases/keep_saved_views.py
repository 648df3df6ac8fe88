"""Saved views of the case list: saved under a name, and removed."""

from collections.abc import Mapping

from services_hall.applications.reads import saved_views
from services_hall.database import transaction
from services_hall.identity import Actor


def save_view(actor: Actor, name: str, filters: Mapping[str, str]) -> None:
    """Keeps these filters of the officer under a name. Raises ActionInvalid."""
    with transaction() as session:
        saved_views.save_view(session, actor, name, filters)


def remove_view(actor: Actor, view_id: int) -> bool:
    """Removes a view of the officer; False where the officer has no such view."""
    with transaction() as session:
        return saved_views.remove_view(session, actor, view_id)
