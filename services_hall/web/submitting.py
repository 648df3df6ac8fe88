"""Submitting a draft: filed once, or which step to show again, and why; the same for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from guides.errors import FieldProblem, NoImplementation
from services_hall.applications import drafts
from services_hall.applications.answers import AnswerFault
from services_hall.applications.drafts import AsRead
from services_hall.applications.errors import (
    AnswersInvalid,
    DraftChanged,
    DraftFiled,
    KeyReused,
    MaterialsChanged,
    OfferChanged,
    RequirementsOpen,
    ScenarioStops,
)
from services_hall.applications.intake import Applicant
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.presentation.messages import messages_by_field
from services_hall.web import drafting, filing
from services_hall.web.drafting import Writing


@dataclass(frozen=True)
class Hindered:
    """Why nothing was filed: the step to show again, with which status, what is wrong, what happened."""

    step: str
    status: int
    errors: Mapping[str, str] = field(default_factory=dict)
    overtaken: str = ""


def tried(
    actor: Actor, writing: Writing, *, channel: str, account_id: int | None, looked_over: str = ""
) -> int | Hindered:
    """The filed application's id, or what hindered; raises DraftNotFound.

    `looked_over` is the digest of the draft on the page from which it is submitted, where that says it.
    """
    try:
        if looked_over not in {"", drafts.as_read(writing.draft).digest}:
            raise DraftChanged
        return submit(actor, writing, channel=channel, account_id=account_id)
    except OfferChanged:
        return Hindered("review" if writing.is_settled else "again", 409)
    except MaterialsChanged:
        told = _("您提交时，有材料在别处换过或删掉了，所以还没有提交。其他内容都还在，请核对材料后再提交。")
        return Hindered("materials", 409, overtaken=told)
    except DraftChanged:
        told = _("您提交时，填写的内容在别处改过，所以还没有提交。请再核对一遍，没有问题就提交。")
        return Hindered("review", 409, overtaken=told)
    except NoImplementation as error:
        return Hindered("review", 422, overtaken=drafting.nobody_handles(writing.selection, error.item))
    except ScenarioStops:
        return Hindered("again", 422)
    except AnswersInvalid as error:
        return Hindered("form", 422, messages_by_field(error.errors))
    except RequirementsOpen as error:
        return Hindered("materials", 422, messages_by_field(error.materials))


def submit(actor: Actor, writing: Writing, *, channel: str, account_id: int | None) -> int:
    """Files the draft and gives the application's id; a second time gives the same one.

    Raises OfferChanged, AnswersInvalid, ScenarioStops, RequirementsOpen, NoImplementation, DraftNotFound,
    MaterialsChanged, DraftChanged.
    """
    draft = writing.draft
    drafts.refuse_if_changed(draft, writing.offer)
    holder, phone = drafting.subject(actor, draft)
    if holder is None:
        raise AnswersInvalid({"holder": FieldProblem(AnswerFault.APPLICANT_UNKNOWN)})
    read = drafts.as_read(draft)
    try:
        filed = filing.submit(
            writing.offer,
            _entered(writing),
            applicant=Applicant(account_id=account_id, holder=holder, phone=phone),
            actor=actor,
            channel=channel,
            division_code=draft.division_code or "",
            idempotency_key=read.idempotency_key,
            draft=read,
        )
    except AttachmentNotFound:
        raise MaterialsChanged from None
    except (DraftFiled, KeyReused) as earlier:
        return _closed(read, earlier.application_id)
    return filed.application_id if filed.written is not None else _closed(read, filed.application_id)


def _closed(read: AsRead, application_id: int) -> int:
    """The application that was filed from this draft earlier; the draft knows it from now on."""
    with transaction() as session:
        drafts.note_filed(session, read.owner_id, read.public_id)
    return application_id


def _entered(writing: Writing) -> filing.Entered:
    """What the draft holds and the offer in force still asks for; what it issues itself, it does not."""
    draft = writing.draft
    asked = {one.key for one in writing.selection.materials if one.from_item is None}
    fields_asked = {one.key for one in writing.selection.form_fields}
    return filing.Entered(
        scenario=dict(draft.scenario),
        fields={key: text for key, text in draft.answers.items() if text and key in fields_asked},
        attachments={key: file.id for key, file in drafts.given_files(draft).items() if key in asked},
        seen=drafting.seen_keys(draft) & asked,
        consent=drafting.has_consent(draft),
    )
