"""API for filing applications for others and reading their progress, for one-window systems."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response
from sqlalchemy import bindparam, or_, select

from certificate_store.holders import Holder
from certificate_store.value_lists import is_one_of
from guides.errors import DivisionNotFound, FieldProblem
from services_hall.api import schemas
from services_hall.api.case_schemas import (
    DELIVERY_FIELDS,
    ApplicationDocument,
    ApplicationProgressDocument,
    WithdrawalRequest,
)
from services_hall.api.operations import FILERS, Blueprint
from services_hall.api.traders import read_sole_trader
from services_hall.applications.answers import AnswerFault
from services_hall.applications.delivery.choice import DeliveryChoice
from services_hall.applications.delivery.result_delivery import deliveries_of
from services_hall.applications.enumerations import Channel, SubjectKind
from services_hall.applications.errors import AnswersInvalid, OfferNotFound
from services_hall.applications.filing import offers
from services_hall.applications.filing.input import ApplicationInput, FilingContext
from services_hall.applications.filing.requests import Applicant
from services_hall.applications.parties import Identification, Party, joint_applicant, system_parties
from services_hall.applications.parties.organisation_people import OrganisationPeople, PeopleFault
from services_hall.applications.reads import queries
from services_hall.applications.reads.application_record import (
    ApplicationRecord,
    application_record,
    record_of,
)
from services_hall.attachments import uploads
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.attachments.models import UPLOADER, Attachment
from services_hall.clock import utc_now
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.file_application import earlier_filing, file_application
from services_hall.use_cases.upload_file import upload_file
from services_hall.use_cases.withdraw_application import withdraw_application
from services_hall.web.access import signed_in_actor
from services_hall.web.application_copy import send_copy

blueprint = Blueprint("api_applications", __name__, description="申请")
OWN_FILES: Final = select(Attachment.public_id, Attachment.id).where(
    is_one_of(Attachment.public_id, "public_ids"),
    Attachment.owner_id == bindparam("owner"),
    or_(Attachment.subject_kind == UPLOADER, Attachment.subject_kind == SubjectKind.APPLICATION),
)
"""Without the files of drafts, which can be filed only with their own draft."""


@blueprint.operation(
    "/attachments",
    schemas.UploadDocument,
    roles=FILERS,
    method="POST",
    status=201,
    files=schemas.UploadRequest,
)
def upload(form: dict[str, Any]) -> Attachment:
    """Store a file (PDF, JPG, PNG, HEIC or WEBP, 10 MB at most) for a later application"""
    file = form["file"]
    return upload_file(signed_in_actor(), file.filename or "", file.read(uploads.LARGEST + 1))


@blueprint.operation(
    "/applications",
    ApplicationDocument,
    roles=FILERS,
    method="POST",
    status=201,
    headers=schemas.FilingHeaders,
    json=schemas.ApplicationRequest,
)
def file(headers: dict[str, str], body: dict[str, Any]) -> ApplicationRecord:
    """File an application for a holder; the same key and body again returns the same application"""
    actor = signed_in_actor()
    holder, phone = Holder(**body["holder"]), body["phone"]
    joint = [_joint_party(one) for one in body["joint_applicants"]]
    people = _people(holder, body["organisation"])
    trader = read_sole_trader(body["sole_trader"])
    parties = system_parties(holder, phone, body["agent"], joint, people, sole_trader=trader)
    applicant = Applicant(None, holder, phone, parties)
    inputs = ApplicationInput(
        scenario=body["scenario"],
        fields=body["answers"],
        attachments=own_files(actor, body["attachments"]),
        consent=body["consent"],
        delivery=DeliveryChoice(**body["delivery"]),
        editions=body["editions"],
        is_incomplete=body["incomplete"],
        is_tolerated=body["tolerance"],
        is_bar_known=body["bar_known"],
        source_certificate=body["source_certificate"],
        is_at_window=body["at_window"],
    )
    key, division_code = headers["idempotency_key"], body["division_code"]
    context = FilingContext(applicant, actor, Channel.API, division_code, key)
    try:
        offer = offers.current_offer(reading(), body["code"])
        result = file_application(offer, inputs, context)
    except OfferNotFound:
        earlier = earlier_filing(body["code"], inputs, context)
        if earlier is None:
            raise
        result = earlier
    except DivisionNotFound:
        raise AnswersInvalid({"division_code": FieldProblem(AnswerFault.NO_SUCH_DIVISION)}) from None
    return application_record(reading(), result)


@blueprint.operation("/applications/<string:number>", ApplicationProgressDocument, roles=FILERS)
def application(number: str) -> dict[str, Any]:
    """An application that this system filed, with how and when its results and notices were delivered"""
    session = reading()
    found = queries.own_application(session, signed_in_actor(), number)
    numbers = {case.id: case.number for case in found.cases}
    deliveries = [one for one in deliveries_of(session, sorted(numbers)) if one.is_for_applicant]
    own = [
        {"case": numbers[one.case_id], **{name: getattr(one, name) for name in DELIVERY_FIELDS}}
        for one in deliveries
    ]
    return {**vars(record_of(found)), "deliveries": own}


@blueprint.operation(
    "/applications/<string:number>/withdrawal",
    ApplicationDocument,
    roles=FILERS,
    method="POST",
    json=WithdrawalRequest,
)
def withdraw(body: dict[str, Any], number: str) -> ApplicationRecord:
    """Withdraw an application, or some of its cases, before the decision; all or none"""
    actor = signed_in_actor()
    withdraw_application(actor, number, body["cases"], body["reason"])
    return record_of(queries.own_application(reading(), actor, number))


@blueprint.operation("/applications/<string:number>/copy", None, roles=FILERS, media_type="application/zip")
def copy(number: str) -> Response:
    """All that the applicant may read of an application: an index, papers, files, records, certificates"""
    return send_copy(signed_in_actor(), number)


def _people(holder: Holder, given: OrganisationPeople | None) -> OrganisationPeople | None:
    """The people of the holder; raises AnswersInvalid where a person has any."""
    if given is not None and not holder.is_organisation:
        raise AnswersInvalid({"organisation": FieldProblem(PeopleFault.ONLY_OF_ORGANISATIONS)})
    return given


def _joint_party(given: dict[str, Any]) -> Party:
    """Somebody whom the program has identified, and who confirmed to it."""
    return joint_applicant(
        Holder(given["name"], given["identifier_type"], given["identifier"]),
        Identification.AGENCY_SYSTEM,
        confirmed_at=utc_now() if given["is_confirmed"] else None,
        has_consented=given["has_consented"],
    )


def own_file(actor: Actor, public_id: str) -> int | None:
    """The id of the actor's uploaded file, None without one; raises AttachmentNotFound."""
    files = own_files(actor, {public_id: [public_id]} if public_id else {})
    return files[public_id][0] if files else None


def own_files(actor: Actor, references: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Attachment ids by requested material, in order.

    Raises AttachmentNotFound for an attachment of another system, AnswersInvalid for a file of two different
    lists.
    """
    wanted = {public_id for public_ids in references.values() for public_id in public_ids}
    if not wanted:
        return {}
    parameters = {"public_ids": wanted, "owner": actor.account_id}
    rows = reading().connection().execute(OWN_FILES, parameters)
    ids = {public_id: id_ for public_id, id_ in rows}
    if wanted - set(ids):
        raise AttachmentNotFound
    _refuse_mixed(references)
    return {
        key: [ids[one] for one in dict.fromkeys(public_ids)]
        for key, public_ids in references.items()
        if public_ids
    }


def _refuse_mixed(references: Mapping[str, Sequence[str]]) -> None:
    """Several files are one document: each belongs to that list alone, which may serve several materials."""
    lists: dict[str, tuple[str, ...]] = {}
    for key, public_ids in references.items():
        for public_id in public_ids:
            if lists.setdefault(public_id, tuple(public_ids)) != tuple(public_ids):
                problem = FieldProblem(AnswerFault.FILE_IN_TWO_LISTS, {"file": public_id})
                raise AnswersInvalid({f"attachments.{key}": problem})
