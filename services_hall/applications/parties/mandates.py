"""Check of the mandates, given in the hall, on which agents rely when an application is filed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import ApplicantFault, Party, agent_in, applicant_in
from services_hall.applications.parties.paper_mandates import MandateFault
from services_hall.identity.capacities import Evidence
from services_hall.identity.representations import may_act


def require_paper_mandate(parties: Sequence[Party], code: str, items: Mapping[str, str], *, on: date) -> None:
    """Raise ApplicantRefused where the agent's mandate on paper is over or too narrow.

    民法典 arts. 163, 165. `items` are the names of the items by code.
    """
    agent = agent_in(parties)
    if agent is None or agent.mandate is None:
        return
    fault = agent.mandate.fault(code, frozenset(items), on=on)
    if fault is MandateFault.OVER:
        day = agent.mandate.ends_on or on
        raise ApplicantRefused(FieldProblem(MandateFault.OVER, {"day": day.isoformat()}))
    if fault is MandateFault.TOO_NARROW:
        left_out = [name for one, name in items.items() if one not in (agent.mandate.item_codes or ())]
        raise ApplicantRefused(FieldProblem(MandateFault.TOO_NARROW, {"items": "、".join(left_out)}))
    if fault is MandateFault.NOT_TO_APPLY:
        raise ApplicantRefused(FieldProblem(MandateFault.NOT_TO_APPLY))


def require_mandate(
    session: Session, parties: Sequence[Party], code: str, items: Collection[str], *, on: date
) -> None:
    """Raise ApplicantRefused where the mandate is over, or leaves out these items (民法典 art. 163).

    One on paper, and what proves a guardian or a relative, a clerk has seen or the agency examines.
    """
    agent, principal = agent_in(parties), applicant_in(parties).holder
    if agent is None or agent.evidence is not Evidence.CONFIRMED:
        return
    if not may_act(session, agent.holder, principal, code, items, capacity=agent.capacity, on=on):
        raise ApplicantRefused(FieldProblem(ApplicantFault.NOT_COVERED))
