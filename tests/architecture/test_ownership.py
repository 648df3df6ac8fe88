"""Ownership: a foreign id gives 404 on every route of the URL map that takes an id."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.applications.drafts.joint_confirmations import ask_to_confirm
from services_hall.applications.enumerations import Channel
from services_hall.applications.filing import offers
from services_hall.applications.models import CaseOpinion, Draft, OfficerAbsence, SavedView
from services_hall.applications.parties import joint_applicant
from services_hall.clock import local_day, utc_now
from services_hall.demo.accounts import BUREAU_DISTRICT
from services_hall.identity import Post, Role, accounts, representations
from services_hall.identity.capacities import Capacity
from services_hall.supervision.orders import OrderWords
from services_hall.use_cases.ask_opinion import ask_opinion
from services_hall.use_cases.file_draft import DraftSubmission
from services_hall.use_cases.keep_absences import record_absence
from services_hall.use_cases.keep_orders import give_order
from services_hall.use_cases.keep_saved_views import save_view
from services_hall.use_cases.start_draft import start_draft
from services_hall.web.access import PUBLIC, declared_access
from tests.support.agency_systems import System, actor_of, person_with_token, system
from tests.support.case_decisions import application_row, case_row, grant
from tests.support.hall import Hall
from tests.support.notices import notices_of
from tests.support.restaurant import (
    BUNDLE,
    DISTRICT,
    INSPECTED,
    LI,
    LICENSED,
    ZHANG,
    case_of,
    file_restaurant,
)
from tests.support.waiting_jobs import do_jobs_and_papers

SHARED = {
    "code": "a guide or a bundle: everybody who may enter sees the same ones",
    "name": "a built file",
}
# guides, what administrators keep and what supervisors order have no owner: all of them may open all
SHARED_AREAS = ("/guide-desk/", "/administration/", "/oversight/")
BODIES: dict[str, dict[str, Any]] = {
    "decision": {"outcome": "grant"},
    "preview": {"outcome": "grant"},
    "refusal": {"reason": "理由"},
    "check": {"result": "kept"},
    "delivery": {"step": "make"},
    "no-power": {"reason": "理由", "body": "000000000000000000"},
    "no-licence": {"reason": "理由"},
    "supplement-notice": {"demands": [], "due_on": "2030-01-04"},
    "supplement": {},
    "correction": {},
    "agency-correction": {"answers": {}, "agreed": True},
    "steps": {"step": "review", "text": "符合"},
    "hand-over": {"officer": "somebody"},
    "notes": {"text": "备注"},
    "termination": {"termination_ground": "object_gone", "termination_facts": "店面已拆除"},
    "opinions": {"agency_code": "11420102MB00000000", "question": "意见"},
    "site-checks": {
        "planned_on": "2099-01-05",
        "place": "店里",
        "first_officer": "somebody",
        "second_officer": "another",
    },
    "site-check-move": {"moved_on": "2099-01-05", "change_reason": "出差"},
    "site-check-cancellation": {"change_reason": "出差"},
    "site-check-record": {"record": "整洁", "is_passed": True},
    "hearing-notice": {
        "kind": "third_party",
        "addressee": "邻居",
        "facts": "油烟",
        "answer_until": "2099-01-05",
    },
    "applied-law": {"applies": "new", "reason": "理由"},
    "special-procedure": {"kind": "hearing", "reason": "理由", "planned_until": "2030-01-04"},
    "extension": {"officer": "somebody", "amount": 1, "reason": "理由"},
    "answer": {"head": "somebody", "is_approved": True},
    "/api/v1/opinions/<int:opinion_id>/answer": {"answer": "同意"},
    "delay-reason": {"reason": "理由"},
    "tolerance": {},
    "tolerant-acceptance": {"supply_until": "2099-12-31"},
    "supply": {},
    "supply-day": {"postponed_until": "2099-12-31", "excuse": "洪水"},
    "commitment-checks": {"is_kept": True},
    "end-notice": {"kind": "annulment"},
    "end-notices": {
        "kind": "annulment",
        "facts": "查明的事实",
        "notice_article": "licensing-69-1",
        "answer_until": "2099-12-31",
    },
    "statement": {"statement": "意见"},
    "statements": {"statement": "意见"},
    "own-statement": {"statement": "意见"},
    "objection": {"objection": "面积记错了"},
    "hearing": {"hearing_on": "2099-01-05", "hearing_time": "9 时", "hearing_place": "二楼"},
    "flaws": {"flawed_material": "layout-plan", "flaw": "印章不清"},
    "supply-plea": {"plea": "洪水"},
    "plea-refusal": {"decline_reason": "不是"},
    "public-hearing": {
        "hearing_subject": "油烟排放",
        "hearing_on": "2099-01-05",
        "hearing_time": "9 时",
        "hearing_place": "二楼",
    },
    "hearing-record": {"held_on": "2099-01-05", "hearing_record": "none"},
    "hearing-withdrawal": {},
    "grant-end": {
        "end": "cancel",
        "ground": "expired",
        "end_article": "licensing-70",
        "end_reason": "有效期届满",
    },
}
DESK_BODIES: dict[str, dict[str, Any]] = {
    **BODIES,
    "site-check-record": {"site_record": "整洁", "site_result": "passed"},
    "site-check-change": {"change": "cancel"},
    "special-procedure": {"procedure_kind": "hearing"},
}
FOREIGN = {
    "/api/": ["system of fire_rescue", "clerk of another district"],
    "/my/": ["wang", "chen"],
    "/apply/": ["wang", "chen"],
    "/window/": ["clerk of another district"],
    "/desk/": ["yancao", "shenpi"],
    "/head/": ["suozhang"],
}
OWN = {"/api/": "system of market_supervision", "/my/": "li", "/apply/": "li", "/desk/": "shichang"}
OWN["/window/"] = "chuangkou"
OWN["/head/"] = "juzhang"


@dataclass(frozen=True)
class Asked:
    """A route called with an id that belongs to somebody."""

    method: str
    rule: Rule
    ids: tuple[tuple[str, str], ...]  # argument, kind of thing

    @property
    def area(self) -> str:
        """The channel of the route."""
        return f"/{self.rule.rule.split('/')[1]}/"


def kind_of(rule: Rule, argument: str) -> str:
    """The kind of object that an argument identifies: the last word of the path before it, or its prefix."""
    words = [word for word in rule.rule.split("/") if word]
    place = next(place for place, word in enumerate(words) if re.search(rf"[<:]{argument}>", word))
    return words[place - 1] if place else ""


def routes_with_ids(hall: Hall) -> Iterator[Asked]:
    """Every non-public route that takes an id with an owner."""
    for rule in hall.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            declared = declared_access(hall.app, rule.endpoint, method) or frozenset()
            owned = sorted(rule.arguments - set(SHARED))
            if PUBLIC in declared or not owned or rule.rule.startswith(SHARED_AREAS):
                continue
            yield Asked(method, rule, tuple((argument, kind_of(rule, argument)) for argument in owned))


@dataclass
class Story:
    """Two applications for one person, filed by a system and by a clerk, with all dependent objects."""

    hall: Hall
    things: dict[tuple[str, str], str]  # area and kind → id

    def address(self, asked: Asked) -> str:
        """The route's path with the ids of the story."""
        values = {argument: self.things[asked.area, kind] for argument, kind in asked.ids}
        built = asked.rule.build({"code": BUNDLE, **values})
        assert built is not None
        return built[1]

    def ask(self, who: str, asked: Asked) -> TestResponse:
        """The response to this visitor."""
        address, last = self.address(asked), asked.rule.rule.rsplit("/", 1)[-1]
        if asked.area == "/api/":
            program = self.program(who)
            body = BODIES.get(asked.rule.rule) or BODIES.get(last)
            return program.client.open(address, method=asked.method, json=body, headers=program.headers())
        browser = self.hall.sign_in(who)
        return browser.get(address) if asked.method == "GET" else browser.post(address, DESK_BODIES.get(last))

    def program(self, who: str) -> System:
        if who.startswith("system of "):
            return system(self.hall, who.removeprefix("system of "))
        return person_with_token(self.hall, who)


@pytest.fixture
def story(hall: Hall) -> Story:
    """The ids that belong to the resident, the clerk and market supervision."""
    add_clerk(hall)
    by_system = ids_of_granted_application(hall, system(hall, "market_supervision"), "by-system")
    by_clerk = ids_of_granted_application(hall, person_with_token(hall, "chuangkou"), "by-clerk")
    drafts = {"/apply/": draft_of(hall, "li"), "/window/": draft_of(hall, "chuangkou")}
    things = {("/api/", kind): id_ for kind, id_ in by_system.items()}
    for area in ("/my/", "/desk/", "/window/", "/head/"):
        things |= {(area, kind): id_ for kind, id_ in by_clerk.items()}
    things["/my/", "mandates"] = mandate_of_the_resident(hall)
    things["/my/", "notices"] = str(notices_of(hall, "li")[-1].id)
    things["/desk/", "opinions"] = opinion_asked_of_market_supervision(hall)
    things["/desk/", "absences"], things["/head/", "absences"] = absences_of_an_officer(hall)
    things["/desk/", "views"] = view_of_an_officer(hall)
    things["/api/", "opinions"] = things["/desk/", "opinions"]
    things["/desk/", "orders"] = things["/head/", "orders"] = order_to_market_supervision(hall)
    for area, draft in drafts.items():
        things[area, "<code>"] = draft
    things["/my/", "members"] = things["/my/", "mandates"]
    things["/my/", "joint"] = submitted_draft_of(hall, "li")
    things["/window/", "joint"] = submitted_draft_of(hall, "chuangkou")
    return Story(hall, things)


def add_clerk(hall: Hall) -> None:
    with hall.app.app_context(), database.transaction() as session:
        accounts.create_account(
            session,
            username="clerk of another district",
            name="汉窗口",
            posts=[Post(Role.WINDOW_CLERK, None, BUREAU_DISTRICT)],
            now=utc_now(),
        )


def ids_of_granted_application(hall: Hall, filer: System, key: str) -> dict[str, str]:
    """The ids of an application whose food permit was granted and issued."""
    application = file_restaurant(filer, LI, key=key)
    food = case_of(application, "SPJY-XB")
    grant(system(hall, "market_supervision"), food)
    do_jobs_and_papers(hall)
    with hall.app.app_context():
        case = case_row(food["number"])
        file = next(one.attachment for one in case.application_item.requirements if one.attachment)
        paper = next(one for one in application_row(application["number"]).papers if one.case_id == case.id)
        assert case.certificate_identifier is not None
        return {
            "applications": application["number"],
            "filings": application["number"],
            "cases": food["number"],
            "files": file.public_id,
            "papers": paper.public_id,
            "certificates": case.certificate_identifier,
        }


def mandate_of_the_resident(hall: Hall) -> str:
    """The id of a representation that the resident noted."""
    with hall.app.app_context(), database.transaction() as session:
        account = accounts.find_account(session, "li")
        assert account is not None
        child = Holder("李小样", IdentifierType.IDENTITY_CARD, "420102199001010049")
        resident = accounts.actor_of(account)
        return representations.state_representation(
            session, resident, child, Capacity.GUARDIAN, now=utc_now()
        ).public_id


def opinion_asked_of_market_supervision(hall: Hall) -> str:
    """The id of a request by the fire brigade for the opinion of market supervision."""
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    case = case_of(file_restaurant(market, LI, scenario=INSPECTED, key="for-an-opinion"), "XFJC-YYQ")
    assert fire.post(f"/cases/{case['number']}/acceptance").status_code == 200
    with hall.app.app_context():
        agency_code = actor_of("market_supervision").posts[0].agency_code
        assert agency_code is not None
        ask_opinion(actor_of("fire_rescue"), case["number"], agency_code=agency_code, question="面积")
        return str(database.reading().scalars(select(CaseOpinion.id)).one())


def absences_of_an_officer(hall: Hall) -> list[str]:
    """The ids of two absences of the officer of market supervision."""
    with hall.app.app_context():
        officer, colleague = (accounts.find_account(database.reading(), one) for one in ("shichang", "hecha"))
        assert officer is not None
        assert colleague is not None
        actor, people = accounts.actor_of(officer), (officer.public_id, colleague.public_id)
        for days in (0, 1):
            day = local_day(utc_now()) + timedelta(days=days)
            record_absence(actor, officer=people[0], substitute=people[1], first_on=day, last_on=day)
        return [str(one) for one in database.reading().scalars(select(OfficerAbsence.id))]


def view_of_an_officer(hall: Hall) -> str:
    """The id of a saved view of the officer of market supervision."""
    with hall.app.app_context():
        officer = accounts.find_account(database.reading(), "shichang")
        assert officer is not None
        save_view(accounts.actor_of(officer), "我的", {"mine": "1"})
        return str(database.reading().scalars(select(SavedView.id)).one())


def order_to_market_supervision(hall: Hall) -> str:
    """The number of a supervisor's order to market supervision."""
    with hall.app.app_context():
        agency_code = actor_of("market_supervision").posts[0].agency_code
        assert agency_code is not None
        words = OrderWords(agency_code, "", "请说明原因", local_day(utc_now()) + timedelta(days=3))
        supervisor = accounts.find_account(database.reading(), "jiancha")
        assert supervisor is not None
        return str(give_order(accounts.actor_of(supervisor), words))


def draft_of(hall: Hall, username: str) -> str:
    """The id of a new draft of this account."""
    with hall.app.test_request_context():
        account = accounts.find_account(database.reading(), username)
        assert account is not None
        offer = offers.current_offer(database.reading(), BUNDLE)
        return start_draft(accounts.actor_of(account), offer, LICENSED, DISTRICT)


def submitted_draft_of(hall: Hall, username: str) -> str:
    """The id of a draft of this account that waits for a joint applicant."""
    parties = [joint_applicant(holder_of_li()), joint_applicant(ZHANG.holder or holder_of_li())]
    public_id = draft_of(hall, username)
    with hall.app.app_context(), database.transaction() as session:
        draft = session.scalars(select(Draft).where(Draft.public_id == public_id)).one()
        draft.parties = [party.as_json() for party in parties]
        submission = DraftSubmission(Channel.ONLINE).as_json()
        ask_to_confirm(session, draft, parties, submission, now=utc_now())
    return public_id


def holder_of_li() -> Holder:
    assert LI.holder is not None
    return LI.holder


def test_every_id_is_known_to_this_test_and_somebody_elses_is_not_there(hall: Hall, story: Story) -> None:
    assert_known(hall, story)
    seen = {
        f"{asked.method} {asked.rule.rule} as {who}: {answer.status_code}"
        for asked in routes_with_ids(hall)
        for who in FOREIGN[asked.area]
        if is_let_in(hall, asked, who) and (answer := story.ask(who, asked)).status_code != 404
    }
    assert not seen


def assert_known(hall: Hall, story: Story) -> None:
    """Fails for a route or kind of id that is missing from the tables above."""
    for asked in routes_with_ids(hall):
        assert asked.area in FOREIGN, f"{asked.rule}: say who is foreign to this channel"
        for argument, kind in asked.ids:
            assert (asked.area, kind) in story.things, f"{asked.rule}: what does <{argument}> name?"


def is_let_in(hall: Hall, asked: Asked, who: str) -> bool:
    """Whether the role may use the route at all; access is checked before any id is looked up."""
    declared = declared_access(hall.app, asked.rule.endpoint, asked.method) or frozenset()
    if who.startswith("system of "):
        return Role.AGENCY_SYSTEM in declared
    with hall.app.app_context():
        account = accounts.find_account(database.reading(), who)
        assert account is not None
        return any(post.role in declared for post in account.posts)


def test_the_owners_own_ids_are_there(hall: Hall, story: Story) -> None:
    """Ensures that the previous test does not pass only because the ids do not exist."""
    missing = {
        f"{asked.rule.rule}: {answer.status_code}"
        for asked in routes_with_ids(hall)
        if asked.method == "GET"
        and (answer := story.ask(OWN[asked.area], asked)).status_code not in {200, 302, 303}
    }
    assert not missing
    assert len(list(routes_with_ids(hall))) >= 30
