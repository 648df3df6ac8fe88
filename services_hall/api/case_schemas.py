"""Schemas of applications, cases and papers, and of the decisions on cases."""

from typing import Any, Final

from marshmallow import Schema, fields

from services_hall.api.request_schemas import RequestLength, RequestOneOf, RequestText, StrictRequestSchema
from services_hall.api.schemas import PageQuery, overdue_word
from services_hall.api.text_fields import MOST_MATERIALS, text
from services_hall.applications.decisions.law_changes import AppliedLaw
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.grounds.result_entries import LONGEST_FIELD
from services_hall.applications.lifecycle import CaseState


def false_papers_field() -> fields.Boolean:
    """Whether the applicant concealed something or submitted false papers."""
    description = "the applicant concealed something or submitted false papers (行政许可法 art. 78)"
    return fields.Boolean(load_default=False, metadata={"description": description})


class CasesQuery(PageQuery):
    """Filter of the list of cases."""

    state = RequestText(
        load_default=None,
        validate=RequestOneOf([state.value for state in CaseState]),
        metadata={"description": "办件状态；不填就是本部门桌上没有决定的办件", "example": "received"},
    )


class RecordSchema(Schema):
    """A schema of records: their fields are attributes, so that they are not looked for among keys first."""

    def get_attribute(self, obj: object, attr: str, default: Any) -> Any:
        return getattr(obj, attr, default)


class RequirementDocument(RecordSchema):
    """A material and its proof."""

    key = fields.String(attribute="material_key")
    name = fields.String()
    met_by = fields.String()
    certificate_identifier = fields.String(allow_none=True)


class CaseDocument(RecordSchema):
    """A case as shown to its applicant and its agency."""

    number = fields.String()
    application = fields.String()
    item_code = fields.String()
    item_name = fields.String()
    agency_code = fields.String()
    agency_name = fields.String()
    division_code = fields.String()
    state = fields.String()
    outcome = fields.String(
        allow_none=True, metadata={"description": "how the case ended, set once; null while it is open"}
    )
    is_by_commitment = fields.Boolean()
    received_at = fields.AwareDateTime(allow_none=True)
    acceptance_due_on = fields.Date(
        allow_none=True, metadata={"description": "the last day for acceptance or a notice"}
    )
    supplement_due_on = fields.Date(
        allow_none=True, metadata={"description": "until when the applicant may give the supplement"}
    )
    accepted_at = fields.AwareDateTime(allow_none=True)
    is_deemed_accepted = fields.Boolean(
        metadata={"description": "accepted because no notice came in time (行政许可法 art. 32(4))"}
    )
    clock_starts_on = fields.Date(allow_none=True)
    decision_due_on = fields.Date(
        allow_none=True, metadata={"description": "the day that the agency promised (承诺办结日)"}
    )
    is_due_provisional = fields.Boolean()
    legal_due_on = fields.Date(allow_none=True, metadata={"description": "the last day by law (法定办结日)"})
    paused_on = fields.Date(
        allow_none=True, metadata={"description": "since when a special procedure stops the clock"}
    )
    overdue = fields.Function(
        overdue_word,
        metadata={
            "type": "string",
            "nullable": True,
            "description": "promised or legal: the limit that is missed",
        },
    )
    delay_reason = fields.String(allow_none=True, metadata={"description": "why it is late (逾期说明)"})
    issue_due_on = fields.Date(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "why it was denied, refused or ended"})
    delivered_at = fields.AwareDateTime(allow_none=True)
    certificate_identifier = fields.String(allow_none=True)
    requirements = fields.List(fields.Nested(RequirementDocument))
    waits_for = fields.List(fields.String())


class LegalRepresentativeDocument(Schema):
    """Who represents an organisation by law."""

    name = fields.String()
    identifier_type = fields.String(allow_none=True)
    identifier = fields.String(metadata={"description": "empty where no form asks for it"})
    source = fields.String(metadata={"description": "`licence`, from the certificate store, or `stated`"})


class ContactDocument(Schema):
    """Whom an organisation names for questions about its application."""

    name = fields.String()
    phone = fields.String()


class OrganisationDocument(Schema):
    """The people of an organisation that applies."""

    representative = fields.Nested(LegalRepresentativeDocument, allow_none=True)
    contact = fields.Nested(ContactDocument, allow_none=True)


class SoleTraderDocument(Schema):
    """The trade under which a person applies."""

    name = fields.String()
    credit_code = fields.String(attribute="code")
    is_only_stated = fields.Boolean(metadata={"description": "no licence in the store says it"})


class DeskCaseDocument(CaseDocument):
    """A case as shown to its agency, with the answers."""

    holder_name = fields.String()
    organisation = fields.Nested(OrganisationDocument, attribute="people", allow_none=True)
    sole_trader = fields.Nested(SoleTraderDocument, allow_none=True)
    channel = fields.String(metadata={"description": "申请从哪个渠道来", "example": "online"})
    answers = fields.Dict(metadata={"description": "only what this case's own guide asks"})


class CaseSummary(Schema):
    """A case in a list."""

    id = fields.Integer(metadata={"description": "翻页用的游标"})
    number = fields.String(metadata={"example": "20261129000000017-01"})
    application = fields.String(attribute="application.number")
    item_code = fields.String(metadata={"example": "SPJY-XB"})
    item_name = fields.String(metadata={"example": "食品经营许可（新办）"})
    holder_name = fields.String(
        attribute="application.holder_name", metadata={"description": "申请人的姓名或者名称"}
    )
    channel = fields.String(
        attribute="application.channel", metadata={"description": "申请从哪个渠道来", "example": "online"}
    )
    state = fields.String(metadata={"example": "received"})
    outcome = fields.String(allow_none=True)
    received_at = fields.AwareDateTime(allow_none=True)
    acceptance_due_on = fields.Date(
        allow_none=True, metadata={"description": "受理或者告知的最后一天（受理期限）"}
    )
    decision_due_on = fields.Date(allow_none=True, metadata={"description": "承诺办结日"})
    legal_due_on = fields.Date(allow_none=True, metadata={"description": "法定办结日"})


class CaseList(Schema):
    """A page of cases; `next` is the `after` of the next page."""

    items = fields.List(fields.Nested(CaseSummary))
    next = fields.Integer(allow_none=True)


class DecisionRequest(StrictRequestSchema):
    """A decision of the agency."""

    outcome = RequestText(required=True, validate=RequestOneOf([one.value for one in Decision]))
    reason = text(2000, load_default="")
    conditions = fields.List(text(64), load_default=list)
    basis_key = text(64, load_default="")
    order_reason = text(
        2000,
        load_default="",
        metadata={"description": "why it is granted before cases accepted earlier"},
    )
    is_review_confirmed = fields.Boolean(
        load_default=False,
        metadata={"description": "the officer has carried out the review; required if nobody recorded it"},
    )
    site_check_reason = text(
        2000,
        load_default="",
        metadata={"description": "why the guide's site check is not needed; required if nobody recorded it"},
    )
    late_reason = text(
        2000, load_default="", metadata={"description": "why the promise was missed; required if it was"}
    )
    false_papers = false_papers_field()
    assigned_code = text(
        40, load_default="", metadata={"description": "the credit code; required to grant a registration"}
    )
    licence_checked = fields.Boolean(
        load_default=False,
        metadata={
            "description": "the officer has read the business licence, which is not from the store, and it "
            "names the applicant as operator; required to grant a permit on such a licence"
        },
    )
    result_number = text(
        64, load_default="", metadata={"description": "the certificate's number; empty: the store gives one"}
    )
    result_valid_from = fields.Date(
        load_default=None, metadata={"description": "its first day; without it the day of the decision"}
    )
    result_valid_to = fields.Date(
        load_default=None, metadata={"description": "its last day; without it by the guide's validity"}
    )
    result_fields = fields.Dict(
        keys=text(64),
        values=text(LONGEST_FIELD),
        load_default=dict,
        validate=RequestLength(max=MOST_MATERIALS),
        metadata={"description": "data fields of the certificate that differ from the answers, by their key"},
    )


class AppliedLawRequest(StrictRequestSchema):
    """Which law applies to a case whose law changed, and why (法释〔2009〕20号 art. 9)."""

    applies = RequestText(required=True, validate=RequestOneOf([one.value for one in AppliedLaw]))
    reason = text(2000, required=True)


class RefusalRequest(StrictRequestSchema):
    """A refusal by the agency, with its article and its reason."""

    reason = text(2000, required=True)
    basis_key = text(
        64, load_default="", metadata={"description": "the key of a legal basis of the guide's edition"}
    )
    false_papers = false_papers_field()


class WithdrawalRequest(StrictRequestSchema):
    """A withdrawal by the applicant; without `cases`, of all that can still be withdrawn."""

    cases = fields.List(text(40), load_default=None, validate=RequestLength(max=MOST_MATERIALS))
    reason = text(500, load_default="")


class PaperDocument(Schema):
    """A numbered paper; `file` is the address of its PDF after rendering."""

    kind = fields.String()
    number = fields.String(allow_none=True)
    case = fields.String(allow_none=True)
    is_made = fields.Boolean()
    file = fields.Function(lambda paper: f"/api/v1/papers/{paper.public_id}", metadata={"type": "string"})


class DeliveryDocument(Schema):
    """A delivery; one without `paper` is that of the result."""

    paper = fields.String(attribute="paper.public_id", dump_default=None)
    kind = fields.String(attribute="paper.kind", dump_default=None)
    way = fields.String()
    item_state = fields.String(allow_none=True)
    receiver = fields.String(allow_none=True)
    tracking_number = fields.String(allow_none=True)
    sent_at = fields.AwareDateTime(allow_none=True)
    delivered_at = fields.AwareDateTime(allow_none=True)


class ApplicationDocument(Schema):
    """An application with its cases and papers."""

    number = fields.String()
    code = fields.String()
    name = fields.String()
    state = fields.String()
    filed_at = fields.AwareDateTime()
    cases = fields.List(fields.Nested(CaseDocument))
    papers = fields.List(fields.Nested(PaperDocument))


DELIVERY_FIELDS: Final = (
    "paper",
    "way",
    "item_state",
    "receiver",
    "tracking_number",
    "sent_at",
    "delivered_at",
)
"""What an applicant's system reads of a delivery."""


class OwnDeliveryDocument(DeliveryDocument):
    """A delivery with the number of its case."""

    case = fields.String()


class ApplicationProgressDocument(ApplicationDocument):
    """An application as it stands, with its deliveries, oldest first."""

    deliveries = fields.List(fields.Nested(OwnDeliveryDocument))
