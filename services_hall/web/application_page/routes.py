"""Routes of a filed application: the page, its papers, its files."""

from collections import defaultdict
from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from services_hall.applications.agent_rights import may
from services_hall.applications.certificates.stuck_results import stuck_results
from services_hall.applications.decisions import withdrawal
from services_hall.applications.delivery.result_delivery import deliveries_of
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.examination import site_checks
from services_hall.applications.hearings import prior_notices, standings
from services_hall.applications.models import Application, Delivery
from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.applications.reads import queries
from services_hall.applications.supplements.demands import demands_by_case
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.applications.tolerance.supply_pleas import heard_pleas
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.documents.queries import paper_for
from services_hall.domains import PAPER_READERS
from services_hall.presentation.page_calendar import calendar_since
from services_hall.presentation.scenario_answers import application_answers
from services_hall.presentation.window_places import items_still_open
from services_hall.use_cases.open_result import note_opened_paper
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.answers import filled_fields
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.paper_files import send_attachment, send_paper, send_thumbnail


def application(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """An application with its cases, papers and materials; raises ApplicationNotFound."""
    own_application = queries.own_application(reading(), signed_in_actor(), number)
    return render_template(
        "application_page/application.html",
        frame=channel.frame,
        channel_parts=channel.parts,
        application=own_application,
        left_out=items_still_open(reading(), own_application),
        receipt=next((paper for paper in own_application.papers if paper.kind == PaperCode.RECEIPT), None),
        filled=filled_fields(own_application),
        situation=application_answers(reading(), own_application),
        visits=site_checks.visits_to_tell(reading(), own_application.id, today=local_day(utc_now())),
        demands_by_case=demands_by_case(reading(), [case.id for case in own_application.cases]),
        tolerated=tolerant_acceptance.cases_with_promise(
            reading(), [case.id for case in own_application.cases]
        ),
        is_tolerance_offered=tolerant_acceptance.deferred_materials,
        notices=prior_notices.open_notices(reading(), [case.id for case in own_application.cases]),
        hearings=standings.case_hearings(
            reading(), own_application.cases, lambda: calendar_since(own_application.filed_on)
        ),
        deliveries=deliveries_by_case(own_application),
        pleas=heard_pleas(reading(), own_application.cases),
        stuck=stuck_results(reading(), own_application.cases),
        may_withdraw=any(withdrawal.can_withdraw(case) for case in own_application.cases)
        and may(reading(), own_application, signed_in_actor(), MandateAct.WITHDRAW, on=local_day(utc_now())),
    )


def paper(channel: ApplicationPageChannel, public_id: str) -> ResponseReturnValue:
    """The PDF of a paper, or a page that waits for its rendering."""
    if channel.is_for_applicants:
        actor = signed_in_actor()
        note_opened_paper(actor, paper_for(reading(), PAPER_READERS, actor, public_id))
    return send_paper(public_id, channel.waiting_page(), as_download=channel.is_for_applicants)


def file(channel: ApplicationPageChannel, public_id: str) -> ResponseReturnValue:
    """A file of the application, uploaded by the applicant or scanned by the clerk."""
    return send_attachment(public_id, as_download=channel.is_for_applicants)


def thumbnail(channel: ApplicationPageChannel, public_id: str) -> ResponseReturnValue:
    """The small picture of a file."""
    return send_thumbnail(public_id)


def deliveries_by_case(application: Application) -> Mapping[int, list[Delivery]]:
    """The deliveries to the applicant in the application's cases, by the id of the case."""
    found: dict[int, list[Delivery]] = defaultdict(list)
    for one in deliveries_of(reading(), [case.id for case in application.cases]):
        if one.is_for_applicant:
            found[one.case_id].append(one)
    return found
