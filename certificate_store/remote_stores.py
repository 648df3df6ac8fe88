"""HTTP clients of other stores and data checks, with a short time-out and a circuit breaker."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from certificate_store.errors import StoreUnreachable
from certificate_store.holders import Holder
from certificate_store.waivers import ProofOutcome, StoreAnswer

TIME_OUT_SECONDS: Final = 3.0
FAILURES_TO_OPEN: Final = 3
OPEN_FOR: Final = timedelta(seconds=30)
MAX_TEXT: Final = 200
MAX_BODY_BYTES: Final = 64 * 1024


class Breaker:
    """A circuit breaker: opens after several consecutive failures, allows one trial call after a pause."""

    def __init__(self, *, failures: int = FAILURES_TO_OPEN, open_for: timedelta = OPEN_FOR) -> None:
        self._failures = failures
        self._open_for = open_for
        self._in_a_row = 0
        self._closed_again_at: datetime | None = None
        self._lock = threading.Lock()

    def lets_through(self, now: datetime) -> bool:
        """Whether a call may be made; after a pause only one trial call is allowed until it returns."""
        with self._lock:
            if self._closed_again_at is None:
                return True
            if now < self._closed_again_at:
                return False
            self._closed_again_at = now + self._open_for
            return True

    def record(self, now: datetime, *, is_success: bool) -> None:
        """Record the result of a call."""
        with self._lock:
            if is_success:
                self._in_a_row, self._closed_again_at = 0, None
                return
            self._in_a_row += 1
            if self._in_a_row >= self._failures:
                self._closed_again_at = now + self._open_for


@dataclass(frozen=True, slots=True)
class ProofQuestion:
    """A question to another store: about whom, for what purpose, on what basis, by whom, in which case."""

    holder: Holder
    purpose: str
    basis: str
    by: str
    case_reference: str = ""


class RemoteStore:
    """One other store or data check: `POST <url>` with a question, the response contains an outcome."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        token: str | None = None,
        breaker: Breaker | None = None,
        time_out: float = TIME_OUT_SECONDS,
    ) -> None:
        self.name = name
        self._url = url
        self._breaker = breaker or Breaker()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(timeout=time_out, headers=headers, follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, what: str, question: ProofQuestion, *, now: datetime) -> StoreAnswer:
        """The answer for one certificate type or data check; raises StoreUnreachable.

        Call it with no open database transaction: it may take as long as its time-out.
        """
        if not self._breaker.lets_through(now):
            raise StoreUnreachable(self.name, "not asked, it did not answer lately")
        try:
            answer = self._ask(what, question)
        except StoreUnreachable:
            self._breaker.record(now, is_success=False)
            raise
        self._breaker.record(now, is_success=True)
        return answer

    def _ask(self, what: str, question: ProofQuestion) -> StoreAnswer:
        body = {
            "what": what,
            "holder": question.holder.as_json(),
            "purpose": question.purpose,
            "basis": question.basis,
            "by": question.by,
            "case_reference": question.case_reference,
        }
        try:
            response = self._client.post(self._url, json=body)
        except httpx.HTTPError as failure:
            raise StoreUnreachable(self.name, type(failure).__name__) from None
        if response.status_code != httpx.codes.OK:
            raise StoreUnreachable(self.name, f"status {response.status_code}")
        return self._read(response, question.basis)

    def _read(self, response: httpx.Response, basis: str) -> StoreAnswer:
        try:
            if len(response.content) > MAX_BODY_BYTES:
                raise ValueError
            said: Any = response.json()
            outcome = ProofOutcome(said["outcome"])
            version = said.get("certificate_version")
            return StoreAnswer(
                outcome,
                store=self.name,
                basis=basis,
                certificate_identifier=_text(said.get("certificate_identifier")),
                certificate_version=version if isinstance(version, int) else None,
                detail=_text(said.get("detail")) or "",
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StoreUnreachable(self.name, "an answer that cannot be understood") from None


def ask_all(
    stores: Mapping[str, RemoteStore], names: Iterable[str], question: ProofQuestion, *, now: datetime
) -> dict[str, StoreAnswer]:
    """The answers for those `names` that have a remote store; a store that does not answer is unreachable."""
    answers = {}
    for name in dict.fromkeys(names):
        store = stores.get(name)
        if store is None:
            continue
        try:
            answers[name] = store.ask(name, question, now=now)
        except StoreUnreachable as failure:
            answers[name] = StoreAnswer(ProofOutcome.UNREACHABLE, store=failure.store, basis=question.basis)
    return answers


def _text(value: Any) -> str | None:
    return value[:MAX_TEXT] if isinstance(value, str) else None
