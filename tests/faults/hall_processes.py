"""The complete hall as one command: its child processes are killed, the command is restarted."""

import os
import random
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic

import httpx
import psutil

from tests.support.processes import Running, run_process, wait_until
from tests.support.served_hall import HALL, START_SECONDS

JOB_SECONDS = 0.4
RUN_JOBS = {"worker", "everything"}


class KilledHall:
    """`serve` on its port with all its child processes; a thread restarts it when it ends."""

    def __init__(self, environ: Mapping[str, str], stack: ExitStack) -> None:
        self.environ, self.stack = dict(environ), stack
        self.address = environ["HALL_BASE_URL"]
        self.http = stack.enter_context(httpx.Client(base_url=self.address, timeout=5))
        self.process = self._start()
        self.killed: list[str] = []

    def keep_up(self) -> None:
        """Restarts the hall when the command has ended."""
        if self.process.process.poll() is not None:
            self.process = self._start()

    def is_up(self) -> bool:
        """Whether the server answers."""
        self.keep_up()
        try:
            return self.http.get("/healthz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def kill(self, victim: str) -> None:
        """Sends SIGKILL to a part: supervisor, server, serving process, worker, or the whole group."""
        if victim == "everything":
            self._kill_group()
        else:
            self._kill_part(victim)
        self.killed.append(victim)

    def _kill_group(self) -> None:
        family = self._family()
        os.killpg(self.process.pid, signal.SIGKILL)
        psutil.wait_procs(family, timeout=START_SECONDS)

    def _kill_part(self, victim: str) -> None:
        """Waits until the part exists, because it may be starting again, and kills it."""

        def part() -> psutil.Process | None:
            self.keep_up()
            return self.parts().get(victim)

        found = wait_until(part, START_SECONDS, f"the {victim} to run")
        family = self._family() if victim == "supervisor" else [found]
        with suppress(psutil.NoSuchProcess):
            found.kill()
        psutil.wait_procs(family, timeout=START_SECONDS)

    def parts(self) -> dict[str, psutil.Process]:
        """The running processes, by part."""
        found: dict[str, psutil.Process] = {}
        with suppress(psutil.NoSuchProcess):
            supervisor = psutil.Process(self.process.pid)
            found["supervisor"] = supervisor
            for child in supervisor.children():
                is_server = "granian" in child.cmdline()
                found["server" if is_server else "worker"] = child
                for grandchild in child.children() if is_server else ():
                    found["serving"] = grandchild
        return found

    def _family(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            supervisor = psutil.Process(self.process.pid)
            return [supervisor, *supervisor.children(recursive=True)]
        return []

    def _start(self) -> Running:
        port = self.environ["PORT"]
        return self.stack.enter_context(run_process([*HALL, "serve", "--port", port], self.environ))


@contextmanager
def killed_hall(environ: Mapping[str, str]) -> Iterator[KilledHall]:
    """The hall while the block runs."""
    with ExitStack() as stack:
        hall = KilledHall(environ, stack)
        wait_until(hall.is_up, START_SECONDS, "the hall to answer")
        yield hall


def moments(
    dice: random.Random, victims: Sequence[str], longest: float, is_working: Callable[[], bool]
) -> Iterator[str]:
    """The victims in random order, each after a random delay; workers are killed while a job is running."""
    for victim in dice.sample(victims, len(victims)):
        pause(dice.uniform(0.05, longest))
        if victim in RUN_JOBS:
            wait_until(is_working, START_SECONDS, "a job to be run")
            pause(dice.uniform(0, JOB_SECONDS))
        yield victim


def pause(seconds: float) -> None:
    """Waits while the hall continues."""
    until = monotonic() + seconds
    wait_until(lambda: monotonic() >= until, seconds + START_SECONDS, "the next moment")
