"""Rights of an agent after an application is filed: what the mandate allows, as long as it holds.

民法典 arts. 162, 165, 173: an agent acts within the powers and the time that the mandate gives.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from certificate_store.text_input.names import comparable_name
from guides.errors import FieldProblem
from services_hall.applications.errors import ActionInvalid, AgentNotEntitled
from services_hall.applications.models import Application, ApplicationParty
from services_hall.applications.parties.paper_mandates import MandateAct, MandateFault
from services_hall.identity import Actor
from services_hall.identity.capacities import Evidence
from services_hall.identity.representations import may_act

NOT_ALLOWED: Final[Mapping[MandateAct, MandateFault]] = {
    MandateAct.APPLY: MandateFault.NOT_TO_APPLY,
    MandateAct.COLLECT: MandateFault.NOT_TO_COLLECT,
    MandateAct.WITHDRAW: MandateFault.NOT_TO_WITHDRAW,
}


def require_right(
    session: Session, application: Application, actor: Actor, act: MandateAct, *, on: date
) -> None:
    """Raise AgentNotEntitled where the actor is the agent of the application and may not do this any more.

    Whoever filed for an applicant whom an agent represents, a clerk or a program, acts for that agent.
    """
    agent = acting_agent(application, actor)
    if agent is not None and (problem := right_problem(session, application, agent, act, on=on)):
        raise AgentNotEntitled(problem)


def may(session: Session, application: Application, actor: Actor, act: MandateAct, *, on: date) -> bool:
    """Whether `require_right` lets the actor do this."""
    agent = acting_agent(application, actor)
    return agent is None or right_problem(session, application, agent, act, on=on) is None


def acting_agent(application: Application, actor: Actor) -> ApplicationParty | None:
    """The agent of the application, where the actor is this agent or filed for them; no applicant is."""
    agent = application.agent
    if agent is None or actor.account_id == application.applicant_id:
        return None
    own = {holder.index for holder in actor.holders}
    applicants = {application.holder_index, *(party.holder_index for party in application.joint_applicants)}
    if own & applicants:
        return None
    is_agent = agent.account_id == actor.account_id or agent.holder_index in own
    return agent if is_agent or actor.account_id == application.filed_by_id else None


def right_problem(
    session: Session, application: Application, agent: ApplicationParty, act: MandateAct, *, on: date
) -> FieldProblem | None:
    """Why the agent may not do this on that day; None where nothing hinders.

    What proves a guardian or a relative, and a paper that nobody read out, the agency has examined.
    """
    mandate = agent.mandate
    if mandate is not None:
        if mandate.ends_on is not None and mandate.ends_on < on:
            return FieldProblem(MandateFault.OVER, {"day": mandate.ends_on.isoformat()})
        return None if act in mandate.acts else FieldProblem(NOT_ALLOWED[act])
    if agent.evidence is not Evidence.CONFIRMED:
        return None
    items = [case.item_code for case in application.cases]
    is_given = may_act(
        session,
        agent.holder,
        application.holder,
        application.code,
        items,
        capacity=agent.capacity,
        on=on,
    )
    return None if is_given else FieldProblem(MandateFault.ENDED)


def require_receiver(session: Session, application: Application, receiver: str, *, on: date) -> None:
    """Raise ActionInvalid at the `receiver` where this is the agent, who may not collect the result."""
    agent = application.agent
    if agent is None or comparable_name(agent.name) != comparable_name(receiver):
        return
    if comparable_name(receiver) == comparable_name(application.holder_name):
        return
    if problem := right_problem(session, application, agent, MandateAct.COLLECT, on=on):
        raise ActionInvalid({"receiver": problem})
