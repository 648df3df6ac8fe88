"""Schemas of the API's requests and responses."""

from typing import Final

from marshmallow import Schema, fields

from guides.enumerations import Audience, FieldType
from guides.terms import FormField
from services_hall.api.party_schemas import (
    AgentSchema,
    HolderSchema,
    JointApplicantSchema,
    OrganisationSchema,
    SoleTraderSchema,
)
from services_hall.api.request_schemas import (
    Pattern,
    RequestLength,
    RequestOneOf,
    RequestRange,
    RequestSchema,
    RequestText,
    StrictRequestSchema,
)
from services_hall.api.text_fields import MOST_MATERIALS, file_lists, text, text_as
from services_hall.applications.clocks.obligations import limit_met_at
from services_hall.applications.delivery.choice import LONGEST_ADDRESS
from services_hall.applications.enumerations import DeliveryWay
from services_hall.applications.lifecycle import GRANT_ENDED
from services_hall.applications.reads.application_record import CaseColumns
from services_hall.casework.lights import overdue_limit
from services_hall.clock import local_day, utc_now
from services_hall.presentation.request_messages import RequestFault, RequestLabel

CODE: Final = Pattern(r"^[A-Za-z0-9._-]{1,64}$", RequestFault.NOT_A_CODE)
DIVISION: Final = Pattern(r"^\d{12}$", RequestFault.NOT_A_DIVISION_CODE)
MOST_ANSWERS: Final = 200
MOST_JOINT: Final = 20


class LastChange(Schema):
    """What happened last in a case: the action, when, and who, without a name."""

    action = fields.String()
    at = fields.AwareDateTime()
    by = fields.String(metadata={"description": "applicant, window (for the applicant), agency or clock"})


class ProblemDocument(Schema):
    """The description of an error (RFC 9457); `code` identifies the error, `errors` the invalid fields."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    code = fields.String()
    errors = fields.Raw(metadata={"description": "messages by field, or the names of what is meant"})
    last_change = fields.Nested(
        LastChange, metadata={"description": "what happened last in a case whose action comes too late"}
    )


class PageQuery(RequestSchema):
    """Parameters of a keyset page."""

    after = fields.Integer(load_default=None, allow_none=True, validate=RequestRange(min=0, max=2**62))
    limit = fields.Integer(load_default=50, validate=RequestRange(min=1, max=200))


class GuidesQuery(RequestSchema):
    """Filter of the list of guides."""

    topic = text(64, load_default=None)
    audience = RequestText(load_default=None, validate=RequestOneOf([one.value for one in Audience]))
    after = text(64, load_default=None)
    limit = fields.Integer(load_default=50, validate=RequestRange(min=1, max=200))


class SearchQuery(RequestSchema):
    """Parameters of a search."""

    q = text(200, load_default="")
    limit = fields.Integer(load_default=20, validate=RequestRange(min=1, max=100))


class GuideSummary(Schema):
    """A guide in a list."""

    code = fields.String()
    name = fields.String()
    item_type = fields.String()
    edition = fields.Integer()
    sha256 = fields.String()


class GuideList(Schema):
    """A page of guides; `next` is the `after` of the next page."""

    items = fields.List(fields.Nested(GuideSummary))
    next = fields.String(allow_none=True)


class GuideDocument(GuideSummary):
    """An edition of a guide, with all its terms."""

    status = fields.String()
    approved_at = fields.AwareDateTime(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    content = fields.Dict()


class GuideChange(Schema):
    """An event of the feed."""

    seq = fields.Integer()
    kind = fields.String()
    item_code = fields.String(allow_none=True)
    bundle_code = fields.String(allow_none=True)
    edition = fields.Integer(attribute="edition_number", allow_none=True)
    at = fields.AwareDateTime()
    summary = fields.Dict()


class GuideChangeList(Schema):
    """The changes after a cursor; `next` is the cursor of the next request."""

    items = fields.List(fields.Nested(GuideChange))
    next = fields.Integer()


class SearchHit(Schema):
    """A match of a search."""

    code = fields.String()
    name = fields.String()
    kind = fields.String()
    snippet = fields.String()


class SearchHits(Schema):
    """The matches of a search, best first."""

    items = fields.List(fields.Nested(SearchHit))


class ScenarioAnswer(Schema):
    """The requirements for the answers of a scenario."""

    questions = fields.List(fields.Dict())
    unanswered = fields.List(fields.String())
    stops = fields.List(fields.Dict())
    tells = fields.List(fields.Dict())
    items = fields.List(fields.Dict())
    sized = fields.List(fields.Dict())
    window_only = fields.List(fields.String())
    later = fields.List(fields.String())
    materials = fields.List(fields.Dict())
    form_fields = fields.List(fields.Dict())


class DeliverySchema(StrictRequestSchema):
    """How the applicant wants results delivered."""

    way = fields.Enum(DeliveryWay, by_value=True, load_default=DeliveryWay.ELECTRONIC)
    has_consent = fields.Boolean(
        data_key="consent",
        load_default=False,
        metadata={
            "description": "the applicant agrees that an electronic result is delivered when it reaches the"
            " hall's pages; without it, it is delivered when the applicant opens it"
        },
    )
    address = text(LONGEST_ADDRESS, load_default="", metadata={"description": "for the post"})


class ApplicationRequest(StrictRequestSchema):
    """An application for a holder."""

    code = RequestText(required=True, validate=CODE)
    division_code = RequestText(required=True, validate=DIVISION)
    holder = fields.Nested(HolderSchema, required=True)
    organisation = fields.Nested(
        OrganisationSchema,
        load_default=None,
        metadata={"description": "the people of a holder that is an organisation; refused for a person"},
    )
    sole_trader = fields.Nested(
        SoleTraderSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "the holder applies as the operator of this trade; the holder is a person"},
    )
    agent = fields.Nested(
        AgentSchema,
        load_default=None,
        metadata={"description": "who acts for the holder; certificates and papers are the holder's"},
    )
    joint_applicants = fields.List(
        fields.Nested(JointApplicantSchema),
        load_default=list,
        validate=RequestLength(max=MOST_JOINT),
        metadata={"description": "who applies together with the holder, where the guide allows it"},
    )
    phone = text_as(FormField(key="phone", type=FieldType.PHONE, label=RequestLabel.PHONE), longest=30)
    scenario = fields.Dict(
        keys=text(128), values=text(64), load_default=dict, validate=RequestLength(max=MOST_ANSWERS)
    )
    answers = fields.Dict(
        keys=text(128), values=text(2000), load_default=dict, validate=RequestLength(max=MOST_ANSWERS)
    )
    attachments = file_lists()
    editions = fields.Dict(
        keys=text(64),
        values=fields.Integer(validate=RequestRange(min=1, max=2**31)),
        load_default=dict,
        validate=RequestLength(max=MOST_MATERIALS),
        metadata={"description": "the edition numbers the form was made from; 409 when one has changed"},
    )
    consent = fields.Boolean(
        load_default=False,
        metadata={"description": "the holder permits certificates to be used for this application"},
    )
    delivery = fields.Nested(DeliverySchema, load_default=dict)
    incomplete = fields.Boolean(
        load_default=False,
        metadata={"description": "file although materials are missing; the agency asks for them"},
    )
    bar_known = fields.Boolean(
        load_default=False,
        metadata={
            "description": "file although the applicant is barred from an item after false papers or fraud: "
            "the agency must refuse it"
        },
    )
    tolerance = fields.Boolean(
        load_default=False,
        metadata={
            "description": "the applicant promises to supply what is missing and deferrable "
            "(tolerant acceptance); with `incomplete`"
        },
    )
    at_window = fields.Boolean(
        load_default=False,
        metadata={
            "description": "the applicant stands at a window of this system; else items that only a window"
            " takes are left out, 422 `WindowOnly` where nothing else is selected"
        },
    )
    source_certificate = text(
        120,
        load_default="",
        metadata={
            "description": "the identifier of the holder's certificate that is renewed, changed, replaced or"
            " cancelled; only for items that start from one"
        },
    )


class FilingHeaders(RequestSchema):
    """The header that makes a repeated request safe."""

    idempotency_key = RequestText(
        data_key="Idempotency-Key",
        required=True,
        validate=Pattern(r"^[\x21-\x7e]{8,80}$", RequestFault.NOT_A_REQUEST_KEY),
    )


def overdue_word(case: CaseColumns) -> str | None:
    """The limit that a case has missed by today while what ends it is still to come, or None."""
    met_at = limit_met_at(
        case.limit_ends_with, case.outcome, decided_at=case.decided_at, delivered_at=case.delivered_at
    )
    is_stopped = met_at is not None or case.paused_on is not None or case.state in GRANT_ENDED
    if is_stopped or case.decision_due_on is None:
        return None
    today = local_day(utc_now())
    return overdue_limit(today, case.legal_due_on) if case.decision_due_on < today else None


class WaiverRequest(StrictRequestSchema):
    """The materials to check for possible waivers, and the holder."""

    code = RequestText(required=True, validate=CODE)
    scenario = fields.Dict(
        keys=text(128), values=text(64), load_default=dict, validate=RequestLength(max=MOST_ANSWERS)
    )
    holder = fields.Nested(HolderSchema, required=True)
    sole_trader = fields.Nested(
        SoleTraderSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "as in the application: of several licences that of this trade is taken"},
    )
    consent = fields.Boolean(required=True, metadata={"description": "the holder permits this look-up"})
    at_window = fields.Boolean(
        load_default=False,
        metadata={"description": "as in the application that is to be filed: the holder stands at a window"},
    )


class WaiverDocument(Schema):
    """A material and the result from the store."""

    key = fields.String()
    name = fields.String()
    outcome = fields.String()
    certificate_type = fields.String(allow_none=True)
    detail = fields.String()


class WaiverList(Schema):
    """The results from the store for each material that a certificate can replace."""

    items = fields.List(fields.Nested(WaiverDocument))
    is_store_away = fields.Boolean()


class VerificationDocument(Schema):
    """The public data of a certificate or paper; names are masked."""

    code = fields.String()
    kind = fields.String()
    is_genuine = fields.Boolean()
    is_in_force = fields.Boolean()
    status = fields.String()
    title = fields.String(allow_none=True)
    issued_by = fields.String(allow_none=True)
    issued_on = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    holder_name = fields.String(allow_none=True)
    joint_holder_names = fields.List(
        fields.String(),
        metadata={
            "description": "who holds a certificate together with the holder, as the operator of a shop"
        },
    )
    lapse_cause = fields.String(
        allow_none=True, metadata={"description": "why a genuine paper no longer holds"}
    )
    outcome = fields.String(allow_none=True, metadata={"description": "how the case of a paper ended"})
    state = fields.String(allow_none=True, metadata={"description": "where the case of a paper stands now"})


class UploadRequest(RequestSchema):
    """A file for a later application."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class UploadDocument(Schema):
    """A stored file; its id is used in the `attachments` of an application."""

    id = fields.String(attribute="public_id")
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()
