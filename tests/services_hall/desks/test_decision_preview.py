"""Preview of a decision: the paper and the certificate as they will be, and nothing of it stays."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import pytest
from sqlalchemy import func, select

from services_hall.applications.models import CaseEvent, CasePaper
from services_hall.database import reading
from services_hall.jobs.models import Job
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row, certificates_of, decision_body
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

NUMBER = "JY14201020000017"


def kept(hall: Hall, number: str) -> tuple[object, ...]:
    """What a decision would change."""
    with hall.app.app_context():
        reading().expire_all()
        case = case_row(number)
        counts = [
            reading().scalar(select(func.count()).select_from(model)) for model in (CaseEvent, CasePaper, Job)
        ]
        return (case.state, case.decided_at, case.reason, case.result_entry, case.subject_name, *counts)


def frames(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'srcdoc="([^"]*)"', page)]


@pytest.fixture
def food(either_hall: Hall) -> str:
    """The number of an accepted case."""
    market = system(either_hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert accept(market, case).status_code == 200
    return str(case["number"])


def test_a_grant_is_seen_before_it_is_confirmed(either_hall: Hall, food: str) -> None:
    officer, path, before = either_hall.sign_in("shichang"), f"/desk/cases/{food}", kept(either_hall, food)
    typed = {
        **decision_body({"item_code": "SPJY-XB"}, "grant", "符合条件"),
        "result_number": NUMBER,
        "result_fields.food_items": "只做热食<b>",
    }
    assert f'action="{path}/decision/preview' in officer.get(path, act="grant").text
    seen = officer.post(f"{path}/decision/preview", typed)
    assert seen.status_code == 200
    paper, certificate = frames(seen.text)
    assert "说明：符合条件" in paper
    assert "预览：还没有决定" in paper
    assert "预览：还没有决定" in certificate
    assert NUMBER in certificate
    assert "只做热食&lt;b&gt;" in certificate
    assert "（制作时编号）" in paper
    assert "<svg" not in paper + certificate
    assert "1.2.156.3005.2" not in certificate
    for page in (paper, certificate):
        (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = b64encode(sha256(sheet.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in seen.headers["Content-Security-Policy"]
    assert kept(either_hall, food) == before
    assert certificates_of(either_hall, "food-business-permit") == 0
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', seen.text))
    assert hidden["result_fields.food_items"] == "只做热食&lt;b&gt;"
    changed = officer.post(f"{path}/decision/change", typed)
    assert 'value="只做热食&lt;b&gt;"' in changed.text
    assert officer.post(f"{path}/decision", typed).status_code == 303
    do_jobs(either_hall)
    assert certificates_of(either_hall, "food-business-permit") == 1


def test_a_denial_is_seen_with_its_remedies_and_without_a_certificate(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{case['number']}"
    before = kept(hall, case["number"])
    seen = officer.post(f"{path}/decision/preview", decision_body(case, "deny", "操作间面积不足"))
    (paper,) = frames(seen.text)
    assert "操作间面积不足" in paper
    assert "行政复议" in paper
    assert kept(hall, case["number"]) == before
    refused = officer.post(f"{path}/decision/preview", {"outcome": "deny", "reason": "面积不足"})
    assert refused.status_code == 422
    assert 'id="error-basis_key"' in refused.text
    assert officer.post(f"{path}/decision", decision_body(case, "deny", "操作间面积不足")).status_code == 303
    late = officer.post(f"{path}/decision/preview", decision_body(case, "deny", "操作间面积不足"))
    assert late.status_code == 409


def test_a_grant_on_commitment_is_seen_before_it_is_confirmed(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    opinion = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    officer, path = hall.sign_in("xiaofang"), f"/desk/cases/{opinion['number']}"
    before = kept(hall, opinion["number"])
    assert f'action="{path}/commitment/preview' in officer.get(path).text
    paper, certificate = frames(officer.post(f"{path}/commitment/preview").text)
    assert "书面承诺" in paper
    assert "消防安全检查意见书" in certificate
    assert kept(hall, opinion["number"]) == before
    assert officer.post(f"{path}/decision/change", {}).status_code == 200
    assert officer.post(f"{path}/commitment").status_code == 303
