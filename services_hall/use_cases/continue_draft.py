"""Continuation of a draft with other answers or in another district."""

from collections.abc import Mapping

from services_hall.applications import answers
from services_hall.applications.answers import Offer
from services_hall.applications.drafts import pinned_drafts
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.use_cases.start_draft import known_answers


def continue_draft(
    actor: Actor, public_id: str, offer: Offer, scenario: Mapping[str, str], division_code: str = ""
) -> None:
    """Saves the scenario and the district; earlier answers stay, files that are asked no longer are deleted.

    Raises DraftNotFound, DraftFiled, AnswersInvalid, ScenarioStops.
    """
    selection = answers.settle(offer, scenario)
    with transaction() as session:
        draft = pinned_drafts.lock_draft(session, actor.account_id, public_id)
        parties = pinned_drafts.parties_of(actor, draft)
        _holder, phone = pinned_drafts.applicant_of(actor, draft)
        pinned_drafts.adopt_editions(draft, offer, now=utc_now())
        pinned_drafts.save_draft(
            draft,
            now=utc_now(),
            scenario=selection.answers,
            division_code=division_code or draft.division_code,
            answers={**known_answers(selection, parties, phone), **draft.answers},
        )
        pinned_drafts.remove_unasked_files(session, draft, selection)
