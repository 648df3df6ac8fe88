"""Content of an earlier application for a new one: the code applied for, answers and files (pure)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from guides.bundles import BundleSelection
from services_hall.applications.answers import Offer
from services_hall.applications.case_ends import EndCause, end_cause
from services_hall.applications.lifecycle import CaseOutcome
from services_hall.applications.models import Application, Case
from services_hall.applications.visible_answers import answers_in
from services_hall.attachments.models import Attachment

REOPENABLE: Final = frozenset(
    {
        CaseOutcome.DENIED,
        CaseOutcome.REFUSED,
        CaseOutcome.RETURNED,
        CaseOutcome.TERMINATED,
        CaseOutcome.WITHDRAWN,
    }
)
"""Outcomes after which the same thing may be applied for again; another agency's power or no need is not."""
_NOT_AGAIN: Final = frozenset({EndCause.APPLICANT_GONE})
"""Causes of a termination after which the applicant cannot apply."""


def is_barred(case: Case, *, today: date) -> bool:
    """Whether the end of this case bars its applicant from applying again (行政许可法 arts. 78, 79)."""
    return case.barred_until is not None and case.barred_until >= today


def can_apply_again(case: Case, *, today: date) -> bool:
    """Whether the applicant may correct the application of this case and apply again."""
    is_over = end_cause(case) in _NOT_AGAIN
    return case.outcome in REOPENABLE and not is_over and not is_barred(case, today=today)


def codes_to_apply_again(application: Application, *, today: date) -> dict[str, list[Case]]:
    """The codes under which something may be applied for again, each with the cases that it covers.

    A case is applied for again under its item, or under the bundle if all of it failed.
    """
    again = [case for case in application.cases if can_apply_again(case, today=today)]
    if len(again) == len(application.cases):
        return {application.code: again}
    found: dict[str, list[Case]] = {}
    for case in again:
        found.setdefault(case.item_code, []).append(case)
    return found


def scenario_for(offer: Offer, application: Application) -> dict[str, str]:
    """The answers to the scenario's questions, by the keys that the offer uses.

    An item of a bundle alone has its own questions; the bundle may have answered some by its own.
    """
    if offer.is_bundle or offer.code == application.code:
        return dict(application.scenario)
    answers: dict[str, str] = {}
    for question in offer.items[offer.code].terms.questions:
        for key in (f"{offer.code}:{question.key}", question.key):
            if key in application.scenario:
                answers[question.key] = application.scenario[key]
                break
    return answers


def answers_for(selection: BundleSelection, application: Application) -> dict[str, str]:
    """The answered form fields of the selection, by key."""
    known = dict(_known_answers(application))
    return {
        asked.key: value
        for asked in selection.form_fields
        if (value := next((known[one] for one in asked.members if one in known), None)) is not None
    }


def files_for(selection: BundleSelection, application: Application) -> Mapping[str, list[Attachment]]:
    """The files of the selection's materials, by material key, in order."""
    known = {
        (case.item_code, requirement.material_key): requirement.attachment
        for case in application.cases
        for requirement in case.application_item.requirements
        if requirement.attachment is not None
    }
    found = {
        asked.key: next((known[one].group for one in asked.members if one in known), [])
        for asked in selection.materials
        if asked.from_item is None
    }
    return {key: files for key, files in found.items() if files}


def _known_answers(application: Application) -> Iterator[tuple[tuple[str, str], str]]:
    for case in application.cases:
        terms = case.application_item.edition.terms
        for form_field, _key, value in answers_in(terms, case.item_code, application):
            yield (case.item_code, form_field.key), str(value)
