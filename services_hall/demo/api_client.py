"""Agencies' systems of the demonstration: programs that call the hall's API."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import httpx

from services_hall.demo.accounts import client_id_of, client_secret_of
from services_hall.demo.story import DemoFailed

PATIENCE: Final = 60.0


@dataclass(frozen=True)
class System:
    """One agency's system with its bearer token."""

    role: str
    http: httpx.Client

    def get(self, path: str, **options: Any) -> Any:
        """The JSON response; raises DemoFailed."""
        return json_answer(self.http.get(f"/api/v1{path}", **options))

    def post(self, path: str, **options: Any) -> Any:
        """The JSON response; raises DemoFailed."""
        return json_answer(self.http.post(f"/api/v1{path}", **options))


def signed_in(base_url: str, role: str) -> httpx.Client:
    http = httpx.Client(base_url=base_url, timeout=20)
    answer = http.post(
        "/identity/token",
        data={"grant_type": "client_credentials", "scope": "hall"},
        auth=(client_id_of(role), client_secret_of(role)),
    )
    http.headers["Authorization"] = f"Bearer {json_answer(answer)['access_token']}"
    return http


def json_answer(answer: httpx.Response) -> Any:
    if answer.is_error:
        raise DemoFailed(
            f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:600]}"
        )
    return answer.json()


def wait_for(look: Callable[[], Any], what: str) -> Any:
    """The first result of `look` that is not None; raises DemoFailed after a minute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        result = look()
        if result is not None and result is not False:
            return result
        time.sleep(0.05)
    raise DemoFailed(f"{what}: nothing within {PATIENCE:.0f} s")
