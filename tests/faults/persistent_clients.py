"""Agencies' systems over HTTP that repeat each unanswered request with the same key."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx

from services_hall.demo.accounts import DemoPerson, client_id_of, client_secret_of
from tests.support.case_decisions import decision_body
from tests.support.processes import wait_until
from tests.support.restaurant import request_body

AGAIN = {502, 503, 504}
PATIENCE = 120
JOB_PATIENCE = 300
"""Seconds for a case that waits for a job: leases of killed workers run out, and their successors start."""
PAUSE = 0.5
API = "/api/v1"
WORKABLE = {"received", "accepted", "in_review"}
HANDLERS = {
    "GTDJ-SL": "market_supervision",
    "SPJY-XB": "market_supervision",
    "XFJC-YYQ": "fire_rescue",
    "HWZP-SZ": "urban_management",
    "YCLS-XB": "tobacco_monopoly",
}
"""Which class of agency decides an item in the demo district."""


@dataclass(frozen=True)
class Answer:
    """A response with the methods of the tests' other systems."""

    status_code: int
    text: str
    json: Any

    def get_json(self) -> Any:
        return self.json


class PatientSystem:
    """One agency's system; its token stays valid when the server restarts."""

    def __init__(self, http: httpx.Client, role: str) -> None:
        self.http = http
        answer = self._send(
            "POST",
            "/identity/token",
            data={"grant_type": "client_credentials", "scope": "hall"},
            auth=(client_id_of(role), client_secret_of(role)),
        )
        self.http.headers["Authorization"] = f"Bearer {answer.json['access_token']}"

    def get(self, path: str, **query: str) -> Answer:
        return self._send("GET", API + path, params=query)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("POST", API + path, json=body, headers=named)

    def upload(self, name: str, data: bytes) -> Answer:
        return self._send("POST", f"{API}/attachments", files={"file": (name, data)})

    def _send(self, method: str, path: str, **options: Any) -> Answer:
        """The first response that does not come from a stopping or starting hall."""

        def attempt() -> httpx.Response | None:
            try:
                answer = self.http.request(method, path, **options)
            except httpx.TransportError:
                return None
            return None if answer.status_code in AGAIN else answer

        answer = wait_until(lambda: (found := attempt()) is not None and [found], PATIENCE, path)[0]
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Answer(answer.status_code, answer.text, answer.json() if is_json else None)


@contextmanager
def patient_systems(address: str) -> Iterator[dict[str, PatientSystem]]:
    """The demo systems of all classes of agencies that decide the restaurant's cases."""
    with ExitStack() as stack:
        clients = {role: httpx.Client(base_url=address, timeout=20) for role in set(HANDLERS.values())}
        yield {role: PatientSystem(stack.enter_context(http), role) for role, http in clients.items()}


@dataclass(frozen=True)
class Wish:
    """One application to be filed and decided: by whom, in which situation, and which item is denied."""

    key: str
    person: DemoPerson
    scenario: Mapping[str, str]
    denied: str = ""


def carry_out(systems: Mapping[str, PatientSystem], wish: Wish) -> str:
    """Files twice at once with one key, accepts and decides each case; the application's number."""
    filer = systems["market_supervision"]
    body = request_body(filer, wish.person, wish.scenario)
    with ThreadPoolExecutor(2) as clicks:
        numbers = set(clicks.map(lambda _click: file(filer, body, wish.key), range(2)))
    assert len(numbers) == 1, numbers
    number: str = numbers.pop()
    while open_cases := workable(
        wait_until(seldom(lambda: settled_cases(filer, number)), JOB_PATIENCE, "cases to come")
    ):
        for case in open_cases:
            outcome = "deny" if case["item_code"] == wish.denied else "grant"
            handle(systems[HANDLERS[case["item_code"]]], case, outcome)
    return number


def file(filer: PatientSystem, body: Mapping[str, Any], key: str) -> str:
    answer = filer.post("/applications", body, Idempotency_Key=key)
    assert answer.status_code == 201, answer.text
    return str(answer.json["number"])


def cases_of(filer: PatientSystem, number: str) -> list[dict[str, Any]]:
    return list(filer.get(f"/applications/{number}").json["cases"])


def workable(cases: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases that an officer can work on."""
    return [case for case in cases if case["state"] in WORKABLE]


def settled_cases(filer: PatientSystem, number: str) -> list[dict[str, Any]]:
    """The cases once one can be worked on or none waits for another; before that, an empty list.

    A case that waited may need no work at all: a filing is recorded when its turn comes.
    """
    cases = cases_of(filer, number)
    is_settled = workable(cases) or all(case["state"] != "waiting" for case in cases)
    return cases if is_settled else []


def handle(desk: PatientSystem, case: Mapping[str, Any], outcome: str) -> None:
    """Accepts and decides; a refused transition must mean that an unanswered attempt was successful."""
    number = case["number"]
    accepted = desk.post(f"/cases/{number}/acceptance")
    assert accepted.status_code in {200, 409}, accepted.text
    reason = "不符合条件（演示）" if outcome == "deny" else ""
    decided = desk.post(f"/cases/{number}/decision", decision_body(case, outcome, reason))
    assert decided.status_code in {200, 409}, decided.text
    found = desk.get(f"/cases/{number}").json
    assert found["accepted_at"], found
    assert found["decided_at"], found


def seldom(look: Callable[[], list[Any]]) -> Callable[[], list[Any]]:
    """Calls `look` at most twice a second, however often it is called itself."""
    next_at = 0.0

    def ask() -> list[Any]:
        nonlocal next_at
        if monotonic() < next_at:
            return []
        next_at = monotonic() + PAUSE
        return look()

    return ask
