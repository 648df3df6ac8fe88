"""Saved views of the case list: filters that an officer keeps under a name."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, filled_text
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.models import SavedView
from services_hall.identity import Actor

MOST_VIEWS: Final = 12
LONGEST_NAME: Final = 40
NAME: Final = "view_name"
"""The name of the field."""


def views_of(session: Session, actor: Actor) -> Sequence[SavedView]:
    """The officer's views, oldest first. One query."""
    rows = select(SavedView).where(SavedView.account_id == actor.account_id).order_by(SavedView.id)
    return session.scalars(rows).all()


def save_view(session: Session, actor: Actor, name: str, filters: Mapping[str, str]) -> SavedView:
    """Keep these filters under a name, in the place of those that had it; raises ActionInvalid."""
    name = " ".join(filled_text(NAME, name).split())[:LONGEST_NAME]
    views = views_of(session, actor)
    view = next((one for one in views if one.name == name), None)
    if view is None:
        if len(views) >= MOST_VIEWS:
            raise ActionInvalid({NAME: FieldProblem(ActionFault.TOO_MANY_VIEWS, {"most": MOST_VIEWS})})
        view = SavedView(account_id=actor.account_id, name=name)
        session.add(view)
    view.filters = dict(filters)
    session.flush()
    return view


def remove_view(session: Session, actor: Actor, view_id: int) -> bool:
    """Remove a view of this officer; False where the officer has no such view."""
    view = next((one for one in views_of(session, actor) if one.id == view_id), None)
    if view is None:
        return False
    session.delete(view)
    return True
