"""Deterministic races: a second request runs at a chosen point of the first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

DEADLINE = 30


def run_before(monkeypatch: pytest.MonkeyPatch, place: ModuleType, name: str, act: Callable[[], Any]) -> None:
    """The next call of this function waits until `act` has finished in its own thread."""
    original, pending = getattr(place, name), [act]

    def waiting(*given: Any, **named: Any) -> Any:
        if pending:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(pending.pop()).result(timeout=DEADLINE)
        return original(*given, **named)

    monkeypatch.setattr(place, name, waiting)
