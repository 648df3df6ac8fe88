"""Valid and invalid API requests of agencies' systems."""

from typing import Any, Final

from comparison.visitors import Program
from comparison.world import (
    BUNDLE,
    DISTRICT,
    INSPECTED,
    LI,
    LICENSED,
    STEPS_DONE,
    SYSTEMS,
    WANG,
    Guided,
    Person,
    World,
    picture,
)

FILER: Final = "market_supervision"
NO_FILES: Final = (("空的.pdf", b""), ("假的.pdf", b"hello"), ("文书.png", b"%PDF-1.7\n"))


def filing(world: World) -> None:
    """Waivers, files, applications with every error, and a valid one."""
    program = world.program(FILER)
    guided = world.guided(BUNDLE, INSPECTED)
    _waivers(world, guided)
    for name, data in NO_FILES:
        program.ask("POST", "/api/v1/attachments", files={"file": (name, data)})
    program.ask("POST", "/api/v1/attachments")
    body = _request(program, guided, LI)
    _wrong_requests(program, body)
    filed = program.api("/applications", body, Idempotency_Key="compare-1")
    world.numbers[FILER] = filed["number"]
    program.api("/applications", body, Idempotency_Key="compare-1")
    program.api("/applications", {**body, "phone": "10000000007"}, Idempotency_Key="compare-1")
    program.api(f"/applications/{filed['number']}")
    program.api("/applications/2020010100000001X")
    for paper in filed["papers"]:
        program.ask("GET", paper["file"])
    world.program("fire_rescue").api(f"/applications/{filed['number']}")
    plain = _request(program, world.guided("SFZ-BL"), WANG)
    program.api("/applications", plain, Idempotency_Key="compare-2")


def _waivers(world: World, guided: Guided) -> None:
    program = world.program(FILER)
    for person in (LI, WANG):
        body = {"code": BUNDLE, "scenario": dict(guided.answers), "holder": person.holder, "consent": True}
        program.api("/waiver-checks", body)
    program.api("/waiver-checks", {**body, "consent": False})
    program.api("/waiver-checks", {**body, "code": "NOPE"})
    program.api("/waiver-checks", {**body, "holder": {**LI.holder, "identifier": "1"}})
    program.api("/waiver-checks", {})


def _request(program: Program, guided: Guided, person: Person) -> dict[str, Any]:
    """A complete request with a file for each material that is not waived."""
    body = {"code": guided.code, "scenario": dict(guided.answers), "holder": person.holder, "consent": True}
    checked = program.api("/waiver-checks", body)
    spared = {row["key"] for row in checked["items"] if row["outcome"] == "proved"}
    wanted = [one["key"] for one in guided.told["materials"] if one["from_item"] is None]
    return {
        **body,
        "division_code": DISTRICT,
        "phone": person.phone,
        "answers": guided.typed(person),
        "attachments": {key: _uploaded(program) for key in wanted if key not in spared},
        "editions": {item["code"]: item["edition"] for item in guided.told["items"]},
    }


def _uploaded(program: Program) -> str:
    answer = program.ask("POST", "/api/v1/attachments", files={"file": picture()})
    return str(answer.response.json()["id"])


def _wrong_requests(program: Program, body: dict[str, Any]) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"code": "NOPE"},
        {"division_code": "420102999000"},
        {"division_code": "x"},
        {"phone": "12"},
        {"holder": {**LI.holder, "identifier": "420102188701120027"}},
        {"scenario": {**LICENSED, "premises": "residential"}},
        {"scenario": {}},
        {"answers": {}},
        {"answers": {**body["answers"], "applicant_phone": "12"}},
        {"attachments": {}},
        {"attachments": {next(iter(body["attachments"])): "AAAAAAAAAAAAAAAA"}},
        {"editions": {**body["editions"], "SPJY-XB": 7}},
        {"consent": False},
        {"more": 1},
    )
    for place, change in enumerate(changes):
        program.api("/applications", {**body, **change}, Idempotency_Key=f"compare-wrong-{place}")
    program.api("/applications", body)
    program.api("/applications", body, Idempotency_Key="short")
    headers = {"Content-Type": "application/json", "Idempotency-Key": "compare-broken"}
    program.ask("POST", "/api/v1/applications", content=b"{not json", headers=headers)


def handling(world: World) -> None:
    """Each system handles its cases: acceptance, refusal, decisions, and actions that are refused."""
    number = world.numbers[FILER]
    for role in SYSTEMS:
        program = world.program(role)
        for query in ("", "?state=received", "?state=nonsense", "?limit=1", "?limit=0", "?after=3"):
            program.ask("GET", f"/api/v1/cases{query}")
        own = [
            case
            for case in program.api("/cases?state=received")["items"]
            if case["number"].startswith(number)
        ]
        for case in own:
            _handled(program, case["number"], is_refused=role == "urban_management")
    stranger = world.program("public_security")
    stranger.api(f"/cases/{number}-01")
    stranger.api(f"/cases/{number}-01/acceptance", {})
    world.program(FILER).api(f"/applications/{number}")


def _handled(program: Program, number: str, *, is_refused: bool) -> None:
    address = f"/cases/{number}"
    program.api(address)
    program.api(f"{address}/decision", {"outcome": "grant"})
    if is_refused:
        program.api(f"{address}/refusal", {})
        program.api(f"{address}/refusal", {"reason": " "})
        program.api(f"{address}/refusal", {"reason": "材料不在受理范围（比较）"})
        return
    program.api(f"{address}/acceptance", {})
    program.api(f"{address}/acceptance", {})
    program.api(f"{address}/decision", {"outcome": "maybe"})
    program.api(f"{address}/decision", {"outcome": "deny"})
    program.api(f"{address}/decision", {"outcome": "grant"})
    program.api(f"{address}/decision", {"outcome": "grant", **STEPS_DONE})
    program.api(f"{address}/decision", {"outcome": "deny", "reason": "太晚", "basis_key": "spaq-33"})


def results(world: World) -> None:
    """The results: papers, certificates and their verification."""
    program = world.program(FILER)
    application = program.api(f"/applications/{world.numbers[FILER]}")
    for paper in application["papers"]:
        program.ask("GET", paper["file"])
        program.api(f"/verifications/{paper['number']}")
    for case in application["cases"]:
        identifier = case["certificate_identifier"]
        if identifier:
            program.ask("GET", f"/api/v1/certificates/{identifier}")
            program.api(f"/verifications/{identifier}")
            world.program("public_security").ask("GET", f"/api/v1/certificates/{identifier}")
            world.stranger.get(f"/verify/{identifier}")
