"""Materials missing when a case counted as accepted: still to be handed in, and due before a grant."""

from typing import Final

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case

MATERIALS: Final = "materials"
"""The field of a grant that names what is missing."""


def missing_names(case: Case) -> list[str]:
    """The names of the materials that the applicant has not given."""
    return [one.name for one in case.application_item.requirements if one.met_by is MetBy.MISSING]


def owes_materials(case: Case) -> bool:
    """Whether the case counts as accepted although materials are missing, so that they can still be given.

    行政许可法 art. 32(4): the agency can ask for nothing any more, but nothing stops the applicant.
    """
    if not case.is_deemed_accepted:
        return False
    can_give = CaseAction.GIVE_MISSING in CASE_TRANSITIONS.possible_actions(case.state)
    return can_give and bool(missing_names(case))


def require_all_given(case: Case) -> None:
    """Raise ActionInvalid for a grant while a material is missing (行政许可法 arts. 34, 38)."""
    if names := missing_names(case):
        raise ActionInvalid(
            {MATERIALS: FieldProblem(ActionFault.MATERIALS_OWED, {"names": "、".join(names)})}
        )
