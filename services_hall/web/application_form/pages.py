"""Pages of the application form: the first page, and each step of a draft."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import render_template, url_for

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from guides.catalog import handlers_for
from guides.errors import DivisionNotFound, NoImplementation
from services_hall.applications.acceptance import bars
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.page_merge import versions_text
from services_hall.applications.enumerations import Channel
from services_hall.applications.filing.promises import promises_of
from services_hall.applications.filing.tolerance_promises import tolerance_promises
from services_hall.applications.models import Draft
from services_hall.applications.parties import agent_in, joint_applicants_in
from services_hall.applications.parties.joint_applicants import unconfirmed
from services_hall.applications.prefill.store_proofs import NO_PROOFS
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation import application_form
from services_hall.presentation.item_summary import ItemSummary, item_summaries
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.scenario_answers import selection_answers
from services_hall.use_cases.open_draft import OpenDraft, open_draft, source_of
from services_hall.use_cases.save_answers import answer_problems
from services_hall.web.access import signed_in_actor
from services_hall.web.application_form.channel import ApplicationChannel, Materials
from services_hall.web.application_form.joint_fields import allowed_joint, joint_form_fields
from services_hall.web.form_state import EMPTY_FORM, FormState

STEPS_WITH_MATERIALS = frozenset({"materials", "whole", "review"})
LAST_STEPS = frozenset({"whole", "review"})
"""Steps from which an application can be filed."""


def questions_url(
    channel: ApplicationChannel, offer: Offer, scenario: Mapping[str, str], source: str = ""
) -> str:
    """The address of the page with the offer's questions and these answers, and with the certificate."""
    page = channel.bundle_page if offer.is_bundle else channel.guide_page
    return _with_answers(url_for(page, code=offer.code), scenario, source)


def _start_url(offer: Offer, scenario: Mapping[str, str], source: str) -> str:
    """The address of the first page with these answers, to which other pages lead back."""
    return _with_answers(url_for(".start", code=offer.code), scenario, source)


def _with_answers(path: str, scenario: Mapping[str, str], source: str) -> str:
    carried = {SOURCE: source} if source else {}
    return f"{path}?{urlencode({**scenario, **carried})}"


def start_page(
    channel: ApplicationChannel,
    offer: Offer,
    selection: BundleSelection,
    state: FormState,
    draft: Draft | None = None,
) -> str:
    """The page before a draft is started, or the first page of a `draft` again."""
    actor = signed_in_actor()
    allowed = allowed_joint(offer, selection)
    return render_template(
        "application_form/start.html",
        joint_allowed=allowed,
        joint_fields=joint_form_fields(state, allowed),
        frame=f"{channel.templates}/apply_start.html",
        channel_parts=_channel_parts(channel),
        step="start",
        draft=draft,
        offer=offer,
        selection=selection,
        situation=selection_answers(selection),
        questions_href=questions_url(channel, offer, selection.answers, state.values.get(SOURCE, "")),
        start_href=_start_url(offer, selection.answers, state.values.get(SOURCE, "")),
        form_state=state,
        barred=_bars(actor.holder, selection) if channel.channel is Channel.ONLINE else {},
        **channel.start_values(actor, offer, selection, state),
    )


def current_step_page(channel: ApplicationChannel, step: str, draft: str) -> str:
    """A step of the signed-in person's draft, or the questions if some of them are open again."""
    current = open_draft(signed_in_actor(), draft)
    return step_page(channel, step if current.is_scenario_complete else "again", current, EMPTY_FORM)


def step_page(channel: ApplicationChannel, step: str, current: OpenDraft, state: FormState) -> str:
    """A step of the draft; a refusal in `state` explains why nothing was filed."""
    actor = signed_in_actor()
    materials = Materials([], NO_PROOFS)
    if step in STEPS_WITH_MATERIALS:
        materials = channel.materials(actor, current, state.errors)
    missing = application_form.open_materials(materials.rows)
    holder, _phone = pinned_drafts.applicant_of(actor, current.draft)
    tolerance = tolerance_promises(current.offer, current.selection, {row.material.key for row in missing})
    return render_template(
        f"application_form/{step}.html",
        frame=f"{channel.templates}/apply.html",
        channel_parts=_channel_parts(channel),
        step=step,
        form_page=channel.form_page,
        materials_page=channel.materials_page,
        draft=current.draft,
        offer=current.offer,
        selection=current.selection,
        situation=selection_answers(current.selection) if step in LAST_STEPS else [],
        filled=application_form.filled_answers(current) if step in LAST_STEPS else [],
        newer=current.newer_editions,
        rows=materials.rows,
        missing=missing,
        tolerance=tolerance,
        is_all_tolerable=all(code in tolerance for row in missing for code, _key in row.material.members),
        is_tolerated=current.draft.is_tolerance_chosen,
        questions_href=questions_url(
            channel, current.offer, current.selection.answers, source_of(current.draft)
        ),
        source=current.source,
        parties=current.parties,
        agent=agent_in(current.parties),
        joint=joint_applicants_in(current.parties),
        to_confirm=unconfirmed(current.parties),
        form_state=state,
        barred=_bars(holder, current.selection),
        items=_summaries(current) if step in LAST_STEPS else [],
        unfit=_unfit_answers(current) if step in LAST_STEPS else {},
        promises=promises_of(current.offer, current.selection) if step in LAST_STEPS else {},
        versions=versions_text(current.draft.answers, [one.key for one in current.selection.form_fields]),
        looked_over=pinned_drafts.snapshot_of(current.draft).digest if step in LAST_STEPS else "",
        **channel.step_values(actor, step, current, materials, state),
    )


def _unfit_answers(current: OpenDraft) -> dict[str, str]:
    """What a page that saved by itself, or a step that was passed over, left to put right."""
    return messages_by_field(answer_problems(current, current.draft.answers))


def _summaries(current: OpenDraft) -> list[ItemSummary]:
    """None where an item is not handled in the district: the page says so."""
    items, district = current.selection.items, current.draft.division_code
    codes = [item.code for item in items]
    terms = {code: current.offer.items[code].terms for code in codes}
    try:
        return item_summaries(items, terms, handlers_for(reading(), codes, district or ""))
    except (NoImplementation, DivisionNotFound):
        return []


def _bars(holder: Holder | None, selection: BundleSelection) -> dict[str, date]:
    """Until when the applicant may not apply for items of the selection: to be said at once."""
    if holder is None:
        return {}
    codes = [item.code for item in selection.items]
    return bars.bars_of_holder(reading(), holder, codes, today=local_day(utc_now()))


def _channel_parts(channel: ApplicationChannel) -> str:
    """The template with the channel's macros of the form."""
    return f"{channel.templates}/parts/application_form.html"
