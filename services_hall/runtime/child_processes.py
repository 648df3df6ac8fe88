"""Child processes that end with their parent and are restarted after an unexpected end."""

import ctypes
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from types import FrameType
from typing import Final

PR_SET_PDEATHSIG: Final = 1
SHORT_LIFE_SECONDS: Final = 10.0
LONGEST_PAUSE_SECONDS: Final = 10.0
SHORT_LIVES: Final = 4
STOP_SECONDS: Final = 25.0
LOOK_SECONDS: Final = 0.1
_libc: Final = ctypes.CDLL(None, use_errno=True)
logger = logging.getLogger(__name__)


def end_with_parent(number: signal.Signals, parent: int) -> None:
    """Ask the kernel for a signal when the parent process ends, however it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def parent_process() -> int:
    """The id of the process that started this one, even if it has ended since."""
    parent = multiprocessing.parent_process()
    return os.getppid() if parent is None or parent.pid is None else parent.pid


def stop_on_signals(stop: Event) -> None:
    """Set `stop` when this process receives SIGTERM or SIGINT; running work may finish."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


def own_command(*words: str) -> list[str]:
    """The command line for running a command of this program in a new process."""
    return [sys.executable, "-m", "services_hall", *words]


@dataclass
class ChildProcess:
    """A process to be kept running; if an `essential` one keeps failing, all are stopped."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    essential: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    short_lives: int = 0
    next_start: float = 0.0

    def start(self) -> None:
        """Start the process so that it ends with this one."""
        parent = os.getpid()
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - commands of our own
            self.command,
            env=os.environ | dict(self.env),
            preexec_fn=lambda: end_with_parent(signal.SIGTERM, parent),
        )

    def note_end(self, code: int) -> None:
        """Record the end of the process and the time of its next start."""
        lived = time.monotonic() - self.started
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE_SECONDS else 0
        pause = min(0.1 * 2**self.short_lives, LONGEST_PAUSE_SECONDS)
        self.process, self.next_start = None, time.monotonic() + pause
        logger.warning(
            "%s ended with %s after %.0f s; starting again in %.1f s", self.name, code, lived, pause
        )


class ChildProcessUnstable(Exception):
    """An essential process ends repeatedly right after its start."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the {name} ended {SHORT_LIVES} times right after its start; see its messages above"
        )


def supervise(children: Sequence[ChildProcess], stop: Event) -> None:
    """Keep all children running until `stop` is set, then stop them; raises ChildProcessUnstable."""
    try:
        while not stop.is_set():
            for child in children:
                _check_child(child)
            stop.wait(LOOK_SECONDS)
    finally:
        _end(children)


def _check_child(child: ChildProcess) -> None:
    if child.process is not None and (code := child.process.poll()) is not None:
        child.note_end(code)
        if child.essential and child.short_lives >= SHORT_LIVES:
            raise ChildProcessUnstable(child.name)
    if child.process is None and time.monotonic() >= child.next_start:
        child.start()


def _end(children: Sequence[ChildProcess]) -> None:
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
