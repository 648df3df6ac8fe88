"""Business licences on which applications rely: values taken from them, and their holders.

A permit is issued to the subject of the licence (食品经营许可和备案管理办法 art. 10): its name, code and
address are those of the registration, not what somebody types.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.certificate_types import certificate_type
from certificate_store.grants import UseBasis
from certificate_store.holders import Holder, IdentifierType
from certificate_store.lifecycle import Standing, UseOutcome
from certificate_store.lookup import Inquiry, UseLog
from guides.bundles import AskedField, AskedMaterial, BundleSelection
from guides.enumerations import CertificateSubject
from guides.errors import FieldProblem
from services_hall.applications.answers import FIELD, AnswerFault, Filing, Offer, is_same_text
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.errors import AnswersInvalid
from services_hall.applications.parties.representative_fields import APPLICANT_NAME, is_about_representative
from services_hall.applications.prefill.store_proofs import Proofs
from services_hall.clock import local_day

BUSINESS_LICENCE: Final = "business-licence"
ENTITY_NAME: Final = "organisation.name"
ENTITY_CODE: Final = "organisation.identifier"
ENTITY_ADDRESS: Final = "organisation.address"
"""The sources that mark the fields of a form for the market entity's name, credit code and address."""
ENTITY_REPRESENTATIVE: Final = "organisation.representative"
"""The source of the name of the legal representative; guides ask for it as the name of the applicant."""
ENTITY_SOURCES: Final = frozenset({ENTITY_NAME, ENTITY_CODE, ENTITY_ADDRESS})
_ADDRESS: Final = "premises_address"
"""The data field of a licence with the place of business."""
_REPRESENTATIVE: Final = "legal_representative"
"""The data field of a licence with the name of the legal representative or head."""


@dataclass(frozen=True)
class BusinessLicence:
    """A business licence of the store: its entity, and its place of business.

    `is_only` is false where the applicant has several, of which the form names one.
    """

    holder: Holder = field(repr=False)
    address: str = field(default="", repr=False)
    is_only: bool = True
    representative: str = field(default="", repr=False)

    def as_json(self) -> dict[str, Any]:
        """The licence as JSON, for a draft."""
        return {
            "holder": self.holder.as_json(),
            "address": self.address,
            "is_only": self.is_only,
            "representative": self.representative,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The licence from the JSON of `as_json`."""
        return cls(
            Holder.from_json(value["holder"]),
            value["address"],
            value["is_only"],
            value.get("representative", ""),
        )


def licence_materials(offer: Offer, selection: BundleSelection) -> list[AskedMaterial]:
    """The materials that a business licence waives, of items whose certificates are for its subject."""
    return [one for one in selection.materials if one.from_item is None and _is_licence(offer, one)]


def _is_licence(offer: Offer, material: AskedMaterial) -> bool:
    return any(way.certificate_type == BUSINESS_LICENCE for way in material.spared_by) and any(
        _is_for_subject(offer, code) for code, _key in material.members
    )


def licence_of(
    offer: Offer, selection: BundleSelection, proofs: Proofs, *, files: Collection[str] = ()
) -> BusinessLicence | None:
    """The licence of the store that this application relies on; a file of the applicant goes before it."""
    for material in licence_materials(offer, selection):
        proof = proofs.proved(material.key)
        if material.key in files or proof is None or proof.holder is None:
            continue
        if proof.holder.is_organisation:
            address, person = (str(proof.fields.get(key) or "") for key in (_ADDRESS, _REPRESENTATIVE))
            return BusinessLicence(proof.holder, address, proof.is_only, person)
    return None


def licence_values(selection: BundleSelection, licence: BusinessLicence | None) -> dict[str, str]:
    """The form fields that say what the licence says, with their values; nobody types them."""
    if licence is None:
        return {}
    known = {
        ENTITY_NAME: licence.holder.name,
        ENTITY_CODE: licence.holder.identifier,
        ENTITY_ADDRESS: licence.address,
        ENTITY_REPRESENTATIVE: licence.representative,
    }
    return {asked.key: known[source] for source, asked in _entity_fields(selection) if known[source]}


def with_licence(
    selection: BundleSelection,
    typed: Mapping[str, str],
    licence: BusinessLicence | None,
    *,
    identified: Collection[str] = (),
) -> Mapping[str, str]:
    """The answers with those of the licence, except the fields that follow from who applies (`identified`).

    Raises AnswersInvalid where something else was typed, and where none of several licences is named.
    """
    read = licence_values(selection, licence)
    values = {key: value for key, value in read.items() if key not in identified}
    if licence is not None and not licence.is_only:
        _require_chosen(selection, typed, licence)
    wrong = {
        FIELD + asked.key: FieldProblem(AnswerFault.FROM_LICENCE, {"label": asked.field.label})
        for _source, asked in _entity_fields(selection)
        if asked.key in values and not is_same_text(typed.get(asked.key, ""), values[asked.key])
    }
    if wrong:
        raise AnswersInvalid(wrong)
    return {**typed, **values}


def entity_keys(selection: BundleSelection) -> frozenset[str]:
    """The form fields that a licence fills in."""
    return frozenset(asked.key for _source, asked in _entity_fields(selection))


def typed_entity(selection: BundleSelection, typed: Mapping[str, str]) -> frozenset[str]:
    """The names and codes by which the form names its entity, as they are written."""
    names = (ENTITY_NAME, ENTITY_CODE)
    values = (typed.get(asked.key, "") for source, asked in _entity_fields(selection) if source in names)
    return frozenset(value.strip() for value in values if value.strip())


def _require_chosen(selection: BundleSelection, typed: Mapping[str, str], licence: BusinessLicence) -> None:
    known = {licence.holder.name, licence.holder.identifier}
    if typed_entity(selection, typed) & known:
        return
    asked = dict(_entity_fields(selection))
    if one := asked.get(ENTITY_CODE) or asked.get(ENTITY_NAME):
        problem = FieldProblem(AnswerFault.LICENCE_NOT_CHOSEN, {"label": one.field.label})
        raise AnswersInvalid({FIELD + one.key: problem})


def entity_code(filing: Filing) -> tuple[AskedField, str] | None:
    """The field with the code of the entity that a permit of this filing will be for, and its value.

    None where this application itself registers the entity: nobody knows its code yet.
    """
    if any(
        one.from_item is not None and _is_licence(filing.offer, one) for one in filing.selection.materials
    ):
        return None
    for source, asked in _entity_fields(filing.selection):
        is_subject = any(_is_for_subject(filing.offer, code) for code, _key in asked.members)
        if source == ENTITY_CODE and is_subject and filing.answers.get(asked.key):
            return asked, str(filing.answers[asked.key])
    return None


def _is_for_subject(offer: Offer, item_code: str) -> bool:
    return offer.items[item_code].terms.certificate_subject is CertificateSubject.LICENSED


def is_of_another(store: Session, code: str, inquiry: Inquiry) -> bool:
    """Whether the store knows this credit code by licences in force of other people only.

    The use is logged for those who hold them: somebody else has named their code.
    """
    entity = Holder.of_record("", IdentifierType.CREDIT_CODE, code)
    kind = certificate_type(store, BUSINESS_LICENCE)
    today = local_day(inquiry.now)
    known = [
        one
        for one in lookup.current_certificates(store, entity, kind)
        if one.standing(today) is Standing.IN_FORCE and one.holder.index == entity.index
    ]
    operator = inquiry.holder.index
    if any(operator in {one.holder.index, *(joint.index for joint in one.joint_holders)} for one in known):
        return False
    log: UseLog = []
    basis = UseBasis(UsePurpose.CODE_COMPARED, ())
    for one in known:
        about = replace(inquiry, holder=one.holder)
        lookup.log_use(log, about, what=kind.code, outcome=UseOutcome.HELD, basis=basis, certificate=one)
    lookup.write_uses(store, log)
    return bool(known)


def _entity_fields(selection: BundleSelection) -> Iterator[tuple[str, AskedField]]:
    for one in selection.form_fields:
        source = one.field.prefill or ""
        if source in ENTITY_SOURCES or source == ENTITY_REPRESENTATIVE:
            yield source, one
        elif source == APPLICANT_NAME and is_about_representative(one.field):
            yield ENTITY_REPRESENTATIVE, one
