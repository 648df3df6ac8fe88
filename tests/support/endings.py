"""Every way in which a case ends or its result ceases to hold, brought about through the API and the jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from secrets import token_hex
from typing import Any, Final

from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.lifecycle import CaseState
from services_hall.demo.certificates import demo_credit_code
from services_hall.use_cases.close_late_supplements import close_late_supplements
from services_hall.use_cases.deem_cases_accepted import deem_cases_accepted
from services_hall.use_cases.keep_commitment import keep_commitment
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.renew_by_silence import renew_by_silence
from services_hall.use_cases.terminate_unsupplied import terminate_unsupplied
from tests.support import tolerant_cases
from tests.support.agency_systems import System, actor_of, person_with_token, system
from tests.support.case_decisions import ARTICLES, STEPS_DONE, annul_after_correction, end_time
from tests.support.hall import Hall
from tests.support.restaurant import LI, request_body, send
from tests.support.source_certificates import body_from, days_ahead, food_permit, send_from, set_last_day
from tests.support.supplements import PLAN_DEMAND, in_days
from tests.support.tolerant_cases import DEFERRABLE
from tests.support.tolerant_cases import accept as accept_tolerantly
from tests.support.waiting_jobs import do_jobs_and_papers

S = CaseState
Wish = Mapping[str, Any]

REASON: Final = "操作间面积不足"
AGREED: Final[Wish] = {"way": "electronic", "consent": True}
UNOPENED: Final[Wish] = {"way": "electronic", "consent": False}
WINDOW: Final[Wish] = {"way": "window"}
POST: Final[Wish] = {"way": "post", "address": "武汉市江岸区样例路 1 号"}
FOOD, RENEWAL, SIGN, FIRE, SHOP, CARD = "SPJY-XB", "SPJY-YX", "HWZP-SZ", "XFJC-YYQ", "GTDJ-SL", "SFZ-BL"
SCENARIOS: Final[Mapping[str, Mapping[str, str]]] = {
    FOOD: tolerant_cases.SCENARIO,
    SIGN: {"lighting": "no"},
    CARD: {"age": "adult", "urgent": "no"},
    FIRE: {"handling": "commitment", "agent": "no"},
    SHOP: {"cooking": "fumes", "premises": "commercial", "form": "personal", "agent": "no"},
}
ROLES: Final = {SIGN: "urban_management", FIRE: "fire_rescue", CARD: "public_security"}
RULES: Final = {"annul": "licensing-69-1", "withdraw": "licensing-8", "cancel": "licensing-70"}
NOTICES: Final = {"annul": "annulment", "withdraw": "grant_withdrawal"}


class Site:
    """A hall with the systems of its agencies and of a window clerk who files for 李样例."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.clerk = person_with_token(hall, "chuangkou")
        self.desks = {role: system(hall, role) for role in {"market_supervision", *ROLES.values()}}
        self._keys, self._prefix = count(), token_hex(6)

    def desk(self, code: str) -> System:
        """The system of the agency that handles this item."""
        return self.desks[role_of(code)]

    def file(self, code: str = FOOD, wish: Wish = AGREED, *, without: tuple[str, ...] = ()) -> str:
        """The number of the only case of an application that a clerk files for the person at the window."""
        body = request_body(self.clerk, LI, SCENARIOS[code], code, consent=code != CARD)
        body["attachments"] = {key: id_ for key, id_ in body["attachments"].items() if key not in without}
        body |= {"delivery": dict(wish), "at_window": True, "incomplete": bool(without)}
        answer = send(self.clerk, body, f"{self._prefix}-{next(self._keys)}")
        assert answer.status_code == 201, answer.text
        (case,) = answer.get_json()["cases"]
        return str(case["number"])

    def act(self, code: str, number: str, action: str, body: Any = None) -> None:
        """The agency's action on the case."""
        answer = self.desk(code).post(f"/cases/{number}/{action}", body)
        assert answer.status_code == 200, answer.text

    def decide(self, number: str, outcome: str, code: str = FOOD) -> str:
        """Accept and decide; the number again."""
        self.act(code, number, "acceptance")
        body: dict[str, Any] = {"outcome": outcome, "licence_checked": True, **STEPS_DONE}
        if outcome == "deny":
            body |= {"basis_key": ARTICLES[code], "reason": REASON}
        elif code == SHOP:
            body["assigned_code"] = demo_credit_code(number)
        self.act(code, number, "decision", body)
        return number

    def granted(self, wish: Wish = AGREED, code: str = FOOD) -> str:
        """A grant whose result is ready."""
        number = self.decide(self.file(code, wish), "grant", code)
        do_jobs_and_papers(self.hall)
        return number

    def end(self, number: str, end: str, code: str = FOOD, article: str = "") -> str:
        """End what was granted or recorded, after the prior notice and the statement where they are due."""
        rule = article or RULES[end]
        if end in NOTICES:
            notice = {"kind": NOTICES[end], "facts": REASON, "notice_article": rule}
            self.act(code, number, "end-notices", {**notice, "answer_until": in_days(1).isoformat()})
            self.act(code, number, "statements", {"statement": "希望保留"})
        ground = "holder_request" if end == "cancel" else None
        body = {"end": end, "end_article": rule, "end_reason": REASON, "ground": ground}
        self.act(code, number, "grant-end", body)
        return number

    def let_pass(self, number: str, column: str) -> None:
        """Let a due day of the case lie in the past; needs no context."""
        with self.hall.app.app_context():
            end_time(number, column)


@dataclass(frozen=True)
class Ending:
    """How a case ends: the state that it leads to, and how it is brought about."""

    state: CaseState
    bring: Callable[[Site], str]
    code: str = FOOD


def role_of(code: str) -> str:
    """The class of agencies that handles this item."""
    return ROLES.get(code, "market_supervision")


def _refused(site: Site) -> str:
    number = site.file()
    site.act(FOOD, number, "refusal", {"reason": "提交的营业执照已被吊销", "basis_key": ARTICLES[FOOD]})
    return number


def _not_in_power(site: Site) -> str:
    number = site.file()
    with site.hall.app.app_context():
        body = actor_of("urban_management").posts[0].agency_code
    site.act(FOOD, number, "no-power", {"reason": "流动摊点由城市管理部门管理", "body": body})
    return number


def _no_licence(site: Site) -> str:
    number = site.file()
    site.act(FOOD, number, "no-licence", {"reason": "只销售预包装食品，依法备案即可，不需要取得许可"})
    return number


def _closed(site: Site) -> str:
    number = site.file()
    notice = {"demands": [dict(PLAN_DEMAND)], "due_on": in_days(20).isoformat()}
    site.act(FOOD, number, "supplement-notice", notice)
    site.let_pass(number, "supplement_due_on")
    with site.hall.app.app_context():
        close_late_supplements()
    return number


def _terminated(site: Site) -> str:
    number = site.file(without=(DEFERRABLE,))
    assert site.clerk.post(f"/cases/{number}/tolerance").status_code == 200
    with site.hall.app.app_context():
        accept_tolerantly(number)
    site.let_pass(number, "tolerance_due_on")
    with site.hall.app.app_context():
        terminate_unsupplied()
    return number


def _terminated_by_officer(site: Site) -> str:
    number = site.file()
    site.act(FOOD, number, "acceptance")
    site.act(FOOD, number, "termination", {"termination_ground": "object_gone", "termination_facts": REASON})
    return number


def _withdrawn(site: Site) -> str:
    number = site.file()
    answer = site.clerk.post(f"/applications/{number[:-3]}/withdrawal", {"reason": "换了经营场所"})
    assert answer.status_code == 200, answer.text
    return number


def _opened(site: Site) -> str:
    number = site.granted(UNOPENED)
    application = number[:-3]
    visitor = site.hall.sign_in("li")
    page = visitor.get(f"/my/applications/{application}").text
    identifier = str(site.desk(FOOD).get(f"/cases/{number}").get_json()["certificate_identifier"])
    assert identifier in page
    assert visitor.get(f"/my/certificates/{identifier}.pdf").status_code == 200
    return number


def _handed_over(site: Site) -> str:
    number = site.granted(WINDOW)
    site.act(FOOD, number, "delivery", {"step": "hand_over", "receiver": LI.name})
    return number


def _posted(site: Site) -> str:
    number = site.granted(POST)
    site.act(FOOD, number, "delivery", {"step": "post", "tracking_number": "EX000000001CN"})
    site.act(FOOD, number, "delivery", {"step": "confirm_receipt", "receiver": LI.name})
    return number


def _deemed_accepted(site: Site) -> str:
    number = site.file()
    site.let_pass(number, "acceptance_due_on")
    with site.hall.app.app_context():
        deem_cases_accepted()
    return number


def _renewed(site: Site) -> str:
    permit = food_permit(site.hall, days_ahead(60), source="permit-to-renew")
    body = body_from(site.clerk, RENEWAL, permit) | {"at_window": True}
    answer = send_from(site.clerk, body, "renewal-by-silence")
    assert answer.status_code == 201, answer.text
    number = str(answer.get_json()["cases"][0]["number"])
    site.act(FOOD, number, "acceptance")
    set_last_day(site.hall, permit, days_ahead(-1))
    with site.hall.app.app_context():
        renew_by_silence()
    return number


def _kept(site: Site) -> str:
    number = site.granted(code=FIRE)
    with site.hall.app.app_context():
        keep_commitment(actor_of("fire_rescue"), number, "现场与承诺一致")
    return number


def _correction_ordered(site: Site) -> str:
    number = site.granted(code=FIRE)
    with site.hall.app.app_context():
        order_correction(actor_of("fire_rescue"), number, CorrectionOrder("疏散通道被占用", in_days(5)))
    return number


def _broken(site: Site) -> str:
    number = site.granted(code=FIRE)
    with site.hall.app.app_context():
        annul_after_correction(actor_of("fire_rescue"), number)
    return number


def _card(site: Site) -> str:
    number = site.granted(WINDOW, CARD)
    site.act(CARD, number, "delivery", {"step": "make"})
    return number


ENDINGS: Final[Mapping[str, Ending]] = {
    "refused": Ending(S.REFUSED, _refused),
    "not_in_power": Ending(S.NOT_IN_POWER, _not_in_power),
    "no_licence": Ending(S.NO_LICENCE_NEEDED, _no_licence),
    "closed": Ending(S.CLOSED, _closed),
    "terminated": Ending(S.TERMINATED, _terminated),
    "terminated_by_officer": Ending(S.TERMINATED, _terminated_by_officer),
    "withdrawn": Ending(S.WITHDRAWN, _withdrawn),
    "denied": Ending(S.DENIED, lambda site: site.decide(site.file(), "deny")),
    "denied_unopened": Ending(S.DENIED, lambda site: site.decide(site.file(wish=UNOPENED), "deny")),
    "granted": Ending(S.GRANTED, Site.granted),
    "granted_unopened": Ending(S.GRANTED, lambda site: site.granted(UNOPENED)),
    "granted_opened": Ending(S.GRANTED, _opened),
    "granted_to_collect": Ending(S.GRANTED, lambda site: site.granted(WINDOW)),
    "granted_at_window": Ending(S.GRANTED, _handed_over),
    "granted_by_post": Ending(S.GRANTED, _posted),
    "deemed_accepted": Ending(S.ACCEPTED, _deemed_accepted),
    "renewed_by_silence": Ending(S.GRANTED, _renewed, RENEWAL),
    "granted_on_commitment": Ending(S.GRANTED_ON_COMMITMENT, lambda site: site.granted(code=FIRE), FIRE),
    "kept": Ending(S.GRANTED, _kept, FIRE),
    "correction_ordered": Ending(S.CORRECTION_ORDERED, _correction_ordered, FIRE),
    "broken": Ending(S.ANNULLED, _broken, FIRE),
    "annulled": Ending(S.ANNULLED, lambda site: site.end(site.granted(), "annul")),
    "annulled_unopened": Ending(S.ANNULLED, lambda site: site.end(site.granted(UNOPENED), "annul")),
    "annulled_to_collect": Ending(S.ANNULLED, lambda site: site.end(site.granted(WINDOW), "annul")),
    "grant_withdrawn": Ending(S.GRANT_WITHDRAWN, lambda site: site.end(site.granted(), "withdraw")),
    "cancelled": Ending(S.GRANT_CANCELLED, lambda site: site.end(site.granted(), "cancel")),
    "recorded": Ending(S.RECORDED, lambda site: site.file(SIGN), SIGN),
    "record_annulled": Ending(
        S.RECORD_ANNULLED, lambda site: site.end(site.file(SIGN), "annul", SIGN, "sr-11"), SIGN
    ),
    "record_cancelled": Ending(
        S.RECORD_CANCELLED, lambda site: site.end(site.file(SIGN), "cancel", SIGN, "sr-11"), SIGN
    ),
    "registered": Ending(S.GRANTED, lambda site: site.granted(code=SHOP), SHOP),
    "not_registered": Ending(S.DENIED, lambda site: site.decide(site.file(SHOP), "deny", SHOP), SHOP),
    "fee_demanded": Ending(S.GRANTED, _card, CARD),
}
"""The endings by name; besides them the ways of delivery, and what only looks like an ending."""


def bring_about(site: Site) -> dict[str, str]:
    """The number of a case that has come to each ending, its papers made."""
    numbers = {name: ending.bring(site) for name, ending in ENDINGS.items()}
    do_jobs_and_papers(site.hall)
    return numbers
