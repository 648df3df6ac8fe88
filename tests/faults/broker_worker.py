"""Relay or consumer of a worker with a broker, with jobs that kill their process; runs until SIGTERM."""

import sys
from threading import Event

from services_hall import job_registry
from services_hall.jobs.relay import Relay
from services_hall.runtime import logs
from services_hall.runtime.child_processes import stop_on_signals
from services_hall.settings import Settings
from tests.faults.crashing_jobs import mark
from tests.support.small_hall import make_app, small_hall

if __name__ == "__main__":
    settings = Settings.read()
    logs.configure(settings)
    if sys.argv[1] == "tasks":
        job_registry.run_tasks(job_registry.celery_app(settings, make_app, lambda: {"mark": mark}))
    else:
        stop = Event()
        stop_on_signals(stop)
        with small_hall(settings, create=False):
            Relay(job_registry.publisher(settings)).run_forever(stop)
