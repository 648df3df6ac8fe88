"""Applications of demo persons without pages; a file is attached for each material that is not waived."""

from collections.abc import Collection, Mapping
from secrets import token_hex
from typing import Final

from guides.enumerations import FieldType
from guides.terms import FormField
from services_hall.applications import answers
from services_hall.applications.answers import offered_to
from services_hall.applications.delivery.choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.enumerations import Channel
from services_hall.applications.filing import offers
from services_hall.applications.filing.input import ApplicationInput, FilingContext
from services_hall.applications.filing.requests import Applicant
from services_hall.applications.parties import own_parties
from services_hall.applications.prefill.business_licences import ENTITY_ADDRESS, ENTITY_CODE, ENTITY_NAME
from services_hall.attachments import uploads
from services_hall.attachments.models import UPLOADER, FileSubject
from services_hall.clock import local_day, utc_now
from services_hall.core import encrypted_files
from services_hall.database import reading, transaction
from services_hall.demo.accounts import DISTRICT
from services_hall.demo.certificates import PREMISES, SHOP, demo_credit_code
from services_hall.identity import Actor, accounts
from services_hall.identity.applicant_kinds import applicant_kind
from services_hall.use_cases.file_application import file_application
from services_hall.use_cases.preview_waivers import preview_waivers
from tests.support.hall import Hall
from tests.support.restaurant import LI, LICENSED, picture

PNG: Final = picture()
RESTAURANT: Final = LICENSED


def file_online(
    hall: Hall,
    code: str,
    scenario: Mapping[str, str],
    *,
    username: str = "li",
    place: str = DISTRICT,
    without: Collection[str] = (),
    delivery: DeliveryChoice = UNDECIDED_DELIVERY,
) -> str:
    """The number of a new application; it is incomplete `without` these materials."""
    if "place" in scenario:
        scenario = {**scenario, "place": place}
    with hall.app.test_request_context():
        actor = person(username)
        assert actor.holder is not None
        offer = offers.current_offer(reading(), code)
        selection = answers.settle(offer, scenario)
        proofs = preview_waivers(selection, actor.holder, by=actor)
        given = {
            asked.key: [_store_file(actor)]
            for asked in selection.materials
            if asked.from_item is None and proofs.proved(asked.key) is None and asked.key not in without
        }
        inputs = ApplicationInput(
            scenario=selection.answers,
            fields={asked.key: field_value(actor, asked.field) for asked in selection.form_fields},
            attachments=given,
            consent=True,
            is_incomplete=bool(without),
            delivery=delivery,
        )
        applicant = Applicant(actor.account_id, actor.holder, actor.phone or "", own_parties(actor))
        key = f"test:{token_hex(8)}"
        context = FilingContext(applicant, actor, Channel.ONLINE, place, key)
        return file_application(offer, inputs, context).number


def person(username: str) -> Actor:
    """The actor of a demo account."""
    account = accounts.find_account(reading(), username)
    assert account is not None, username
    return accounts.actor_of(account)


def field_value(actor: Actor, field: FormField) -> str:
    """A valid value for a form field: the person's own data, or an example for its type."""
    holder = actor.holder
    own = {
        "applicant.name": holder.name if holder else "",
        "applicant.identifier": holder.identifier if holder else "",
        "applicant.phone": actor.phone or "",
    }
    if holder is not None and holder.name == LI.name:
        own |= {ENTITY_NAME: SHOP.name, ENTITY_CODE: SHOP.identifier, ENTITY_ADDRESS: PREMISES}
    if known := own.get(field.prefill or ""):
        return known
    if field.type is FieldType.CHOICE:
        offered = field if holder is None else offered_to(field, applicant_kind(holder))
        return offered.options[0].value
    if field.day_rule is not None and field.day_rule.within_next is not None:
        return local_day(utc_now()).isoformat()
    if field.differs_from is not None:
        return "420102190001010021"
    samples: dict[FieldType, str] = {
        FieldType.INTEGER: "2",
        FieldType.AMOUNT: "86",
        FieldType.MONEY: "1000.00",
        FieldType.BANK_CARD: "4111111111111111",
        FieldType.ACCOUNT: "4201000012345",
        FieldType.DIMENSIONS: "×".join(["80"] * (field.parts or 2)),
        FieldType.PLACE: "420102002000",
        FieldType.DATE: "2026-01-01",
        FieldType.PHONE: "10000000009",
        FieldType.IDENTITY_NUMBER: "420102188506070019",
        FieldType.DOCUMENT_NUMBER: "420102188506070019",
        FieldType.CREDIT_CODE: demo_credit_code("somebody's shop"),
        FieldType.PERSON_NAME: "李样例",
    }
    return samples.get(field.type, "演示内容")


def _store_file(actor: Actor) -> int:
    with transaction() as session:
        return uploads.store_upload(
            session,
            encrypted_files(),
            uploads.check_upload("材料.png", PNG),
            owner_id=actor.account_id,
            subject=FileSubject(UPLOADER, actor.account_id),
            now=utc_now(),
        ).id
