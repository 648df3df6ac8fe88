"""A worker of the tests' own: the real runner and the real broker's end, with jobs that leave marks."""

import argparse
import os
import signal
from collections.abc import Mapping
from threading import Event
from typing import Any

from sqlalchemy.orm import Session

from services_hall import logs, working
from services_hall.jobs.relay import Relay
from services_hall.jobs.runner import Effect, Runner
from services_hall.processes import stop_on_signals
from services_hall.settings import Settings
from tests.support.small_hall import MARKS, make_app, small_hall


def mark(payload: Mapping[str, Any]) -> Effect:
    """Leaves one mark; the first time, a job that is told to dies in its handler or in its effect."""
    _die_once(payload, "handler")

    def effect(session: Session) -> None:
        session.execute(MARKS.insert().values(text=payload["text"]))
        _die_once(payload, "effect")

    return effect


def _die_once(payload: Mapping[str, Any], place: str) -> None:
    """Kill the own process the first time a job with this wish comes here, as a power cut would."""
    if payload.get("die_in") != place:
        return
    trace = Settings.read().data_dir / f"died-{payload['text']}"
    try:
        trace.touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run until SIGTERM as the part that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["runner", "relay", "tasks"])
    part = parser.parse_args().part
    settings = Settings.read()
    logs.configure(settings)
    working.HANDLERS["mark"] = mark
    if part == "tasks":
        working.run_tasks(settings, concurrency=2, make_app=make_app)
        return
    stop = Event()
    stop_on_signals(stop)
    with small_hall(settings, create=False):
        if part == "relay":
            Relay(working.publisher(settings)).run_forever(stop)
        else:
            Runner(working.handlers()).run_forever(stop)


if __name__ == "__main__":
    main()
