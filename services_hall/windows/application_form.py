"""The application form at the window: a clerk files for a person who is present."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from certificate_store.lookup import Inquiry
from guides.bundles import BundleSelection
from guides.errors import FieldProblem
from guides.terms import Question
from services_hall.applications import answers
from services_hall.applications.answers import QUESTION, AnswerFault, Offer
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.last_looks import LookWay, confirmed_way
from services_hall.applications.drafts.pinned_drafts import CONSENT, DraftChoices
from services_hall.applications.enumerations import Channel, UsePurpose
from services_hall.applications.errors import AnswersInvalid, ApplicantRefused, ScenarioStops
from services_hall.applications.filing import offers
from services_hall.applications.parties import FOR_WHOM, OF_AGENTS, with_joint
from services_hall.applications.parties.paper_mandates import MandateFault
from services_hall.applications.parties.stated_agents import names_agent
from services_hall.applications.prefill import store_proofs
from services_hall.clock import utc_now
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.presentation import application_form, forms
from services_hall.presentation.application_form import DISTRICT
from services_hall.presentation.messages import message, messages_by_field
from services_hall.use_cases.continue_draft import continue_draft
from services_hall.use_cases.open_draft import (
    OpenDraft,
    complete_selection,
    open_draft,
    remaining_selection,
)
from services_hall.use_cases.preview_waivers import preview_for_parties, view_purpose
from services_hall.use_cases.read_principals import admits_traders
from services_hall.use_cases.start_draft import start_draft
from services_hall.web.access import access, signed_in_actor
from services_hall.web.application_form.blueprint import application_form_blueprint
from services_hall.web.application_form.channel import ApplicationChannel, FormInvalid, Materials
from services_hall.web.application_form.joint_fields import allowed_joint, read_joint
from services_hall.web.application_form.pages import questions_url, start_page, step_page
from services_hall.web.application_form.source import check_district, form_source
from services_hall.web.doubted_numbers import doubted_number
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.trader_fields import is_trader_given, trader_form_fields
from services_hall.windows import applicant_fields
from services_hall.windows.agent_fields import (
    CAPACITY,
    MANDATE_FIELDS,
    PERSON,
    agent_form_fields,
    is_agent_given,
    mandate_fields,
)
from services_hall.windows.person_search import FIND, completed_input

SEEN: Final = "seen."
COMPLETED: Final = "completed_first_page"
"""The name under which the completed input of the first page is kept during a request."""


class WindowChannel(ApplicationChannel):
    """A clerk files for a person who permits the use of certificates and shows originals."""

    def first_input(self, actor: Actor) -> Mapping[str, str]:
        """The form, completed from the card and from what the hall knows of the person; looked up once."""
        completed: Mapping[str, str] | None = g.get(COMPLETED)
        if completed is None:
            completed = completed_input(request.form, actor)
            setattr(g, COMPLETED, completed)
        return completed

    def told_errors(self, errors: Mapping[str, str]) -> dict[str, str]:
        """All errors; after Enter only those of fields that are filled in."""
        if FIND not in request.form:
            return dict(errors)
        return {name: text for name, text in errors.items() if request.form.get(name, "").strip()}

    def first_errors(self, actor: Actor, offer: Offer, selection: BundleSelection) -> dict[str, str]:
        """The open questions and the errors about the person; a stop is said on the page."""
        sent = self.first_input(actor)
        problems = {QUESTION + key: FieldProblem(AnswerFault.QUESTION_OPEN) for key in selection.unanswered}
        try:
            answers.select(offer, application_form.scenario_in(sent))
        except AnswersInvalid as invalid:
            problems |= invalid.errors
        try:
            applicant_fields.read_applicant(sent, offer, selection)
        except FormInvalid as invalid:
            problems = {**invalid.errors, **problems}
        return messages_by_field(problems)

    def is_declared(self, actor: Actor, current: OpenDraft) -> bool:
        """Signed on paper, as the clerk says, or confirmed on the second screen and unchanged since."""
        if super().is_declared(actor, current):
            return True
        return confirmed_way(current.draft) is LookWay.SCREEN

    def start_draft(self, actor: Actor, offer: Offer, selection: BundleSelection) -> str:
        """A draft for the applicant in the form."""
        applicant = applicant_fields.read_applicant(self.first_input(actor), offer, selection)
        joint = read_joint(request.form, allowed_joint(offer, selection), is_at_window=True)
        inquiry = Inquiry(applicant.holder, actor.public_id, UsePurpose.VIEW_IN_PRESENCE, "", utc_now())
        source = form_source(offer, request.form.get(SOURCE, ""), applicant.holder, inquiry=inquiry)
        check_district(offer, source, applicant.district)
        return start_draft(
            actor,
            offer,
            selection.answers,
            applicant.district,
            parties=with_joint(applicant.parties, joint),
            has_consent=applicant.has_consented,
            source=source,
        )

    def refused_field(self, refused: ApplicantRefused) -> str:
        """At the agent's relation what is about the agent, at the document what is about the applicant."""
        if refused.field != FOR_WHOM:
            return refused.field
        if isinstance(refused.problem.code, MandateFault):
            return MANDATE_FIELDS[refused.problem.code]
        return CAPACITY if refused.problem.code in OF_AGENTS else applicant_fields.TYPE

    def start_values(
        self, actor: Actor, offer: Offer, selection: BundleSelection, state: FormState
    ) -> dict[str, Any]:
        """The fields about the person, and their consent."""
        fields = applicant_fields.applicant_form_fields(
            state, clerk=actor, has_source=offer.starts_from is not None
        )
        typed = application_form.scenario_in(state.values)
        return {
            "fields": _with_focus(fields, state),
            "question_fields": _questions_with_focus(fields, selection, typed, state),
            "trader_fields": trader_form_fields(state) if admits_traders(offer, selection) else [],
            "is_trader_open": is_trader_given(state.values),
            "agent_fields": agent_form_fields(state),
            "mandate": mandate_fields(state, selection),
            "doubted": _doubted_numbers(state),
            "is_agent_open": (
                names_agent(selection) is True or is_agent_given(state.values) or CAPACITY in state.errors
            ),
            "consent": state.values.get(CONSENT) == "yes",
        }

    def step_values(
        self, actor: Actor, step: str, current: OpenDraft, materials: Materials, state: FormState
    ) -> dict[str, Any]:
        """The person, the fields or questions of the step, and the inspected originals."""
        holder, phone = pinned_drafts.applicant_of(actor, current.draft)
        return {
            "holder": holder,
            "phone": phone,
            "fields": _fields(step, current, state),
            "seen": current.draft.originals_seen,
            "consent": current.draft.consent is True,
            "is_confirmed": confirmed_way(current.draft) is LookWay.SCREEN,
        }

    def licence_purpose(self, current: OpenDraft) -> UsePurpose | None:
        """Looked at with the person's consent."""
        if current.draft.consent is not True:
            return None
        return view_purpose(current.parties, UsePurpose.VIEW_IN_PRESENCE)

    def choices(self, current: OpenDraft) -> DraftChoices:
        """The originals that the clerk has inspected, and the person's consent."""
        keys = [material.key for material in current.selection.materials]
        seen = frozenset(key for key in keys if request.form.get(SEEN + key) == "yes")
        return DraftChoices(request.form.get(CONSENT) == "yes", originals_seen=seen)

    def materials(self, actor: Actor, current: OpenDraft, errors: Mapping[str, str]) -> Materials:
        """The materials; without the person's consent the store is not queried."""
        consent = current.draft.consent is True
        previewed = store_proofs.NO_PROOFS
        if consent:
            purpose = view_purpose(current.parties, UsePurpose.VIEW_IN_PRESENCE)
            previewed = preview_for_parties(current.selection, current.parties, by=actor, purpose=purpose)
        return Materials(
            application_form.material_rows(current, previewed, errors, consent=consent), previewed
        )

    def after_saving(self, step: str, current: OpenDraft) -> ResponseReturnValue | None:
        """The clerk stays on the page."""
        return None


def _doubted_numbers(state: FormState) -> dict[str, str]:
    """By the name of the field: the numbers in the form of which only the check digit is wrong."""
    values = state.values
    kinds = {applicant_fields.NUMBER: applicant_fields.TYPE, PERSON.number: PERSON.document}
    return {
        field: doubted_number(values.get(kind, ""), values.get(field, "")) for field, kind in kinds.items()
    }


WINDOW = WindowChannel(
    channel=Channel.WINDOW,
    roles=(Role.WINDOW_CLERK,),
    templates="windows",
    guide_page="windows.guide",
    bundle_page="windows.bundle",
    home_page="windows.start",
    application_page="windows.application_page.application",
    waiting_page="windows.waiting",
    filed_message=_l("已提交。请打印接收回执交给申请人。"),
    declaration_missing=_l("请申请人在屏幕上确认，或者在核对单上签字后勾选，再提交。"),
    saved_messages={},
    asks_on_first_page=True,
    form_page="whole",
    materials_page="whole",
)
form = application_form_blueprint(WINDOW)


@form.post("/apply/<code>/start")
@access(Role.WINDOW_CLERK)
def start_for_person(code: str) -> ResponseReturnValue:
    """The first page with the person and the certificate that the clerk has just looked up."""
    offer = offers.current_offer(reading(), code)
    source = request.form.get(SOURCE, "")
    selection = complete_selection(offer, {})
    if selection is None:
        return redirect(questions_url(WINDOW, offer, {}, source), 303)
    return start_page(WINDOW, offer, selection, FormState(request.form))


@form.get("/apply/<code>/<draft>/questions")
@access(Role.WINDOW_CLERK)
def questions(code: str, draft: str) -> ResponseReturnValue:
    """The person's situation and the district again, for changes or because a guide has new questions."""
    return step_page(WINDOW, "again", open_draft(signed_in_actor(), draft), EMPTY_FORM)


@form.post("/apply/<code>/<draft>/questions")
@access(Role.WINDOW_CLERK)
def save_questions(code: str, draft: str) -> ResponseReturnValue:
    """Continues the same draft with these answers; shows the questions again while some are open."""
    actor = signed_in_actor()
    current = open_draft(actor, draft)
    scenario, district = application_form.scenario_in(request.form), WINDOW.district()
    errors: dict[str, str] = {}
    try:
        selection = answers.settle(current.offer, scenario)
    except ScenarioStops:
        selection = answers.select(current.offer, scenario)
    except AnswersInvalid as error:
        errors = messages_by_field(error.errors)
        selection = remaining_selection(current.offer, scenario)
    if problem := application_form.district_problem(selection, district):
        errors = {**errors, DISTRICT: message(problem)}
    if errors or not selection.may_apply:
        state = FormState(request.form, errors)
        return step_page(WINDOW, "again", replace(current, selection=selection), state), 422
    continue_draft(actor, draft, current.offer, scenario, district)
    return redirect(url_for(f".{WINDOW.form_page}", code=code, draft=draft), 303)


def _fields(step: str, current: OpenDraft, state: FormState) -> list[forms.Field]:
    if step == "again":
        return _question_fields(current, state)
    return application_form.form_fields(current, state.errors) if step in {"form", "whole"} else []


def _questions_with_focus(
    person: list[forms.Field], selection: BundleSelection, typed: Mapping[str, str], state: FormState
) -> list[forms.Field]:
    """The questions; the first open one has the focus where nothing about the person is empty."""
    given = {**selection.answers, **typed}
    is_person_done = all(one.params["value"] for one in person if one.component == "input")
    first = selection.unanswered[0] if selection.unanswered and is_person_done and not state.errors else None
    fields = {one.key: _question_field(one, given, state.errors) for one in selection.questions}
    return [forms.with_focus(one) if key == first else one for key, one in fields.items()]


def _with_focus(fields: list[forms.Field], state: FormState) -> list[forms.Field]:
    """The fields, where the first empty text field has the focus; a summary of errors takes it instead."""
    if state.errors:
        return fields
    first = next((one for one in fields if one.component == "input" and not one.params["value"]), None)
    return [forms.with_focus(one) if one is first else one for one in fields]


def _question_fields(current: OpenDraft, state: FormState) -> list[forms.Field]:
    """The scenario questions with their answers, and the district, as fields."""
    district = state.values.get(DISTRICT) or current.draft.division_code
    fields = [
        _question_field(question, current.selection.answers, state.errors)
        for question in current.selection.questions
    ]
    return [*fields, application_form.district_field(district, state.errors.get(DISTRICT))]


def _question_field(
    question: Question, scenario: Mapping[str, str], errors: Mapping[str, str]
) -> forms.Field:
    key, name = question.key, QUESTION + question.key
    return forms.question(question, value=scenario.get(key), error=errors.get(name), name=name)
