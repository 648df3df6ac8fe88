"""Schemas of the persons and organisations in a request: holder, agent, joint applicants."""

from typing import Any

from marshmallow import ValidationError, fields, post_load

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from guides.errors import FieldProblem
from guides.terms import FormField
from services_hall.api.request_schemas import StrictRequestSchema
from services_hall.api.text_fields import text, text_as
from services_hall.applications.answers import AnswerFault
from services_hall.applications.parties.organisation_people import (
    Contact,
    LegalRepresentative,
    OrganisationPeople,
    PeopleLabel,
)
from services_hall.applications.parties.paper_mandates import MandateAct, PaperMandate
from services_hall.applications.prefill.people_fields import CONTACT_NAME, CONTACT_PHONE, REPRESENTATIVE_NAME
from services_hall.identity.capacities import Capacity
from services_hall.presentation.request_messages import RequestLabel


class HolderSchema(StrictRequestSchema):
    """The holder of a certificate, or the applicant."""

    name = text_as(FormField(key="name", label=RequestLabel.HOLDER_NAME, required=False), longest=100)
    identifier_type = fields.Enum(IdentifierType, by_value=True, required=True)
    identifier = text(60, required=True)


class SoleTraderSchema(StrictRequestSchema):
    """The trade under which the holder, its operator, applies (个体工商户)."""

    name = text_as(FormField(key="name", label=RequestLabel.TRADE_NAME, required=False), longest=100)
    credit_code = text(60, required=True)


class PaperMandateSchema(StrictRequestSchema):
    """What stands in a mandate on paper that the program has seen."""

    item_codes = fields.List(
        text(64),
        data_key="items",
        allow_none=True,
        load_default=None,
        metadata={"description": "codes of guides or bundles; null for all"},
    )
    acts = fields.List(fields.Enum(MandateAct, by_value=True), load_default=list(MandateAct))
    ends_on = fields.Date(allow_none=True, load_default=None, metadata={"description": "the last day"})

    @post_load
    def make(self, given: dict[str, Any], **_more: object) -> PaperMandate:
        """The mandate."""
        codes = given["item_codes"]
        return PaperMandate(
            None if codes is None else frozenset(codes), frozenset(given["acts"]), given["ends_on"]
        )


class AgentSchema(HolderSchema):
    """Who acts for the holder, and in what capacity."""

    capacity = fields.Enum(
        Capacity,
        by_value=True,
        required=True,
        metadata={"description": "`self` is none: without an agent the holder applies in person"},
    )
    has_mandate = fields.Boolean(
        data_key="mandate",
        load_default=False,
        metadata={
            "description": "the holder gave the mandate in the hall, which checks that it covers the item; "
            "otherwise the program has seen what proves that the agent may act"
        },
    )
    paper_mandate = fields.Nested(
        PaperMandateSchema,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "refused where it is over, or leaves out an item or filing; required of a"
            " mandatary or a member without `mandate`, where the answers say that an agent files"
        },
    )


class LegalRepresentativeSchema(StrictRequestSchema):
    """Who represents an organisation by law, with a document where its number is known."""

    name = text_as(REPRESENTATIVE_NAME.field, longest=50)
    identifier_type = fields.Enum(IdentifierType, by_value=True, load_default=IdentifierType.IDENTITY_CARD)
    identifier = text(60, load_default="")

    @post_load
    def make(self, given: dict[str, Any], **_more: object) -> LegalRepresentative:
        """The legal representative; raises ValidationError at the name or the number."""
        if not given["identifier"]:
            return LegalRepresentative(given["name"])
        try:
            person = Holder(given["name"], given["identifier_type"], given["identifier"])
        except HolderInvalid as invalid:
            problem = FieldProblem(invalid.reason, invalid.values)
            raise ValidationError({invalid.field: [problem]}) from None
        if person.is_organisation:
            label = PeopleLabel.REPRESENTATIVE_DOCUMENT
            problem = FieldProblem(AnswerFault.NO_SUCH_OPTION, {"label": label})
            raise ValidationError({"identifier_type": [problem]})
        return LegalRepresentative(person.name, person.identifier_type, person.identifier)


class ContactSchema(StrictRequestSchema):
    """Whom an organisation names for questions and messages about the application."""

    name = text_as(CONTACT_NAME.field, longest=50)
    phone = text_as(CONTACT_PHONE.field, longest=30)

    @post_load
    def make(self, given: dict[str, Any], **_more: object) -> Contact:
        """The contact."""
        return Contact(given["name"], given["phone"])


class OrganisationSchema(StrictRequestSchema):
    """The people of an organisation that applies."""

    representative = fields.Nested(
        LegalRepresentativeSchema,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "refused where the licence in the store names another; without it, the one whom"
            " the licence or the answers name"
        },
    )
    contact = fields.Nested(
        ContactSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "gets a text message of what the applicant is told"},
    )

    @post_load
    def make(self, given: dict[str, Any], **_more: object) -> OrganisationPeople:
        """The people."""
        return OrganisationPeople(given["representative"], given["contact"])


class JointApplicantSchema(HolderSchema):
    """Somebody who applies together with the holder, identified and asked by the program."""

    is_confirmed = fields.Boolean(
        data_key="confirmed",
        required=True,
        metadata={"description": "they have confirmed this application to the program; refused without it"},
    )
    has_consented = fields.Boolean(
        data_key="consent",
        load_default=False,
        metadata={"description": "they permit the use of their own certificates"},
    )
