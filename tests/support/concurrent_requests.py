"""Concurrent requests: started together, or one at a chosen point of another."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import ModuleType
from typing import Any, TypeVar

import pytest

Value = TypeVar("Value")

DEADLINE = 30


def call_together(calls: Sequence[Callable[[], Value]]) -> list[Value]:
    """What the calls give, each made in a thread of its own, all begun at the same moment."""
    together = Barrier(len(calls))

    def call(place: int) -> Value:
        together.wait(timeout=DEADLINE)
        return calls[place]()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, range(len(calls))))


def run_before(monkeypatch: pytest.MonkeyPatch, place: ModuleType, name: str, act: Callable[[], Any]) -> None:
    """The next call of this function waits until `act` has finished in its own thread."""
    original, pending = getattr(place, name), [act]

    def waiting(*given: Any, **named: Any) -> Any:
        if pending:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(pending.pop()).result(timeout=DEADLINE)
        return original(*given, **named)

    monkeypatch.setattr(place, name, waiting)
