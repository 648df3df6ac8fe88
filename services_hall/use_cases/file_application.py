"""Filing of an application: check, question to the store, one transaction for all writes."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from services_hall.applications.answers import Offer
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.pinned_drafts import DraftSnapshot
from services_hall.applications.filing import intake
from services_hall.applications.filing.input import ApplicationInput, FilingContext
from services_hall.applications.filing.requests import Submission
from services_hall.applications.filing.results import FilingResult, filed_before
from services_hall.applications.parties.joint_applicants import require_confirmed
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.use_cases.check_application import CheckedFiling, check_filing


def file_application(
    offer: Offer, inputs: ApplicationInput, context: FilingContext, *, draft: DraftSnapshot | None = None
) -> FilingResult:
    """Files an application; a repeated request with the same key and body returns the same application.

    This also holds for simultaneous requests. With a `draft`, the input must still equal the content of the
    draft, and the draft is closed in the same transaction. Raises AnswersInvalid, ScenarioStops,
    RequirementsOpen, MaterialNotInGuide, NoImplementation, DivisionNotFound, KeyReused, OfferChanged,
    DeliveryInvalid, ToleranceBarred, SourceRefused, ApplicantRefused, AttachmentNotFound; for a draft also
    DraftFiled, DraftChanged, DraftNotFound; from afar also WindowOnly, where nothing else is selected.
    """
    now = utc_now()
    require_confirmed(context.parties)
    request = context.request(offer.code, inputs)
    if earlier := filed_before(reading(), request):
        return earlier
    checked = check_filing(offer, inputs, context, now=now)
    submission = Submission(
        request,
        channel=context.channel,
        division_code=context.division_code,
        grant_request=context.grant_request,
        delivery=inputs.delivery,
        source=checked.source,
    )
    try:
        return _write(checked, submission, context, draft=draft, now=now)
    except IntegrityError:
        concurrent = filed_before(reading(), request)
        if concurrent is None:
            raise
        return concurrent


def earlier_filing(code: str, inputs: ApplicationInput, context: FilingContext) -> FilingResult | None:
    """The earlier result of the same request, even if nothing with this code is in force any more.

    Raises KeyReused when the key was used with another body.
    """
    return filed_before(reading(), context.request(code, inputs))


def _write(
    checked: CheckedFiling,
    submission: Submission,
    context: FilingContext,
    *,
    draft: DraftSnapshot | None,
    now: datetime,
) -> FilingResult:
    applicant = replace(context.applicant, parties=checked.parties)
    with transaction() as session:
        row = None if draft is None else pinned_drafts.lock_unchanged(session, draft)
        result = intake.file(
            session,
            checked.filing,
            applicant=applicant,
            submission=submission,
            submitted=checked.submitted,
            cases=checked.cases,
            now=now,
        )
        if row is not None:
            row.application_id = result.application_id
        return result
