"""A worker without a broker: the real runner with jobs that kill their process; runs until SIGTERM."""

from threading import Event

from services_hall.jobs.runner import Runner
from services_hall.runtime.child_processes import stop_on_signals
from services_hall.settings import Settings
from tests.faults.crashing_jobs import mark
from tests.support.small_hall import small_hall

if __name__ == "__main__":
    stop = Event()
    stop_on_signals(stop)
    with small_hall(Settings.read(), create=False):
        Runner({"mark": mark}).run_forever(stop)
