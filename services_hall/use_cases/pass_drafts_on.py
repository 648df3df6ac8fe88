"""Drafts of somebody who no longer acts for an organisation: another one goes on under their own name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.drafts.member_drafts import hand_over_drafts
from services_hall.applications.errors import OfferNotFound
from services_hall.applications.filing import offers
from services_hall.applications.models import Draft
from services_hall.applications.parties import Party, applicant_in
from services_hall.clock import local_day
from services_hall.identity import Actor, memberships
from services_hall.identity.models import Representation
from services_hall.use_cases.open_draft import remaining_selection
from services_hall.use_cases.start_draft import known_answers


def pass_drafts_on(session: Session, row: Representation, successor: Actor, *, now: datetime) -> int:
    """Passes on what was begun under this representation of an organisation; returns how many drafts.

    What was filled in about the one who acted says the successor instead; what somebody typed stays.
    """

    def new_answers(draft: Draft, before: Sequence[Party], after: Sequence[Party]) -> dict[str, str]:
        known, own = (_known(session, draft, parties) for parties in (before, after))
        filled = {key for key, text in known.items() if draft.answers.get(key) == text}
        kept = {key: text for key, text in draft.answers.items() if key not in filled}
        return {**own, **kept}

    capacity = memberships.capacity_in(session, row.principal, successor.account_id, on=local_day(now))
    return hand_over_drafts(
        session, row.principal, row.agent_id, successor, capacity=capacity, new_answers=new_answers, now=now
    )


def _known(session: Session, draft: Draft, parties: Sequence[Party]) -> dict[str, str]:
    """What the form of the draft is filled in with for these parties; nothing where its guide is gone."""
    try:
        offer = offers.current_offer(session, draft.code)
    except OfferNotFound:
        return {}
    selection = remaining_selection(offer, draft.scenario)
    return known_answers(selection, parties, applicant_in(parties).phone)
