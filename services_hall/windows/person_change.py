"""Correction of who is at the window, and of their situation, in a draft: nothing else is lost."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.lookup import Inquiry
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.applications.drafts.pinned_drafts import CONSENT
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import Party, agent_in, applicant_in, joint_applicants_in, with_joint
from services_hall.clock import utc_now
from services_hall.identity import Actor, Role
from services_hall.presentation import application_form
from services_hall.presentation.application_form import DISTRICT
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.change_start import change_start
from services_hall.use_cases.open_draft import (
    OpenDraft,
    complete_selection,
    open_draft,
    remaining_selection,
    source_of,
)
from services_hall.web import trader_fields
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_form import joint_fields
from services_hall.web.application_form.channel import FormInvalid
from services_hall.web.application_form.joint_fields import allowed_joint, field_name, read_joint
from services_hall.web.application_form.pages import start_page
from services_hall.web.application_form.source import check_district, form_source
from services_hall.web.doubted_numbers import box_name
from services_hall.web.form_state import FormState
from services_hall.windows import agent_fields, applicant_fields
from services_hall.windows.application_form import WINDOW, form


@form.get("/apply/<code>/<draft>/person")
@access(Role.WINDOW_CLERK)
def person(code: str, draft: str) -> ResponseReturnValue:
    """The first page of a draft again, as it was filled in."""
    current = open_draft(signed_in_actor(), draft)
    return start_page(WINDOW, current.offer, current.selection, FormState(_values(current)), current.draft)


@form.post("/apply/<code>/<draft>/person")
@access(Role.WINDOW_CLERK)
def save_person(code: str, draft: str) -> ResponseReturnValue:
    """Saves who applies and their situation, and goes back to the form with everything that was typed."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    sent, offer = WINDOW.first_input(actor), current.offer
    scenario = application_form.scenario_in(sent)
    selection = complete_selection(offer, scenario)
    errors: dict[str, str] = {}
    if selection is None:
        selection = remaining_selection(offer, scenario)
        errors = WINDOW.first_errors(actor, offer, selection)
    else:
        try:
            _change(actor, current, scenario)
        except FormInvalid as invalid:
            errors = messages_by_field(invalid.errors)
        except ApplicantRefused as refused:
            errors = messages_by_field({WINDOW.refused_field(refused): refused.problem})
        else:
            flash(_("已改好。填过的和扫描过的都还在，请核对。"))
            return redirect(url_for(".whole", code=code, draft=draft), 303)
    told = WINDOW.told_errors(errors)
    page = start_page(WINDOW, offer, selection, FormState(sent, told), current.draft)
    return page, 422 if told else 200


def _change(actor: Actor, current: OpenDraft, scenario: dict[str, str]) -> None:
    """Saves the page; raises FormInvalid, ApplicantRefused."""
    offer, sent = current.offer, WINDOW.first_input(actor)
    selection = remaining_selection(offer, scenario)
    applicant = applicant_fields.read_applicant(sent, offer, selection)
    joint = read_joint(request.form, allowed_joint(offer, selection), is_at_window=True)
    inquiry = Inquiry(applicant.holder, actor.public_id, UsePurpose.VIEW_IN_PRESENCE, "", utc_now())
    source = form_source(offer, sent.get(SOURCE, ""), applicant.holder, inquiry=inquiry)
    check_district(offer, source, applicant.district)
    change_start(
        actor,
        current.draft.public_id,
        offer,
        scenario,
        applicant.district,
        parties=with_joint(applicant.parties, joint),
        has_consent=applicant.has_consented,
        source=source,
    )


def _values(current: OpenDraft) -> dict[str, str]:
    """The first page as it was filled in, by field name."""
    draft, parties = current.draft, current.parties
    values = {
        DISTRICT: draft.division_code or "",
        SOURCE: source_of(draft),
        CONSENT: "yes" if draft.consent else "",
    }
    if not parties:  # a draft from before drafts had parties
        return values
    return (
        values
        | _applicant_values(applicant_in(parties))
        | _agent_values(agent_in(parties))
        | _joint_values(joint_applicants_in(parties))
    )


def _applicant_values(applicant: Party) -> dict[str, str]:
    values = {
        applicant_fields.TYPE: applicant.holder.identifier_type.value,
        applicant_fields.NAME: applicant.holder.name,
        applicant_fields.NUMBER: applicant.holder.identifier,
        applicant_fields.PHONE: applicant.phone,
    }
    if applicant.is_number_from_original:
        values[box_name(applicant_fields.NUMBER)] = applicant.holder.identifier
    if applicant.sole_trader is not None:
        values[trader_fields.NAME] = applicant.sole_trader.name
        values[trader_fields.CODE] = applicant.sole_trader.code
    return values


def _agent_values(agent: Party | None) -> dict[str, str]:
    if agent is None:
        return {}
    fields = agent_fields.PERSON
    values = {
        fields.name: agent.holder.name,
        fields.document: agent.holder.identifier_type.value,
        fields.number: agent.holder.identifier,
        agent_fields.CAPACITY: agent.capacity.value,
    }
    if agent.is_number_from_original:
        values[box_name(fields.number)] = agent.holder.identifier
    mandate = agent.mandate
    if mandate is not None:
        values |= {agent_fields.ITEM + code: "yes" for code in mandate.item_codes or ()}
        values |= {agent_fields.ACT + act: "yes" for act in mandate.acts}
        values[agent_fields.ENDS_ON] = mandate.ends_on.isoformat() if mandate.ends_on else ""
    return values


def _joint_values(joint: Sequence[Party]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, one in enumerate(joint, 1):
        values[field_name(number, joint_fields.NAME)] = one.holder.name
        values[field_name(number, joint_fields.TYPE)] = one.holder.identifier_type.value
        values[field_name(number, joint_fields.NUMBER)] = one.holder.identifier
        if one.has_consented:
            values[field_name(number, joint_fields.CONSENT)] = "yes"
        if not one.is_only_stated:
            values[field_name(number, joint_fields.SEEN)] = "yes"
        if one.is_number_from_original:
            values[box_name(field_name(number, joint_fields.NUMBER))] = one.holder.identifier
    return values
