"""Audited actions: recorded in the same transaction, without personal names."""

from copy import deepcopy

from sqlalchemy import select

from guides import catalog
from guides.bundles.catalog import current_bundle
from guides.models import BundleEdition, GuideEdition
from services_hall.applications.cases import case_log
from services_hall.applications.lifecycle import CASE_TRANSITIONS, UNDECIDED, CaseAction, CaseOutcome
from services_hall.applications.models import Case
from services_hall.audit.actions import CLOCK, COMMAND_LINE
from services_hall.audit.models import AuditEntry
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.job_registry import HANDLERS
from services_hall.use_cases.refuse_case import refuse_case
from tests.support import editions
from tests.support.agency_systems import actor_of, system
from tests.support.case_decisions import accept, annul_opinion, decide
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.guide_desk_forms import open_draft_page, save_draft_form
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant

RecordedAction = tuple[str, str, str]


def recorded_actions(hall: Hall, *beginnings: str) -> list[RecordedAction]:
    """Actor, action and subject in order, for the actions with this prefix."""
    with hall.app.app_context():
        rows = reading().scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [
            (row.actor, row.action, row.subject)
            for row in rows
            if row.action.startswith(beginnings) and row.actor != COMMAND_LINE
        ]


def test_filing_writes_nothing_into_the_record(either_hall: Hall) -> None:
    before = recorded_actions(either_hall, "")
    file_online(either_hall, "open-restaurant", RESTAURANT)
    assert recorded_actions(either_hall, "") == before


def test_acceptance_and_decision_are_recorded_with_who_and_what(either_hall: Hall) -> None:
    market, fire = system(either_hall, "market_supervision"), system(either_hall, "fire_rescue")
    application = file_restaurant(market, LI)
    food, opinion = case_of(application, "SPJY-XB"), case_of(application, "XFJC-YYQ")
    accept(market, food)
    decide(market, food, "deny", "李样例的操作间面积不足")
    with either_hall.app.app_context():
        officer, other = actor_of("market_supervision").public_id, actor_of("fire_rescue")
        refuse_case(other, opinion["number"], "李样例不在此处", "xff-15")
    assert recorded_actions(either_hall, "case.") == [
        (officer, "case.accept", food["number"]),
        (officer, "case.deny", food["number"]),
        (other.public_id, "case.refuse", opinion["number"]),
    ]
    with either_hall.app.app_context():
        details = [row.details for row in reading().scalars(select(AuditEntry))]
        assert "李样例" not in repr(details)
    assert fire.get(f"/cases/{opinion['number']}").get_json()["state"] == "refused"


def test_what_was_refused_to_the_officer_leaves_no_entry(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert decide(market, food).status_code == 409
    assert recorded_actions(either_hall, "case.") == []
    accept(market, food)
    assert decide(market, food, "deny", "").status_code == 422
    assert len(recorded_actions(either_hall, "case.")) == 1


# fmt: off
RECORDED = {
    # action of a case             entry when an officer carries it out
    "receive":                     None,
    "record":                      "case.record",
    "correct":                     "case.correct",
    "ask_supplement":              "case.ask_supplement",
    "supplement":                  None,
    "close":                       "case.close",
    "accept":                      "case.accept",
    "deem_accepted":               "case.deem_accepted",
    "accept_tolerantly":           "case.accept_tolerantly",
    "supply":                      None,
    "postpone_supply":             "case.postpone_supply",
    "report_flaw":                 "case.report_flaw",
    "plead_force_majeure":         None,
    "decline_plea":                "case.decline_plea",
    "give_missing":                None,
    "refuse":                      "case.refuse",
    "declare_not_in_power":        "case.declare_not_in_power",
    "declare_no_licence_needed":   "case.declare_no_licence_needed",
    "begin_review":                None,
    "record_step":                 None,
    "hand_over":                   "case.hand_over",
    "pause":                       "case.pause",
    "resume":                      "case.resume",
    "extend":                      "case.extend",
    "decline_extension":           "case.decline_extension",
    "explain_delay":               "case.explain_delay",
    "reckon":                      "case.reckon",
    "deem_renewed":                "case.deem_renewed",
    "record_law":                  "case.record_law",
    "give_prior_notice":           "case.give_prior_notice",
    "receive_statement":           "case.receive_statement",
    "demand_hearing":              "case.demand_hearing",
    "withdraw_hearing_demand":     "case.withdraw_hearing_demand",
    "announce_hearing":            "case.announce_hearing",
    "record_hearing":              "case.record_hearing",
    "grant":                       "case.grant",
    "grant_on_commitment":         "case.grant_on_commitment",
    "deny":                        "case.deny",
    "deliver":                     "case.deliver",
    "deliver_notice":              "case.deliver_notice",
    "keep":                        "case.keep",
    "order_correction":            "case.order_correction",
    "annul":                       "case.annul",
    "withdraw_grant":              "case.withdraw_grant",
    "cancel_grant":                "case.cancel_grant",
    "terminate":                   "case.terminate",
    "withdraw":                    None,
    "object":                      None,
}
# fmt: on
"""Written a second time by hand: what an officer answers for is recorded, what the hall does is not."""


def test_each_action_of_an_officer_is_recorded_as_the_table_says(hall: Hall) -> None:
    file_online(hall, "open-restaurant", RESTAURANT)
    written: dict[str, str | None] = {}
    with hall.app.app_context(), transaction() as session:
        by_item = {case.item_code: case for case in session.scalars(select(Case))}
        officer = actor_of("fire_rescue")
        for action in set(CaseAction) - set(CASE_TRANSITIONS.first_states) | {CaseAction.RECEIVE}:
            case = by_item["HWZP-SZ" if action is CaseAction.RECORD else "SPJY-XB"]
            for actor_id in (None, officer.account_id):
                case.state = next(
                    state for state, possible in CASE_TRANSITIONS.next_states if possible is action
                )
                case.outcome = None if case.state in UNDECIDED else CaseOutcome.GRANTED
                before = set(session.scalars(select(AuditEntry.id)))
                case_log.change_state(session, case, action, actor_id=actor_id, now=utc_now())
                entries = session.scalars(select(AuditEntry).where(AuditEntry.id.not_in(before))).all()
                assert len(entries) <= (actor_id is not None), "the hall's own actions are not recorded"
                written[str(action)] = entries[0].action if entries else None
                assert all((one.actor, one.subject) == (officer.public_id, case.number) for one in entries)
    assert written == RECORDED


def test_a_certificate_is_recorded_when_it_is_issued_and_annulled_once_each(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    opinion, actor = annul_opinion(hall, market, fire)
    identifier = opinion["certificate_identifier"]
    with hall.app.app_context():
        case_id = reading().scalars(select(Case.id).where(Case.certificate_identifier == identifier)).one()
        again = HANDLERS["certificates.annul"]({"case_id": case_id})
        with transaction() as session:
            again(session)
    recorded = [entry for entry in recorded_actions(hall, "certificate.") if entry[2] == identifier]
    assert recorded == [
        (actor.public_id, "certificate.issue", identifier),
        (actor.public_id, "certificate.annul", identifier),
    ]
    assert (actor.public_id, "case.annul", opinion["number"]) in recorded_actions(hall, "case.")


def test_guides_are_recorded_when_they_are_approved_published_and_withdrawn(hall: Hall) -> None:
    editor, approver = hall.sign_in("bianji"), hall.sign_in("shenhe")
    draft = open_draft_page(editor, "JZZ-SL")
    save_draft_form(editor, draft, {"name": "居住证申领（新）"}, do="submit")
    assert approver.post(f"{draft}/publication").status_code == 409
    assert recorded_actions(hall, "guide.") == []
    for step in ("approval", "publication"):
        assert approver.post(f"{draft}/{step}").status_code == 303
    second = open_draft_page(editor, "JZZ-SL")
    assert editor.post(f"{second}/withdrawal").status_code == 303
    done = [(action, subject) for _actor, action, subject in recorded_actions(hall, "guide.")]
    assert done == [
        ("guide.approve", "JZZ-SL:2"),
        ("guide.publish", "JZZ-SL:2"),
        ("guide.withdraw", "JZZ-SL:3"),
    ]
    with hall.app.app_context():
        found = reading().scalars(select(AuditEntry).where(AuditEntry.subject == "JZZ-SL:2")).all()
        sha256 = catalog.current_edition(reading(), "JZZ-SL").sha256
        assert {row.details["sha256"] for row in found} == {sha256}


def test_what_comes_into_force_by_the_clock_is_recorded_so(either_hall: Hall) -> None:
    now = utc_now()
    with either_hall.app.app_context():
        with transaction() as session:
            guide = deepcopy(catalog.current_edition(session, "JZZ-SL").content)
            bundle = deepcopy(current_bundle(session, "open-restaurant").content)
            for kind, content in ((GuideEdition, guide), (BundleEdition, bundle)):
                content["summary" if kind is BundleEdition else "name"] += "（新）"
                editions.approved_edition(session, kind, content, now=now)
        for job in ("guides.publish_due", "bundles.publish_due"):
            effect = HANDLERS[job]({})
            with transaction() as session:
                effect(session)
    assert recorded_actions(either_hall, "guide.", "bundle.") == [
        (CLOCK, "guide.publish", "JZZ-SL:2"),
        (CLOCK, "bundle.publish", "open-restaurant:2"),
    ]


def test_the_sample_guides_were_recorded_when_they_were_loaded(hall: Hall) -> None:
    with hall.app.app_context():
        rows = reading().execute(select(AuditEntry.actor, AuditEntry.action)).tuples().all()
    assert (COMMAND_LINE, "guide.publish") in rows
    assert (COMMAND_LINE, "bundle.publish") in rows
