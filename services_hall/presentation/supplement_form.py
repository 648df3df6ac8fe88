"""Fields for a supplement, or for the correction of a case that is not accepted yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from markupsafe import Markup

from guides.terms import Material
from services_hall.applications.answer_texts import asked_places
from services_hall.applications.answers import FIELD, MATERIAL
from services_hall.applications.enumerations import MetBy
from services_hall.applications.models import Case, CaseDemand, Requirement
from services_hall.applications.seen_originals import may_be_seen
from services_hall.applications.supplements.case_content import (
    correctable_fields,
    fields_by_key,
    requirements_by_key,
)
from services_hall.applications.supplements.demanded_files import extendable_files
from services_hall.applications.visible_answers import answers_of
from services_hall.attachments.models import Attachment
from services_hall.database import reading
from services_hall.presentation import forms


@dataclass(frozen=True)
class SupplementRow:
    """One thing to give or to correct: its field, why, and the files that are there already."""

    target: str
    name: str
    field: forms.Field
    problem: str = ""
    way_out: str = ""
    is_met: bool = False
    files: Sequence[Attachment] = ()
    terms: Material | None = None
    """What the guide says of the material, with its sample and blank form."""

    @property
    def may_be_seen(self) -> bool:
        """Whether a clerk may look at the original instead of scanning it."""
        return self.terms is not None and may_be_seen(self.terms)

    @property
    def material_key(self) -> str:
        """The key of a material, or an empty text."""
        return self.target.removeprefix(MATERIAL) if self.target.startswith(MATERIAL) else ""


def demand_rows(
    case: Case, demands: Sequence[CaseDemand], typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[SupplementRow]:
    """The demands of a notice, in its order."""
    requirements = requirements_by_key(case)
    fields = {row.target: row for row in answer_rows(case, typed, errors)}
    terms_of = _material_terms(case)
    rows = []
    for demand in demands:
        if demand.material_key:
            requirement = requirements[demand.material_key]
            files = _files_of(requirement) if demand.met_at else ()
            field = _upload_of(demand, errors.get(demand.target))
        else:
            field, files = fields[demand.target].field, ()
        rows.append(
            SupplementRow(
                demand.target,
                demand.name,
                field,
                demand.problem,
                demand.way_out,
                demand.met_at is not None,
                files,
                terms_of.get(demand.material_key or ""),
            )
        )
    return rows


def _material_terms(case: Case) -> Mapping[str, Material]:
    """The materials of the pinned edition by key."""
    return {material.key: material for material in case.application_item.edition.terms.materials}


def _files_of(requirement: Requirement) -> Sequence[Attachment]:
    return () if requirement.attachment is None else requirement.attachment.group


def _upload_of(demand: CaseDemand, error: str | None) -> forms.Field:
    """The upload of a demanded material, whose name stands above it already."""
    field = forms.upload(demand.target, demand.name, error=error, multiple=True)
    words = Markup('%s<span class="visually-hidden">%s</span>') % (_("选新的文件"), demand.name)
    return replace(field, params={**field.params, "label": {"html": words}})


def missing_rows(case: Case, errors: Mapping[str, str]) -> list[SupplementRow]:
    """The materials that are still missing."""
    terms_of = _material_terms(case)
    return [
        SupplementRow(
            MATERIAL + key,
            one.name,
            forms.upload(MATERIAL + key, one.name, error=errors.get(MATERIAL + key), multiple=True),
            terms=terms_of.get(key),
        )
        for key, one in requirements_by_key(case).items()
        if one.met_by is MetBy.MISSING
    ]


def given_rows(case: Case, errors: Mapping[str, str]) -> list[SupplementRow]:
    """The materials of a received case with files to which others can be added."""
    requirements = requirements_by_key(case)
    return [
        SupplementRow(
            MATERIAL + key,
            requirements[key].name,
            forms.upload(
                MATERIAL + key, requirements[key].name, error=errors.get(MATERIAL + key), multiple=True
            ),
            files=first.group,
        )
        for key, first in extendable_files(case).items()
    ]


def answer_rows(case: Case, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[SupplementRow]:
    """The answered form fields that can be corrected, with what was typed or else the present answer."""
    answers = {field.key: value for field, _key, value in answers_of(case)}
    places = asked_places(reading(), fields_by_key(case).values())
    return [
        SupplementRow(
            FIELD + key,
            definition.label,
            forms.form_field(
                definition,
                value=typed.get(FIELD + key, answers[key]),
                error=errors.get(FIELD + key),
                name=FIELD + key,
                places=places,
            ),
        )
        for key, definition in correctable_fields(case).items()
    ]
