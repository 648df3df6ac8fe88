"""Part of a case's page: the decision, with the conditions and articles of the guide."""

from collections.abc import Iterable, Iterator

from guides.enumerations import StepKind
from guides.terms import GuideTerms, LegalBasis
from services_hall.applications.acceptance.bars import bar_bases
from services_hall.applications.acceptance.order import earlier_cases
from services_hall.applications.clock_changes.delays import is_explanation_due
from services_hall.applications.decisions.outcomes import Decision, require_possible
from services_hall.applications.errors import ApplicationsError
from services_hall.applications.examination.steps import unrecorded_steps
from services_hall.applications.grounds.decision_grounds import possible_bases
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.owed_materials import owes_materials
from services_hall.applications.prefill.certificate_subjects import is_code_assigned, is_licence_to_be_read
from services_hall.clock import utc_now
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues, obstacle_of
from services_hall.presentation.case_words import action_words
from services_hall.presentation.decision_verbs import item_type_of, verbs_of
from services_hall.use_cases.decide_case import result_form_of
from services_hall.use_cases.store_access import STORE_ERRORS


def decision_part(desk: DeskCase) -> CasePart:
    """The grant and the denial, where they are possible."""
    return CasePart(forms=list(_forms(desk)))


def basis_options(terms: GuideTerms, more: Iterable[LegalBasis] = ()) -> list[tuple[str, str]]:
    """The articles on which a decision may rest as options: key and citation."""
    bases = (*more, *possible_bases(terms))
    return [(basis.key, f"《{basis.law}》{basis.article or ''}") for basis in bases]


def bases_of(desk: DeskCase) -> FormValues:
    """The options of a form that rests on a legal basis of the guide."""
    return {"basis_options": basis_options(desk.terms)}


def bases_against(desk: DeskCase) -> FormValues:
    """The options of a refusal or denial: those of a bar first, then those of the guide."""
    bars = bar_bases(desk.session, desk.case, today=desk.today)
    return {"basis_options": basis_options(desk.terms, bars), "is_barred": bool(bars)}


def _forms(desk: DeskCase) -> Iterator[CaseForm]:
    if not desk.may.isdisjoint({CaseAction.GRANT, CaseAction.GRANT_ON_COMMITMENT}):
        action = CaseAction.GRANT_ON_COMMITMENT if desk.case.is_by_commitment else CaseAction.GRANT
        title = action_words(action, item_type_of(desk.case))
        rank = FormRank.OTHER if owes_materials(desk.case) else FormRank.NEXT
        obstacle = _obstacle(desk, Decision.GRANT)
        yield CaseForm("grant", title, rank, "preview", lambda: _grant(desk), obstacle=obstacle)
    if CaseAction.DENY in desk.may:
        title, obstacle = verbs_of(desk.case).denial, _obstacle(desk, Decision.DENY)
        yield CaseForm("denial", title, FormRank.ADVERSE, "preview", lambda: _denial(desk), obstacle=obstacle)


def _obstacle(desk: DeskCase, outcome: Decision) -> ApplicationsError | None:
    return obstacle_of(
        lambda: require_possible(desk.session, desk.case, outcome, desk.newer_law, now=utc_now())
    )


def _grant(desk: DeskCase) -> FormValues:
    """The choices of a grant; the earlier cases only where the number of grants is limited."""
    return {
        "basis_options": basis_options(desk.terms),
        "earlier_cases": earlier_cases(desk.session, desk.case),
        "is_explanation_due": is_explanation_due(desk.case, today=desk.today),
        "is_code_assigned": is_code_assigned(desk.case),
        "is_licence_to_be_read": is_licence_to_be_read(desk.case),
        "operator": desk.case.application.holder_name,
        **_result(desk),
        **_unrecorded(desk),
    }


def _result(desk: DeskCase) -> FormValues:
    """What the body decides of the certificate; nothing while the store does not answer."""
    try:
        return {"result_form": result_form_of(desk.actor, desk.case.number), "is_store_away": False}
    except STORE_ERRORS:
        return {"result_form": None, "is_store_away": True}


def _denial(desk: DeskCase) -> FormValues:
    return {
        **bases_against(desk),
        "condition_options": [(condition.key, condition.text) for condition in desk.terms.conditions],
        "is_explanation_due": is_explanation_due(desk.case, today=desk.today),
        **_unrecorded(desk),
    }


def _unrecorded(desk: DeskCase) -> FormValues:
    """The steps for which the decision has to account."""
    return {
        "unrecorded_reviews": unrecorded_steps(desk.case, StepKind.REVIEW),
        "unrecorded_checks": unrecorded_steps(desk.case, StepKind.SITE_CHECK),
    }
