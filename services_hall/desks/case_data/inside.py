"""What the pages show about the work inside the agency: steps, colleagues, notes, opinions."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services_hall.applications.case_notes import notes_of
from services_hall.applications.case_steps import inside_steps, open_step
from services_hall.applications.colleagues import officers_of
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.models import Case
from services_hall.applications.opinions import agencies_nearby, opinions_on
from services_hall.identity import Actor, accounts


def inside_data(session: Session, actor: Actor, case: Case) -> Mapping[str, object]:
    """The steps with their officers, the colleagues to choose from, the notes and the opinions."""
    notes, steps = notes_of(session, case), inside_steps(case)
    officers = officers_of(session, case)
    people = {note.author_id for note in notes} | {step.officer_id for step in steps} | {case.assigned_to_id}
    is_open = case.state in ACCEPTED
    return {
        "inside_steps": steps,
        "open_step": open_step(case) if is_open and not case.is_by_commitment else None,
        "notes": notes,
        "opinions": opinions_on(session, case),
        "people": accounts.account_names(session, [one for one in people if one is not None]),
        "colleague_options": [(one.public_id, one.name) for one in officers if one.id != actor.account_id],
        "opinion_agency_options": [
            (agency.code, agency.name) for agency in (agencies_nearby(session, case) if is_open else ())
        ],
    }
