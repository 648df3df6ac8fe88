"""Presentation of the application form: fields, materials, errors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from flask_babel import gettext as _

from certificate_store.holders import IdentifierType
from guides import catalog
from guides.bundles import AskedField, AskedMaterial, BundleSelection
from guides.division_codes import contains, district_code
from guides.divisions import districts
from guides.enumerations import FieldType
from guides.errors import FieldProblem, NoImplementation
from guides.terms import FieldOption, FormField, Option
from services_hall.applications.answer_texts import answer_text, asked_places
from services_hall.applications.answers import (
    FIELD,
    MATERIAL,
    OF_QUESTION,
    QUESTION,
    AnswerFault,
    FieldInvalid,
    only_option,
    read_field,
)
from services_hall.applications.answers.field_values import Places
from services_hall.applications.answers.form_rules import offered_days
from services_hall.applications.answers.place import place_problem
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.parties import Party, applicant_in
from services_hall.applications.parties.identity_materials import identified_party
from services_hall.applications.parties.joint_applicants import is_left_to_joint
from services_hall.applications.prefill.store_proofs import Proofs
from services_hall.applications.seen_originals import may_be_seen
from services_hall.attachments.models import Attachment
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation import forms
from services_hall.presentation.application_messages import ApplicationFormFault
from services_hall.presentation.identity_documents import DOCUMENTS, document_kind
from services_hall.presentation.messages import message, value_text
from services_hall.presentation.proof_words import proof_words
from services_hall.use_cases.open_draft import OpenDraft

DISTRICT: Final = "district"


class MaterialState(StrEnum):
    """The state of a requested material."""

    ISSUED = "issued"
    """Another item of the same application issues it."""
    SPARED = "spared"
    GIVEN = "given"
    SEEN = "seen"
    """A clerk has inspected the original."""
    JOINT = "joint"
    """A joint applicant proves or gives it when confirming."""
    OPEN = "open"


@dataclass(frozen=True)
class MaterialRow:
    """A requested material on the form, with its state for this applicant."""

    material: AskedMaterial
    state: MaterialState
    note: str
    field: forms.Field | None = None
    files: Sequence[Attachment] = ()

    @property
    def may_be_seen(self) -> bool:
        """Whether a clerk may look at the original instead of scanning it."""
        return may_be_seen(self.material.terms)


def district_problem(selection: BundleSelection, district: str) -> FieldProblem | None:
    """The problem of the district: not chosen, not the one of the answers, no agency for an item there."""
    if district not in {one.code for one in districts(reading())}:
        return FieldProblem(ApplicationFormFault.DISTRICT_NOT_CHOSEN)
    if problem := place_problem(selection, district):
        return problem
    try:
        catalog.handlers_for(reading(), [item.code for item in selection.items], district)
    except NoImplementation as error:
        return no_handler_problem(selection, error.item)
    return None


def no_handler_problem(selection: BundleSelection, code: str) -> FieldProblem:
    """The problem that no agency in the district handles an item of the selection."""
    name = next(item.name for item in selection.items if item.code == code)
    return FieldProblem(ApplicationFormFault.NOT_HANDLED_IN_DISTRICT, {"item": name})


def scenario_in(form: Mapping[str, str]) -> dict[str, str]:
    """The answers to scenario questions in a form, by question."""
    return {key.removeprefix(QUESTION): value for key, value in form.items() if key.startswith(QUESTION)}


def district_field(value: str | None, error: str | None, *, hint: str = "") -> forms.Field:
    """The field for the district in which the item is handled."""
    definition = FormField(
        key=DISTRICT,
        label=_("在哪个区办理"),
        type=FieldType.CHOICE,
        options=tuple(FieldOption(value=one.code, label=one.name) for one in districts(reading())),
        hint=hint,
    )
    return forms.form_field(definition, value=value, error=error)


def district_name(code: str | None) -> str:
    """The name of the district, or an empty text."""
    return next((one.name for one in districts(reading()) if one.code == code), "")


def form_fields(current: OpenDraft, errors: Mapping[str, str]) -> list[forms.Field]:
    """The fields of the form with their values and errors."""
    return [_form_field(current, form_field, errors) for form_field in current.selection.form_fields]


def field_groups(current: OpenDraft, errors: Mapping[str, str]) -> list[tuple[str, list[forms.Field]]]:
    """The fields of the form by the name of the item that asks for them; shared fields come first."""
    groups: dict[str, list[forms.Field]] = {"": []}
    for form_field in current.selection.form_fields:
        codes = {code for code, _key in form_field.members}
        shared = len(codes) > 1 or form_field.field.prefill or len(current.selection.items) == 1
        name = "" if shared else current.offer.items[codes.pop()].terms.short_name
        groups.setdefault(name, []).append(_form_field(current, form_field, errors))
    return [(name, fields) for name, fields in groups.items() if fields]


def _form_field(current: OpenDraft, form_field: AskedField, errors: Mapping[str, str]) -> forms.Field:
    definition = replace(form_field.field, label=value_text(form_field.field.label))
    if form_field.key in current.locked:
        return forms.locked_field(
            definition,
            value=current.locked[form_field.key],
            name=FIELD + form_field.key,
            why=_why_locked(current, form_field),
            error=errors.get(FIELD + form_field.key),
        )
    if form_field.key in current.conflicts:
        return _conflict_field(current, form_field, errors)
    return forms.form_field(
        definition,
        value=current.draft.answers.get(form_field.key),
        error=errors.get(FIELD + form_field.key),
        name=FIELD + form_field.key,
        days=offered_days(form_field.field, current.selection.answers, local_day(utc_now())),
        places=_offered_places(current, form_field),
    )


def _offered_places(current: OpenDraft, asked: AskedField) -> Places:
    """The streets to choose from: those of the district where it matters, and the one chosen before."""
    places = asked_places(reading(), (asked.field,))
    division_code, chosen = current.draft.division_code, current.draft.answers.get(asked.key)
    if not asked.field.in_district or division_code is None:
        return places
    district = district_code(division_code)
    return {code: place for code, place in places.items() if contains(district, code) or code == chosen}


def _why_locked(current: OpenDraft, asked: AskedField) -> str:
    if asked.key in current.licensed:
        return _("以营业执照为准，从证照库取，不能改。要用另一张执照办，在下一步选不用证照库，上传那张执照。")
    source = asked.field.prefill or "certificate."
    if source.startswith(OF_QUESTION):
        return _("前面的问题里回答过。要改，请重新回答那些问题")
    if current.parties and only_option(asked.field, applicant_in(current.parties).kind) is not None:
        return _("以身份信息为准，不能改")
    if source.startswith("certificate."):
        return _("以证照上的为准，不能改")
    document = _other_document(current) if source == "applicant.identifier" else None
    if document is None:
        return _("以身份信息为准，不能改")
    return _("申请人的证件是%(document)s，这里填的是它的号码；以身份信息为准，不能改", document=document)


def _other_document(current: OpenDraft) -> str | None:
    """The name of the document that identifies the applicant, where it is not the identity card."""
    kind = applicant_in(current.parties).holder.identifier_type
    return (
        None
        if kind is IdentifierType.IDENTITY_CARD
        else str(DOCUMENTS.get(kind, DOCUMENTS[IdentifierType.OTHER]))
    )


def _conflict_field(current: OpenDraft, asked: AskedField, errors: Mapping[str, str]) -> forms.Field:
    """Both answers of a field that two pages changed, to choose from; the one of this page comes first."""
    places = asked_places(reading(), (asked.field,))
    mine, theirs = current.conflicts[asked.key], str(current.draft.answers.get(asked.key, ""))
    options = [
        Option(value=text, label=_typed_answer(asked, text, places) or _("（没有填）"), hint=hint)
        for text, hint in ((mine, _("您在这个页面填的")), (theirs, _("另一个页面保存的")))
    ]
    name = FIELD + asked.key
    return forms.choice_between(value_text(asked.field.label), options, name=name, error=errors.get(name))


def filled_answers(current: OpenDraft) -> list[tuple[str, str]]:
    """The label and the answer in words of each field; what cannot be read stays as it was typed."""
    places = asked_places(reading(), current.offer.form_fields)
    return [
        (value_text(one.field.label), _typed_answer(one, current.draft.answers.get(one.key, ""), places))
        for one in current.selection.form_fields
    ]


def _typed_answer(form_field: AskedField, text: str, places: Places) -> str:
    try:
        value = read_field(form_field, text, places=places)
    except FieldInvalid:
        return text
    return "" if value is None else answer_text(form_field.field, value, places)


def material_rows(
    current: OpenDraft, proofs: Proofs, errors: Mapping[str, str], *, consent: bool = True
) -> list[MaterialRow]:
    """Each material of the selection with its state; `consent` is the permission to use certificates."""
    return [
        _material_row(current, material, proofs, errors, consent) for material in current.selection.materials
    ]


def _document_words(material: AskedMaterial, parties: Sequence[Party]) -> str:
    party = identified_party(material.terms, parties)
    if party is None:
        return ""
    kind = DOCUMENTS[document_kind(party.holder.identifier_type)]
    return _("请交%(name)s的证件：%(document)s。", name=party.holder.name, document=kind)


def _material_row(
    current: OpenDraft, material: AskedMaterial, proofs: Proofs, errors: Mapping[str, str], consent: bool
) -> MaterialRow:
    if material.from_item is not None:
        item = current.offer.items[material.from_item].terms.name
        return MaterialRow(material, MaterialState.ISSUED, _("本次申请中的“%(item)s”会办出", item=item))
    name = MATERIAL + material.key
    hint = " ".join(filter(None, (material.terms.notes, _document_words(material, current.parties))))
    files = pinned_drafts.files_by_material(current.draft).get(material.key)
    error, has_files = errors.get(name), bool(files)
    field = forms.upload(name, material.name, hint=hint, error=error, multiple=True, has_files=has_files)
    if files:
        names = _("、").join(file.name for file in files)
        return MaterialRow(material, MaterialState.GIVEN, names, field, files)
    proof = proofs.proved(material.key)
    if proof is not None and consent:
        return MaterialRow(material, MaterialState.SPARED, proof_words(proof), field)
    if is_left_to_joint(material, current.parties):
        note = _("共同申请人确认时授权使用本人的电子证照，或者由其上传；您也可以现在上传。")
        return MaterialRow(material, MaterialState.JOINT, note, field)
    if material.key in current.draft.originals_seen and may_be_seen(material.terms):
        return MaterialRow(material, MaterialState.SEEN, _("窗口已核验原件"), field)
    if proof is not None:
        return MaterialRow(material, MaterialState.OPEN, _("证照库里有；您同意使用就不用上传。"), field)
    answer = proofs.by_material.get(material.key) if material.spared_by else None
    party = identified_party(material.terms, current.parties)
    if party is not None and party.holder.identifier_type is not IdentifierType.IDENTITY_CARD:
        answer = None
    return MaterialRow(material, MaterialState.OPEN, proof_words(answer) if answer else "", field)


def missing_materials(rows: Iterable[MaterialRow]) -> dict[str, str]:
    """An error by field name for each material that is neither waived nor provided."""
    return {
        MATERIAL + row.material.key: message(
            FieldProblem(AnswerFault.MATERIAL_MISSING, {"name": row.material.name})
        )
        for row in open_materials(rows)
    }


def without_missing(
    selection: BundleSelection, errors: Mapping[str, str], refused: Mapping[str, str]
) -> dict[str, str]:
    """The errors that remain when materials may be missing: refused files, and choices."""
    materials = {MATERIAL + material.key for material in selection.materials}
    return {name: text for name, text in errors.items() if name not in materials or name in refused}


def open_materials(rows: Iterable[MaterialRow]) -> list[MaterialRow]:
    """The materials that are neither waived nor provided."""
    return [row for row in rows if row.state is MaterialState.OPEN]
