"""The second act of `make demo`: what happens when an application is not simply granted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from services_hall.clock import local_day, utc_now
from services_hall.demo.accounts import DISTRICT, RESIDENTS
from services_hall.demo.api_client import System, wait_for
from services_hall.demo.applicant import ANSWERS, FILER, STEPS_DONE, demo_value
from services_hall.demo.files import picture
from services_hall.demo.story import DemoFailed, Story

FOOD: Final = "SPJY-XB"
SCENARIO: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
SUPPLEMENT_DAYS: Final = 10
APPLICANT: Final = RESIDENTS[1]
ARTICLE: Final = "spjy-12"
LAYOUT: Final = "layout-plan"
PROCESS: Final = "process-flow"
FRAUD: Final = "licensing-69-2"
TOLERANCE_DAYS: Final = 2
STATEMENT_DAYS: Final = 10
Application = Mapping[str, Any]


def show_hard_cases(story: Story, systems: Mapping[str, System]) -> list[Application]:
    """Let agencies ask, deny and stop; returns the applications, so that their papers can be fetched."""
    market = systems[FILER]
    return [
        _supplement_and_denial(story, market),
        _withdrawal(story, market),
        _tolerance_and_annulment(story, market),  # whoever got a licence by fraud cannot apply again
    ]


def _supplement_and_denial(story: Story, market: System) -> Application:
    with story.step("先交后补：少一份材料也先收下，回执写明缺什么") as report:
        application = _file(market, key="demo-incomplete", without=LAYOUT)
        (case,) = application["cases"]
        report(f"{case['item_name']} {case['number']}，已收件，缺 1 份")
    with story.step("部门一次告知补正，申请人补齐") as report:
        due_on = local_day(utc_now()) + timedelta(days=SUPPLEMENT_DAYS)
        demand = {
            "target": f"material.{LAYOUT}",
            "problem": "没有提交经营场所布局图",
            "way_out": "请提交标明尺寸的布局图",
        }
        body = {"demands": [demand], "due_on": due_on.isoformat()}
        asked = market.post(f"/cases/{case['number']}/supplement-notice", json=body)
        given = {LAYOUT: _upload(market)}
        supplied = market.post(f"/cases/{case['number']}/supplement", json={"attachments": given})
        _expect(asked["state"] == "supplement_asked", asked)
        _expect(supplied["state"] == "received", supplied)
        report(f"补正告知书，请于 {due_on} 前补正；已经补齐，重新计算受理期限")
    with story.step("受理后审查，不予许可：理由、条文、救济途径都写在决定书上") as report:
        market.post(f"/cases/{case['number']}/acceptance")
        decision = {
            "outcome": "deny",
            "reason": "经营场所与污染源的距离不符合规定。",
            "basis_key": ARTICLE,
            **STEPS_DONE,
        }
        denied = market.post(f"/cases/{case['number']}/decision", json=decision)
        _expect(denied["outcome"] == "denied", denied)
        report("结果：不予许可，申请状态不会显示成“办成”")
    return _when_made(market, application["number"])


def _tolerance_and_annulment(story: Story, market: System) -> Application:
    with story.step("容缺受理：缺一份次要材料，申请人承诺后先受理、先审查") as report:
        application = _file(market, key="demo-tolerant", without=PROCESS)
        (case,) = application["cases"]
        address = f"/cases/{case['number']}"
        market.post(f"{address}/tolerance")
        until = local_day(utc_now()) + timedelta(days=TOLERANCE_DAYS)
        accepted = market.post(f"{address}/tolerant-acceptance", json={"supply_until": until.isoformat()})
        _expect(accepted["state"] == "accepted_tolerantly", accepted)
        report(f"容缺受理通知书，{until} 前补齐；补齐以前不发证")
    with story.step("补齐以后准予许可") as report:
        supplied = market.post(f"{address}/supply", json={"attachments": {PROCESS: _upload(market)}})
        _expect(supplied["state"] == "accepted", supplied)
        granted = market.post(f"{address}/decision", json={"outcome": "grant", **STEPS_DONE})
        _expect(granted["outcome"] == "granted", granted)
        made = _when_made(market, application["number"], is_issued=True)
        report(f"证照 {made['cases'][0]['certificate_identifier']}")
    with story.step("查明材料不实：先告知、听取申辩，再撤销，证照同时注销") as report:
        until = local_day(utc_now()) + timedelta(days=STATEMENT_DAYS)
        facts = "申请时提交的操作流程说明不真实"
        notice = {
            "kind": "annulment",
            "facts": facts,
            "notice_article": FRAUD,
            "answer_until": until.isoformat(),
        }
        market.post(f"{address}/end-notices", json=notice)
        market.post(f"{address}/statements", json={"statement": "没有异议。"})
        ending = {"end": "annul", "end_article": FRAUD, "end_reason": facts}
        annulled = market.post(f"{address}/grant-end", json=ending)
        _expect(annulled["state"] == "annulled", annulled)
        report("结果仍记作“曾准予”，现在的状态是“已撤销”；原决定书核验为“已失效”")
    return _when_made(market, application["number"])


def _withdrawal(story: Story, market: System) -> Application:
    with story.step("申请人在决定以前撤回申请") as report:
        application = _file(market, key="demo-withdrawn")
        body = {"reason": "换了经营场所"}
        withdrawn = market.post(f"/applications/{application['number']}/withdrawal", json=body)
        _expect(withdrawn["state"] == "withdrawn", withdrawn)
        report(f"{application['number']} 已撤回，撤回申请确认书随后生成")
    return _when_made(market, application["number"])


def _file(market: System, *, key: str, without: str | None = None) -> Any:
    """File a food permit; with `without`, incomplete on confirmation."""
    guided = market.get(f"/scenarios/{FOOD}", params=SCENARIO)
    holder = {"name": APPLICANT.name, "identifier_type": "111", "identifier": APPLICANT.identity_number}
    check = {"code": FOOD, "scenario": SCENARIO, "holder": holder, "consent": True}
    checked = market.post("/waiver-checks", json=check)
    waived = {row["key"] for row in checked["items"] if row["outcome"] == "proved"}
    wanted = [one["key"] for one in guided["materials"] if one["key"] not in {*waived, without}]
    answers = {one["key"]: demo_value(one, ANSWERS) for one in guided["form_fields"]}
    body = {
        "code": FOOD,
        "division_code": DISTRICT,
        "holder": holder,
        "phone": APPLICANT.phone,
        "scenario": SCENARIO,
        "answers": {name: text for name, text in answers.items() if text},
        "attachments": {material: _upload(market) for material in wanted},
        "editions": {item["code"]: item["edition"] for item in guided["items"]},
        "consent": True,
        "incomplete": without is not None,
    }
    return market.post("/applications", json=body, headers={"Idempotency-Key": key})


def _upload(market: System) -> str:
    file = {"file": ("材料.png", picture(), "image/png")}
    return str(market.post("/attachments", files=file)["id"])


def _when_made(market: System, number: str, *, is_issued: bool = False) -> Application:
    """The application once all its papers are made, and with `is_issued` its certificates too."""

    def look() -> Application | None:
        application: Application = market.get(f"/applications/{number}")
        is_made = all(paper["is_made"] for paper in application["papers"])
        has_certificates = all(case["certificate_identifier"] for case in application["cases"])
        return application if is_made and (has_certificates or not is_issued) else None

    made: Application = wait_for(look, f"papers of {number}")
    return made


def _expect(holds: bool, answer: Mapping[str, Any]) -> None:
    if not holds:
        raise DemoFailed(f"unexpected answer: {answer.get('state')} {answer.get('outcome')}")
