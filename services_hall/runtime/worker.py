"""The worker: runs jobs directly, or, with a broker, publishes jobs to it and runs jobs from it."""

import logging
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Final

from flask import Flask

from services_hall import job_registry
from services_hall.core import create_core
from services_hall.jobs.periodic import Timekeeper
from services_hall.jobs.relay import Relay
from services_hall.jobs.runner import Runner
from services_hall.runtime.child_processes import (
    ChildProcess,
    own_command,
    stop_on_signals,
    supervise,
)
from services_hall.settings import Settings

MOST_MEMORY: Final = 290 * 1024 * 1024
TICK_ROUNDS: Final = 4
logger = logging.getLogger(__name__)


def run(settings: Settings, only: str | None = None) -> None:
    """Work until SIGTERM or SIGINT; `only` names one half of a worker with a broker: "relay" or "tasks"."""
    if settings.broker_url is None:
        _run_embedded(settings)
    elif only == "relay":
        _run_relay(settings)
    elif only == "tasks":
        job_registry.handlers()  # before the fork, so that the child processes share the fonts
        job_registry.run_tasks(job_registry.celery_app(settings))
    else:
        stop = Event()
        stop_on_signals(stop)
        halves = [ChildProcess(half, own_command("worker", "--only", half)) for half in ("relay", "tasks")]
        supervise(halves, stop)


def memory_in_use() -> int:
    """The resident memory of this process, in bytes."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def _run_embedded(settings: Settings) -> None:
    stop = Event()
    stop_on_signals(stop)
    app = create_core(settings)
    tick = _run_periodically(app)
    is_full = False

    def between(ran: int) -> None:
        nonlocal is_full
        tick()
        if ran and memory_in_use() > MOST_MEMORY:
            is_full = True
            stop.set()

    with app.app_context():
        logger.info("worker ready")
        Runner(job_registry.handlers()).run_forever(stop, after_each=between)
    if is_full:
        _restart()


def _restart() -> None:
    """Re-execute this process to free its memory; its id and its parent stay the same."""
    logger.info("worker restarts: it uses more than %d MB", MOST_MEMORY // 1024**2)
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command line


def _run_relay(settings: Settings) -> None:
    stop = Event()
    stop_on_signals(stop)
    app = create_core(settings)
    publish = job_registry.publisher(settings)
    with app.app_context():
        logger.info("relay ready")
        Relay(publish).run_forever(stop, after_each=_run_periodically(app))


def _run_periodically(app: Flask) -> Callable[[], None]:
    """A function that calls the timekeeper every few rounds; it ignores a database that does not answer."""
    keeper = Timekeeper(job_registry.PERIODIC)
    rounds = 0

    def tick() -> None:
        nonlocal rounds
        rounds += 1
        if rounds % TICK_ROUNDS != 1:
            return
        try:
            with app.app_context():
                keeper.tick()
        except Exception:
            logger.exception("periodic jobs could not be written; trying again")

    return tick
