"""A new edition of a sample guide, written, approved and published at once."""

from copy import deepcopy

from guides import approval, catalog, drafting, publishing
from services_hall import database
from services_hall.clock import utc_now
from tests.support.hall import Hall


def publish_again(hall: Hall, code: str, *, name: str | None = None, material_name: str | None = None) -> int:
    """The number of the guide's new edition, which says something new."""
    now = utc_now()
    with hall.app.app_context(), database.transaction() as session:
        content = deepcopy(catalog.current_edition(session, code).content)
        content["access"]["visits_reason"] = f"改于 {now.isoformat()}"
        content["name"] = name or content["name"]
        content["materials"][0]["name"] = material_name or content["materials"][0]["name"]
        draft = drafting.open_draft(
            session, item_code=code, content=content, author="editor", now=now, change_note="试验"
        )
        drafting.submit(session, draft, author="editor", now=now)
        approval.approve(session, draft, approver="approver", now=now)
        publishing.publish(session, draft, now=now)
        return int(draft.number)
