"""Remote stores over HTTP: answers, time-outs, invalid responses, and the circuit breaker."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from certificate_store.errors import StoreUnreachable
from certificate_store.holders import Holder
from certificate_store.remote_stores import (
    OPEN_FOR,
    Breaker,
    ProofQuestion,
    RemoteStore,
    ask_all,
)
from certificate_store.waivers import ProofOutcome
from tests.support.certificates import NOW

SECOND = timedelta(seconds=1)
GOOD = b'{"outcome": "proved", "certificate_identifier": "X1", "certificate_version": 2, "detail": "ok"}'


class OtherStore:
    """A remote store on this machine: returns prepared answers and records the requests."""

    def __init__(self) -> None:
        self.status = 200
        self.body = GOOD
        self.asked: list[dict[str, object]] = []
        self.authorization: str | None = None
        self.silence = threading.Event()
        self.silence.set()
        other = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                other.authorization = self.headers["Authorization"]
                other.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                other.silence.wait(10)
                self.send_response(other.status)
                self.send_header("Content-Length", str(len(other.body)))
                self.end_headers()
                self.wfile.write(other.body)

            def log_message(self, *_args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/checks"

    def close(self) -> None:
        self.silence.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def other() -> Iterator[OtherStore]:
    store = OtherStore()
    yield store
    store.close()


@pytest.fixture
def store(other: OtherStore) -> Iterator[RemoteStore]:
    store = RemoteStore("公安人口库", other.url, token="secret", time_out=0.5)
    yield store
    store.close()


@pytest.fixture
def question(zhang: Holder) -> ProofQuestion:
    return ProofQuestion(
        zhang, purpose="办理食品经营许可", basis="《户口登记条例》", by="岗位:7", case_reference="9"
    )


def test_an_answer_is_read_and_the_question_says_who_and_why(
    other: OtherStore, store: RemoteStore, question: ProofQuestion
) -> None:
    answer = store.ask("household", question, now=NOW)
    assert (answer.outcome, answer.store, answer.basis) == (
        ProofOutcome.PROVED,
        "公安人口库",
        "《户口登记条例》",
    )
    assert (answer.certificate_identifier, answer.certificate_version, answer.detail) == ("X1", 2, "ok")
    assert other.asked == [
        {
            "what": "household",
            "holder": {"name": "张三", "identifier_type": "111", "identifier": "420102199001011236"},
            "purpose": "办理食品经营许可",
            "basis": "《户口登记条例》",
            "by": "岗位:7",
            "case_reference": "9",
        }
    ]
    assert other.authorization == "Bearer secret"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, GOOD),
        (302, GOOD),
        (404, b""),
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"outcome": "maybe"}'),
        (200, b'"proved"'),
        (200, b'{"outcome": "proved", "detail": "' + b"x" * 70_000 + b'"}'),
    ],
)
def test_what_is_no_answer_is_unreachable(
    other: OtherStore, store: RemoteStore, question: ProofQuestion, status: int, body: bytes
) -> None:
    other.status, other.body = status, body
    with pytest.raises(StoreUnreachable) as failed:
        store.ask("household", question, now=NOW)
    assert "420102" not in str(failed.value)


def test_a_store_that_keeps_silent_is_unreachable_after_the_time_out(
    other: OtherStore, question: ProofQuestion
) -> None:
    other.silence.clear()
    store = RemoteStore("慢", other.url, time_out=0.1)
    with pytest.raises(StoreUnreachable, match="Timeout"):
        store.ask("household", question, now=NOW)
    store.close()


def test_a_store_that_is_away_makes_an_unreachable_answer(other: OtherStore, question: ProofQuestion) -> None:
    gone, here = RemoteStore("无", "http://127.0.0.1:1/", time_out=0.5), RemoteStore("有", other.url)
    answers = ask_all(
        {"household": gone, "marriage": here}, ["household", "marriage", "food-permit"], question, now=NOW
    )
    assert {name: answer.outcome for name, answer in answers.items()} == {
        "household": ProofOutcome.UNREACHABLE,
        "marriage": ProofOutcome.PROVED,
    }
    gone.close()
    here.close()


def test_after_three_failures_nobody_asks_for_a_while(
    other: OtherStore, store: RemoteStore, question: ProofQuestion
) -> None:
    other.status = 503
    for _ in range(5):
        with pytest.raises(StoreUnreachable):
            store.ask("household", question, now=NOW)
    assert len(other.asked) == 3
    other.status = 200
    assert store.ask("household", question, now=NOW + OPEN_FOR).outcome is ProofOutcome.PROVED
    assert store.ask("household", question, now=NOW + OPEN_FOR).outcome is ProofOutcome.PROVED


def test_the_breaker_lets_one_call_try_again() -> None:
    breaker = Breaker(failures=2, open_for=10 * SECOND)
    breaker.record(NOW, is_success=False)
    assert breaker.lets_through(NOW)
    breaker.record(NOW, is_success=False)
    assert not breaker.lets_through(NOW + 9 * SECOND)
    assert breaker.lets_through(NOW + 10 * SECOND)
    assert not breaker.lets_through(NOW + 10 * SECOND)
    breaker.record(NOW + 10 * SECOND, is_success=False)
    assert not breaker.lets_through(NOW + 19 * SECOND)
    assert breaker.lets_through(NOW + 20 * SECOND)
    breaker.record(NOW + 20 * SECOND, is_success=True)
    assert breaker.lets_through(NOW + 20 * SECOND)
    breaker.record(NOW + 20 * SECOND, is_success=False)
    assert breaker.lets_through(NOW + 20 * SECOND)
