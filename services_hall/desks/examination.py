"""Page of the examination of a case: what the guide asks beside what was given, and the sister cases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from guides.scenario import applicable_entries, steps
from guides.terms import Condition, Step
from services_hall.applications.models import Case, Requirement
from services_hall.applications.reads import queries
from services_hall.applications.reads.sister_cases import sister_cases
from services_hall.applications.visible_answers import scenario_of
from services_hall.attachments.models import Attachment
from services_hall.database import reading
from services_hall.desks.actions.run import list_address
from services_hall.desks.blueprint import blueprint
from services_hall.desks.case_list import light_of
from services_hall.desks.case_view import field_answers
from services_hall.identity import Role
from services_hall.presentation.case_words import status_words
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.guide_summary import bases_by_key
from services_hall.web.access import access, signed_in_actor
from services_hall.web.paper_files import send_page

MOST_PAGES: Final = 40
"""Of one file that are shown in the page; the file itself has all."""


@dataclass(frozen=True)
class Sheet:
    """A file of a material with the numbers of the pages that are shown."""

    file: Attachment
    pages: range

    @property
    def is_cut(self) -> bool:
        """Whether the file has more pages than are shown."""
        return (self.file.pages or 1) > len(self.pages)


@dataclass(frozen=True)
class ExaminedMaterial:
    """A material with what the guide says about it, and its files."""

    requirement: Requirement
    notes: str
    sheets: Sequence[Sheet]


@blueprint.get("/cases/<number>/examination")
@access(Role.AGENCY_OFFICER)
def examination(number: str) -> ResponseReturnValue:
    """The conditions and review points of the guide beside the files, which can be turned."""
    session = reading()
    case = queries.desk_case(session, signed_in_actor(), number)
    conditions, points = _asked(case)
    return render_template(
        "desks/examination.html",
        case=case,
        edition=case.application_item.edition,
        bases=bases_by_key(case.application_item.edition.terms),
        light=light_of(case),
        conditions=conditions,
        points=points,
        answers=field_answers(case),
        materials=list(_materials(case)),
        certificate_names=certificate_names(),
        sisters=[(one, status_words(one.standing, one.item_type)) for one in sister_cases(session, case)],
        list_address=list_address(),
    )


@blueprint.get("/files/<public_id>/page")
@access(Role.AGENCY_OFFICER)
def page_picture(public_id: str) -> ResponseReturnValue:
    """A page of a file of one of the officer's cases as a picture; `number` counts from 1."""
    return send_page(public_id, number=request.args.get("number", 1, type=int))


def _asked(case: Case) -> tuple[Sequence[Condition], Sequence[Step]]:
    """The conditions for this applicant, and the steps of the guide that say what is looked at."""
    terms, answers = case.application_item.edition.terms, scenario_of(case)
    own = steps(terms, answers, by_commitment=case.is_by_commitment)
    return applicable_entries(terms.conditions, answers), [step for step in own if step.note]


def _materials(case: Case) -> Iterator[ExaminedMaterial]:
    notes = {material.key: material.notes for material in case.application_item.edition.terms.materials}
    for requirement in case.application_item.requirements:
        first = requirement.attachment
        sheets = [] if first is None else [_sheet(file) for file in first.group]
        yield ExaminedMaterial(requirement, notes.get(requirement.material_key, ""), sheets)


def _sheet(file: Attachment) -> Sheet:
    return Sheet(file, range(1, min(file.pages or 1, MOST_PAGES) + 1))
