"""`make demo`: the restaurant scenario from start to end over HTTP, without a browser, on fresh data."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from rich.console import Console
from rich.table import Table

from services_hall.demo.accounts import (
    DISTRICT,
)
from services_hall.demo.api_client import System, json_answer, signed_in, wait_for
from services_hall.demo.applicant import APPLICANT, BUNDLE, FILER, SCENARIO, STEPS_DONE, demo_value
from services_hall.demo.certificates import demo_credit_code
from services_hall.demo.files import picture
from services_hall.demo.hard_cases import show_hard_cases
from services_hall.demo.story import DemoFailed, Story
from services_hall.runtime.child_processes import own_command

OUTPUT: Final = Path("demo-output")
AGENCIES: Final = ("market_supervision", "fire_rescue", "urban_management", "tobacco_monopoly")


def main() -> int:
    """Run the demonstration; returns 0 when papers and certificates are written to demo-output."""
    console = Console()
    story = Story(console)
    try:
        with tempfile.TemporaryDirectory(prefix="services-hall-demo-") as folder:
            _run(story, Path(folder))
    except (DemoFailed, httpx.HTTPError, subprocess.CalledProcessError) as failure:
        console.print(f"[red]the demonstration failed:[/red] {failure}")
        return 1
    total = time.monotonic() - story.started
    console.print(f"\n[bold]办好了[/bold]，共 {total:.1f} 秒。文书和证照在 {OUTPUT.resolve()}")
    return 0


def _run(story: Story, folder: Path) -> None:
    port = _free_port()
    base_url = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HALL_")}
    environ |= {"HALL_DATA_DIR": str(folder), "HALL_BASE_URL": base_url, "PORT": str(port)}
    with story.step("建库，载入 3,702 个行政区划、部门、日历、办事指南和演示证照"):
        for words in (("init",), ("seed", "--demo")):
            subprocess.run(own_command(*words), env=environ, check=True, capture_output=True)  # noqa: S603
    with _server(story, environ, base_url), httpx.Client(base_url=base_url, timeout=20) as http:
        _restaurant(story, http, base_url)


def _restaurant(story: Story, http: httpx.Client, base_url: str) -> None:
    systems = {role: System(role, signed_in(base_url, role)) for role in AGENCIES}
    filer = systems[FILER]
    with story.step(f"情景引导：答 {len(SCENARIO)} 个问题，知道要办什么、带什么") as report:
        guided = json_answer(http.get(f"/api/v1/scenarios/{BUNDLE}", params=SCENARIO))
        if guided["unanswered"] or guided["stops"]:
            raise DemoFailed(f"the scenario is not settled: {guided['unanswered']} {guided['stops']}")
        report(f"{len(guided['items'])} 个事项，{len(guided['materials'])} 份材料")
        report("、".join(f"{item['name']}（第 {item['edition']} 版）" for item in guided["items"]))
    number = _file(story, filer, guided)
    _decide_all(story, systems, filer, number)
    application = _wait_for_delivery(story, filer, number)
    _fetch(story, filer, http, application)
    _summary(story, application)
    for hard_case in show_hard_cases(story, systems):
        _fetch_papers(story, filer, http, hard_case)


def _file(story: Story, filer: System, guided: Mapping[str, Any]) -> str:
    holder = {"name": APPLICANT.name, "identifier_type": "111", "identifier": APPLICANT.identity_number}
    with story.step("证照库核验：已有的不再提交") as report:
        body = {"code": BUNDLE, "scenario": SCENARIO, "holder": holder, "consent": True}
        checked = filer.post("/waiver-checks", json=body)
        waived = {row["key"] for row in checked["items"] if row["outcome"] == "proved"}
        for row in checked["items"]:
            report(f"{row['name']}：{'免提交，' if row['key'] in waived else ''}{row['detail']}")
    missing = [one for one in guided["materials"] if one["key"] not in waived and one["from_item"] is None]
    with story.step(f"上传其余 {len(missing)} 份材料") as report:
        file = {"file": ("材料.png", picture(), "image/png")}
        uploaded = {one["key"]: filer.post("/attachments", files=file)["id"] for one in missing}
        report("、".join(one["name"] for one in missing))
    with story.step("一次申请") as report:
        answers = {one["key"]: demo_value(one) for one in guided["form_fields"]}
        body = {
            "code": BUNDLE,
            "division_code": DISTRICT,
            "holder": holder,
            "phone": APPLICANT.phone,
            "scenario": SCENARIO,
            "answers": {key: text for key, text in answers.items() if text},
            "attachments": uploaded,
            "editions": {item["code"]: item["edition"] for item in guided["items"]},
            "consent": True,
            "delivery": {"way": "electronic", "consent": True},
        }
        response = filer.post("/applications", json=body, headers={"Idempotency-Key": "demo-restaurant"})
        again = filer.post("/applications", json=body, headers={"Idempotency-Key": "demo-restaurant"})
        if again["number"] != response["number"]:
            raise DemoFailed("the same request created two applications")
        report(f"申请编号 {response['number']}，{len(response['cases'])} 个办件同时分到各部门")
        report("同一请求再发一次，仍是这一件")
    number: str = response["number"]
    return number


def _decide_all(story: Story, systems: Mapping[str, System], filer: System, number: str) -> None:
    cases = filer.get(f"/applications/{number}")["cases"]
    recorded = [case["item_name"] for case in cases if case["outcome"] == "recorded"]
    title = f"{len(cases) - len(recorded)} 个办件由各部门并行受理、决定"
    with story.step(title) as report, ThreadPoolExecutor(4) as desks:
        for name in recorded:
            report(f"{name}：收到材料当场备案，不用受理和决定")
        for line in filter(None, desks.map(_decide_cases_of, systems.values())):
            report(line)


def _grant_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a grant; a registration assigns a credit code."""
    body = {"outcome": "grant", **STEPS_DONE}
    if case["item_code"] == "GTDJ-SL":
        body["assigned_code"] = demo_credit_code(case["number"])
    return body


def _decide_cases_of(system: System) -> str:
    """Let one agency decide on its own desk while the others do the same; what it did, if anything."""
    started_at, lines = time.monotonic(), []
    for case in system.get("/cases")["items"]:
        accepted = system.post(f"/cases/{case['number']}/acceptance")
        decided = system.post(f"/cases/{case['number']}/decision", json=_grant_of(case))
        due = f"，承诺 {accepted['decision_due_on']} 前" if accepted["decision_due_on"] else ""
        way = "，按告知承诺当场决定" if decided["is_by_commitment"] else ""
        lines.append(f"{decided['agency_name']}：{decided['item_name']}{due}{way}")
    return "；".join(lines) + f" [{time.monotonic() - started_at:.2f} s]" if lines else ""


def _wait_for_delivery(story: Story, filer: System, number: str) -> dict[str, Any]:
    with story.step("生成文书，制作、签名并送达电子证照") as report:
        application: dict[str, Any] = wait_for(lambda: _when_ready(filer, number), "papers and certificates")
        issued = [case for case in application["cases"] if case["certificate_identifier"]]
        report(f"{len(application['papers'])} 份文书，{len(issued)} 个电子证照")
        report(f"{len(application['cases'])} 个办件都有了结果")
    return application


def _when_ready(filer: System, number: str) -> dict[str, Any] | None:
    application: dict[str, Any] = filer.get(f"/applications/{number}")
    papers_made = all(paper["is_made"] for paper in application["papers"])
    delivered = all(case["delivered_at"] for case in application["cases"])
    return application if papers_made and delivered else None


def _fetch(story: Story, filer: System, http: httpx.Client, application: Mapping[str, Any]) -> None:
    OUTPUT.mkdir(exist_ok=True)
    for old in OUTPUT.glob("*.pdf"):
        old.unlink()
    _fetch_papers(story, filer, http, application)
    issued = [case for case in application["cases"] if case["certificate_identifier"]]
    with story.step("取回电子证照，陌生人核验") as report:
        for case in issued:
            identifier = case["certificate_identifier"]
            _save(f"证照-{case['item_name']}.pdf", filer.http.get(f"/api/v1/certificates/{identifier}"))
            check = json_answer(http.get(f"/api/v1/verifications/{identifier}"))
            if not (check["is_genuine"] and check["is_in_force"]):
                raise DemoFailed(f"a certificate does not verify: {check['status']}")
            report(f"{check['title']}：真实、有效，{check['issued_by']}，持有人 {check['holder_name']}")


def _fetch_papers(story: Story, filer: System, http: httpx.Client, application: Mapping[str, Any]) -> None:
    """Save the papers of an application, each under the title that its verification tells."""
    names = {case["number"]: case["item_name"] for case in application["cases"]}
    with story.step(f"取回 {len(application['papers'])} 份文书并核验") as report:
        for paper in application["papers"]:
            check = json_answer(http.get(f"/api/v1/verifications/{paper['number']}"))
            name = "-".join(filter(None, (check["title"], names.get(paper["case"]), application["number"])))
            _save(f"{name}.pdf", filer.http.get(paper["file"]))
            report(f"{check['title']}：{'真实、有效' if check['is_in_force'] else '真实，已失效'}")


def _summary(story: Story, application: Mapping[str, Any]) -> None:
    table = Table(title=f"{application['name']} {application['number']}")
    for heading in ("办件", "部门", "材料怎么来的", "证照"):
        table.add_column(heading, overflow="fold")
    ways = {"file": "上传", "certificate": "免提交（证照库）", "this_application": "免提交（本次办理）"}
    for case in application["cases"]:
        materials = [
            f"{one['name']}：{ways.get(one['met_by'], one['met_by'])}" for one in case["requirements"]
        ]
        certificate = case["certificate_identifier"] or "（没有证照）"
        table.add_row(case["item_name"], case["agency_name"], "\n".join(materials), certificate)
    story.console.print(table)


@contextmanager
def _server(story: Story, environ: Mapping[str, str], base_url: str) -> Iterator[None]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(own_command("serve"), env=environ, stdout=log, stderr=log)  # noqa: S603
        try:
            with story.step("启动服务和后台"):
                wait_for(lambda: process.poll() is not None or _is_up(base_url), "server")
                if process.poll() is not None:
                    log.seek(0)
                    raise DemoFailed(log.read().decode(errors="replace")[-2000:])
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _is_up(base_url: str) -> bool:
    try:
        return httpx.get(f"{base_url}/readyz", timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _save(name: str, answer: httpx.Response) -> None:
    if answer.status_code != httpx.codes.OK or not answer.content.startswith(b"%PDF"):
        raise DemoFailed(f"{name}: no PDF came back ({answer.status_code})")
    (OUTPUT / name.replace("/", "_")).write_bytes(answer.content)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
