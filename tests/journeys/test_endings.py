"""Every ending of a case at every place that shows or counts it: the outcome, and nothing that is over."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from guides.calendar import WorkingDays
from services_hall.applications.lifecycle import (
    CHECK_PENDING,
    GRANT_ENDED,
    GRANT_HOLDS,
    OUTCOMES,
    UNDECIDED,
    CaseOutcome,
    CaseState,
)
from services_hall.casework.lights import light_days
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.desks.list_query import TABS
from services_hall.domains import paper_title
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.supervision.clocks import clocks_by_agency, overdue_cases
from services_hall.web.rate_limits import limiter
from tests.support.case_decisions import case_row
from tests.support.endings import ENDINGS, FIRE, FOOD, REASON, RENEWAL, Site, bring_about, role_of
from tests.support.hall import Hall, Visitor, open_hall
from tests.support.notices import topics_of
from tests.support.restaurant import LI

TAGS: Final = re.compile(r"<[^>]+>|\s+")
OFFICERS: Final = {
    "market_supervision": "shichang",
    "urban_management": "chengguan",
    "fire_rescue": "xiaofang",
    "public_security": "gongan",
}


@dataclass(frozen=True)
class Shown:
    """What all pages say of an ending.

    `words` and `colour` of its tag; `paper` is the title of its last paper, `step` how the next step begins,
    `has_remedies` and `may_apply_again` what stands beside it.
    """

    words: str
    colour: str
    paper: str
    step: str
    has_remedies: bool = False
    may_apply_again: bool = False


def burdening(words: str, paper: str, step: str, *, again: bool = False) -> Shown:
    """An ending against which there are remedies."""
    return Shown(words, "red", paper, step, has_remedies=True, may_apply_again=again)


PLEASE: Final = "请您："
OPINION: Final = "公众聚集场所投入使用、营业前消防安全检查意见书"
OPEN_RESULT: Final = f"{PLEASE}打开“食品经营许可（新办）”的"
ENDED: Final = "原来的决定不再有效，所发证照请停止使用"
READY: Final = "已经办好。文书和证照在下面"
OVER: Final = (
    "第一次打开时算送达",
    "等待窗口领取",
    "请您：领取",
    "请您：打开",
    "申请人还没有打开",
    "下载电子证照",
)
"""What no page may say of a grant that has ended, once the decision that ended it is delivered."""
UNDELIVERED: Final = frozenset({"annulled_unopened", "annulled_to_collect"})
"""Endings of which the annulment itself still waits to be opened or collected."""
NOT_DELIVERED: Final = "没有送达；决定已经失效，不再交付"
"""What pages say of a grant that did not reach the applicant before its end."""
RECORD_ENDED: Final = frozenset({CaseState.RECORD_ANNULLED, CaseState.RECORD_CANCELLED})
OUTCOME_OF: Final = {**OUTCOMES, **dict.fromkeys(RECORD_ENDED, CaseOutcome.RECORDED)}
"""The outcome of a case in each state; that of any other grant that has ended is the grant."""
LISTED: Final = {"renewed_by_silence": "已办结·准予"}
"""The words of lists that do not read who decided, where they differ."""
SHOWN: Final[Mapping[str, Shown]] = {
    "refused": burdening("不予受理", "不予受理通知书", "不予受理的原因消除以后", again=True),
    "not_in_power": burdening(
        "不予受理（不属本部门职权）", "不予受理通知书", f"{PLEASE}向江岸区城市管理执法局申请"
    ),
    "no_licence": Shown(
        "不受理（依法不需要办理）", "", "不受理告知书", "这件事依法不用办", has_remedies=True
    ),
    "closed": burdening("退件（没有按期补正）", "退件通知书", "材料已经退回，这件不再办。", again=True),
    "terminated": burdening("终止办理", "终止办理告知书", "这件不再办。材料备齐以后", again=True),
    "terminated_by_officer": burdening("终止办理", "终止办理告知书", "这件不再办。换了场所", again=True),
    "withdrawn": Shown("已撤回申请", "", "撤回申请确认书", "这次申请已经撤回", may_apply_again=True),
    "denied": burdening("已办结·不予许可", "不予行政许可决定书", "没有办成的原因消除以后", again=True),
    "denied_unopened": burdening(
        "不予许可，待送达", "不予行政许可决定书", f"{OPEN_RESULT}不予行政许可决定书", again=True
    ),
    "granted": Shown("已办结·准予", "green", "准予行政许可决定书", READY),
    "granted_unopened": Shown("已准予，待送达", "green", "准予行政许可决定书", f"{OPEN_RESULT}决定或证照"),
    "granted_opened": Shown("已办结·准予", "green", "准予行政许可决定书", READY),
    "granted_to_collect": Shown("已准予，待送达", "green", "准予行政许可决定书", f"{PLEASE}领取“食品"),
    "granted_at_window": Shown("已办结·准予", "green", "准予行政许可决定书", READY),
    "granted_by_post": Shown("已办结·准予", "green", "准予行政许可决定书", READY),
    "deemed_accepted": Shown("已受理，审查中", "blue", "受理通知书", "部门正在办"),
    "renewed_by_silence": Shown("已办结·视为准予延续", "green", "准予延续行政许可决定书", READY),
    "granted_on_commitment": Shown("已按承诺准予，待核查", "green", OPINION, "已经按您的承诺准予"),
    "kept": Shown("已办结·准予", "green", OPINION, READY),
    "correction_ordered": Shown("责令限期改正", "amber", "责令限期改正通知书", "请您：改正“"),
    "broken": burdening("已撤销（曾准予）", "撤销行政许可决定书", ENDED),
    "annulled": burdening("已撤销（曾准予）", "撤销行政许可决定书", ENDED),
    "annulled_unopened": burdening("已撤销（曾准予）", "撤销行政许可决定书", f"{OPEN_RESULT}撤销行政"),
    "annulled_to_collect": burdening("已撤销（曾准予）", "撤销行政许可决定书", f"{PLEASE}领取“食品"),
    "grant_withdrawn": burdening("已撤回（曾准予）", "撤回行政许可决定书", ENDED),
    "cancelled": burdening("已注销（曾准予）", "注销行政许可决定书", "证照已经注销，请停止使用"),
    "recorded": Shown("已备案", "green", "备案凭证", "已备案。备案凭证在下面"),
    "record_annulled": burdening("备案已撤销", "撤销备案决定书", "原来的备案不再有效"),
    "record_cancelled": burdening("备案已注销", "注销备案决定书", "备案已经注销"),
    "registered": Shown("已办结·准予登记", "green", "登记通知书", READY),
    "not_registered": burdening("已办结·不予登记", "不予登记通知书", "没有办成的原因消除以后", again=True),
    "fee_demanded": Shown("已予以确认，待送达", "green", "行政确认决定书", f"{PLEASE}领取“居民身份证补领”"),
}


@dataclass(frozen=True)
class Walk:
    """The hall in which every ending has come about, the numbers of its cases, and the people who look."""

    hall: Hall
    numbers: Mapping[str, str]
    applicant: Visitor
    clerk: Visitor
    stranger: Visitor
    officers: Mapping[str, Visitor]
    site: Site
    lists: tuple[Mapping[str, str], ...]
    """The rows of the lists of the applicant and of the window, by number of the application."""
    exported: Mapping[str, dict[str, Any]]
    """The cases in the copy of the applicant's data, by their numbers."""

    def application(self, name: str) -> str:
        """The applicant's page of the case with this ending."""
        return self.applicant.get(f"/my/applications/{self.numbers[name][:-3]}").text

    def desk(self, name: str) -> str:
        """The officer's page of the case."""
        return self.officer(name).get(f"/desk/cases/{self.numbers[name]}").text

    def officer(self, name: str) -> Visitor:
        """The officer of the agency that handles the case."""
        return self.officers[role_of(ENDINGS[name].code)]

    def record(self, name: str) -> dict[str, Any]:
        """The case as the agency's system reads it."""
        return dict(self.site.desk(ENDINGS[name].code).get(f"/cases/{self.numbers[name]}").get_json())


@pytest.fixture(scope="module")
def walk(seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """One hall for all tests of this module, which only read."""
    folder = tmp_path_factory.mktemp("endings") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        site = Site(hall)
        numbers = bring_about(site)
        officers = {role: hall.sign_in(name) for role, name in OFFICERS.items()}
        applicant, clerk = hall.sign_in("li"), hall.sign_in("chuangkou")
        lists = (rows_of(applicant, "/my/"), rows_of(clerk, "/window/filings/"))
        exported = {
            case["number"]: case
            for application in applicant.post("/my/account/data").get_json()["applications"]
            for case in application["cases"]
        }
        yield Walk(hall, numbers, applicant, clerk, hall.visitor(), officers, site, lists, exported)


def rows_of(visitor: Visitor, path: str) -> dict[str, str]:
    """The rows of all pages of a list of applications."""
    rows: dict[str, str] = {}
    following: str | None = path
    while following:
        page = visitor.get(following).text
        for row in re.findall(r'<a class="row".*?</a>|<tr>.*?</tr>', page, re.DOTALL):
            if number := re.search(r"\d{15}[0-9A-Z]{2}", row):
                rows[number[0]] = row
        more = re.search(r'<a href="([^"]*after=[^"]*)"', page)
        following = more[1].replace("&amp;", "&") if more else None
    return rows


def text_of(page: str) -> str:
    """The words of the main part of a page, without blanks."""
    return TAGS.sub("", page.partition("<main")[2])


def headline(page: str) -> tuple[str, str]:
    """Words and colour at the top of an application's page."""
    found = re.search(r'panel status status--(\w*)".*?id="status-title">([^<]+)<', page, re.DOTALL)
    assert found is not None
    return found[2], found[1]


def first_step(page: str) -> str:
    found = re.search(r'<li class="next-steps__step[^>]*>(.*?)</li>', page, re.DOTALL)
    assert found is not None
    return TAGS.sub("", found[1])


def tag_colour(page: str, words: str) -> str:
    """The colour of the tag with these words."""
    found = re.search(rf'<span class="tag(?: tag--(\w+))?[^"]*">\s*{re.escape(words)}\s*<', page)
    assert found is not None, words
    return found[1] or ""


def last_paper(walk: Walk, name: str) -> tuple[str, str | None]:
    """Number of the paper with which the case ended, and why it has lapsed."""
    with walk.hall.app.test_request_context():
        papers = case_row(walk.numbers[name]).papers
        found = [one for one in papers if paper_title(one) == SHOWN[name].paper]
        assert found, [paper_title(one) for one in papers]
        return found[-1].number or "", found[-1].lapse_cause


def test_every_ending_is_walked(walk: Walk) -> None:
    assert set(SHOWN) == set(ENDINGS)
    assert {one.state for one in ENDINGS.values()} >= set(CaseState) - UNDECIDED
    with walk.hall.app.app_context():
        states = {name: case_row(number).state for name, number in walk.numbers.items()}
    assert states == {name: one.state for name, one in ENDINGS.items()}


@pytest.mark.parametrize("name", SHOWN)
def test_the_applicant_reads_the_outcome_first_and_nothing_that_is_over(walk: Walk, name: str) -> None:
    page, shown = walk.application(name), SHOWN[name]
    text = text_of(page)
    assert headline(page) == (shown.words, shown.colour)
    assert first_step(page).startswith(shown.step)
    assert ("不服这个结果，可以：" in text) is shown.has_remedies
    assert ("上次填的内容和文件会带到新的申请里" in text) is shown.may_apply_again
    assert tag_colour(page, shown.words) == shown.colour
    assert (NOT_DELIVERED in text) is (name in UNDELIVERED)
    assert not (name in UNDELIVERED and "下载电子证照" in text)
    if ENDINGS[name].state in GRANT_ENDED and name not in UNDELIVERED:
        for over in OVER:
            assert over not in text, over
    if ENDINGS[name].state not in UNDECIDED:
        assert "最迟作出决定" not in text
        assert "不想办了，撤回申请" not in text


@pytest.mark.parametrize("name", SHOWN)
def test_the_desk_and_the_window_say_the_same(walk: Walk, name: str) -> None:
    shown, number = SHOWN[name], walk.numbers[name]
    for page in (walk.desk(name), walk.clerk.get(f"/window/filings/{number[:-3]}").text):
        assert tag_colour(page, shown.words) == shown.colour
        text = text_of(page)
        assert (NOT_DELIVERED in text) is (name in UNDELIVERED)
        if ENDINGS[name].state in GRANT_ENDED and name not in UNDELIVERED:
            for over in (*OVER, "登记窗口交付", "申请人到窗口来领", "登记寄出", "正在生成", "最迟制证送达"):
                assert over not in text, over
    listed = walk.officer(name).get("/desk/", q=number, show=tab_of(ENDINGS[name].state)).text
    assert number in listed
    assert tag_colour(listed, LISTED.get(name, shown.words)) == shown.colour


def tab_of(state: CaseState) -> str:
    """The tab of the desk's list in which a case stands."""
    if state in UNDECIDED:
        return "accepted"
    return "check" if state in CHECK_PENDING else "done"


@pytest.mark.parametrize("name", SHOWN)
def test_lists_and_strangers_see_the_same_state_and_colour(walk: Walk, name: str) -> None:
    shown, number = SHOWN[name], walk.numbers[name][:-3]
    for rows in walk.lists:
        assert tag_colour(rows[number], shown.words) == shown.colour
    assert LI.identity_number is not None
    with walk.hall.app.app_context():
        limiter.reset()
    found = walk.stranger.post("/progress", {"number": number, "tail": LI.identity_number[-4:]}).text
    assert tag_colour(found, LISTED.get(name, shown.words)) == shown.colour
    for secret in (REASON, LI.name, "/my/papers/"):
        assert secret not in found


@pytest.mark.parametrize("name", SHOWN)
def test_programs_exports_and_whoever_checks_a_paper_are_told_the_same(walk: Walk, name: str) -> None:
    ending, record = ENDINGS[name], walk.record(name)
    outcome = None if ending.state in UNDECIDED else OUTCOME_OF.get(ending.state, "granted")
    assert (record["state"], record["outcome"]) == (ending.state, outcome)
    own = walk.exported[walk.numbers[name]]
    assert (own["state"], own["outcome"]) == (ending.state, outcome)
    number, lapse = last_paper(walk, name)
    answer = walk.site.clerk.get(f"/verifications/{number}").get_json()
    assert (answer["is_genuine"], answer["is_in_force"]) == (True, True), lapse
    assert (answer["state"], answer["outcome"]) == (ending.state, outcome)
    verdict = walk.stranger.get(f"/verify/{number}").text
    is_good = 'class="panel panel--good"' in verdict
    assert is_good is (SHOWN[name].colour != "red" and name not in {"no_licence", "withdrawn"})
    assert SHOWN[name].paper in text_of(verdict)
    assert LI.name not in verdict


def test_grants_are_published_and_counted_where_they_hold_or_held(walk: Walk) -> None:
    rows = published(walk)
    feed = walk.stranger.get("/grants.atom").text
    for name, number in walk.numbers.items():
        ending = ENDINGS[name]
        is_licence = ending.code in {FOOD, RENEWAL, FIRE}
        is_grant = ending.state in GRANT_HOLDS | (GRANT_ENDED - RECORD_ENDED)
        with walk.hall.app.app_context():
            public_id = case_row(number).public_id
        assert (public_id in rows) is (is_licence and is_grant), name
        assert (public_id in feed) is (is_licence and is_grant), name
        if public_id in rows:
            assert ("tag--red" in rows[public_id]) is (ending.state in GRANT_ENDED), name
            assert (">有效<" in rows[public_id]) is (ending.state not in GRANT_ENDED), name


def test_supervision_counts_decisions_grants_and_records_apart(walk: Walk) -> None:
    today, outcomes = local_day(utc_now()), Counter[str]()
    with walk.hall.app.app_context():
        for number in walk.numbers.values():
            outcomes[case_row(number).outcome or "open"] += 1
        since = utc_now() - timedelta(days=30)
        clocks = clocks_by_agency(reading(), days=light_days(today, WorkingDays({})), since=since)
        late = {one.number for one in overdue_cases(reading(), today=today, limit=200)}
    counted = [
        sum(part) for part in zip(*((one.decided, one.granted, one.recorded) for one in clocks), strict=True)
    ]
    decided = sum(outcomes[one] for one in ("granted", "denied", "refused", "not_in_power"))
    assert counted == [decided, outcomes["granted"], outcomes["recorded"]]
    assert not late & {walk.numbers[name] for name, one in ENDINGS.items() if one.state in GRANT_ENDED}


@pytest.mark.parametrize("role", OFFICERS)
def test_the_desks_tabs_count_and_show_what_belongs_there(walk: Walk, role: str) -> None:
    own = [name for name, one in ENDINGS.items() if role_of(one.code) == role]
    for key, tab in TABS.items():
        page = walk.officers[role].get("/desk/", show=key).text
        expected = [walk.numbers[name] for name in own if ENDINGS[name].state in tab.states]
        counted = re.search(rf'show={key}"[^>]*>[^<]*<span class="desk__count">(\d+)<', page)
        assert counted is not None, key
        assert int(counted[1]) == len(expected), key
        shown = {number for number in map(walk.numbers.get, own) if f"{number}" in page}
        assert shown == set(expected), key


def test_what_is_over_asks_nothing_of_anybody(walk: Walk) -> None:
    owed = walk.applicant.get("/my/").text.partition('id="owed-title"')[2].partition("</section>")[0]
    waiting = {name for name, number in walk.numbers.items() if number in owed}
    assert waiting == {"granted_to_collect", "annulled_to_collect", "fee_demanded", "correction_ordered"}
    for name in ("annulled_unopened", "annulled_to_collect"):
        answer = walk.clerk.post(
            "/window/collections", {"number": walk.numbers[name], "identifier": LI.identity_number}
        )
        assert 'name="receiver"' in answer.text
        assert re.search(rf"{NOT_DELIVERED}。.*撤销行政许可决定书：", text_of(answer.text), re.S)


def test_the_applicant_is_told_of_what_ended(walk: Walk) -> None:
    told = {
        "broken": [T.CORRECTION_ORDERED, T.GRANT_ENDED],
        "annulled": [T.GRANT_ENDED],
        "correction_ordered": [T.CORRECTION_ORDERED],
        "closed": [T.SUPPLEMENT_ASKED, T.DECIDED],
        "withdrawn": [T.WITHDRAWN],
    }
    for name, expected in told.items():
        topics = topics_of(walk.hall, "li", walk.numbers[name])
        rest = {T.RESULT_READY, T.PRIOR_NOTICE, T.ACCEPTED}
        found = [one for one in topics if one not in rest]
        granted = [T.DECIDED] if ENDINGS[name].state in GRANT_ENDED | CHECK_PENDING else []
        assert found == [*granted, *expected], name


def published(walk: Walk) -> dict[str, str]:
    """The rows of the published grants, by the public id of their cases."""
    rows: dict[str, str] = {}
    following: str | None = "/grants/"
    while following:
        page = walk.stranger.get(following).text
        rows |= dict(re.findall(r'<tr id="grant-([^"]+)">(.*?)</tr>', page, re.DOTALL))
        more = re.search(r'href="(/grants/\?after=[^"]+)"[^>]*rel="next"', page)
        following = more[1].replace("&amp;", "&") if more else None
    return rows
